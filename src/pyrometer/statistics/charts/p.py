"""P chart: a share of cases in each period, with limits that widen where there are few cases."""

from typing import get_args

from pyrometer.statistics._points import Baseline, Limits, Numbers
from pyrometer.statistics.charts import Chart, ChartKind
from pyrometer.statistics.charts._attribute import P, share_chart


def chart(k: Numbers, n: Numbers, *, baseline: Baseline = None, convention: Limits = "normal") -> Chart:
    """A p chart of the shares `k / n` (0-1), `k` cases of `n` in each period.

    The centre is sum(k) / sum(n) of the baseline. `convention`: 'normal' (centre +- 3 sqrt(p (1 - p) / n), kept within
    0 and 1) or 'exact' (the smallest share still inside probability .00135 on each side; `score` is the normal score
    of the mid-p tail, so that the run rules stay meaningful).
    Raises StatisticsError for k > n, negative counts, n of 0, NaN; for counts not whole with 'exact'.
    Source: Montgomery 2013, eq. 7.8 and 7.9.
    """
    return share_chart(k, n, baseline=baseline, convention=convention)


CHART = ChartKind(
    says="the share of cases in each period",
    takes="shares",
    chart=chart,
    conventions=get_args(Limits),
    method=P,
)
