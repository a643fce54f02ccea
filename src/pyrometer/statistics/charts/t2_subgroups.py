"""T2 chart of subgroups: several measures taken a few times a period, their means judged together as one distance."""

import numpy as np
from scipy import special

from pyrometer.errors import StatisticsError
from pyrometer.model.finding import Method
from pyrometer.model.interval import NotEnough
from pyrometer.statistics._checked import Bools, Floats
from pyrometer.statistics._points import Baseline, Numbers, level, mask
from pyrometer.statistics.charts import Chart, ChartKind
from pyrometer.statistics.charts._vectors import CHANCE, checked_chance, distance_chart, distances, invertible

METHOD = Method("Hotelling T2 for subgroups", "Montgomery 2013, Introduction to SQC, sec. 11.3.1")


def chart(rows: Numbers, *, baseline: Baseline = None, chance: float = CHANCE) -> Chart | NotEnough:
    """A T2 chart of `rows`, shape (subgroups, size, measures): size (mean - grand mean)' S^-1 (mean - grand mean).

    S is the mean of the covariances within the baseline subgroups, so a drift from one subgroup to the next does not
    hide in it. Upper limit at `chance` (0-1), with m baseline subgroups of n and p measures: p (m - 1)(n - 1) /
    (m n - m - p + 1) times an F quantile for baseline subgroups (phase I), with m + 1 for later ones (phase II). The
    centre is the median of the same distribution. NotEnough where the baseline has too few measurements for S or the
    measures repeat each other. Raises StatisticsError for NaN, a wrong shape or subgroups of one.
    Source: Montgomery 2013, eq. 11.19 to 11.21; Alt 1985.
    """
    x = _cube(rows)
    checked_chance(chance)
    used = mask(baseline, len(x))
    m, n, p = int(used.sum()), x.shape[1], x.shape[2]
    free = m * (n - 1) - p + 1
    if m < 2 or free < 1:
        needs = f"two baseline subgroups and {p} measurements more than subgroups"
        return NotEnough(needs, f"{m} subgroups of {n}")
    means = x.mean(axis=1)
    away = (x - means[:, None])[used]
    spread = invertible(np.einsum("mni,mnj->ij", away, away) / (m * (n - 1)))
    if isinstance(spread, NotEnough):
        return spread
    far = n * distances(means - means[used].mean(axis=0), spread)
    centre, upper = (_quantile(q, used, (m, n, p)) for q in (0.5, 1 - chance))
    facts = {"n_measures": float(p), "size": float(n), "chance": chance}
    return distance_chart(("t2-subgroups", "pooled", METHOD), far, (level(0.0, len(x)), centre, upper), used, facts)


def _quantile(q: float, used: Bools, size: tuple[int, int, int]) -> Floats:
    """Quantile of T2, for baseline subgroups and for later ones."""
    m, n, p = size
    free = m * (n - 1) - p + 1
    return np.where(used, m - 1, m + 1) * (p * (n - 1) / free * float(special.fdtri(p, free, q)))


def _cube(rows: Numbers) -> Floats:
    try:
        x = np.asarray(rows, dtype=np.float64)
    except (TypeError, ValueError):
        raise StatisticsError("The subgroups are not all of one size: give a table a subgroup, all alike.") from None
    if x.ndim != 3 or 0 in x.shape or x.shape[1] < 2:
        raise StatisticsError(
            f"The subgroups have shape {x.shape}: give (subgroups, size, measures) with two or more in a subgroup, "
            "or use T2 for single vectors."
        )
    bad = np.flatnonzero(~np.isfinite(x).all(axis=(1, 2)))
    if len(bad):
        raise StatisticsError(f"Subgroup {bad[0] + 1} lacks a value: leave out points with a measure missing.")
    return x


CHART = ChartKind(
    says="several measures, taken in subgroups, judged together as one distance",
    takes="vector-subgroups",
    chart=chart,
    conventions=("pooled",),
    method=METHOD,
)
