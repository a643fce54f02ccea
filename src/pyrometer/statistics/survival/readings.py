"""Readings: the share by an age, the age by a share, and the mean time, each with its interval or a refusal."""

import math
from typing import Literal

import numpy as np
from scipy.special import ndtri

from pyrometer.errors import unknown
from pyrometer.model.interval import Estimate, Interval, NotEnough
from pyrometer.statistics._checked import Floats, number, positive, share
from pyrometer.statistics.survival.incidence import Incidence, spread

FEWEST = 5  # cases still under observation at the horizon; below it the curve's end hangs on single cases
FEW_LEFT = 0.05  # a share still waiting below which what becomes of it hardly moves the curve (its ultimate yield)

Flat = Literal["first", "middle"]
Scale = Literal["cloglog", "loglog"]


def at(
    curve: Incidence, cause: str, horizon: float, *, width: float = 0.0, scale: Scale = "cloglog"
) -> Estimate | NotEnough:
    """The share of all who entered that has left by `cause` up to and including the age `horizon` (days).

    `cause` is a way out or 'any'. `width` (days): 0 when ages are exact (dates apart); the length of a bucket when
    ages are the starts of buckets of running time (1/24 for hours): then only buckets ended by the horizon count.
    The interval is on the scale of `bounds`; where nobody or everybody has left it is the exact binomial one of those
    under observation then. Refuses beyond the oldest age seen, unless nobody is left. Refuses also
    where fewer than five, the last, speak for five or more, open ones among them.
    Raises UnknownName for a way out that is not there, StatisticsError for a negative horizon or width.
    Source: Kalbfleisch & Prentice 2002, p. 18 (log-log); Klein & Moeschberger 2003, section 4.7.
    """
    cumulative, _ = _of(curve, cause)
    number("horizon", horizon, least=0.0), number("width", width, least=0.0)
    i = int(np.searchsorted(curve.age + width, horizon + 1e-9, side="right")) - 1
    if i < 0:
        return Estimate(0.0, Interval(0.0, _none_of(curve.at_risk[0], curve.level), curve.level, "exact"), curve.n)
    if horizon > curve.age[-1] and curve.survival[-1] > 1e-12:
        return NotEnough(f"cases followed for {horizon:g} days", f"the oldest followed for {curve.age[-1]:g} days")
    if curve.at_risk[i] < FEWEST and curve.survival[i] > 1e-12:
        return NotEnough(f"{FEWEST} cases under observation at {horizon:g} days", f"{curve.at_risk[i]:g}")
    thin = _thin(curve, i)
    if thin is not None:
        return _few(curve, thin)
    low, high = bounds(curve, cause, scale=scale)
    return Estimate(float(cumulative[i]), Interval(float(low[i]), float(high[i]), curve.level, scale), curve.n)


def bounds(curve: Incidence, cause: str, *, scale: Scale = "cloglog") -> tuple[Floats, Floats]:
    """Pointwise lower and upper bounds of a cumulative incidence, shapes (ages,).

    'cloglog': log(-log(1 - F)), the log-log interval of survival when there is one way out (default here);
    'loglog': log(-log F), of R's cmprsk and SAS. Where nobody has left yet the high end is the exact binomial one;
    where everybody has, the low end is, of the last ones under observation. From where fewer than five, the last, spoke
    for others who were open, these may have gone either way: [low, high + waiting] of the age before.
    Raises UnknownName for a way out that is not there.
    Source: Kalbfleisch & Prentice 2002, p. 18; Choudhury 2002, Statistics in Medicine 21 (loglog).
    """
    value, se = _of(curve, cause)
    z, tail = float(-ndtri((1 - curve.level) / 2)), (1 - curve.level) / 2
    inside = (value > 0) & (value < 1 - 1e-12)
    kept = np.where(inside, value if scale == "loglog" else 1 - value, 0.5)
    half = z * se / (kept * -np.log(kept))
    ends = kept ** np.exp(half), kept ** np.exp(-half)
    low, high = ends if scale == "loglog" else (1 - ends[1], 1 - ends[0])
    none = -np.expm1(np.log(tail) / np.maximum(curve.at_risk, 1))
    low = np.where(inside, low, np.where(value > 0.5, _all_of(curve, tail), 0.0))
    return _widened(curve, low, np.where(inside, high, np.where(value > 0.5, 1.0, none)))


def quantile(
    curve: Incidence, cause: str, share_: float, *, flat: Flat = "first", width: float = 0.0
) -> Estimate | None:
    """The age (days) by which the share `share_` of ALL who entered has left by `cause`; None when not reached.

    Ends of the interval are where the bounds reach the share; the high end is infinite when they never do.
    `width` as in `at`: the age told is the end of the bucket.
    `flat='middle'` takes the middle of a stretch where the curve rests exactly on the share (R), 'first' its start.
    Raises UnknownName for a way out that is not there, StatisticsError for a share outside 0 to 1.
    Source: Brookmeyer & Crowley 1982, Biometrics 38, p. 29.
    """
    cumulative, _ = _of(curve, cause)
    wanted = share("share", share_)
    ages = curve.age + number("width", width, least=0.0)
    value = crossing(ages, cumulative, wanted, flat=flat)
    if value is None:
        return None
    low, high = bounds(curve, cause)
    soonest = crossing(ages, high, wanted, flat=flat)
    latest = crossing(ages, low, wanted, flat=flat)
    ends = (value if soonest is None else min(soonest, value), math.inf if latest is None else latest)
    return Estimate(value, Interval(*ends, curve.level, "inverted log-log"), curve.n)


