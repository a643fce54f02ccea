"""Capability: can the process, as it runs, keep within what is asked of it? With intervals, and by percentiles."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, Literal, get_args

import numpy as np
from scipy import special

from pyrometer.errors import StatisticsError
from pyrometer.model.interval import Estimate, Interval, NotEnough
from pyrometer.statistics._checked import Floats, share
from pyrometer.statistics._indices import Asked as Asked
from pyrometer.statistics._indices import Seen, indices, indices_qcc
from pyrometer.statistics._points import Numbers, one_of
from pyrometer.statistics._points import values as checked
from pyrometer.statistics.charts._constants import d2, d3
from pyrometer.statistics.charts._ranges import D2
from pyrometer.statistics.charts._subgroups import each, sigma_from_ranges, subgroups
from pyrometer.statistics.charts.t import fit_weibull

Convention = Literal["effective", "qcc"]
Family = Literal["weibull", "lognormal", "normal"]
LEAST = 20  # fewer measurements give intervals too wide to decide on (Montgomery 2013, sec. 8.2.3: 50 to 100 wanted)


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
    convention: Convention = "effective",
) -> Capability | NotEnough:
    """Capability of measurements: a flat list in time order, or rows of subgroups (2 to 100 each).

    `within`: a standard deviation known beforehand, else mean range / d2 (subgroups) or mean moving range / 1.128
    (flat). Intervals: chi-squared for cp and cpm, normal approximation for the one-sided indices and cpk. `convention`:
    'effective' degrees of freedom, those that the spread really rests on (a mean range uses less of the data than a
    standard deviation does), two-sided at `level`; or 'qcc', n - 1 whatever the spread rests on, cpl and cpu one-sided
    at `level`, cpm with n (1 + a^2) / (1 + 2 a^2), as that package prints them - too short for ranges.
    NotEnough with fewer than 20 measurements or no spread.
    Raises StatisticsError for no bound, a low bound not below the high one, NaN.
    Source: Montgomery 2013, eq. 8.9, 8.11, 8.17, 8.19, 8.21; cpm: Boyles 1991, J. Qual. Technol. 23:17-26; degrees of
    freedom: Patnaik 1950, Biometrika 37:78 (ranges), Cryer & Ryan 1990, J. Qual. Technol. 22:187 (moving ranges).
    """
    _check(asked, level)
    one_of(convention, get_args(Convention), what="convention")
    flat, inner, free = _measured(data)
    if len(flat) < LEAST:
        return NotEnough(f"{LEAST} measurements", f"{len(flat)}")
    spread = float(flat.std(ddof=1))
    if within is not None:
        inner, free = within, np.inf
    if not inner > 0 or not spread > 0:
        return NotEnough("measurements that are not all alike", f"{len(flat)} of one value")
    n, mean = len(flat), float(flat.mean())
    make = indices_qcc if convention == "qcc" else indices
    c, p = (make(asked, Seen(mean, s, n, f), level) for s, f in ((inner, free), (spread, n - 1.0)))
    low, high = _bounds(asked)
    outside = float(((flat < low) | (flat > high)).mean())
    return Capability(mean, inner, spread, n, *c, *p, outside)


def _measured(data: Any) -> tuple[Floats, float, float]:
    """All measurements, their spread within subgroups or from one to the next, and its degrees of freedom.

    Of a spread with relative variance v they are 1 / (2 v), as of a standard deviation.
    """
    rows = list(data)
    if rows and np.ndim(rows[0]):
        found = subgroups(rows, None)
        error = float(((each(d3, found.n) / each(d2, found.n)) ** 2).sum()) / len(rows) ** 2
        return np.concatenate([checked(r) for r in rows]), sigma_from_ranges(found), 1 / (2 * error)
    flat = checked(rows)
    n = len(flat)
    if n < 2:
        return flat, 0.0, 1.0
    return flat, float(np.abs(np.diff(flat)).mean()) / D2, (n - 1) ** 2 / (2 * (0.8264 * n - 1.082))


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

    Raises StatisticsError for values of 0 or less, all alike, or fewer than four, a level outside 0 to 1.
    Source: Box & Cox 1964, J. R. Stat. Soc. B 26:211-252, eq. 8; interval by profile likelihood, their sec. 3.
    """
    from scipy.optimize import brentq, minimize_scalar

    x = checked(values, at_least=4)
    share("level", level)
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
