"""Information: how much knowing a field tells about the outcome, and whether it can be said to tell nothing."""

from dataclasses import dataclass
from typing import Literal

import numpy as np
from numpy.typing import ArrayLike
from scipy.special import chdtrc, chndtr, entr, xlogy

from pyrometer.errors import StatisticsError
from pyrometer.model.interval import Interval, NotEnough
from pyrometer.statistics._checked import Floats, Ints, counts, same_length, share

Says = Literal["something", "nothing", "not shown"]

MARGIN = 0.005  # half a percent of the outcome's uncertainty: too little to decide anything by


@dataclass(frozen=True, slots=True)
class Information:
    """What a field says about an outcome, from their table of counts.

    `mutual` (nats) and `uncertainty` (share of the outcome's entropy it removes, 0 to 1) with their intervals; Cramer's
    `v`, and `v_corrected` for bias; Pearson `chi2`, likelihood-ratio `g2`, `df`, `p` (of g2).
    """

    mutual: float
    mutual_interval: Interval
    uncertainty: float
    uncertainty_interval: Interval
    v: float
    v_corrected: float
    chi2: float
    g2: float
    df: int
    p: float
    n: int


def information(table: ArrayLike, *, level: float = 0.95) -> Information | NotEnough:
    """Information of the rows (a field's values) about the columns (the outcome); `table` (values, outcomes) counts.

    Intervals invert the non-central chi-square of g2 = 2 n I, so that their low end is 0 when nothing is shown.
    Refuses an outcome or a field that never varies. Raises StatisticsError for negative or missing counts.
    Source: Theil 1970 (uncertainty); Cramer 1946; Bergsma 2013, J. Korean Stat. Soc. 42, eq. 2.5 (correction).
    """
    cells = counts("table", table, ndim=2)
    share("level", level)
    kept = cells[cells.sum(axis=1) > 0][:, cells.sum(axis=0) > 0]
    if min(kept.shape, default=0) < 2:
        return NotEnough("a field and an outcome that vary", "one value throughout")
    n = float(kept.sum())
    p = kept / n
    rows, columns = p.sum(axis=1), p.sum(axis=0)
    due = np.outer(rows, columns)
    mutual = float((xlogy(p, p) - xlogy(p, due)).sum())
    h = float(entr(columns).sum())
    chi2, g2 = float(n * ((p - due) ** 2 / due).sum()), 2 * n * max(mutual, 0.0)
    df = (len(rows) - 1) * (len(columns) - 1)
    low, high = _noncentral(g2, df, level)
    plain, corrected = _cramer(chi2 / n, len(rows), len(columns), n)
    own = Interval(low / (2 * n), high / (2 * n), level, "non-central chi-square")
    removed = Interval(min(own.low / h, 1.0), min(own.high / h, 1.0), level, own.method)
    return Information(mutual, own, mutual / h, removed, plain, corrected, chi2, g2, df, float(chdtrc(df, g2)), int(n))


def tells(found: Information, *, margin: float = MARGIN) -> Says:
    """Whether the field tells something, nothing, or neither is shown (more cases needed).

    'nothing' only when even the upper end of the uncertainty it removes lies below `margin` (equivalence, never the
    mere lack of significance); 'something' when the lower end lies above 0.
    Raises nothing.
    Source: Wellek 2010, Testing Statistical Hypotheses of Equivalence, ch. 1.
    """
    share("margin", margin)
    if found.uncertainty_interval.high < margin:
        return "nothing"
    return "something" if found.uncertainty_interval.low > 0 else "not shown"


