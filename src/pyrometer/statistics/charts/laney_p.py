"""Laney p' chart: a share of cases where periods differ by more than chance, as with large numbers they do."""

from pyrometer.model.finding import Method
from pyrometer.model.interval import NotEnough
from pyrometer.statistics._points import Baseline, Numbers
from pyrometer.statistics.charts import Chart, ChartKind
from pyrometer.statistics.charts._attribute import share_chart
from pyrometer.statistics.charts._laney import widen

METHOD = Method("Laney p' chart", "Laney 2002, Quality Engineering 14(4):531-537")


def chart(k: Numbers, n: Numbers, *, baseline: Baseline = None) -> Chart | NotEnough:
    """A p' chart of `k` cases of `n` in each period: limits centre +- 3 sigma_p sigma_z, kept within 0 and 1.

    `facts['sigma_z']`: the spread from period to period in units of chance (1 = chance alone).
    NotEnough where no moving range of scores exists (one period, or a share of 0 or 1 throughout).
    Raises StatisticsError as the p chart. Source: Laney 2002, Quality Engineering 14(4):531-537.
    """
    return widen(share_chart(k, n, baseline=baseline), "laney-p", METHOD, high=1.0)


CHART = ChartKind(
    says="the share of cases in each period, allowing for spread beyond chance",
    takes="shares",
    chart=chart,
    conventions=("rounded",),
    method=METHOD,
)
