"""T chart: how much time passes between one rare event and the next."""

from dataclasses import replace
from typing import Literal, get_args

import numpy as np
from scipy import special

from pyrometer.errors import StatisticsError
from pyrometer.model.finding import Method
from pyrometer.model.interval import NotEnough
from pyrometer.statistics._checked import Bools, Floats
from pyrometer.statistics._points import Baseline, Numbers, counts, flat, level, mask, one_of
from pyrometer.statistics.charts import Chart, ChartKind
from pyrometer.statistics.charts._ranges import D2, moving_ranges

Convention = Literal["nelson", "weibull", "exponential"]
POWER = 3.6  # y = x ** (1 / 3.6) makes exponential times nearly normal (Nelson 1994, J. Qual. Technol. 26(3):239)
METHOD = Method("t chart by Nelson's power", "Montgomery 2013, Introduction to SQC, sec. 7.3.5, eq. 7.25; Nelson 1994")
PERCENTILE = Method(
    "t chart with percentiles of a fitted distribution", "Minitab t chart: percentiles .00135, .5, .99865"
)


def chart(times: Numbers, *, baseline: Baseline = None, convention: Convention = "nelson") -> Chart | NotEnough:
    """A t chart of `times` between events, 0 or more, any unit.

    `convention`: 'nelson' (XmR of x ** (1/3.6), limits carried back; Montgomery, qicharts2, Power BI), 'weibull' or
    'exponential' (percentiles .00135, .5, .99865 of the distribution fitted by maximum likelihood; Minitab, JASP; these
    need times above 0). A long time is a good sign where the event is bad. `facts`: mean and range of the transformed
    times, or shape and scale. NotEnough where no limit can be computed.
    Raises StatisticsError for negative times, NaN, or a time of 0 with a fitted distribution.
    Source: Montgomery 2013, eq. 7.25.
    """
    given = counts(times, what="times")
    one_of(convention, get_args(Convention), what="convention")
    used = mask(baseline, len(given))
    if convention == "nelson":
        return _by_power(given, used)
    if (given <= 0).any():
        raise StatisticsError("A time of 0 fits no Weibull distribution: use convention 'nelson', or finer times.")
    if used.sum() < 2 or np.ptp(given[used]) == 0:
        return NotEnough("two different times", f"{int(used.sum())} times, all alike")
    shape, scale = (1.0, float(given[used].mean())) if convention == "exponential" else fit_weibull(given[used])
    low, centre, high = (scale * float((-np.log1p(-q)) ** (1 / shape)) for q in (0.00135, 0.5, 0.99865))
    score = -special.ndtri(np.exp(-((given / scale) ** shape)))
    facts = {"shape": shape, "scale": scale}
    return replace(_drawn(given, used, (low, centre, high), score, facts), convention=convention, method=PERCENTILE)


def _by_power(given: Floats, used: Bools) -> Chart | NotEnough:
    """Limits of the transformed times, carried back."""
    y = given ** (1 / POWER)
    ranges, kept = moving_ranges(y, used)
    if not kept.any():
        return NotEnough("two neighbouring times to rest the limits on", f"{int(used.sum())} times, none neighbours")
    centre, mean_range = float(y[used].mean()), float(ranges[kept].mean())
    sigma = mean_range / D2
    low, high = max(0.0, centre - 3 * sigma) ** POWER, (centre + 3 * sigma) ** POWER
    away = y - centre
    score = away / sigma if sigma > 0 else np.where(away == 0, 0.0, np.copysign(np.inf, away))
    facts = {"mean_transformed": centre, "mean_range_transformed": mean_range}
    return _drawn(given, used, (low, centre**POWER, high), score, facts)


def _drawn(
    given: Floats, used: Bools, lines: tuple[float, float, float], score: Floats, facts: dict[str, float]
) -> Chart:
    n, (low, centre, high) = len(given), lines
    return Chart(
        kind="t",
        values=given,
        centre=level(centre, n),
        lower=level(low, n),
        upper=level(high, n),
        sigma=level((high - centre) / 3, n),
        used=used,
        phase=flat(n),
        convention="nelson",
        method=METHOD,
        score=score,
        facts=facts,
    )


def fit_weibull(times: Floats) -> tuple[float, float]:
    """Shape and scale of a Weibull distribution by maximum likelihood, from times above 0 that are not all alike.

    Newton steps on the profile likelihood of the shape. Raises StatisticsError for other times.
    Source: Johnson, Kotz & Balakrishnan 1994, vol. 1, eq. 21.63.
    """
    times = counts(times, what="times", at_least=2)
    if (times <= 0).any() or np.ptp(times) == 0:
        raise StatisticsError("A Weibull distribution needs times above 0 that are not all alike.")
    logs = np.log(times / np.exp(np.log(times).mean()))
    shape = float(np.pi / np.sqrt(6) / logs.std())
    for _ in range(200):
        power = np.exp(shape * (logs - logs.max()))
        mean = float((power * logs).sum() / power.sum())
        square = float((power * logs**2).sum() / power.sum())
        step = (mean - 1 / shape) / (square - mean**2 + 1 / shape**2)
        shape = max(shape - step, shape / 10)
        if abs(step) < 1e-13 * shape:
            break
    top = float(times.max())
    return shape, top * float(((times / top) ** shape).mean() ** (1 / shape))


CHART = ChartKind(
    says="time between one rare event and the next",
    takes="times",
    chart=chart,
    conventions=get_args(Convention),
    method=METHOD,
)
