"""Bernoulli CUSUM: case by case, has the chance of the event risen or fallen?"""

from dataclasses import dataclass

import numpy as np

from pyrometer.errors import StatisticsError
from pyrometer.model.finding import Method
from pyrometer.model.interval import NotEnough
from pyrometer.statistics._checked import Floats, positive
from pyrometer.statistics._checked import share as inside
from pyrometer.statistics._points import Baseline, Numbers, mask
from pyrometer.statistics._points import values as checked
from pyrometer.statistics.charts import Chart, ChartKind
from pyrometer.statistics.charts._cusum import Arms, arm, arms_chart

METHOD = Method("Bernoulli log-likelihood CUSUM", "Neuburger et al. 2017, BMJ Qual. Saf. 26:919-928")


@dataclass(frozen=True, slots=True)
class Design:
    """`odds_ratio` (above 1) to be found upward, its inverse downward; `limit` of the log-likelihood sum; `share`: the
    chance of the event in control (0-1), None to take it from the baseline."""

    odds_ratio: float = 2.0
    limit: float = 3.5
    share: float | None = None


STANDARD = Design()


def chart(cases: Numbers, *, design: Design = STANDARD, baseline: Baseline = None) -> Chart | NotEnough:
    """A two-sided Bernoulli CUSUM of `cases` (1 = event, 0 = none, in time order).

    A case adds x log(R) - log(1 - p0 + R p0), with R the odds ratio; the sum never falls below 0, signals when it
    reaches the limit and then starts anew. The chart is the arm for a rise, its `companion` (drawn downward) that for a
    fall. `facts`: p0, p1 (rise), p2 (fall). NotEnough where the baseline holds no event, or events alone.
    Raises StatisticsError for cases other than 0 and 1, an odds ratio of 1 or less, a limit of 0 or less.
    Source: Neuburger et al. 2017, BMJ Qual. Saf. 26:919-928; Steiner et al. 2000, Biostatistics 1:441, eq. 2.
    """
    given = checked(cases, what="cases")
    if not np.isin(given, (0.0, 1.0)).all():
        raise StatisticsError("Cases must be 0 or 1: one entry for each case, 1 where the event happened.")
    if not design.odds_ratio > 1 or not design.limit > 0:
        raise StatisticsError("A Bernoulli CUSUM needs an odds ratio above 1 and a limit above 0.")
    used = mask(baseline, len(given))
    p0 = float(given[used].mean()) if design.share is None else design.share
    if not 0 < p0 < 1:
        return NotEnough("cases with and without the event in the baseline", f"a share of {p0:g}")
    up, down = _steps(given, p0, design.odds_ratio), _steps(given, p0, 1 / design.odds_ratio)
    facts = {
        "p0": p0,
        "p1": shifted_share(p0, design.odds_ratio),
        "p2": shifted_share(p0, 1 / design.odds_ratio),
        "odds_ratio": design.odds_ratio,
    }
    found = Arms(
        arm(up, reset_at=design.limit), arm(down, reset_at=design.limit), design.limit, used, given, facts, strict=False
    )
    return arms_chart("bernoulli-cusum", found, "reset", METHOD)


def shifted_share(share: float, odds_ratio: float) -> float:
    """The share (0-1) whose odds are `odds_ratio` times those of `share`; raises StatisticsError for what cannot be.

    Source: Steiner et al. 2000, Biostatistics 1:441.
    """
    p, ratio = inside("share", share), positive("odds_ratio", odds_ratio)
    return ratio * p / (1 - p + ratio * p)


def _steps(cases: Floats, p0: float, ratio: float) -> Floats:
    return np.asarray(cases * np.log(ratio) - np.log(1 - p0 + ratio * p0))


CHART = ChartKind(
    says="case by case whether the chance of an event has changed",
    takes="cases",
    chart=chart,
    conventions=("reset",),
    method=METHOD,
)
