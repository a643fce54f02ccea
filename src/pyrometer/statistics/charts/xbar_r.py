"""Xbar-R chart: the mean of a few measurements taken together, and their range beneath."""

from collections.abc import Sequence
from typing import Literal, get_args

from pyrometer.model.finding import Method
from pyrometer.statistics._checked import Floats
from pyrometer.statistics._points import Baseline, Numbers, one_of
from pyrometer.statistics.charts import Chart, ChartKind
from pyrometer.statistics.charts._subgroups import mean_chart, range_chart, sigma_from_ranges, sigma_pooled, subgroups

Convention = Literal["rounded", "exact", "pooled"]
METHOD = Method("Xbar-R chart", "Montgomery 2013, Introduction to SQC, eq. 6.4 to 6.12, 6.31 for unequal sizes")


def chart(rows: Sequence[Numbers] | Floats, *, baseline: Baseline = None, convention: Convention = "rounded") -> Chart:
    """An Xbar chart of the subgroups `rows` (2 to 100 measurements each, sizes may differ), ranges as `companion`.

    `convention`: sigma is the mean of range / d2, with d2 'rounded' as tables print it (qcc) or 'exact'; or the
    'pooled' standard deviation / c4 (Minitab).
    Centre: all baseline measurements' mean; limits +- 3 sigma / sqrt(n_i). `facts['sigma']`: within subgroups.
    Raises StatisticsError for NaN or subgroups of fewer than 2. Source: Montgomery 2013, eq. 6.4 to 6.12.
    """
    found = subgroups(rows, baseline)
    one_of(convention, get_args(Convention), what="convention")
    sigma = sigma_pooled(found) if convention == "pooled" else sigma_from_ranges(found, exact=convention == "exact")
    said = (convention, METHOD)
    return mean_chart(found, sigma, "xbar-r", said, range_chart(found, sigma, said))


CHART = ChartKind(
    says="means of a few measurements taken together, over their ranges",
    takes="subgroups",
    chart=chart,
    conventions=get_args(Convention),
    method=METHOD,
)
