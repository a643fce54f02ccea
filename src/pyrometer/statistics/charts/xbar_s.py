"""Xbar-S chart: the mean of measurements taken together, and their standard deviation beneath."""

from collections.abc import Sequence
from typing import Literal, get_args

from pyrometer.model.finding import Method
from pyrometer.statistics._checked import Floats
from pyrometer.statistics._points import Baseline, Numbers, one_of
from pyrometer.statistics.charts import Chart, ChartKind
from pyrometer.statistics.charts._subgroups import mean_chart, sd_chart, sigma_from_sds, sigma_pooled, subgroups

Convention = Literal["mean-sd", "pooled"]
METHOD = Method("Xbar-S chart", "Montgomery 2013, Introduction to SQC, eq. 6.24 to 6.32")


def chart(rows: Sequence[Numbers] | Floats, *, baseline: Baseline = None, convention: Convention = "mean-sd") -> Chart:
    """An Xbar chart of the subgroups `rows` (2 to 100 each, sizes may differ), standard deviations as `companion`.

    `convention`: sigma from 'mean-sd' (mean of s / c4, qcc) or 'pooled' (pooled standard deviation / c4, Minitab).
    Raises StatisticsError for NaN or subgroups of fewer than 2. Source: Montgomery 2013, eq. 6.24 to 6.32.
    """
    found = subgroups(rows, baseline)
    one_of(convention, get_args(Convention), what="convention")
    sigma = sigma_from_sds(found) if convention == "mean-sd" else sigma_pooled(found)
    said = (convention, METHOD)
    return mean_chart(found, sigma, "xbar-s", said, sd_chart(found, sigma, said))


CHART = ChartKind(
    says="means of measurements taken together, over their standard deviations",
    takes="subgroups",
    chart=chart,
    conventions=get_args(Convention),
    method=METHOD,
)
