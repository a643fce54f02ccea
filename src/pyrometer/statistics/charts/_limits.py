"""Limits: three standard errors round an average, kept within what is possible; and how far a point lies out."""

from dataclasses import replace

import numpy as np

from pyrometer.statistics.charts import Chart
from pyrometer.statistics.charts._arrays import Bools, Floats, Ints

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
    if chart.score is not None:
        return chart.score
    away = chart.values - chart.centre
    flat = chart.sigma == 0
    z = np.divide(away, chart.sigma, out=np.full(len(away), np.nan), where=~flat & np.isfinite(chart.sigma))
    return np.where(flat, np.where(away == 0, 0.0, np.copysign(np.inf, away)), z)


def beyond(chart: Chart) -> Ints:
    """1 above the upper limit, -1 below the lower, 0 within; on the limit is within unless the chart says otherwise."""
    with np.errstate(invalid="ignore"):
        slack = EDGE * np.nan_to_num(
            np.abs(chart.upper - chart.centre) + np.abs(chart.centre - chart.lower), posinf=0.0
        )
        slack = np.maximum(slack, 1e-12 * np.abs(chart.centre))
        slack = slack if chart.strict else -slack
        high: Bools = chart.values - chart.upper > slack
        low: Bools = chart.lower - chart.values > slack
    return high.astype(np.int64) - low.astype(np.int64)
