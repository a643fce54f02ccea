"""Doubt: how far the truth may lie from a share or a time that a curve tells, also where few have gone on."""

import math

import numpy as np
from scipy.special import betaincinv, ndtri

from pyrometer.model.interval import Estimate, Interval
from pyrometer.statistics import autocorrelation, survival
from pyrometer.statistics._checked import Floats
from pyrometer.statistics.survival.readings import crossing

FEW = 10  # gone on; with fewer the log-log low end lies above the truth in up to 13% of plants, not in 2.5% (simulated)


def bounds(curve: survival.Incidence, cause: str) -> tuple[Floats, Floats]:
    """Pointwise bounds of a cumulative incidence, shapes (ages,): log-log, and exact while few have gone on.

    The exact one is binomial, of as many cases as would give the share its standard error were nobody censored.
    Source: Dorey & Korn 1987, Statistics in Medicine 6:679-687 (effective sample sizes); Clopper & Pearson 1934.
    """
    low, high = survival.bounds(curve, cause)
    share, se = curve.cumulative[cause], curve.se[cause]
    gone = np.cumsum(curve.exits[cause])
    few = (gone > 0) & (gone < FEW) & (se > 0) & (share < 1 - 1e-9)
    if few.any():
        n = share[few] * (1 - share[few]) / se[few] ** 2
        low, high = low.copy(), high.copy()
        gone_of_n, rest, tail = share[few] * n, (1 - share[few]) * n, (1 - curve.level) / 2
        low[few] = betaincinv(gone_of_n, rest + 1, tail)
        high[few] = betaincinv(gone_of_n + 1, rest, 1 - tail)
    return low, high


def at(curve: survival.Incidence, cause: str, i: int, *, is_last: bool) -> Estimate:
    """The share by the age of bucket `i`; `is_last`: that age was chosen because somebody went on just then.

    Right after a step a curve stands too high, and the fewer went on the more so: the low end is that from before the
    last of them.
    """
    low, high = bounds(curve, cause)
    share = round(float(curve.cumulative[cause][i]), 12)  # a sum of products: all is 1 but for the last bits
    least = float(low[i])
    if is_last and share < 1 and curve.exits[cause][i] > 0:
        before = float(low[i - 1]) if i else 0.0
        least -= max(least - before, 0.0) / float(curve.exits[cause][i])  # of those who went on then, one
    return Estimate(share, Interval(least, float(high[i]), curve.level, "log-log"), curve.n)


def among(curve: survival.Incidence, cause: str, last: int) -> tuple[Floats, Floats]:
    """Bounds, shapes (ages,), of the share of those who leave by `cause` up to bucket `last` that has left by each age.

    The share of a share: both rise and fall together, so its doubt is that of those who leave alone, not of all.
    Wilson's interval of as many as give it its standard error (delta method; uncensored: exactly those who left).
    Source: Marubini & Valsecchi 1995, eq. 10.12, for the difference F(t) - g F(T); Dorey & Korn 1987.
    """
    part = curve.cumulative[cause][: last + 1]
    share = part / part[-1]
    variance = _variance(curve, cause, last) / part[-1] ** 2
    gone = float(curve.exits[cause][: last + 1].sum())
    spread = np.where(variance > 0, variance, 1.0)
    n = np.where(variance > 1e-15, np.minimum(share * (1 - share) / spread, gone), gone)
    return wilson(share, np.maximum(n, 1e-9), level=curve.level)


def wilson(share: Floats, n: Floats, *, level: float = 0.95) -> tuple[Floats, Floats]:
    """Wilson's bounds of shares of `n` cases, which need be no whole numbers; shapes as given.

    Source: Wilson 1927, J. Amer. Statist. Assoc. 22:209-212.
    """
    z = float(-ndtri((1 - level) / 2))
    middle, half = share + z * z / (2 * n), z * np.sqrt(np.maximum(share * (1 - share), 0.0) / n + (z / n) ** 2 / 4)
    return (middle - half) / (1 + z * z / n), (middle + half) / (1 + z * z / n)


def in_a_row(happened: Floats) -> tuple[float, float]:
    """Wilson's 95% bounds of the share of periods in which something happens, where neighbours resemble each other.

    Of n in a row whose lag-1 autocorrelation is r as much is known as of n (1 - r) / (1 + r) apart; never of more.
    `happened`: 0 or 1, shape (periods,). Source: Bayley & Hammersley 1946, J. R. Stat. Soc. Suppl. 8:184-197.
    """
    n = len(happened)
    r = autocorrelation.lag1(happened) if n > 1 else 0.0
    r = min(max(r + (1 + 3 * r) / n, 0.0), 0.95)  # found in few points it is too small (Marriott & Pope 1954)
    low, high = wilson(np.array([happened.mean()]), np.array([n * (1 - r) / (1 + r)]))
    return max(float(low[0]), 0.0), min(float(high[0]), 1.0)


def _variance(curve: survival.Incidence, cause: str, last: int) -> Floats:
    """Variance of F(t) - g F(T) at each age t up to T, g = F(t) / F(T) held fixed; the terms as in `spread`."""
    n, hazard = np.maximum(curve.at_risk, 1.0)[: last + 1], curve.hazard[cause][: last + 1]
    total = np.minimum(sum(curve.hazard.values(), np.zeros_like(curve.age)), 1.0)[: last + 1]
    before = np.concatenate(([1.0], curve.survival[:last]))
    f = curve.cumulative[cause][: last + 1]
    g = f / f[-1]
    odds = np.where(total < 1, total / np.where(total < 1, 1 - total, 1.0), 0.0) / n
    cross = before * hazard / n
    own = np.cumsum(before * before * hazard * (1 - hazard) / n + 2 * cross * f + odds * f * f)
    to_come = [(c[-1] - c) for c in (own, np.cumsum(cross), np.cumsum(odds), np.cumsum(odds * f))]
    rest = g * g * to_come[0] - 2 * g * f * (to_come[1] + to_come[3]) + f * f * to_come[2]
    return np.asarray(np.maximum((1 - g) ** 2 * own + rest, 0.0))


def time(curve: survival.Incidence, cause: str, share: float, last: int, *, width: float = 0.0) -> Estimate | None:
    """The age by which `share` of those who leave by `cause` up to bucket `last` have; None where nobody does.

    Source: Brookmeyer & Crowley 1982, Biometrics 38, p. 29 (the ages whose bounds hold the share).
    """
    part = curve.cumulative[cause][: last + 1]
    if part[-1] <= 0:
        return None
    ages = curve.age[: last + 1] + width
    low, high = among(curve, cause, last)
    value, soonest, latest = (crossing(ages, v, share) for v in (part / part[-1], high, low))
    if value is None:
        return None
    ends = (value if soonest is None else min(soonest, value), math.inf if latest is None else latest)
    return Estimate(value, Interval(*ends, curve.level, "inverted Wilson"), curve.n)
