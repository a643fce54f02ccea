"""Analysis of means: which groups lie outside what the whole system produces, all groups judged at once."""

from dataclasses import dataclass
from typing import Literal

import numpy as np
from numpy.typing import ArrayLike, NDArray
from scipy.special import chdtrc

from pyrometer.errors import StatisticsError
from pyrometer.statistics._checked import Floats, Ints, counts, reals, same_length, share, some_of, whole
from pyrometer.statistics.compare.critical import chance_within, critical_value
from pyrometer.statistics.compare.exact import ExactLimits, binomial_limits, poisson_limits

Shares = Literal["auto", "normal", "arcsine", "exact"]


@dataclass(frozen=True, slots=True)
class Anom:
    """Decision limits for groups: a group outside them differs from the system, the rest are the system.

    `value`, `n`, `lower`, `upper` (groups,); `outside` (groups,): -1 below, 0 within, 1 above. `h`: critical value.
    `p`: chance that equal groups would show so large a greatest deviation. `df`: of the pooled variance.
    """

    value: Floats
    n: Floats
    centre: float
    lower: Floats
    upper: Floats
    outside: Ints
    h: float
    p: float
    level: float
    method: str
    df: float = np.inf


def anom_binomial(k: ArrayLike, n: ArrayLike, *, level: float = 0.95, method: Shares = "auto") -> Anom:
    """ANOM of shares, k of n by group: family-wise limits for the share of each group.

    'normal': centre +- h sqrt(pq (N - n) / (N n)). 'arcsine': the same on the scale asin sqrt(k/n). 'exact': by
    hypergeometric tails with an exact family-wise error of at most 1 - level, for small n or rare events; its limits
    are the outermost shares still within. 'auto': normal when every group expects at least 5 of both kinds, else exact.
    Raises StatisticsError for k > n, one group, empty groups, negative or missing counts.
    Source: Nelson, Wludyka & Copeland 2005, eq. 3.1 and 2.9; simulated family-wise error in tests.
    """
    hits, sizes = some_of(k, n, at_least=2)
    everyone = float(sizes.sum())
    centre = float(hits.sum()) / everyone
    h = critical_value(sizes, level=share("level", level))
    if method == "auto":
        method = "normal" if float(sizes.min()) * min(centre, 1 - centre) >= 5 else "exact"
    rate = hits / sizes
    if method == "exact":
        return _exact((rate, sizes, centre), binomial_limits(hits, sizes, level), level, "binomial ANOM, exact")
    spread = np.sqrt((everyone - sizes) / (everyone * sizes))
    if method == "normal":
        half = h * np.sqrt(centre * (1 - centre)) * spread
        lower, upper = np.maximum(centre - half, 0), np.minimum(centre + half, 1)
        z = (rate - centre) / np.where(half > 0, half / h, 1)
    elif method == "arcsine":
        lower, upper, z = _arcsine(rate, centre, spread, h)
    else:
        raise StatisticsError(f"No ANOM method '{method}'; there is auto, normal, arcsine, exact.")
    return _anom((rate, sizes, centre), (lower, upper, z), (h, level, np.inf), f"binomial ANOM, {method}")


def anom_poisson(count: ArrayLike, exposure: ArrayLike, *, level: float = 0.95) -> Anom:
    """ANOM of rates: `count` events in `exposure` (any unit, above zero) by group; limits per unit of exposure.

    Normal limits centre +- h sqrt(centre (E - e) / (E e)) while every group expects at least 5, else exact ones given
    the total.
    Raises StatisticsError for one group, exposure not above zero, negative or missing counts, broken counts where
    the limits are exact.
    Source: Nelson, Wludyka & Copeland 2005, section 3.3.
    """
    events, base = counts("count", count), counts("exposure", exposure)
    same_length(count=events, exposure=base)
    h = critical_value(base, level=share("level", level))
    total, everything = float(events.sum()), float(base.sum())
    centre = total / everything
    if float(base.min()) * centre >= 5:
        half = h * np.sqrt(centre * (everything - base) / (everything * base))
        lower, upper, z = np.maximum(centre - half, 0), centre + half, (events / base - centre) / (half / h)
        return _anom((events / base, base, centre), (lower, upper, z), (h, level, np.inf), "Poisson ANOM, normal")
    whole("count", events)
    return _exact((events / base, base, centre), poisson_limits(events, base, level), level, "Poisson ANOM, exact")


