"""Np chart: how many cases in each period, out of a known number."""

from dataclasses import replace
from typing import get_args

from pyrometer.model.finding import Method
from pyrometer.statistics._points import Baseline, Limits, Numbers
from pyrometer.statistics.charts import Chart, ChartKind
from pyrometer.statistics.charts._attribute import share_chart

METHOD = Method("np chart", "Montgomery 2013, Introduction to SQC, eq. 7.13")


def chart(k: Numbers, n: Numbers, *, baseline: Baseline = None, convention: Limits = "normal") -> Chart:
    """An np chart of `k` cases out of `n` (one number, or one a period; then the centre moves with it).

    `convention`: 'normal' (n p +- 3 sqrt(n p (1 - p)), kept within 0 and n) or 'exact' binomial limits.
    Raises StatisticsError as the p chart. Source: Montgomery 2013, eq. 7.13.
    """
    share = share_chart(k, n, baseline=baseline, convention=convention)
    assert share.n is not None
    return replace(
        share,
        kind="np",
        values=share.values * share.n,
        centre=share.centre * share.n,
        lower=share.lower * share.n,
        upper=share.upper * share.n,
        sigma=share.sigma * share.n,
        method=METHOD,
        facts={"share": float(share.centre[0])},
    )


CHART = ChartKind(
    says="how many cases out of a known number",
    takes="shares",
    chart=chart,
    conventions=get_args(Limits),
    method=METHOD,
)
