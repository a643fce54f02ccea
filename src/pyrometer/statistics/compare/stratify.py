"""Stratification: does a difference stay when like is compared with like, or turn round (Simpson's paradox)."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike
from scipy.special import chdtrc, ndtri

from pyrometer.errors import StatisticsError
from pyrometer.model.interval import Interval, NotEnough
from pyrometer.statistics._checked import Floats, counts, share


@dataclass(frozen=True, slots=True)
class Stratified:
    """A two-by-two comparison within strata: `crude_or`, `common_or` with its interval, Cochran-Mantel-Haenszel tests.

    `reverses`: the crude and the common odds ratio lie on opposite sides of 1. `by_stratum`: odds ratio of each
    stratum, NaN where a cell is empty.
    """

    crude_or: float
    common_or: float
    interval: Interval
    chi2: float
    p: float
    chi2_corrected: float
    p_corrected: float
    by_stratum: Floats
    reverses: bool


def stratified(tables: ArrayLike, *, level: float = 0.95) -> Stratified | NotEnough:
    """Common odds ratio of `tables`, shape (strata, 2, 2): rows yes and no, columns group one and two.

    'chi2' is without, 'chi2_corrected' with continuity correction (R's mantelhaen.test default).
    Refuses when no stratum holds both groups and both outcomes. Raises StatisticsError for another shape, negative or
    missing counts.
    Source: Mantel & Haenszel 1959; variance Robins, Breslow & Greenland 1986, Biometrics 42, eq. 2.
    """
    t = counts("tables", tables, ndim=3)
    if t.shape[1:] != (2, 2) or len(t) == 0:
        raise StatisticsError(f"'tables' must have shape (strata, 2, 2), it has {t.shape}.")
    a, b, c, d = t[:, 0, 0], t[:, 0, 1], t[:, 1, 0], t[:, 1, 1]
    n = np.where(t.sum((1, 2)) > 0, t.sum((1, 2)), 1.0)
    variance = (a + b) * (c + d) * (a + c) * (b + d) / (n**2 * np.maximum(n - 1, 1))
    r, s = a * d / n, b * c / n
    if variance.sum() == 0 or r.sum() == 0 or s.sum() == 0:
        return NotEnough("a stratum with both groups and both outcomes", "none")
    common = float(r.sum() / s.sum())
    total = t.sum(0)
    crude = float(total[0, 0] * total[1, 1] / (total[0, 1] * total[1, 0]))
    excess = abs(float((a - (a + b) * (a + c) / n).sum()))
    half = float(-ndtri((1 - share("level", level)) / 2)) * _log_se((a + d) / n, (b + c) / n, r, s)
    plain, corrected = (max(excess - less, 0.0) ** 2 / float(variance.sum()) for less in (0.0, 0.5))
    with np.errstate(divide="ignore", invalid="ignore"):
        each = np.where((b > 0) & (c > 0), a * d / (b * c), np.nan)
    return Stratified(
        crude, common, Interval(common * np.exp(-half), common * np.exp(half), level, "Robins-Breslow-Greenland"),
        plain, float(chdtrc(1, plain)), corrected, float(chdtrc(1, corrected)), each, (crude - 1) * (common - 1) < 0,
    )  # fmt: skip


def _log_se(p: Floats, q: Floats, r: Floats, s: Floats) -> float:
    """Standard error of the log common odds ratio."""
    top, bottom = r.sum(), s.sum()
    v = (p * r).sum() / (2 * top**2) + (p * s + q * r).sum() / (2 * top * bottom) + (q * s).sum() / (2 * bottom**2)
    return float(np.sqrt(v))