def anom_normal(group: ArrayLike, y: ArrayLike, *, level: float = 0.95) -> Anom:
    """One-way ANOM of measured values: `y` (cases,) real, `group` (cases,) labels; groups in sorted order.

    Needs roughly normal values of equal variance; balanced or not.
    Raises StatisticsError for one group, lengths that differ, no group with two values.
    Source: Nelson, Wludyka & Copeland 2005, eq. 2.4 and 2.9.
    """
    values = reals("y", y)
    labels, where = np.unique(np.asarray(group), return_inverse=True)
    same_length(group=where, y=values)
    n = np.bincount(where).astype(float)
    df = len(values) - len(labels)
    if df < 1:
        raise StatisticsError("ANOM needs a second value in at least one group to know the spread.")
    means = np.bincount(where, weights=values) / n
    mse = float(((values - means[where]) ** 2).sum() / df)
    h = critical_value(n, level=share("level", level), df=df)
    centre, everyone = float(values.mean()), float(n.sum())
    half = h * np.sqrt(mse * (everyone - n) / (everyone * n))
    away = np.where(np.abs(means - centre) > 1e-12 * float(np.abs(values).max()), means - centre, 0.0)
    z = away / (half / h) if mse > 0 else np.where(away == 0, 0.0, np.copysign(np.inf, away))
    return _anom((means, n, centre), (centre - half, centre + half, z), (h, level, df), "normal ANOM")


def homogeneity(k: ArrayLike, n: ArrayLike) -> float:
    """P value of Pearson's chi-square that all groups share one rate; k of n by group. 1 when nobody or everybody did.

    Raises StatisticsError as `anom_binomial`. Source: Pearson 1900; Fisher 1922.
    """
    hits, sizes = some_of(k, n, at_least=2)
    centre = float(hits.sum() / sizes.sum())
    if centre in (0.0, 1.0):
        return 1.0
    chi2 = float(((hits - sizes * centre) ** 2 / (sizes * centre * (1 - centre))).sum())
    return float(chdtrc(len(sizes) - 1, chi2))


def _anom(
    groups: tuple[Floats, Floats, float],
    limits: tuple[Floats, Floats, Floats],
    critical: tuple[float, float, float],
    method: str,
) -> Anom:
    value, n, centre = groups
    lower, upper, z = limits
    h, level, df = critical
    greatest = float(np.abs(z).max())
    p = 0.0 if np.isinf(greatest) else 1.0 if greatest == 0 else 1 - chance_within(greatest, n, df=df)
    outside: NDArray[np.int64] = np.where(z > h, 1, np.where(z < -h, -1, 0)).astype(np.int64)
    return Anom(value, n, centre, lower, upper, outside, h, max(p, 0.0), level, method, df)


def _arcsine(rate: Floats, centre: float, spread: Floats, h: float) -> tuple[Floats, Floats, Floats]:
    middle, half = np.arcsin(np.sqrt(centre)), h * spread / 2
    lower = np.sin(np.clip(middle - half, 0, np.pi / 2)) ** 2
    upper = np.sin(np.clip(middle + half, 0, np.pi / 2)) ** 2
    return lower, upper, (np.arcsin(np.sqrt(rate)) - middle) / (spread / 2)


def _exact(groups: tuple[Floats, Floats, float], found: ExactLimits, level: float, method: str) -> Anom:
    value, n, centre = groups
    lower, upper = found.lower / n, found.upper / n
    outside = np.where(value > upper + 1e-12, 1, np.where(value < lower - 1e-12, -1, 0)).astype(np.int64)
    return Anom(value, n, centre, lower, upper, outside, found.h, found.p, level, method)
