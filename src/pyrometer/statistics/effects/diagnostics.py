"""Diagnostics: can the two groups be compared at all, and what would it take to explain the difference away."""

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike
from scipy.special import chdtrc, ndtri

from pyrometer.errors import StatisticsError
from pyrometer.model.interval import NotEnough
from pyrometer.statistics._checked import Floats, counts, reals, same_length, zero_or_one
from pyrometer.statistics.effects.trials import Trials
from pyrometer.statistics.logistic import clustered_cov, logistic

CLEAR, CHANCE = 4.0, 0.01  # a placebo beyond the first is never chance; of clean batteries so many are suspected
FAR = float(ndtri(0.975))  # standard errors to the end of a 95% interval


@dataclass(frozen=True, slots=True)
class Diagnostics:
    """`n` trials, outcome `events`, `exposed_events` of them with the activity, and what weighting does to them.

    `effective_share`: of the sample left after it; `extreme_share`: of propensities outside .02 to .98;
    `worst_balance`: greatest standardised difference left, of the confounder `least_balanced`.
    """

    n: int
    events: int
    exposed_events: int
    effective_share: float
    extreme_share: float
    worst_balance: float
    least_balanced: str


@dataclass(frozen=True, slots=True)
class Placebo:
    """`z`: how clearly the activity goes with it; `leaves`: the greatest odds ratio (of a spread of it) left possible.

    `leaves` is at least 1, whichever way it goes: the far end of the 95% interval.
    """

    z: float
    leaves: float


def diagnose(trials: Trials, e: Floats) -> Diagnostics:
    """Overlap and balance of trials with propensities `e` (trials,), strictly between 0 and 1.

    Raises StatisticsError for an empty arm. Source: Austin & Stuart 2015, Statistics in Medicine 34.
    """
    w = np.where(trials.a == 1, 1 / e, 1 / (1 - e))
    seen = trials.weight > 0
    balance = {name: 0.0 for name in trials.names[1:]} or {"none": 0.0}
    for i, name in enumerate(trials.names[1:], start=1):
        balance[name] = abs(standardised_difference(trials.x[:, i], trials.a, weights=w))
    worst = max(balance, key=lambda name: balance[name])
    events = trials.y[seen].sum()
    arms = [effective_size(w[trials.a == arm]) for arm in (0, 1)]
    return Diagnostics(
        n=len(trials.a),
        events=int(events),
        exposed_events=int((trials.y * trials.a)[seen].sum()),
        effective_share=float(sum(arms) / len(trials.a)),
        extreme_share=float(((e < 0.02) | (e > 0.98)).mean()),
        worst_balance=balance[worst],
        least_balanced=worst,
    )


def effective_size(weights: ArrayLike) -> float:
    """How many equally weighted cases the weighted ones are worth; 0 where none has weight.

    Raises StatisticsError for missing or negative weights. Source: Kish 1965, section 11.7.
    """
    w = counts("weights", weights)
    return float(w.sum() ** 2 / (w**2).sum()) if (w > 0).any() else 0.0


def standardised_difference(x: ArrayLike, a: ArrayLike, *, weights: ArrayLike | None = None) -> float:
    """Difference of the means of `x` between a = 1 and a = 0 over their pooled (unweighted) standard deviation.

    All (cases,). 0 when `x` does not vary. Raises StatisticsError for wrong lengths or an empty arm.
    Source: Austin 2011, Multivariate Behavioral Research 46, p. 412.
    """
    values, arm = reals("x", x), reals("a", a)
    w = np.ones(len(values)) if weights is None else counts("weights", weights)
    same_length(x=values, a=arm, weights=w)
    zero_or_one("a", arm)
    one, zero = arm == 1, arm == 0
    if w[one].sum() == 0 or w[zero].sum() == 0:
        raise StatisticsError("Both arms need some cases with weight.")
    pooled = np.sqrt((values[one].var(ddof=1) + values[zero].var(ddof=1)) / 2) if min(one.sum(), zero.sum()) > 1 else 0
    gap = np.average(values[one], weights=w[one]) - np.average(values[zero], weights=w[zero])
    return float(gap / pooled) if pooled > 0 else 0.0


def placebo(trials: Trials, placebos: Mapping[str, ArrayLike]) -> dict[str, Placebo]:
    """Each placebo: does the activity go with something it cannot have caused, given all confounders.

    `placebos`: name -> (trials,): the customer's past action, another activity before, the activity's own past.
    Logistic model of the activity, errors clustered. NaN rows are left out, and so are
    placebos that do not vary, or that the confounders tell already.
    Raises StatisticsError for wrong lengths. Source: Lipsitch et al. 2010, Epidemiology 21 (negative controls).
    """
    found = {}
    for name, values in placebos.items():
        column = reals(name, values, missing=True)
        same_length(**{name: column, "trials": trials.a})
        known = ~np.isnan(column)
        if not known.any() or np.ptp(column[known]) == 0:
            continue
        told = (column[known] - column[known].mean()) / column[known].std()
        if _is_told_by(told, trials.x[known]):
            continue
        x = np.column_stack([trials.x[known], told])
        fit = logistic(x, trials.a[known], ridge=1e-6)
        if isinstance(fit, NotEnough):
            continue
        cov = clustered_cov(fit, x, trials.a[known], trials.cluster[known])
        se = float(np.sqrt(cov[-1, -1]))
        far = abs(float(fit.coef[-1])) + FAR * se
        found[name] = Placebo(float(fit.coef[-1]) / se, float(np.exp(min(far, 50.0))))
    return found


def placebo_limit(n: int) -> float:
    """|z| beyond which one of `n` placebos goes with the activity: 1% in all where none does, and at most 4.

    Four alone would let pass what two weaker placebos show together in a small plant. Raises nothing: none counts as 1.
    Source: Bonferroni's inequality, as in Miller 1981, section 1.4.
    """
    return min(CLEAR, float(ndtri(1 - CHANCE / (2 * max(n, 1)))))


def _is_told_by(column: Floats, x: Floats) -> bool:
    """Whether the columns of x give the column but for a thousandth of its spread."""
    coef = np.linalg.lstsq(x, column, rcond=None)[0]
    return float((column - x @ coef).std()) < 1e-3


def by_lot(trials: Trials) -> float:
    """p-value that a lot decided: does anything known beforehand foretell who got it (Wald test, errors clustered).

    1 where nothing is known. Raises nothing of its own: trials are checked when they are made.
    Source: Hansen & Bowers 2008, Statistical Science 23 (balance judged at once).
    """
    if trials.x.shape[1] < 2:
        return 1.0
    fit = logistic(trials.x, trials.a, ridge=1e-6)
    if isinstance(fit, NotEnough):
        return 1.0
    cov = clustered_cov(fit, trials.x, trials.a, trials.cluster)[1:, 1:]
    wald = float(fit.coef[1:] @ np.linalg.pinv(cov, hermitian=True) @ fit.coef[1:])
    return float(chdtrc(np.linalg.matrix_rank(cov, hermitian=True), wald))


def e_value(ratio: float) -> float:
    """How strongly (as a risk ratio) a hidden cause must drive both activity and outcome to explain a risk ratio away.

    1: nothing is needed. Raises StatisticsError for a ratio not above zero.
    Source: VanderWeele & Ding 2017, Annals of Internal Medicine 167, p. 269.
    """
    if not ratio > 0:
        raise StatisticsError(f"A risk ratio is above zero; this is {ratio:g}.")
    r = max(ratio, 1 / ratio)
    return float(r + np.sqrt(r * (r - 1)))
