"""Exact limits for few cases: what counts a group may show when all share one rate, all groups judged at once."""

from dataclasses import dataclass

import numpy as np
from scipy.special import gammaln, ndtri, xlog1py, xlogy

from pyrometer.statistics._checked import Floats

Mass = tuple[int, Floats]  # first count, probabilities of it and the following ones


@dataclass(frozen=True, slots=True)
class ExactLimits:
    """`lower`, `upper`: outermost counts still within, by group; `z`: deviate of each count's tail; `h`; `p`."""

    lower: Floats
    upper: Floats
    z: Floats
    h: float
    p: float


def binomial_limits(k: Floats, n: Floats, level: float) -> ExactLimits:
    """Limits of k of n by group given the total of k: hypergeometric tails, family-wise error at most 1 - level.

    The tail allowed to each side of each group is the largest for which the exact chance that any group falls
    outside (a convolution over groups, given the total) does not exceed 1 - level.
    Source: conditional test of homogeneity, Cochran 1954; the simultaneous tail as in Westfall & Young 1993, ch. 2.
    """
    total, everyone = float(k.sum()), float(n.sum())
    rate = total / everyone
    given, free = [], []
    for size in n:
        x = np.arange(max(0.0, size + total - everyone), min(size, total) + 1)
        given.append(
            (int(x[0]), np.exp(_choose(total, x) + _choose(everyone - total, size - x) - _choose(everyone, size)))
        )
        free.append(np.exp(_choose(size, x) + xlogy(x, rate) + xlog1py(size - x, -rate)))
    whole = float(np.exp(_choose(everyone, np.array(total)) + xlogy(total, rate) + xlog1py(everyone - total, -rate)))
    return _limits(k, given, free, whole, level)


def poisson_limits(count: Floats, exposure: Floats, level: float) -> ExactLimits:
    """Limits of counts by group given their total: binomial tails of each group's part of the exposure.

    As `binomial_limits`. Source: Przyborowski & Wilenski 1940, Biometrika 31 (conditioning on the total).
    """
    total, parts = float(count.sum()), exposure / exposure.sum()
    x = np.arange(0, total + 1)
    given: list[Mass] = [(0, np.exp(_choose(total, x) + xlogy(x, s) + xlog1py(total - x, -s))) for s in parts]
    free = [np.exp(xlogy(x, total * s) - total * s - gammaln(x + 1)) for s in parts]
    whole = float(np.exp(xlogy(total, total) - total - gammaln(total + 1)))
    return _limits(count, given, free, whole, level)


def _limits(k: Floats, given: list[Mass], free: list[Floats], whole: float, level: float) -> ExactLimits:
    tails = [(np.cumsum(mass), np.cumsum(mass[::-1])[::-1]) for _, mass in given]
    starts = np.array([start for start, _ in given])
    total = int(k.sum())

    def outside(tail: float) -> float:
        return 1 - _inside(total, starts, _windows(tails, tail), free) / whole

    low, high = np.log((1 - level) / 4 / len(k)), np.log(1 - level)
    for _ in range(24):
        middle = (low + high) / 2
        low, high = (middle, high) if outside(float(np.exp(middle))) <= 1 - level else (low, middle)
    tail = float(np.exp(low))
    windows = _windows(tails, tail)
    here = (k - starts).astype(int)
    below = np.array([t[0][i] for t, i in zip(tails, here, strict=True)])
    above = np.array([t[1][i] for t, i in zip(tails, here, strict=True)])
    z = np.where(above < below, -ndtri(np.clip(above, 1e-300, 0.5)), ndtri(np.clip(below, 1e-300, 0.5)))
    p = outside(float(np.minimum(above, below).min()) * (1 + 1e-9))
    lower, upper = (starts + np.array([w[side] for w in windows]) for side in (0, 1))
    return ExactLimits(lower.astype(float), upper.astype(float), z, float(-ndtri(tail)), min(max(p, 0.0), 1.0))


def _windows(tails: list[tuple[Floats, Floats]], tail: float) -> list[tuple[int, int]]:
    """First and last place within, by group: neither tail at or below the one allowed."""
    found = []
    for below, above in tails:
        within = np.flatnonzero((below > tail) & (above > tail))
        found.append((int(within[0]), int(within[-1])) if len(within) else (0, -1))
    return found


def _inside(total: int, starts: np.ndarray, windows: list[tuple[int, int]], free: list[Floats]) -> float:
    """Joint probability that all counts lie in their windows and sum to the total."""
    mass, first = np.ones(1), 0
    for start, (low, high), pmf in zip(starts, windows, free, strict=True):
        if high < low:
            return 0.0
        mass, first = np.convolve(mass, pmf[low : high + 1]), first + int(start) + low
    place = total - first
    return float(mass[place]) if 0 <= place < len(mass) else 0.0


def _choose(n: float, x: Floats) -> Floats:
    return np.asarray(gammaln(n + 1) - gammaln(x + 1) - gammaln(n - x + 1))
