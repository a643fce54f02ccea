"""Limits: three standard errors round an average, kept within what is possible; and how far a point lies out."""

from dataclasses import replace

import numpy as np

from pyrometer.statistics._checked import Bools, Floats, Ints
from pyrometer.statistics.charts import Chart

EDGE = 1e-9  # a point on a limit must not signal because of the last bit; in units of the limit's distance


def three(centre: Floats, sigma: Floats, *, low: float = -np.inf, high: float = np.inf) -> tuple[Floats, Floats]:
    """Lower and upper limit at three sigma, never outside what is possible (look.md: limits never below it)."""
    return np.maximum(centre - 3 * sigma, low), np.minimum(centre + 3 * sigma, high)


def bounded(chart: Chart, *, smallest: float = -np.inf, largest: float = np.inf) -> Chart:
    """The same chart with limits kept within what the quantity can be (say 0 for a duration)."""
    return replace(chart, lower=np.maximum(chart.lower, smallest), upper=np.minimum(chart.upper, largest))


def scores(chart: Chart) -> Floats:
    """Distance from the centre in standard errors, one a point; NaN where there are no limits.

    With a sigma of 0 (all values alike) a point on the centre scores 0, any other plus or minus infinity.
    """
    return chart.score if chart.score is not None else standing(chart.values, chart.centre, chart.sigma)


def distance(values: Floats, centre: Floats) -> Floats:
    """value - centre, exactly 0 where they differ by rounding alone (an average of equal values is not quite them)."""
    away = values - centre
    return np.where(np.abs(away) <= EDGE * 1e-3 * np.abs(centre), 0.0, away)


def standing(values: Floats, centre: Floats, sigma: Floats) -> Floats:
    """(value - centre) / sigma, element by element, for arrays of any one shape."""
    away = distance(values, centre)
    if (sigma > 0).all():
        return away / sigma
    flat = sigma == 0
    z = np.divide(away, sigma, out=np.full(away.shape, np.nan), where=~flat & np.isfinite(sigma))
    return np.where(flat, np.where(away == 0, 0.0, np.copysign(np.inf, away)), z)


def beyond(chart: Chart) -> Ints:
    """1 above the upper limit, -1 below the lower, 0 within; on the limit is within unless the chart says otherwise."""
    return past(chart.values, chart.centre, (chart.lower, chart.upper), strict=chart.strict)


def past(values: Floats, centre: Floats, limits: tuple[Floats, Floats], *, strict: bool) -> Ints:
    """As `beyond`, for arrays of any one shape."""
    lower, upper = limits
    with np.errstate(invalid="ignore"):
        wide = np.abs(upper - centre) + np.abs(centre - lower)
        slack = np.maximum(EDGE * np.where(np.isfinite(wide), wide, 0.0), 1e-12 * np.abs(centre))
        slack = slack if strict else -slack
        high: Bools = values - upper > slack
        low: Bools = lower - values > slack
    return high.astype(np.int64) - low.astype(np.int64)
