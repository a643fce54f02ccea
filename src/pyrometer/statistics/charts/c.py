"""C chart: how many events there were in periods of equal length."""

from dataclasses import replace
from typing import get_args

from pyrometer.model.finding import Method
from pyrometer.statistics._points import Baseline, Limits, Numbers
from pyrometer.statistics.charts import Chart, ChartKind
from pyrometer.statistics.charts._attribute import rate_chart

METHOD = Method("c chart", "Montgomery 2013, Introduction to SQC, eq. 7.16")


def chart(k: Numbers, *, baseline: Baseline = None, convention: Limits = "normal") -> Chart:
    """A c chart of the counts `k`, one a period of equal length.

    `convention`: 'normal' (mean +- 3 sqrt(mean), never below 0) or 'exact' Poisson limits.
    Raises StatisticsError for negative counts or NaN; for counts not whole with 'exact'.
    Source: Montgomery 2013, eq. 7.16.
    """
    return replace(rate_chart(k, 1.0, baseline=baseline, convention=convention), kind="c", method=METHOD, n=None)


CHART = ChartKind(
    says="how many events in periods of equal length",
    takes="counts",
    chart=chart,
    conventions=get_args(Limits),
    method=METHOD,
)
