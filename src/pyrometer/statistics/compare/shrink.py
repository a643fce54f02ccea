"""Shrinkage: each group's rate pulled toward the system's by as much as its few cases deserve."""

from dataclasses import dataclass
from typing import Literal

import numpy as np
from numpy.typing import ArrayLike
from scipy.special import betainc, betaincinv, betaln, expit, logit

from pyrometer.errors import StatisticsError
from pyrometer.statistics._checked import Floats, Ints, share, some_of

MOST = 1e7  # prior cases; beyond it the groups are one to any precision that matters
EDGE = 1e-9  # how near a rate may come to 0 or 1
GRID = (24, 33)  # points over the system's rate and over the prior cases; results are stable to 1e-3 from 16 on

Prior = Literal["integrated", "ml"]


@dataclass(frozen=True, slots=True)
class Shrunken:
    """Beta-binomial shrinkage by group: `value`, `low`, `high`, `above` (chance to lie above `mu`), all (groups,).

    `mu`: the system's rate; `m`: prior cases (alpha + beta), so that a group's own weight is n / (n + m); `tau`:
    standard deviation of the true rates; `loglik`: at the maximum, binomial coefficients included. `a`, `b`: the
    Beta of each group's rate (of equal moments where `method` integrates).
    """

    value: Floats
    low: Floats
    high: Floats
    above: Floats
    a: Floats
    b: Floats
    mu: float
    m: float
    tau: float
    loglik: float
    level: float
    method: str


@dataclass(frozen=True, slots=True)
class Ranks:
    """Where each group could stand, 1 the highest rate: `median`, `low`, `high` (groups,)."""

    median: Ints
    low: Ints
    high: Ints
    level: float


def shrink(k: ArrayLike, n: ArrayLike, *, level: float = 0.95, prior: Prior = "integrated") -> Shrunken:
    """Shrunken shares of k of n by group, with posterior intervals and the chance to lie above the system.

    'integrated': averaged over how much groups may differ (flat in their rate and in tau), so that intervals
    keep their level when groups are few or alike. 'ml': alpha and beta at their maximum likelihood taken as known.
    Raises StatisticsError for k > n, one group, empty groups, negative or missing counts, an unknown prior.
    Source: Griffiths 1973, Biometrics 29 (ml); Gelman 2006, Bayesian Analysis 1, section 5.2 (flat tau).
    """
    hits, sizes = some_of(k, n, at_least=2)
    share("level", level)
    mu, m, loglik = _maximum(hits, sizes)
    if prior == "ml":
        a, b = hits + mu * m, sizes - hits + (1 - mu) * m
        tau, tail = float(np.sqrt(mu * (1 - mu) / (m + 1))), (1 - level) / 2
        ends = betaincinv(a, b, tail), betaincinv(a, b, 1 - tail)
        return Shrunken(a / (a + b), *ends, 1 - betainc(a, b, mu), a, b, mu, m, tau, loglik, level, "beta-binomial, ml")
    if prior != "integrated":
        raise StatisticsError(f"No prior '{prior}'; there is integrated, ml.")
    return _integrated((hits, sizes), mu, loglik, level)


@dataclass(frozen=True, slots=True)
class _Alike:
    """Groups of the same k of n are one: their different `k` and `n`, how `many` of each, and the `place` of each."""

    k: Floats
    n: Floats
    many: Floats
    place: Ints


def _alike(k: Floats, n: Floats) -> _Alike:
    pairs, place, many = np.unique(np.column_stack([k, n]), axis=0, return_inverse=True, return_counts=True)
    return _Alike(pairs[:, 0], pairs[:, 1], many.astype(float), place.ravel())


def rank_intervals(
    shrunken: Shrunken, *, rng: np.random.Generator, draws: int = 4000, level: float | None = None
) -> Ranks:
    """How far up or down each group could rank, from draws of the posterior rates; 1 is the highest.

    Raises StatisticsError for fewer than 100 draws.
    Source: Goldstein & Spiegelhalter 1996, J. R. Statist. Soc. A 159, section 4.
    """
    if not draws >= 100:
        raise StatisticsError(f"Needs at least 100 draws, has {draws}.")
    kept = share("level", shrunken.level if level is None else level)
    rates = rng.beta(shrunken.a, shrunken.b, size=(draws, len(shrunken.a)))
    ranks = (-rates).argsort(axis=1).argsort(axis=1) + 1
    tail = (1 - kept) / 2
    low, median, high = np.quantile(ranks, [tail, 0.5, 1 - tail], axis=0, method="inverted_cdf")
    return Ranks(median.astype(np.int64), low.astype(np.int64), high.astype(np.int64), kept)


def _loglik(groups: _Alike, mu: Floats, m: Floats) -> Floats:
    """Log likelihood at each pair of `mu` and `m` (points,), all groups together."""
    k, n = groups.k, groups.n
    a, b = (mu * m)[:, None], ((1 - mu) * m)[:, None]
    coefficient = -np.log(n + 1) - betaln(k + 1, n - k + 1)
    return np.asarray((coefficient + betaln(k + a, n - k + b) - betaln(a, b)) @ groups.many)


