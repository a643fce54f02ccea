"""Splits: how long a run and how few crossings chance makes, given how many points lie on each side of the centre."""

from functools import lru_cache

import numpy as np
from scipy import special

from pyrometer.statistics._checked import Floats

LEVEL = 0.025  # each of the two rules: together at most one false alarm in twenty series


def long_run_p(n_high: int, n_low: int, length: int) -> float:
    """Chance (0-1), at most, of a run of at least `length` on either side, all orders of the points equally likely.

    The expected number of such runs, which is the chance itself where that is small. 1 for lengths below 2.
    Source: Mood 1940, Ann. Math. Stat. 11:367-392 (expected number of runs of a length); Bonferroni.
    """
    return float(_long_runs(n_high, n_low)[min(max(length, 0), n_high + n_low + 1)])


def few_crossings_p(n_high: int, n_low: int, crossings: int) -> float:
    """Chance (0-1) of at most so many crossings of the centre, all orders of the points equally likely.

    Source: Wald & Wolfowitz 1940, Ann. Math. Stat. 11:147-162 (distribution of the number of runs).
    """
    shares = _crossings(n_high, n_low)
    return float(shares[min(crossings, len(shares) - 1)]) if crossings >= 0 else 0.0


@lru_cache(maxsize=4096)
def longest_routine(n_high: int, n_low: int) -> int:
    """The longest run that is still routine: a longer one is made by chance in at most 2.5 % of series."""
    return int(np.argmax(_long_runs(n_high, n_low) <= LEVEL)) - 1


@lru_cache(maxsize=4096)
def fewest_routine(n_high: int, n_low: int) -> int:
    """The fewest crossings that are still routine: fewer are made by chance in at most 2.5 % of series."""
    return int(np.searchsorted(_crossings(n_high, n_low), LEVEL, side="right"))


@lru_cache(maxsize=1024)
def _long_runs(n_high: int, n_low: int) -> Floats:
    """Expected number of runs of at least 0, 1, 2 ... points, at most 1; one more than there are points has 0."""
    n = n_high + n_low
    length = np.arange(n + 2, dtype=np.float64)
    both = np.zeros(n + 2)
    for own in (n_high, n_low):
        first = _choose(n - length, own - length) - _choose(n, own)
        later = _choose(n - length - 1, own - length) - _choose(n, own)
        both += np.exp(first) + np.maximum(n - length, 0) * np.exp(later)
    both[:2], both[-1] = 1.0, 0.0
    return np.asarray(np.minimum(both, 1.0))


@lru_cache(maxsize=1024)
def _crossings(n_high: int, n_low: int) -> Floats:
    """Chance of at most 0, 1, 2 ... crossings."""
    if not n_high or not n_low:
        return np.ones(1)
    k = np.arange(1, min(n_high, n_low) + 1, dtype=np.float64)
    a, b, whole = n_high - 1, n_low - 1, _choose(n_high + n_low, n_high)
    even = 2 * np.exp(_choose(a, k - 1) + _choose(b, k - 1) - whole)  # 2k runs: 2k - 1 crossings
    odd = np.exp(_choose(a, k) + _choose(b, k - 1) - whole) + np.exp(_choose(a, k - 1) + _choose(b, k) - whole)
    share = np.zeros(2 * len(k) + 1)
    share[1::2], share[2::2] = even, odd
    return np.minimum(np.cumsum(share), 1.0)


def _choose(n: "Floats | float", k: "Floats | float") -> Floats:
    """Logarithm of the binomial coefficient; minus infinity where there is no such choice."""
    top, part = np.broadcast_arrays(np.asarray(n, dtype=np.float64), np.asarray(k, dtype=np.float64))
    can = (part >= 0) & (part <= top)
    t, p = np.where(can, top, 0.0), np.where(can, part, 0.0)
    found = special.gammaln(t + 1) - special.gammaln(p + 1) - special.gammaln(t - p + 1)
    return np.where(can, found, -np.inf)
