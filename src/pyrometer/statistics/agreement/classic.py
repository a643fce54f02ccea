"""Older conventions of agreement: Fleiss' and Cohen's z tests, kappa by category, Kendall's W, rater bias."""

from collections.abc import Hashable
from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike
from scipy.special import chdtrc, ndtr

from pyrometer.errors import StatisticsError
from pyrometer.model.interval import NotEnough
from pyrometer.statistics._checked import Floats, counts, reals
from pyrometer.statistics.agreement.ratings import Ratings
from pyrometer.statistics.agreement.weights import Kind, weights
from pyrometer.statistics.compare.rates import exact_binomial


@dataclass(frozen=True, slots=True)
class Tested:
    """A coefficient with its z and p under no agreement beyond chance, and kappa of each category against the rest."""

    value: float
    z: float
    p: float
    by_category: dict[Hashable, float]


@dataclass(frozen=True, slots=True)
class Symmetry:
    """Whether two raters lean the same way: Bowker's chi-square on `df`, `p`; `exact_p` for two categories."""

    chi2: float
    df: int
    p: float
    exact_p: float | None


@dataclass(frozen=True, slots=True)
class Concordance:
    """Kendall's W of rankings, 0 none to 1 full agreement, corrected for ties; chi-square on `df`, `p`."""

    w: float
    chi2: float
    df: int
    p: float


def fleiss_test(given: Ratings) -> Tested | NotEnough:
    """Fleiss' kappa with its z against chance and by category; every item rated by equally many.

    Refuses ratings all of one category. Raises StatisticsError for items rated by unequally many.
    Source: Fleiss, Nee & Landis 1979, Psychological Bulletin 86, eq. 12 (z); Fleiss 1971 (categories).
    """
    x, r = given.counts, given.raters
    if len(set(r.tolist())) != 1 or r[0] < 2:
        raise StatisticsError("Fleiss' test needs every item rated by the same number, at least two; use fleiss().")
    n, m = given.n, float(r[0])
    p = (given.weight[:, None] * x).sum(axis=0) / (n * m)
    pq = p * (1 - p)
    if pq.sum() == 0:
        return NotEnough("ratings that differ somewhere", "one value throughout")
    split = (given.weight[:, None] * x * (m - x)).sum(axis=0) / (n * m * (m - 1))
    value = 1 - float(split.sum() / pq.sum())
    variance = 2 * (pq.sum() ** 2 - (pq * (1 - 2 * p)).sum()) / (n * m * (m - 1) * pq.sum() ** 2)
    z = value / float(np.sqrt(variance))
    each = 1 - split / np.where(pq > 0, pq, np.nan)
    named = dict(zip(given.categories, (float(k) for k in each), strict=True))
    return Tested(value, z, float(2 * ndtr(-abs(z))), named)


def cohen_test(given: Ratings, *, kind: Kind = "nominal") -> Tested | NotEnough:
    """Cohen's (weighted) kappa of two raters with its z against chance; items both have rated.

    Refuses a rater who uses a single category. Raises StatisticsError unless there are two raters.
    Source: Fleiss, Cohen & Everitt 1969, Psychological Bulletin 72, eq. 9.
    """
    t = square(given)
    n, w = float(t.sum()), weights(given.categories, kind)
    if n == 0:
        return NotEnough("items both have rated", "none")
    p = t / n
    a, b = p.sum(axis=1), p.sum(axis=0)
    chance = float(a @ w @ b)
    if chance >= 1 - 1e-12:
        return NotEnough("ratings that differ somewhere", "one value throughout")
    value = (float((w * p).sum()) - chance) / (1 - chance)
    lean = (w @ b)[:, None] + (a @ w)[None, :]
    variance = (float((np.outer(a, b) * (w - lean) ** 2).sum()) - chance**2) / (n * (1 - chance) ** 2)
    if variance < 1e-15:
        return NotEnough("two raters who each use two categories", "one who uses a single one")
    z = value / float(np.sqrt(variance))
    each = _by_category(p)
    return Tested(value, z, float(2 * ndtr(-abs(z))), dict(zip(given.categories, each, strict=True)))


def square(given: Ratings) -> Floats:
    """Two raters' table of counts, first rater down, second across, shape (categories, categories).

    Items that only one has rated are left out. Raises StatisticsError unless there are two raters.
    Source: Cohen 1960, Educ. Psychol. Meas. 20 (the agreement matrix).
    """
    if given.codes is None or given.codes.shape[1] != 2:
        raise StatisticsError("This compares exactly two raters; pick two columns.")
    both = (given.codes >= 0).all(axis=1)
    table = np.zeros((len(given.categories), len(given.categories)))
    np.add.at(table, (given.codes[both, 0], given.codes[both, 1]), given.weight[both])
    return table


def bowker(table: ArrayLike) -> Symmetry:
    """Whether two raters use the categories alike: Bowker's test of symmetry; McNemar's for two categories.

    `table` (categories, categories) counts; without continuity correction, and exact for two categories.
    Raises StatisticsError for a table that is not square or has negative counts.
    Source: Bowker 1948, JASA 43; McNemar 1947; ISO 22514-7:2012, table 12.
    """
    t = counts("table", table, ndim=2)
    if t.shape[0] != t.shape[1]:
        raise StatisticsError(f"'table' must be square, its shape is {t.shape}.")
    upper = np.triu_indices(len(t), 1)
    a, b = t[upper], t.T[upper]
    used = a + b > 0
    chi2 = float(((a - b)[used] ** 2 / (a + b)[used]).sum())
    df = len(t) * (len(t) - 1) // 2
    exact = None
    if len(t) == 2:
        exact = exact_binomial(float(a[0]), float(a[0] + b[0]), 0.5) if used[0] else 1.0
    return Symmetry(chi2, df, float(chdtrc(df, chi2)), exact)


def kendall_w(scores: ArrayLike) -> Concordance | NotEnough:
    """Concordance of raters who order items: `scores` (items, raters), corrected for ties.

    Refuses fewer than two items or raters, or raters who tie everything. Raises StatisticsError for missing values.
    Source: Kendall & Babington Smith 1939; Siegel & Castellan 1988, eq. 9.18 (ties).
    """
    x = reals("scores", scores, ndim=2)
    n, m = x.shape
    if n < 2 or m < 2:
        return NotEnough("two items and two raters", f"{n} items and {m} raters")
    ranks = np.column_stack([_ranks(column) for column in x.T])
    ties = sum(float((c**3 - c).sum()) for c in (np.unique(column, return_counts=True)[1] for column in x.T))
    bottom = m**2 * (n**3 - n) - m * ties
    if bottom <= 0:
        return NotEnough("raters who tell items apart", "only ties")
    w = 12 * float(((ranks.sum(axis=1) - m * (n + 1) / 2) ** 2).sum()) / bottom
    chi2 = m * (n - 1) * w
    return Concordance(w, chi2, n - 1, float(chdtrc(n - 1, chi2)))


def _by_category(p: Floats) -> list[float]:
    found = []
    for i in range(len(p)):
        a, b = float(p[i].sum()), float(p[:, i].sum())
        chance = a * b + (1 - a) * (1 - b)
        seen = 1 - a - b + 2 * float(p[i, i])
        found.append((seen - chance) / (1 - chance) if chance < 1 else float("nan"))
    return found


def _ranks(values: Floats) -> Floats:
    """Average ranks, smallest 1."""
    _, place, many = np.unique(values, return_inverse=True, return_counts=True)
    last = np.cumsum(many)
    return np.asarray((last - (many - 1) / 2)[place])