def _maximum(k: Floats, n: Floats) -> tuple[float, float, float]:
    from scipy.optimize import minimize

    crude = float((k.sum() + 0.5) / (n.sum() + 1))
    starts = np.exp(np.linspace(-2, 12, 29))
    groups = _alike(k, n)
    first = starts[int(np.argmax(_loglik(groups, np.full(29, crude), starts)))]

    def minus(x: Floats) -> float:
        mu, m = _natural(x)
        return -float(_loglik(groups, np.array([mu]), np.array([m]))[0])

    exactly = {"xatol": 1e-8, "fatol": 1e-11, "maxiter": 600}
    best = minimize(minus, [float(logit(crude)), float(np.log(first))], method="Nelder-Mead", options=exactly)
    mu, m = _natural(best.x)
    return mu, m, -float(best.fun)


def _natural(x: Floats) -> tuple[float, float]:
    return float(np.clip(expit(x[0]), EDGE, 1 - EDGE)), float(np.clip(np.exp(x[1]), 1e-6, MOST))


def _integrated(data: tuple[Floats, Floats], best: float, loglik: float, level: float) -> Shrunken:
    """The mixture of posteriors over a grid of the system's rate and the prior cases, weighed by likelihood."""
    k, n = data
    u, v, prior = _grid(k, n, best)
    groups = _alike(k, n)
    log = _loglik(groups, u, v) + np.log(prior)
    k, n = groups.k, groups.n
    w = np.exp(log - log.max())
    kept = w > 1e-5
    u, v, w = u[kept], v[kept], w[kept] / w[kept].sum()
    a, b = k[:, None] + u * v, (n - k)[:, None] + (1 - u) * v
    each = a / (a + b)
    value = each @ w
    variance = (each * (1 - each) / (a + b + 1) + each**2) @ w - value**2
    strength = value * (1 - value) / variance - 1
    alike = value * strength, (1 - value) * strength
    above = (1 - betainc(a, b, u)) @ w
    tau = float(np.sqrt(u * (1 - u) / (v + 1)) @ w)
    low, high = (_quantile((a, b, w), alike, tail) for tail in ((1 - level) / 2, (1 + level) / 2))
    mu, m = float(u @ w), float(np.exp(np.log(v) @ w))
    value, low, high, above = (x[groups.place] for x in (value, low, high, above))
    first, second = (x[groups.place] for x in alike)
    return Shrunken(value, low, high, above, first, second, mu, m, tau, loglik, level, "beta-binomial, integrated")


def _quantile(mixture: tuple[Floats, Floats, Floats], alike: tuple[Floats, Floats], tail: float) -> Floats:
    """Quantile of each group's mixture by bisection, begun from the Beta of equal moments."""
    a, b, w = mixture
    spread = min(tail, 1 - tail) * 0.9
    low, high = betaincinv(*alike, max(tail - spread, 1e-4)), betaincinv(*alike, min(tail + spread, 1 - 1e-4))
    wide, near = (0.8 * low, 1 - 0.8 * (1 - high)), (np.maximum(0.8 * low, 1 - 4 * (1 - low)), 4 * high)
    low = np.where(betainc(a, b, near[0][:, None]) @ w < tail, near[0], wide[0])  # near, for rates close to 0 or 1
    tight = np.minimum(near[1], wide[1])
    high = np.where(betainc(a, b, tight[:, None]) @ w >= tail, tight, wide[1])
    for _ in range(16):
        middle = (low + high) / 2
        short = betainc(a, b, middle[:, None]) @ w < tail
        low, high = np.where(short, middle, low), np.where(short, high, middle)
    return np.asarray((low + high) / 2)


def _grid(k: Floats, n: Floats, best: float) -> tuple[Floats, Floats, Floats]:
    """Points of the system's rate and of prior cases, and the prior there: flat in the rate and in tau."""
    crude = float((k.sum() + 0.5) / (n.sum() + 1))
    slope = crude * (1 - crude)
    width = 4 / np.sqrt(n.sum() * slope) + 4 * float(np.std((k + 0.5) / (n + 1))) / np.sqrt(len(n)) / slope
    width += min(abs(float(logit(best) - logit(crude))), 2.0)
    mu = np.clip(expit(logit(crude) + width * np.linspace(-1, 1, GRID[0])), EDGE, 1 - EDGE)
    root = (np.arange(GRID[1]) + 0.5) / GRID[1]  # tau in units of its greatest possible value is root squared
    m = 1 / root**4 - 1
    prior = np.outer(mu * (1 - mu), root)  # mu is even in log odds, tau in its root
    return np.repeat(mu, GRID[1]), np.tile(m, GRID[0]), prior.ravel()
