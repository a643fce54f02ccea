"""U chart: events for each unit of opportunity (days, customers, calls), where the opportunity differs by period."""

from typing import get_args

from pyrometer.statistics._points import Baseline, Limits, Numbers
from pyrometer.statistics.charts import Chart, ChartKind
from pyrometer.statistics.charts._attribute import U, rate_chart


def chart(k: Numbers, n: Numbers, *, baseline: Baseline = None, convention: Limits = "normal") -> Chart:
    """A u chart of the rates `k / n`: `k` events in `n` units of opportunity, each period.

    The centre is sum(k) / sum(n) of the baseline. `convention`: 'normal' (centre +- 3 sqrt(u / n), never below 0) or
    'exact' (Poisson counts with at most .00135 beyond on each side; `score` from mid-p).
    Raises StatisticsError for negative counts, n of 0, NaN; for counts not whole with 'exact'.
    Source: Montgomery 2013, eq. 7.19.
    """
    return rate_chart(k, n, baseline=baseline, convention=convention)


CHART = ChartKind(
    says="events for each unit of opportunity",
    takes="rates",
    chart=chart,
    conventions=get_args(Limits),
    method=U,
)
