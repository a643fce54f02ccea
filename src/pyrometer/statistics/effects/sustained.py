"""Sustained strategies: what if the activity were done in every period, against in none - where anyone did so."""

from dataclasses import dataclass

import numpy as np
from scipy.special import expit

from pyrometer.model.interval import NotEnough
from pyrometer.statistics._checked import Ints
from pyrometer.statistics.effects.panel import Panel, Rows, rows
from pyrometer.statistics.logistic import logistic

FEWEST = 20  # cases still following a strategy; below it a handful speaks for all


@dataclass(frozen=True, slots=True)
class Sustained:
    """Share that acts within `horizon` periods if the activity is done `always` and if `never`, by the g-formula.

    `following`: strategy -> cases at risk that still follow it, by period. `max_weight`: greatest inverse probability
    weight such a comparison would need.
    """

    always: float
    never: float
    difference: float
    horizon: int
    following: dict[str, Ints]
    max_weight: float


def following(panel: Panel, done: int, *, horizon: int) -> Ints:
    """Cases at risk at each period 0 .. horizon - 1 that had the activity (done = 1) or not (0) in all periods so far.

    Raises StatisticsError as `rows`. Source: Hernan & Robins 2020, ch. 21 (sustained strategies).
    """
    return _following(rows(panel), done, horizon)


def sustained(panel: Panel, *, horizon: int) -> Sustained | NotEnough:
    """'Every period' against 'never' over `horizon` periods from period 0, by iterated conditional expectations.

    Backwards from the last period: model the expected outcome on confounders and activity among those at risk, set the
    activity to the strategy, and carry the expectation back. Cases lost from sight leave the fits.
    Refuses when fewer than 20 cases at risk still follow either strategy in some period; the message tells how far it
    could go. Raises StatisticsError as `rows`. Needs period 0 to be every case's first.
    Source: Bang & Robins 2005, Biometrics 61; Hernan & Robins 2020, ch. 21.
    """
    checked = rows(panel)
    told = {"always": _following(checked, 1, horizon), "never": _following(checked, 0, horizon)}
    least = np.minimum(told["always"], told["never"])
    if (least < FEWEST).any():
        far = int(np.argmax(least < FEWEST))
        who = "always" if told["always"][far] < told["never"][far] else "never"
        has = f"{int(least[far])} that follow '{who}' in period {far}; up to {far} periods can be told"
        return NotEnough(f"{FEWEST} cases at risk that follow each strategy throughout", has)
    always, never = (_iterated(checked, done, horizon) for done in (1.0, 0.0))
    return Sustained(always, never, always - never, horizon, told, _weight(checked, horizon))


def _following(checked: Rows, done: int, horizon: int) -> Ints:
    kept = _so_far(checked, float(done))
    return np.array([int((kept & (checked.period == t)).sum()) for t in range(horizon)], dtype=np.int64)


def _so_far(checked: Rows, done: float) -> np.ndarray:
    """Whether a case has followed the strategy in all its periods up to and with this one."""
    kept: np.ndarray = np.asarray(checked.exposure == done)
    same = np.append(False, checked.case[1:] == checked.case[:-1])
    for i in np.flatnonzero(same):
        kept[i] = kept[i] and kept[i - 1]
    return kept


def _iterated(checked: Rows, done: float, horizon: int) -> float:
    ahead = np.full(len(checked.case), np.nan)  # expected outcome from the next period on, by row
    for t in range(horizon - 1, -1, -1):
        here = np.flatnonzero(checked.period == t)
        outcome = checked.outcome[here].copy()
        alive = (checked.outcome[here] + checked.competing[here]) == 0
        if t < horizon - 1:
            outcome[alive] = ahead[here[alive]]
        known = ~np.isnan(outcome)
        x = np.column_stack([np.ones(len(here)), checked.x[here], checked.exposure[here]])
        fit = logistic(x[known], outcome[known], ridge=0.01)
        x[:, -1] = done
        level = float(outcome[known].mean()) if isinstance(fit, NotEnough) else 0.0
        expected = np.full(len(here), level) if isinstance(fit, NotEnough) else np.asarray(expit(x @ fit.coef))
        if t == 0:
            return float(expected.mean())
        before = here - 1
        linked = (before >= 0) & (checked.case[before] == checked.case[here])
        ahead[before[linked]] = expected[linked]
    return float("nan")


def _weight(checked: Rows, horizon: int) -> float:
    """The greatest weight inverse probability weighting of 'always' would give a case."""
    x = np.column_stack([np.ones(len(checked.case)), checked.period, checked.x])
    fit = logistic(x, checked.exposure, ridge=0.01)
    if isinstance(fit, NotEnough):
        return float("inf")
    log = -np.log(np.clip(fit.p, 1e-9, 1))
    total = np.asarray(np.bincount(checked.case, weights=log * (checked.period < horizon)), dtype=float)
    kept = _so_far(checked, 1.0) & (checked.period == horizon - 1)
    return float(np.exp(total[checked.case[kept]].max())) if kept.any() else float("inf")
