"""Indices of capability: how often the process as it spreads fits into what is asked, each with its interval."""

from dataclasses import dataclass

import numpy as np
from scipy import special

from pyrometer.model.interval import Estimate, Interval


@dataclass(frozen=True, slots=True)
class Asked:
    """What is asked: lowest and highest value that will do (None: no bound) and the `target`, in the unit measured."""

    low: float | None = None
    high: float | None = None
    target: float | None = None


Indices = tuple[Estimate | None, Estimate | None, Estimate | None, Estimate | None, Estimate | None]


@dataclass(frozen=True, slots=True)
class Seen:
    """What the indices rest on: mean, standard deviation, number of values, degrees of freedom of the deviation."""

    mean: float
    sigma: float
    n: int
    free: float


def _values(asked: Asked, seen: Seen) -> tuple[float | None, float | None, float | None, float]:
    """Both sides, both together, and how far off target in sigma (NaN without a target)."""
    lower = None if asked.low is None else (seen.mean - asked.low) / (3 * seen.sigma)
    upper = None if asked.high is None else (asked.high - seen.mean) / (3 * seen.sigma)
    both = None if lower is None or upper is None else (lower + upper) / 2
    off = float("nan") if asked.target is None else (seen.mean - asked.target) / seen.sigma
    return lower, upper, both, off


def indices(asked: Asked, seen: Seen, level: float) -> Indices:
    """Both, low, high, lesser and target index, by the degrees of freedom that the spread really has, two-sided."""
    lower, upper, both, off = _values(asked, seen)
    free = (1 + off**2) ** 2 / (1 / seen.free + 2 * off**2 / seen.n)
    z = float(special.ndtri((1 + level) / 2))
    return _five((lower, upper, both, off), seen, (seen.free, free), (z, z, level))


def indices_qcc(asked: Asked, seen: Seen, level: float) -> Indices:
    """The same as R's qcc prints them: n - 1 degrees of freedom always, low and high index one-sided."""
    found = _values(asked, seen)
    off = found[3]
    free = seen.n * (1 + off**2) / (1 + 2 * off**2)
    z = float(special.ndtri(level)), float(special.ndtri((1 + level) / 2)), level
    plain = Seen(seen.mean, seen.sigma, seen.n, seen.n - 1.0)
    return _five(found, plain, (seen.n - 1.0, free), z)


def _five(
    found: tuple[float | None, float | None, float | None, float],
    seen: Seen,
    free: tuple[float, float],
    z: tuple[float, float, float],
) -> Indices:
    """The five estimates; `z`: normal quantiles of the one-sided indices and of the lesser one, and the level."""
    lower, upper, both, off = found
    one, two, level = z
    aimed = both is not None and np.isfinite(off)
    return (
        None if both is None else _by_chi(both, free[0], seen.n, level),
        None if lower is None else _by_normal(lower, seen, one, level),
        None if upper is None else _by_normal(upper, seen, one, level),
        _by_normal(min(s for s in (lower, upper) if s is not None), seen, two, level),
        _by_chi(both / float(np.sqrt(1 + off**2)), free[1], seen.n, level) if both is not None and aimed else None,
    )


def _by_chi(value: float, free: float, n: int, level: float) -> Estimate:
    if np.isinf(free):
        return Estimate(value, Interval(value, value, level, "known spread"), n)
    low, high = (value * float(np.sqrt(special.chdtri(free, q) / free)) for q in ((1 + level) / 2, (1 - level) / 2))
    return Estimate(value, Interval(low, high, level, "chi-squared"), n)


def _by_normal(value: float, seen: Seen, z: float, level: float) -> Estimate:
    half = z * float(np.sqrt(1 / (9 * seen.n) + value**2 / (2 * seen.free)))
    return Estimate(value, Interval(value - half, value + half, level, "normal (Bissell 1990)"), seen.n)
