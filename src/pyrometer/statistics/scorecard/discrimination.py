"""Discrimination: does a score tell those who will act from those who will not, and by how much."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike
from scipy.special import ndtr, ndtri

from pyrometer.errors import StatisticsError
from pyrometer.model.interval import Estimate, Interval, NotEnough
from pyrometer.statistics._checked import Floats, reals, same_length, share


@dataclass(frozen=True, slots=True)
class Gain:
    """How much more one score discriminates than another on the same cases: difference of AUC, interval, p."""

    difference: Estimate
    p: float


def auc(score: ArrayLike, y: ArrayLike, *, level: float = 0.95) -> Estimate | NotEnough:
    """Chance that a case that did (y = 1) has a higher score than one that did not, ties half; with DeLong's error.

    `score` (cases,) real, `y` (cases,) 0/1. Normal interval cut to 0 to 1. Refuses without two of each kind.
    Raises StatisticsError for wrong lengths, missing values, y other than 0 and 1.
    Source: DeLong, DeLong & Clarke-Pearson 1988, Biometrics 44, eq. 3; fast ranks Sun & Xu 2014.
    """
    s, did = checked(score, y)
    parts = _components(s, did)
    if isinstance(parts, NotEnough):
        return parts
    yes, no = parts
    value = float(yes.mean())
    se = float(np.sqrt(yes.var(ddof=1) / len(yes) + no.var(ddof=1) / len(no)))
    half = float(-ndtri((1 - share("level", level)) / 2)) * se
    ends = Interval(max(value - half, 0.0), min(value + half, 1.0), level, "DeLong")
    return Estimate(value, ends, len(s))


def auc_error(score: ArrayLike, y: ArrayLike) -> float | NotEnough:
    """DeLong's standard error of the AUC. As `auc`.

    Source: DeLong, DeLong & Clarke-Pearson 1988, Biometrics 44.
    """
    parts = _components(*checked(score, y))
    if isinstance(parts, NotEnough):
        return parts
    yes, no = parts
    return float(np.sqrt(yes.var(ddof=1) / len(yes) + no.var(ddof=1) / len(no)))


def auc_gain(score: ArrayLike, other: ArrayLike, y: ArrayLike, *, level: float = 0.95) -> Gain | NotEnough:
    """AUC of `score` less AUC of `other` on the same cases, their correlation taken into account. As `auc`.

    Source: DeLong, DeLong & Clarke-Pearson 1988, section 3.
    """
    s, did = checked(score, y)
    t, _ = checked(other, y)
    mine, theirs = _components(s, did), _components(t, did)
    if isinstance(mine, NotEnough) or isinstance(theirs, NotEnough):
        return NotEnough("two cases that did and two that did not", f"{int(did.sum())} and {int((1 - did).sum())}")
    yes, no = mine[0] - theirs[0], mine[1] - theirs[1]
    value = float(yes.mean())
    se = float(np.sqrt(yes.var(ddof=1) / len(yes) + no.var(ddof=1) / len(no)))
    half = float(-ndtri((1 - share("level", level)) / 2)) * se
    p = float(2 * ndtr(-abs(value) / se)) if se > 0 else 1.0
    return Gain(Estimate(value, Interval(value - half, value + half, level, "DeLong, paired"), len(s)), p)


def kolmogorov_smirnov(score: ArrayLike, y: ArrayLike) -> float | NotEnough:
    """Greatest gap between the scores' distributions of those who did and did not, 0 to 1. As `auc`.

    Source: Thomas, Edelman & Crook 2002, Credit Scoring and its Applications, section 7.3.
    """
    s, did = checked(score, y)
    if did.sum() in (0, len(did)):
        return NotEnough("cases that did and cases that did not", "one kind only")
    grid = np.unique(s)
    yes, no = np.sort(s[did == 1]), np.sort(s[did == 0])
    gap = np.searchsorted(yes, grid, side="right") / len(yes) - np.searchsorted(no, grid, side="right") / len(no)
    return float(np.abs(gap).max())


def lift(score: ArrayLike, y: ArrayLike, *, top: float = 0.1, level: float = 0.95) -> Estimate | NotEnough:
    """How many times the base rate the `top` share of scores does, with a log interval. Ties at the edge all count.

    Refuses when nobody did, or nobody in the top. Raises StatisticsError as `auc` and for top outside 0 to 1.
    Source: Katz et al. 1978, Biometrics 34 (ratio of shares); the top taken as part of the whole.
    """
    s, did = checked(score, y)
    edge = np.quantile(s, 1 - share("top", top), method="higher")
    best = s >= edge
    k, n, base = float(did[best].sum()), float(best.sum()), float(did.mean())
    if k == 0 or base == 0:
        return NotEnough("cases in the top that did", "none")
    value = k / n / base
    spread = np.sqrt(max((1 - k / n) / k * (1 - n / len(s)), 0.0) + 1e-300)
    factor = float(np.exp(float(-ndtri((1 - share("level", level)) / 2)) * spread))
    return Estimate(value, Interval(value / factor, value * factor, level, "log"), len(s))


def checked(score: ArrayLike, y: ArrayLike) -> tuple[Floats, Floats]:
    """Scores and 0/1 outcomes, checked."""
    s, did = reals("score", score), reals("y", y)
    same_length(score=s, y=did)
    if not np.isin(did, (0, 1)).all():
        raise StatisticsError("'y' must be 0 or 1.")
    return s, did


def _components(s: Floats, did: Floats) -> tuple[Floats, Floats] | NotEnough:
    """For each case of a kind, the share of the other kind it is rightly above or below."""
    yes, no = s[did == 1], s[did == 0]
    if len(yes) < 2 or len(no) < 2:
        return NotEnough("two cases that did and two that did not", f"{len(yes)} and {len(no)}")
    ordered_no, ordered_yes = np.sort(no), np.sort(yes)
    below = (np.searchsorted(ordered_no, yes, "left") + np.searchsorted(ordered_no, yes, "right")) / 2
    above = len(yes) - (np.searchsorted(ordered_yes, no, "left") + np.searchsorted(ordered_yes, no, "right")) / 2
    return below / len(no), above / len(yes)