def crossing(age: Floats, rising: Floats, wanted: float, *, flat: Flat = "first") -> float | None:
    """The first age at which a rising curve reaches `wanted`; None when it never does."""
    reached = np.flatnonzero(rising >= wanted - 1e-9)
    if len(reached) == 0:
        return None
    first = int(reached[0])
    if flat == "first" or abs(rising[first] - wanted) > 1e-9:
        return float(age[first])
    above = np.flatnonzero(rising > wanted + 1e-9)
    last = int(above[0]) if len(above) else len(age) - 1
    return float((age[first] + age[last]) / 2)


def restricted_mean(
    curve: Incidence, horizon: float, *, cause: str | None = None, width: float = 0.0
) -> Estimate | NotEnough:
    """Mean days spent waiting within `horizon` days; with `cause`, mean days of the horizon lost to that way out.

    `width` as in `at`: exits then count at the middle of their bucket, which else understates by half a bucket.
    Refuses when the oldest case has not been followed that long, or a few speak for many as in `at`. Normal interval.
    Raises UnknownName for a way out that is not there, StatisticsError for a horizon not above zero.
    Source: Andersen, Hansen & Klein 2004, Lifetime Data Analysis 10; R survival survmean (rmean).
    """
    positive("horizon", horizon), number("width", width, least=0.0)
    if horizon > curve.age[-1] and curve.survival[-1] > 1e-12:
        return NotEnough(f"cases followed for {horizon:g} days", f"the oldest followed for {curve.age[-1]:g} days")
    thin = _thin(curve, int(np.searchsorted(curve.age, horizon, side="left")) - 1)
    if thin is not None:
        return _few(curve, thin)
    total = np.minimum(sum(curve.hazard.values(), np.zeros_like(curve.age)), 1.0)
    own = total if cause is None else _hazard(curve, cause)
    before = np.concatenate(([1.0], curve.survival[:-1]))
    weight = np.maximum(horizon - curve.age - width / 2, 0.0)
    lost = float((before * own * weight).sum())
    safe = np.where(curve.at_risk > 0, curve.at_risk, 1.0)
    se = math.sqrt(float(spread(before, total, safe, own, weight)[-1]))
    value = horizon - lost if cause is None else lost
    half = float(-ndtri((1 - curve.level) / 2)) * se
    ends = (max(value - half, 0.0), min(value + half, horizon))
    return Estimate(value, Interval(*ends, curve.level, "restricted mean"), curve.n)


def _of(curve: Incidence, cause: str) -> tuple[Floats, Floats]:
    if cause == "any":
        return 1 - curve.survival, curve.survival_se
    if cause not in curve.cumulative:
        raise unknown("way out", cause, [*curve.cumulative, "any"])
    return curve.cumulative[cause], curve.se[cause]


def _hazard(curve: Incidence, cause: str) -> Floats:
    if cause not in curve.hazard:
        raise unknown("way out", cause, curve.hazard)
    return curve.hazard[cause]


def _thin(curve: Incidence, upto: int) -> int | None:
    """The first place up to `upto` where fewer than five, all leaving, or nobody at all, stand for many more."""
    here, after = curve.at_risk[: upto + 1], curve.survival[: upto + 1]
    before = np.concatenate(([1.0], after[:-1]))[: len(here)]
    for_others = (before > FEW_LEFT) & (before * curve.n >= FEWEST)
    places = np.flatnonzero((here < FEWEST) & (before > 1e-12) & ((here == 0) | ((after <= 1e-12) & for_others)))
    return int(places[0]) if len(places) else None


def _few(curve: Incidence, place: int) -> NotEnough:
    return NotEnough(
        f"{FEWEST} cases under observation at {curve.age[place]:g} days", f"{curve.at_risk[place]:g}, others unknown"
    )


def _widened(curve: Incidence, low: Floats, high: Floats) -> tuple[Floats, Floats]:
    """Bounds that from a thin place on leave open what became of all who waited there."""
    thin = _thin(curve, len(curve.age) - 1)
    if thin is None:
        return low, high
    floor, ceiling, waiting = (low[thin - 1], high[thin - 1], curve.survival[thin - 1]) if thin else (0.0, 1.0, 0.0)
    rest = np.arange(len(low)) >= thin
    return np.where(rest, np.minimum(low, floor), low), np.where(
        rest, np.maximum(high, min(ceiling + waiting, 1.0)), high
    )


def _all_of(curve: Incidence, tail: float) -> float:
    """Lower bound where everybody has left: no more is known than the last ones under observation tell."""
    last = int(np.argmax(curve.survival <= 1e-12))
    waiting = float(curve.survival[last - 1]) if last else 1.0
    step = 1 - waiting * float(-np.expm1(np.log(tail) / max(float(curve.at_risk[last]), 1.0)))
    return float(min(step, tail ** (1 / max(curve.n, 1))))


def _none_of(n: float, level: float) -> float:
    return float(-np.expm1(np.log((1 - level) / 2) / max(float(n), 1.0)))
