"""T2 chart: several measures of one period judged together, as one distance from their usual pattern."""

from typing import Literal, get_args

import numpy as np
from scipy import special

from pyrometer.model.finding import Method
from pyrometer.model.interval import NotEnough
from pyrometer.statistics._points import Baseline, Numbers, level, mask, one_of
from pyrometer.statistics.charts import Chart, ChartKind
from pyrometer.statistics.charts._vectors import CHANCE, checked_chance, covariance, distance_chart, distances, vectors

Convention = Literal["sample", "differences"]
METHOD = Method("Hotelling T2 for individual vectors", "Tracy, Young & Mason 1992, J. Qual. Technol. 24(2):88-95")


def chart(
    rows: Numbers, *, baseline: Baseline = None, convention: Convention = "sample", chance: float = CHANCE
) -> Chart | NotEnough:
    """A T2 chart of `rows`, shape (points, measures): (x - mean)' S^-1 (x - mean) with S from the baseline.

    `convention`: S the 'sample' covariance, or from successive 'differences' (keeps a drift out of it; Holmes & Mergen
    1993). Upper limit at `chance` (0-1): for baseline points (m - 1)^2 / m times a beta quantile (for differences with
    the degrees of freedom of Williams et al. 2006), for later ones p (m + 1)(m - 1) / (m (m - p)) times an F quantile.
    The centre is the median of the same distribution. NotEnough with fewer than measures + 2 baseline points or
    measures that repeat each other. Raises StatisticsError for NaN or a wrong shape.
    Source: Tracy, Young & Mason 1992, eq. 3 and 6; Montgomery 2013, eq. 11.24 to 11.26.
    """
    x = vectors(rows)
    one_of(convention, get_args(Convention), what="convention")
    checked_chance(chance)
    used = mask(baseline, len(x))
    m, p = int(used.sum()), x.shape[1]
    spread = covariance(x, used, by_differences=convention == "differences")
    if isinstance(spread, NotEnough):
        return spread
    far = distances(x - x[used].mean(axis=0), spread)
    upper, centre = (np.where(used, _within(q, m, p, convention), _later(q, m, p)) for q in (1 - chance, 0.5))
    facts = {"n_measures": float(p), "chance": chance}
    return distance_chart(("t2", convention, METHOD), far, (level(0.0, len(x)), centre, upper), used, facts)


def _within(q: float, m: int, p: int, convention: str) -> float:
    """Quantile of T2 for a point that S rests on."""
    if convention == "sample":
        return (m - 1) ** 2 / m * float(special.betaincinv(p / 2, (m - p - 1) / 2, q))
    free = 2 * (m - 1) ** 2 / (3 * m - 4)  # Williams, Woodall, Birch & Sullivan 2006, J. Qual. Technol. 38(3):217
    return (m - 1) ** 2 / m * float(special.betaincinv(p / 2, max(free - p - 1, 1e-9) / 2, q))


def _later(q: float, m: int, p: int) -> float:
    """Quantile of T2 for a new point."""
    return p * (m + 1) * (m - 1) / (m * (m - p)) * float(special.fdtri(p, m - p, q))


CHART = ChartKind(
    says="several measures judged together as one distance",
    takes="vectors",
    chart=chart,
    conventions=get_args(Convention),
    method=METHOD,
)