def conditional_information(tables: ArrayLike) -> float | NotEnough:
    """Information (nats) of rows about columns within strata: `tables` (strata, values, outcomes) counts.

    What a field adds to what the strata (stage, age, source) already tell. Refuses no case at all.
    Raises StatisticsError for another shape, negative or missing counts.
    Source: Cover & Thomas 2006, eq. 2.60.
    """
    t = counts("tables", tables, ndim=3)
    if t.sum() == 0:
        return NotEnough("at least one case", "none")
    rows, columns, whole = t.sum(axis=2, keepdims=True), t.sum(axis=1, keepdims=True), t.sum(axis=(1, 2), keepdims=True)
    return float((xlogy(t, t) + xlogy(t, whole) - xlogy(t, rows) - xlogy(t, columns)).sum() / t.sum())


def permutation_p(
    field: ArrayLike,
    outcome: ArrayLike,
    *,
    rng: np.random.Generator,
    cluster: ArrayLike | None = None,
    draws: int = 999,
) -> float:
    """P value that a field says nothing, by shuffling its values between clusters (accounts) as wholes.

    `field`, `outcome`, `cluster` (cases,) labels; a cluster keeps its first value of the field. Without clusters every
    case is its own. Raises StatisticsError for wrong lengths, fewer than 19 draws, a field that varies in a cluster.
    Source: Good 2005, Permutation, Parametric and Bootstrap Tests, section 3.2; Phipson & Smyth 2010 (the plus one).
    """
    x, y = _codes(field), _codes(outcome)
    c = np.arange(len(x)) if cluster is None else _codes(cluster)
    same_length(field=x, outcome=y, cluster=c)
    if not draws >= 19:
        raise StatisticsError(f"Needs at least 19 draws, has {draws}.")
    _, first = np.unique(c, return_index=True)
    owned = x[first]
    if (owned[c] != x).any():
        raise StatisticsError("The field varies within a cluster; shuffle it by case, or cluster more finely.")
    seen = _mutual(x, y)
    beaten = sum(_mutual(rng.permutation(owned)[c], y) >= seen - 1e-12 for _ in range(draws))
    return (beaten + 1) / (draws + 1)


def _codes(values: ArrayLike) -> Ints:
    given = np.asarray(values)
    if given.dtype.kind == "f" and np.isnan(given).any():
        raise StatisticsError("A label is missing (NaN); give missing ones a label of their own, or leave them out.")
    return np.asarray(np.unique(given.astype(str) if given.dtype == object else given, return_inverse=True)[1])


def _mutual(x: Ints, y: Ints) -> float:
    t = np.zeros((int(x.max()) + 1, int(y.max()) + 1))
    np.add.at(t, (x, y), 1.0)
    return float((xlogy(t, t).sum() - xlogy(t.sum(1), t.sum(1)).sum() - xlogy(t.sum(0), t.sum(0)).sum()) / len(x))


def _noncentral(value: float, df: int, level: float) -> tuple[float, float]:
    """Interval of the non-centrality behind a chi-square of that value."""
    from scipy.optimize import brentq

    tail = (1 - level) / 2

    def find(p: float) -> float:
        if chndtr(value, df, 0.0) <= p:
            return 0.0
        top = value + 10
        while chndtr(value, df, top) > p:
            top *= 1.6
        return float(brentq(lambda nc: chndtr(value, df, nc) - p, 0.0, top, xtol=1e-8))

    return find(1 - tail), find(tail)


def _cramer(phi2: float, r: int, c: int, n: float) -> tuple[float, float]:
    plain = float(np.sqrt(phi2 / min(r - 1, c - 1)))
    less = max(0.0, phi2 - (r - 1) * (c - 1) / (n - 1))
    rows, columns = r - (r - 1) ** 2 / (n - 1), c - (c - 1) ** 2 / (n - 1)
    return plain, float(np.sqrt(less / max(min(rows - 1, columns - 1), 1e-12)))


def entropy(values: Floats) -> float:
    """Entropy (nats) of counts.

    Raises StatisticsError for negative or missing counts, or nothing to count.
    Source: Shannon 1948.
    """
    p = counts("values", values)
    if p.sum() == 0:
        raise StatisticsError("There is nothing to count: all are zero.")
    return float(entr(p / p.sum()).sum())
