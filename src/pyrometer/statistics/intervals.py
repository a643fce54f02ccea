"""Intervals: how far a share or a rate could lie from what was counted."""

from typing import Literal

import numpy as np
from numpy.typing import ArrayLike
from scipy.special import betaincinv, gammaincinv, ndtri

from pyrometer.errors import StatisticsError
from pyrometer.model.interval import Interval
from pyrometer.statistics._checked import Floats, counts, positive, same_length, share, some_of

Binomial = Literal["wilson", "wilson-cc", "clopper-pearson", "jeffreys"]


def wilson(k: float, n: float, *, level: float = 0.95, corrected: bool = False) -> Interval:
    """Wilson's score interval for k of n, as a share; `corrected` for continuity (R's prop.test).

    Raises StatisticsError for k > n, n = 0, negative, missing or broken counts.
    Source: Wilson 1927; Newcombe 1998, Statistics in Medicine 17, methods 3 and 4.
    """
    return _one(k, n, level, "wilson-cc" if corrected else "wilson")


def clopper_pearson(k: float, n: float, *, level: float = 0.95) -> Interval:
    """The exact (never too short) interval for k of n, as a share.

    Raises StatisticsError as `wilson`. Source: Clopper & Pearson 1934, Biometrika 26.
    """
    return _one(k, n, level, "clopper-pearson")


def jeffreys(k: float, n: float, *, level: float = 0.95, closed: bool = False) -> Interval:
    """Equal tails of Beta(k + 1/2, n - k + 1/2), as a share.

    `closed` sets the low end to 0 at k = 0 and the high end to 1 at k = n.
    Raises StatisticsError as `wilson`.
    Source: Brown, Cai & DasGupta 2001, Statistical Science 16, section 3.1.2 (their modification is `closed`).
    """
    plain = _one(k, n, level, "jeffreys")
    if not closed:
        return plain
    return Interval(0.0 if k == 0 else plain.low, 1.0 if k == n else plain.high, level, "jeffreys, closed")


def poisson_exact(count: float, exposure: float = 1.0, *, level: float = 0.95) -> Interval:
    """The exact interval of a rate: `count` events in `exposure` (any unit), per unit of exposure.

    Raises StatisticsError for a negative or broken count or an exposure not above zero.
    Source: Garwood 1936, Biometrika 28, p. 437.
    """
    share("level", level)
    positive("exposure", exposure)
    events = counts("count", [count])
    low, high = poisson_bounds(events, level=level)
    return Interval(float(low[0]) / exposure, float(high[0]) / exposure, level, "poisson-exact")


def poisson_bounds(count: ArrayLike, *, level: float = 0.95) -> tuple[Floats, Floats]:
    """Exact lower and upper bounds of Poisson means, array by array.

    Raises StatisticsError for negative or missing counts.
    Source: Garwood 1936.
    """
    events = counts("count", count)
    tail = (1 - share("level", level)) / 2
    low = np.where(events > 0, gammaincinv(np.where(events > 0, events, 1), tail), 0.0)
    return low, np.asarray(gammaincinv(events + 1, 1 - tail))


def binomial_bounds(
    k: ArrayLike, n: ArrayLike, *, level: float = 0.95, method: Binomial = "wilson"
) -> tuple[Floats, Floats]:
    """Lower and upper bounds of many shares at once, by `method`; shapes (groups,).

    Raises StatisticsError as `wilson`, and for an unknown method. Source: that of each method above.
    """
    hits, sizes = some_of(k, n)
    same_length(k=hits, n=sizes)
    tail = (1 - share("level", level)) / 2
    match method:
        case "wilson":
            return _score(hits, sizes, float(-ndtri(tail)))
        case "wilson-cc":
            return _score_corrected(hits, sizes, float(-ndtri(tail)))
        case "clopper-pearson":
            return _beta(hits, sizes, tail, (0.0, 1.0))
        case "jeffreys":
            return _beta(hits, sizes, tail, (0.5, 0.5))
    raise StatisticsError(f"No interval '{method}'; there is wilson, wilson-cc, clopper-pearson, jeffreys.")


def _one(k: float, n: float, level: float, method: Binomial) -> Interval:
    low, high = binomial_bounds([k], [n], level=level, method=method)
    return Interval(float(low[0]), float(high[0]), level, method)


def _score(k: Floats, n: Floats, z: float) -> tuple[Floats, Floats]:
    centre = (k + z * z / 2) / (n + z * z)
    half = z * np.sqrt(k * (n - k) / n + z * z / 4) / (n + z * z)
    return _snap(centre - half, k == 0, 0.0), _snap(centre + half, k == n, 1.0)


def _score_corrected(k: Floats, n: Floats, z: float) -> tuple[Floats, Floats]:
    p, q = k / n, 1 - k / n
    low = (2 * k + z * z - 1 - z * np.sqrt(np.maximum(z * z - 2 - 1 / n + 4 * p * (n * q + 1), 0))) / (2 * (n + z * z))
    high = (2 * k + z * z + 1 + z * np.sqrt(np.maximum(z * z + 2 - 1 / n + 4 * p * (n * q - 1), 0))) / (2 * (n + z * z))
    return _snap(np.maximum(low, 0), k == 0, 0.0), _snap(np.minimum(high, 1), k == n, 1.0)


def _beta(k: Floats, n: Floats, tail: float, plus: tuple[float, float]) -> tuple[Floats, Floats]:
    less, more = plus  # Clopper-Pearson: Beta(k, n-k+1) below, Beta(k+1, n-k) above; Jeffreys: Beta(k+.5, n-k+.5)
    a, b = k + less, n - k + more
    low = np.where(a > 0, _quantile(np.where(a > 0, a, 1), b, tail), 0.0)
    a, b = k + more, n - k + less
    high = np.where(b > 0, _quantile(a, np.where(b > 0, b, 1), 1 - tail), 1.0)
    return low, high


def _quantile(a: Floats, b: Floats, q: float) -> Floats:
    """Quantile of Beta(a, b); of rare events among very many by its gamma limit, where scipy's inverse goes astray.

    Source: Wise 1950, Biometrika 37 (error of order 1 / n^2).
    """
    rare = (a + b > 1e8) & (a < 1e-4 * b)
    few = np.where(rare, a, 1.0)
    wise = -np.expm1(-gammaincinv(few, q) / (np.where(rare, b, 1.0) + (few - 1) / 2))
    return np.asarray(np.where(rare, wise, betaincinv(np.where(rare, 1.0, a), np.where(rare, 1.0, b), q)))


def _snap(values: Floats, ends: np.ndarray, to: float) -> Floats:
    return np.asarray(np.where(ends, to, values))
