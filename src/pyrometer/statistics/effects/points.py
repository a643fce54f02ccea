"""One decision, one outcome: weighting and standardising two groups that were not alike to begin with."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike
from scipy.special import expit, ndtri

from pyrometer.errors import StatisticsError
from pyrometer.model.interval import Estimate, Interval, NotEnough
from pyrometer.statistics._checked import Floats, counts, reals, same_length, share, zero_or_one
from pyrometer.statistics.effects.diagnostics import effective_size
from pyrometer.statistics.logistic import logistic
from pyrometer.statistics.survival.hazard import case_periods


@dataclass(frozen=True, slots=True)
class Weights:
    """Propensities `e` and inverse probability weights of each case (cases,), with what they leave of each arm."""

    e: Floats
    plain: Floats
    stabilised: Floats
    effective_treated: float
    effective_untreated: float


@dataclass(frozen=True, slots=True)
class HazardCurves:
    """Share still open at the end of each period (periods,), had all been `treated` or all `untreated`."""

    treated: Floats
    untreated: Floats
    n_case_periods: int


def inverse_probability(x: ArrayLike, a: ArrayLike) -> Weights | NotEnough:
    """Weights that make the arms alike in `x` (cases, columns with a constant), `a` (cases,) 0/1.

    Refuses arms that are empty. Raises StatisticsError for wrong shapes or missing values.
    Source: Hernan & Robins 2020, Causal Inference: What If, programs 12.2 and 12.3.
    """
    arm = reals("a", a)
    fit = logistic(x, arm)
    if isinstance(fit, NotEnough):
        return fit
    e, base = fit.p, float(arm.mean())
    plain = np.where(arm == 1, 1 / e, 1 / (1 - e))
    stabilised = plain * np.where(arm == 1, base, 1 - base)
    return Weights(e, plain, stabilised, effective_size(plain[arm == 1]), effective_size(plain[arm == 0]))


def weighted_difference(
    y: ArrayLike, a: ArrayLike, weights: ArrayLike, *, cluster: ArrayLike | None = None, level: float = 0.95
) -> tuple[Estimate, float]:
    """Difference of weighted means of `y` between a = 1 and a = 0, and its robust error (weights taken as known).

    All (cases,). Errors go together by `cluster` if given. Raises StatisticsError for wrong lengths, an empty arm.
    Source: Hernan & Robins 2020, program 12.2; Liang & Zeger 1986 (sandwich).
    """
    values, arm, w = reals("y", y), reals("a", a), counts("weights", weights)
    same_length(y=values, a=arm, weights=w)
    if w[arm == 1].sum() == 0 or w[arm == 0].sum() == 0:
        raise StatisticsError("Both arms need some cases with weight.")
    x = np.column_stack([np.ones(len(arm)), arm])
    bread = np.linalg.inv((x.T * w) @ x)
    coef = bread @ (x.T @ (w * values))
    scores = x * (w * (values - x @ coef))[:, None]
    if cluster is not None:
        place = np.unique(np.asarray(cluster), return_inverse=True)[1]
        same_length(y=values, cluster=place)
        summed = np.zeros((int(place.max()) + 1, 2))
        np.add.at(summed, place, scores)
        scores = summed
    se = float(np.sqrt((bread @ (scores.T @ scores) @ bread)[1, 1]))
    half = float(-ndtri((1 - share("level", level)) / 2)) * se
    value = float(coef[1])
    return Estimate(value, Interval(value - half, value + half, level, "inverse probability, robust"), len(values)), se


def standardised_means(y: ArrayLike, x: ArrayLike, treated: ArrayLike, untreated: ArrayLike) -> tuple[float, float]:
    """Mean outcome had all been treated, and had none: least squares of `y` on `x`, then the means of its predictions.

    `x` (cases, columns) design of the cases whose outcome is known; `treated`, `untreated` (population, columns) the
    same design with the activity set for everybody the answer is about.
    Raises StatisticsError for wrong shapes or missing values. Source: Hernan & Robins 2020, program 13.3.
    """
    values, design = reals("y", y), reals("x", x, ndim=2)
    one, zero = reals("treated", treated, ndim=2), reals("untreated", untreated, ndim=2)
    same_length(y=values, x=design)
    if not len(one) or not len(zero):
        raise StatisticsError("'treated' and 'untreated' need some cases.")
    if not design.shape[1] == one.shape[1] == zero.shape[1]:
        raise StatisticsError("'x', 'treated' and 'untreated' must have the same columns.")
    coef = np.linalg.lstsq(design, values, rcond=None)[0]
    return float((one @ coef).mean()), float((zero @ coef).mean())


def hazard_curves(
    period: ArrayLike, event: ArrayLike, a: ArrayLike, *, weights: ArrayLike | None = None
) -> HazardCurves | NotEnough:
    """Share still open by period in each arm, by a pooled logistic hazard: quadratic in the period, crossed with `a`.

    `period` (cases,) the last period (1, 2, ...) seen, `event` 0/1 whether the case left in it, `weights` (cases,)
    inverse probability weights for an adjusted comparison. Refuses when nobody leaves.
    Raises StatisticsError for wrong lengths. Source: Hernan & Robins 2020, programs 17.2 to 17.4.
    """
    arm = reals("a", a)
    zero_or_one("a", arm)
    w = np.ones(len(arm)) if weights is None else counts("weights", weights)
    case, within, left = case_periods(period, event)
    same_length(period=reals("period", period), a=arm, weights=w)
    t = (within - 1).astype(float)
    x = _quadratic(t, arm[case])
    fit = logistic(x, left, weights=w[case])
    if isinstance(fit, NotEnough):
        return fit
    grid = np.arange(int(within.max()), dtype=float)
    curves = [np.cumprod(1 - expit(_quadratic(grid, np.full(len(grid), v)) @ fit.coef)) for v in (1.0, 0.0)]
    return HazardCurves(curves[0], curves[1], len(case))


def _quadratic(t: Floats, a: Floats) -> Floats:
    scaled = t / 100  # keeps the columns of like size; the fit is the same
    return np.column_stack([np.ones(len(t)), a, scaled, scaled**2, a * scaled, a * scaled**2])
