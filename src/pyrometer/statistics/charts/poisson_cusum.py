"""Poisson CUSUM: has the rate of few events a period risen or fallen?"""

from dataclasses import dataclass

import numpy as np

from pyrometer.errors import StatisticsError
from pyrometer.model.finding import Method
from pyrometer.model.interval import NotEnough
from pyrometer.statistics._checked import Floats
from pyrometer.statistics._points import Baseline, Numbers, counts, mask, sizes
from pyrometer.statistics.charts import Chart, ChartKind
from pyrometer.statistics.charts._cusum import Arms, arm, arms_chart

METHOD = Method("Poisson log-likelihood CUSUM", "Lucas 1985, Technometrics 27(2):129-144; Moustakides 1986")


@dataclass(frozen=True, slots=True)
class Design:
    """`ratio` (above 1) of rates to be found upward, its inverse downward; `limit` of the log-likelihood sum; `rate`:
    events for each unit in control, None to take it from the baseline.

    The designer (`designer.poisson_cusum`) gives the limit for a wanted average run length.
    """

    ratio: float = 2.0
    limit: float = 3.5
    rate: float | None = None


STANDARD = Design()


def chart(k: Numbers, n: Numbers = 1.0, *, design: Design = STANDARD, baseline: Baseline = None) -> Chart | NotEnough:
    """A two-sided Poisson CUSUM of `k` events in `n` units of opportunity (or expected events, with a rate of 1).

    A period adds k log(R) - n rate (R - 1), with R the ratio; the sum never falls below 0, signals when it reaches the
    limit and then starts anew. The chart is the arm for a rise, its `companion` (drawn downward) that for a fall.
    `facts`: rate, ratio. NotEnough where the baseline holds no event.
    Raises StatisticsError for negative counts, n of 0, a ratio of 1 or less, a limit of 0 or less, NaN.
    Source: Lucas 1985, Technometrics 27(2):129-144.
    """
    events = counts(k)
    total = sizes(n, len(events))
    if not design.ratio > 1 or not design.limit > 0:
        raise StatisticsError("A Poisson CUSUM needs a ratio above 1 and a limit above 0.")
    used = mask(baseline, len(events))
    rate = float(events[used].sum() / total[used].sum()) if design.rate is None else design.rate
    if not rate > 0:
        return NotEnough("events in the baseline", "none")
    up, down = _steps(events, rate * total, design.ratio), _steps(events, rate * total, 1 / design.ratio)
    arms = arm(up, reset_at=design.limit), arm(down, reset_at=design.limit)
    facts = {"rate": rate, "ratio": design.ratio}
    found = Arms(*arms, design.limit, used, events / total, facts, strict=False)
    return arms_chart("poisson-cusum", found, "reset", METHOD)


def _steps(events: Floats, expected: Floats, ratio: float) -> Floats:
    return np.asarray(events * np.log(ratio) - expected * (ratio - 1))


CHART = ChartKind(
    says="whether the rate of few events a period has changed",
    takes="rates",
    chart=chart,
    conventions=("reset",),
    method=METHOD,
)
