"""Laney u' chart: events for each unit of opportunity where periods differ by more than chance."""

from pyrometer.model.finding import Method
from pyrometer.model.interval import NotEnough
from pyrometer.statistics._points import Baseline, Numbers
from pyrometer.statistics.charts import Chart, ChartKind
from pyrometer.statistics.charts._attribute import rate_chart
from pyrometer.statistics.charts._laney import widen

METHOD = Method("Laney u' chart", "Laney 2002, Quality Engineering 14(4):531-537")


def chart(k: Numbers, n: Numbers, *, baseline: Baseline = None) -> Chart | NotEnough:
    """A u' chart of `k` events in `n` units of opportunity: limits centre +- 3 sigma_u sigma_z, never below 0.

    `facts['sigma_z']`: the spread from period to period in units of chance (1 = chance alone).
    NotEnough where no moving range of scores exists. Raises StatisticsError as the u chart.
    Source: Laney 2002, Quality Engineering 14(4):531-537.
    """
    return widen(rate_chart(k, n, baseline=baseline), "laney-u", METHOD)


CHART = ChartKind(
    says="events for each unit of opportunity, allowing for spread beyond chance",
    takes="rates",
    chart=chart,
    conventions=("rounded",),
    method=METHOD,
)
