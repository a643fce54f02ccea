"""Capability: can the process, as it runs, keep within what is asked of it? With intervals, and by percentiles."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, Literal, get_args

import numpy as np
from scipy import special

from pyrometer.errors import StatisticsError
from pyrometer.model.interval import Estimate, Interval, NotEnough
from pyrometer.statistics.charts._arrays import Floats, Numbers, one_of
from pyrometer.statistics.charts._arrays import values as checked
from pyrometer.statistics.charts._ranges import D2
from pyrometer.statistics.charts._subgroups import sigma_from_ranges, subgroups
from pyrometer.statistics.charts.t import fit_weibull

Convention = Literal["boyles", "qcc"]
Family = Literal["weibull", "lognormal", "normal"]
LEAST = 20  # fewer measurements give intervals too wide to decide on (Montgomery 2013, sec. 8.2.3: 50 to 100 wanted)


@dataclass(frozen=True, slots=True)
class Asked:
    """What is asked: lowest and highest value that will do (None: no bound) and the `target`, in the unit measured."""

    low: float | None = None
    high: float | None = None
    target: float | None = None


@dataclass(frozen=True, slots=True)
class Capability:
    """Indices of capability; None where a bound or target they need is not asked.

    `cp`, `cpl`, `cpu`, `cpk`, `cpm` from the spread within subgroups (or from one point to the next), `pp` ... `ppm`
    from the whole spread; `within` and `overall` are those standard deviations; `outside_share` (0-1) of the
    measurements lay outside what is asked.
    """

    mean: float
    within: float
    overall: float
    n: int
    cp: Estimate | None
    cpl: Estimate | None
    cpu: Estimate | None
    cpk: Estimate | None
    cpm: Estimate | None
    pp: Estimate | None
    ppl: Estimate | None
    ppu: Estimate | None
    ppk: Estimate | None
    ppm: Estimate | None
    outside_share: float


def capability(
    data: Numbers | Sequence[Numbers],
    asked: Asked,
    *,
    level: float = 0.95,
    within: float | None = None,
    convention: Convention = "boyles",
) -> Capability | NotEnough:
    """Capability of measurements: a flat list in time order, or rows of subgroups (2 to 100 each).

    Intervals: chi-squared for cp and cpm, normal approximation for cpk, one-sided at `level` for cpl and cpu (as R qcc
    prints them). `within`: a standard deviation known beforehand, else mean range / d2 (subgroups) or mean moving range
    / 1.128 (flat). `convention`: degrees of freedom of the cpm interval with a = (mean - target) / sigma, 'boyles'
    n (1 + a^2)^2 / (1 + 2 a^2) or 'qcc' n (1 + a^2) / (1 + 2 a^2), as that package computes them.
    NotEnough with fewer than 20 measurements or no spread.
    Raises StatisticsError for no bound, a low bound not below the high one, NaN.
    Source: Montgomery 2013, eq. 8.9, 8.11, 8.17, 8.19, 8.21; cpm: Boyles 1991, J. Qual. Technol. 23:17-26.
    """
    _check(asked, level)
    flat, inner = _measured(data)
    if len(flat) < LEAST:
        return NotEnough(f"{LEAST} measurements", f"{len(flat)}")
    spread = float(flat.std(ddof=1))
    inner = inner if within is None else within
    if not inner > 0 or not spread > 0:
        return NotEnough("measurements that are not all alike", f"{len(flat)} of one value")
    mean = float(flat.mean())
    power = 2 if one_of(convention, get_args(Convention), what="convention") == "boyles" else 1
    c, p = (_indices(asked, (mean, s, len(flat)), level, power) for s in (inner, spread))
    low, high = _bounds(asked)
    outside = float(((flat < low) | (flat > high)).mean())
    return Capability(mean, inner, spread, len(flat), *c, *p, outside)


Indices = tuple[Estimate | None, Estimate | None, Estimate | None, Estimate | None, Estimate | None]


def _indices(asked: Asked, seen: tuple[float, float, int], level: float, power: int) -> Indices:
    mean, sigma, n = seen
    lower = None if asked.low is None else (mean - asked.low) / (3 * sigma)
    upper = None if asked.high is None else (asked.high - mean) / (3 * sigma)
    both = None if lower is None or upper is None else (lower + upper) / 2
    sides = [s for s in (lower, upper) if s is not None]
    z_one, z_two = float(special.ndtri(level)), float(special.ndtri((1 + level) / 2))
    cpm = None
    if both is not None and asked.target is not None:
        off = (mean - asked.target) / sigma
        free = n * (1 + off**2) ** power / (1 + 2 * off**2)
        cpm = _by_chi(both / float(np.sqrt(1 + off**2)), free, n, level)
    return (
        None if both is None else _by_chi(both, n - 1, n, level),
        None if lower is None else _by_normal(lower, n, z_one, level),
        None if upper is None else _by_normal(upper, n, z_one, level),
        _by_normal(min(sides), n, z_two, level),
        cpm,
    )


def _by_chi(value: float, free: float, n: int, level: float) -> Estimate:
    low, high = (value * float(np.sqrt(special.chdtri(free, q) / free)) for q in ((1 + level) / 2, (1 - level) / 2))
    return Estimate(value, Interval(low, high, level, "chi-squared"), n)


def _by_normal(value: float, n: int, z: float, level: float) -> Estimate:
    half = z * float(np.sqrt(1 / (9 * n) + value**2 / (2 * (n - 1))))
    return Estimate(value, Interval(value - half, value + half, level, "normal (Bissell 1990)"), n)


def _measured(data: Any) -> tuple[Floats, float]:
    """All measurements, and their spread within subgroups or from one to the next."""
    rows = list(data)
    if rows and np.ndim(rows[0]):
        found = subgroups(rows, None)
        return np.concatenate([checked(r) for r in rows]), sigma_from_ranges(found)
    flat = checked(rows)
    return flat, float(np.abs(np.diff(flat)).mean()) / D2 if len(flat) > 1 else 0.0


@dataclass(frozen=True, slots=True)
class Percentile:
    """Capability by percentiles of a fitted distribution: its parameters, its .135, 50 and 99.865 % points, indices."""

    family: str
    parameters: tuple[float, float]
    low: float
    median: float
    high: float
    pp: float | None
    ppl: float | None
    ppu: float | None
    ppk: float
    n: int


def by_percentiles(values: Numbers, asked: Asked, *, family: Family = "weibull") -> Percentile | NotEnough:
    """Capability where values are not normal: distances from the median in units of percentile distances.

    `family`: 'weibull' (shape, scale), 'lognormal' (mean and standard deviation of logs) or 'normal', by maximum
    likelihood. NotEnough with fewer than 20 values or no spread. Raises StatisticsError for values of 0 or less with
    'weibull' and 'lognormal', no bound, NaN. Source: ISO 22514-4:2016, sec. 5; Clements 1989.
    """
    _check(asked, 0.95)
    x = checked(values)
    one_of(family, get_args(Family), what="family")
    if len(x) < LEAST or np.ptp(x) == 0:
        return NotEnough(f"{LEAST} values that are not all alike", f"{len(x)}")
    if family != "normal" and (x <= 0).any():
        raise StatisticsError(f"A {family} distribution has values above 0 only: use 'normal' or shift the zero.")
    parameters, (low, median, high) = _fitted(x, family)
    ppl = None if asked.low is None else (median - asked.low) / (median - low)
    ppu = None if asked.high is None else (asked.high - median) / (high - median)
    pp = None if asked.low is None or asked.high is None else (asked.high - asked.low) / (high - low)
    ppk = min(s for s in (ppl, ppu) if s is not None)
    return Percentile(family, parameters, low, median, high, pp, ppl, ppu, ppk, len(x))


POINTS = (0.00135, 0.5, 0.99865)


def _fitted(x: Floats, family: Family) -> tuple[tuple[float, float], list[float]]:
    if family == "weibull":
        shape, scale = fit_weibull(x)
        return (shape, scale), [scale * float((-np.log1p(-q)) ** (1 / shape)) for q in POINTS]
    y = np.log(x) if family == "lognormal" else x
    mean, sd = float(y.mean()), float(y.std())
    at = [mean + sd * float(special.ndtri(q)) for q in POINTS]
    return (mean, sd), [float(np.exp(a)) for a in at] if family == "lognormal" else at


def box_cox(values: Numbers, *, level: float = 0.95) -> Estimate:
    """The power that makes values above 0 most nearly normal (0 = logarithm), by maximum likelihood, with interval.

    Raises StatisticsError for values of 0 or less, all alike, or fewer than four.
    Source: Box & Cox 1964, J. R. Stat. Soc. B 26:211-252, eq. 8; interval by profile likelihood, their sec. 3.
    """
    from scipy.optimize import brentq, minimize_scalar

    x = checked(values, at_least=4)
    if (x <= 0).any() or np.ptp(x) == 0:
        raise StatisticsError("Box-Cox needs values above 0 that are not all alike.")
    logs = np.log(x / np.exp(np.log(x).mean()))

    def loss(power: float) -> float:
        y = np.expm1(power * logs) / power if abs(power) > 1e-12 else logs
        return len(x) / 2 * float(np.log(y.var()))

    best = minimize_scalar(loss, bounds=(-20.0, 20.0), method="bounded", options={"xatol": 1e-10})
    power, edge = float(best.x), float(best.fun) + float(special.chdtri(1, 1 - level)) / 2
    low, high = (
        float(brentq(lambda p: loss(p) - edge, power, power + side)) if loss(power + side) > edge else power + side
        for side in (-20.0, 20.0)
    )
    return Estimate(power, Interval(low, high, level, "profile likelihood"), len(x))


def _bounds(asked: Asked) -> tuple[float, float]:
    return -np.inf if asked.low is None else asked.low, np.inf if asked.high is None else asked.high


def _check(asked: Asked, level: float) -> None:
    low, high = _bounds(asked)
    if np.isinf(low) and np.isinf(high):
        raise StatisticsError("Capability needs a bound: say the lowest or the highest value that will do.")
    if not low < high:
        raise StatisticsError(f"The lowest value that will do ({low:g}) must lie below the highest ({high:g}).")
    if not 0 < level < 1:
        raise StatisticsError(f"A level of {level:g} cannot be: give a number between 0 and 1.")
