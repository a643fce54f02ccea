"""I' chart: averages or rates of periods with different numbers of cases, each weighing by its number."""

import numpy as np

from pyrometer.model.finding import Method
from pyrometer.model.interval import NotEnough
from pyrometer.statistics._points import Baseline, Numbers, flat, level, mask, sizes
from pyrometer.statistics._points import values as checked
from pyrometer.statistics.charts import Chart, ChartKind
from pyrometer.statistics.charts._limits import three
from pyrometer.statistics.charts._ranges import moving_ranges

METHOD = Method("I' (normalized individuals) chart", "Taylor 2017, Normalized Individuals Chart, variation.com")


def chart(averages: Numbers, n: Numbers, *, baseline: Baseline = None) -> Chart | NotEnough:
    """An I' chart of `averages` (any unit), each over `n` cases or units.

    Centre sum(average n) / sum(n); s_i = sqrt(pi / 2) |difference| / sqrt(1/n_i + 1/n_{i+1}); limits centre +- 3
    mean(s) / sqrt(n_i). `facts['sigma_one']`: the standard deviation of a single case as estimated.
    NotEnough without two neighbouring baseline points. Raises StatisticsError for n of 0, NaN, wrong lengths.
    Source: Taylor 2017, variation.com.
    """
    given = checked(averages)
    total = sizes(n, len(given))
    used = mask(baseline, len(given))
    ranges, kept = moving_ranges(given, used)
    if not kept.any():
        return NotEnough("two neighbouring points to rest the limits on", f"{int(used.sum())} points, none neighbours")
    pair = np.sqrt(1 / total[1:] + 1 / total[:-1])
    one = np.sqrt(np.pi / 2) * ranges[1:] / pair
    sigma_one = float(one[kept[1:]].mean())
    centre = level(float((given * total)[used].sum() / total[used].sum()), len(given))
    sigma = sigma_one / np.sqrt(total)
    lower, upper = three(centre, sigma)
    return Chart(
        kind="i-prime",
        values=given,
        centre=centre,
        lower=lower,
        upper=upper,
        sigma=sigma,
        used=used,
        phase=flat(len(given)),
        convention="taylor",
        method=METHOD,
        n=total,
        facts={"sigma_one": sigma_one},
    )


CHART = ChartKind(
    says="averages over different numbers of cases",
    takes="averages",
    chart=chart,
    conventions=("taylor",),
    method=METHOD,
)
