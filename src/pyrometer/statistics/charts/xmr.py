"""XmR chart: single values with limits from the mean moving range, and the ranges beneath."""

from typing import Literal, get_args

import numpy as np

from pyrometer.model.finding import Method
from pyrometer.model.interval import NotEnough
from pyrometer.statistics._checked import Bools, Floats
from pyrometer.statistics._points import Baseline, Numbers, flat, level, mask, one_of
from pyrometer.statistics._points import values as checked
from pyrometer.statistics.charts import Chart, ChartKind
from pyrometer.statistics.charts._limits import three
from pyrometer.statistics.charts._ranges import moving_ranges, neighbours

Convention = Literal["rounded", "exact", "wheeler"]
Variant = Literal["mean", "median-range", "median", "medians"]

# Per convention: sigma per mean range (1 / d2), sigma per median range (1 / d4), range limit per mean and median range.
# rounded: d2 1.128, d4 0.954, D4 3.267 (qicharts2, NHS); exact: d2 = 2 / sqrt(pi), d4 = sqrt(2) z(.75),
# D4 = 1 + 3 d3 / d2, median range limit (d2 + 3 d3) / d4; wheeler: 2.660, 3.145, 3.268, 3.865 (Wheeler & Chambers
# 1992, table 3; Wheeler 1993, p. 141)
SCALES: dict[Convention, tuple[float, float, float, float]] = {
    "rounded": (1 / 1.128, 1 / 0.954, 3.267, 3.865),
    "exact": (0.886226925452758, 1.0483580825075305, 3.2665319192886013, 3.8641289730680723),
    "wheeler": (2.660 / 3, 3.145 / 3, 3.268, 3.865),
}
METHOD = Method("XmR chart", "Wheeler & Chambers 1992, Understanding Statistical Process Control, ch. 3")


def chart(
    values: Numbers,
    *,
    baseline: Baseline = None,
    convention: Convention = "rounded",
    variant: Variant = "mean",
    screened: bool = False,
) -> Chart | NotEnough:
    """An XmR chart of `values` (any unit, time order), its `companion` the chart of moving ranges.

    `variant`: the centre and the range that the limits rest on: 'mean' (mean, mean range), 'median-range' (mean, median
    range), 'median' (median, mean range), 'medians' (median, median range). `screened` leaves ranges beyond the range
    limit out once before the limits are computed (NHS, qicharts2 option). A moving range counts for the limits only
    where both of its points are in the baseline and neighbours: left-out points are not bridged.
    `facts`: mean_range, median_range, range_limit. NotEnough with fewer than two neighbouring baseline points.
    Raises StatisticsError for NaN or a baseline that does not fit.
    Source: Wheeler & Chambers 1992, ch. 3; medians: Wheeler 1993, Understanding Variation, p. 141.
    """
    plotted = checked(values)
    sigma_of, sigma_of_median, top, top_median = SCALES[one_of(convention, get_args(Convention), what="convention")]
    one_of(variant, get_args(Variant), what="variant")
    used = mask(baseline, len(plotted))
    ranges, kept = moving_ranges(plotted, used)
    if not kept.any():
        return NotEnough("two neighbouring points to rest the limits on", f"{int(used.sum())} points, none neighbours")
    if screened:
        kept = kept & (ranges <= top * ranges[kept].mean())
    by_median = variant in ("median-range", "medians")
    middle = float(np.median(ranges[kept])) if by_median else float(ranges[kept].mean())
    sigma = level(middle * (sigma_of_median if by_median else sigma_of), len(plotted))
    average = float(np.median(plotted[used]) if variant in ("median", "medians") else plotted[used].mean())
    centre = level(average, len(plotted))
    lower, upper = three(centre, sigma)
    limit = middle * (top_median if by_median else top)
    facts = {
        "mean_range": float(ranges[kept].mean()),
        "median_range": float(np.median(ranges[kept])),
        "range_limit": limit,
        "n_screened": float(screened and neighbours(used).sum() - kept.sum()),
    }
    said = f"{convention}, {variant}" + (", screened" if screened else "")
    beneath = _ranges_chart(ranges, kept, middle, limit, said)
    return Chart(
        "xmr",
        plotted,
        centre,
        lower,
        upper,
        sigma,
        used,
        flat(len(plotted)),
        said,
        METHOD,
        facts=facts,
        companion=beneath,
    )


def _ranges_chart(ranges: Floats, kept: Bools, middle: float, limit: float, said: str) -> Chart:
    """The chart of the moving ranges; its first point is NaN."""
    n = len(ranges)
    sigma = level((limit - middle) / 3, n)
    return Chart(
        "moving-range", ranges, level(middle, n), level(0.0, n), level(limit, n), sigma, kept, flat(n), said, METHOD
    )


CHART = ChartKind(
    says="single values with limits from their moving ranges",
    takes="values",
    chart=chart,
    conventions=get_args(Convention),
    method=METHOD,
)
