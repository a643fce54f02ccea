"""ANOM's critical value: how far the most extreme of many equal groups strays by chance, for any group sizes."""

from functools import lru_cache

import numpy as np
from numpy.typing import ArrayLike
from scipy.special import gammaincinv, gammaln, ndtr, ndtri, wofz

from pyrometer.errors import StatisticsError
from pyrometer.statistics._checked import Floats, counts, number, share

ENOUGH = 1e-11  # what is left of the integrand where the sum is cut
SMALLEST = 1e-6  # share of all cases below which a group's h no longer changes (to 1e-6)
NODES = 32  # quadrature nodes over the pooled standard deviation; h is stable to 1e-7


def critical_value(n: ArrayLike, *, level: float = 0.95, df: float = np.inf) -> float:
    """h such that all groups stay within +-h standard errors of the common mean with probability `level`.

    `n` (groups,): group sizes (or weights); at least two. `df`: of the pooled variance, infinite for counts.
    Exact for unequal sizes: the deviations are normals conditioned on a zero weighted sum, whose probability is one
    Fourier sum over the density of that sum (its support is bounded, so the trapezoid rule has no error).
    Raises StatisticsError for one group, sizes not above zero, a level outside 0 to 1.
    Source: Nelson 1993, J. Quality Technology 25; Nelson, Wludyka & Copeland 2005, table B.1 (same quantity).
    """
    sizes = counts("n", n)
    if len(sizes) < 2 or (sizes <= 0).any():
        raise StatisticsError("ANOM compares at least two groups, each with some cases.")
    if not df > 0:
        raise StatisticsError(f"'df' must be above zero, it is {df:g}.")
    shares, many = _shares(sizes)
    return _solve(tuple(shares), tuple(int(m) for m in many), share("level", level), float(df))


def chance_within(h: float, n: ArrayLike, *, df: float = np.inf) -> float:
    """Probability that every group stays within +-h standard errors of the common mean. As `critical_value`.

    Source: Nelson 1982, J. Qual. Technol. 14 (product correlations).
    """
    sizes = counts("n", n)
    number("h", h, least=0.0)
    if len(sizes) < 2 or (sizes == 0).any():
        raise StatisticsError("Needs at least two groups, each with cases.")
    if not df > 0:
        raise StatisticsError(f"'df' must be above zero, it is {df:g}.")
    shares, many = _shares(sizes)
    return _within_t(h, shares, many, df)


def _shares(sizes: Floats) -> tuple[Floats, np.ndarray]:
    """The different shares of all cases, and how many groups have each."""
    part = sizes / sizes.sum()
    part = np.maximum(part, SMALLEST) if float(part.min()) < SMALLEST else part
    return np.unique(np.round(part / part.sum(), 12), return_counts=True)


@lru_cache(maxsize=512)
def _solve(shares: tuple[float, ...], many: tuple[int, ...], level: float, df: float) -> float:
    from scipy.optimize import brentq

    p, m = np.asarray(shares), np.asarray(many)
    tail = (1 - level) / 2
    low = float(-ndtri(tail))
    high = float(-ndtri(tail / m.sum())) + 0.01  # Bonferroni bounds it from above
    if np.isfinite(df):
        high *= 1 + 40 / df
        while _within_t(high, p, m, df) < level:
            high *= 1.5
    return float(brentq(lambda h: _within_t(h, p, m, df) - level, low * 0.99, high, xtol=1e-8))


def _within_t(h: float, shares: Floats, many: np.ndarray, df: float) -> float:
    if not np.isfinite(df):
        return _within(h, shares, many)
    points, weights = _scales(df)
    return float(sum(w * _within(h * s, shares, many) for s, w in zip(points, weights, strict=True)))


@lru_cache(maxsize=64)
def _scales(df: float) -> tuple[Floats, Floats]:
    """Nodes and weights for s / sigma, that is the square root of chi-square over its degrees of freedom."""
    low, high = (float(np.sqrt(2 * gammaincinv(df / 2, q) / df)) for q in (1e-13, 1 - 1e-13))
    x, w = np.polynomial.legendre.leggauss(NODES)
    s = low + (high - low) * (x + 1) / 2
    log = np.log(2) + df / 2 * np.log(df / 2) - gammaln(df / 2) + (df - 1) * np.log(s) - df * s * s / 2
    return s, w * (high - low) / 2 * np.exp(log)


def _within(h: float, shares: Floats, many: np.ndarray) -> float:
    if many.sum() == 2:
        return float(1 - 2 * ndtr(-h))  # the two deviations are one number with two signs
    b, root = h * np.sqrt(1 - shares), np.sqrt(shares)
    support = float((many * b * root).sum())
    step = 2 * np.pi / (support * 1.01 + 1e-3)
    total, start, block = 0.0, 0, 64
    while start < 400_000:
        u = step * np.arange(start, start + block)
        product = np.prod(_truncated(np.outer(u, root), b) ** many, axis=1)
        total += float(product.sum()) - (0.5 * float(product[0]) if start == 0 else 0.0)
        if np.abs(product[-8:]).max() < ENOUGH:
            break
        start, block = start + block, block * 2
    return min(max(float(2 * step * total / np.sqrt(2 * np.pi)), 0.0), 1.0)


def _truncated(w: Floats, b: Floats) -> Floats:
    """Integral of cos(w y) times the normal density over -b to b."""
    kept = np.exp(-b * b / 2) * (np.exp(-1j * b * w) * wofz((-w + 1j * b) / np.sqrt(2))).real
    return np.asarray(np.exp(-w * w / 2) - kept)
