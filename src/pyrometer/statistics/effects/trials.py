"""Nested trials: at each period, cases still open that get the activity against those that do not."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike

from pyrometer.errors import StatisticsError
from pyrometer.model.interval import NotEnough
from pyrometer.statistics._checked import Floats, Ints, counts, reals, same_length
from pyrometer.statistics.effects.panel import Rows
from pyrometer.statistics.logistic import logistic


@dataclass(frozen=True, slots=True)
class Trials:
    """The rows that start a trial: design `x` (constant, periods, confounders), `a`, outcome `y` within the horizon.

    `weight`: inverse probability of having been followed so far, 0 for those who were not. All (trials,).
    """

    x: Floats
    names: tuple[str, ...]
    a: Floats
    y: Floats
    weight: Floats
    cluster: Ints
    row: Ints


def started(
    a: ArrayLike,
    y: ArrayLike,
    confounders: Mapping[str, ArrayLike],
    *,
    cluster: ArrayLike | None = None,
    weight: ArrayLike | None = None,
) -> Trials:
    """Trials whose start, activity and outcome are already told, one row each; all arrays (trials,).

    `a` 0/1: was it done at the start; `y` 0/1: the outcome within the horizon; `confounders`: name -> numbers known
    before the start; `cluster`: what goes together (default: nothing); `weight`: inverse probability of having been
    followed (default 1; 0: not followed). Raises StatisticsError for wrong lengths, missing values, other than 0 and 1.
    Source: Hernan & Robins 2016, Am. J. Epidemiol. 183 (target trials).
    """
    arm, outcome = reals("a", a), reals("y", y)
    x = {name: reals(name, values) for name, values in confounders.items()}
    w = np.ones(len(arm)) if weight is None else counts("weight", weight)
    together = np.arange(len(arm)) if cluster is None else np.unique(np.asarray(cluster), return_inverse=True)[1]
    same_length(a=arm, y=outcome, weight=w, cluster=together, **x)
    if not np.isin(arm, (0, 1)).all() or not np.isin(outcome, (0, 1)).all():
        raise StatisticsError("'a' and 'y' must be 0 or 1 in every trial.")
    matrix = np.column_stack([np.ones(len(arm)), *map(_scaled, x.values())])
    return Trials(matrix, ("constant", *x), arm, outcome, w, together.astype(np.int64), np.arange(len(arm)))


def part(trials: Trials, kept: np.ndarray) -> Trials:
    """The trials for which `kept` (trials,) is true."""
    t = trials
    return Trials(t.x[kept], t.names, t.a[kept], t.y[kept], t.weight[kept], t.cluster[kept], t.row[kept])


def nested_trials(checked: Rows, *, horizon: int, periods: Sequence[int] | None = None) -> Trials:
    """Trials starting in `periods` (default: all from which `horizon` periods were on record).

    Cases that end otherwise count as no. Cases lost from sight before the horizon or the action have weight 0, and
    those who were followed stand for them: inverse probability by a pooled logistic model on period, activity and
    confounders. Raises StatisticsError for a horizon below 1 or no period with enough record after it.
    Source: Hernan, Brumback & Robins 2008, Epidemiology 19; Danaei et al. 2013, Stat. Meth. Med. Res. 22.
    """
    if horizon < 1:
        raise StatisticsError(f"'horizon' is a number of periods from 1 on, not {horizon}.")
    last = int(checked.period.max())
    chosen = np.arange(last - horizon + 2) if periods is None else np.asarray(sorted(periods), dtype=np.int64)
    if len(chosen) == 0 or chosen.max() + horizon - 1 > last:
        raise StatisticsError(f"The panel ends at period {last}; no trial of {horizon} periods can start so late.")
    row = np.flatnonzero(np.isin(checked.period, chosen))
    reached, acted, stayed = _follow(checked, row, horizon)
    design, names = _design(checked, row)
    weight = np.where(reached, 1 / stayed, 0.0)
    return Trials(design, names, checked.exposure[row], acted, weight, checked.cluster[row], row)


def _follow(checked: Rows, row: Ints, horizon: int) -> tuple[np.ndarray, Floats, Floats]:
    """For each start: whether its fate within the horizon is known, whether it acted, chance of staying in sight."""
    stay = _staying(checked)
    n = len(checked.case)
    acted, ended = np.zeros(len(row)), np.zeros(len(row), dtype=bool)
    seen, chance = np.ones(len(row), dtype=bool), np.ones(len(row))
    for step in range(horizon):
        here = np.minimum(row + step, n - 1)
        present = (row + step < n) & (checked.case[here] == checked.case[row])
        seen &= present | ended
        open_ = present & ~ended
        acted[open_] = np.maximum(acted[open_], checked.outcome[here[open_]])
        ended |= open_ & ((checked.outcome[here] + checked.competing[here]) > 0)
        if step < horizon - 1:
            chance[open_ & ~ended] *= stay[here[open_ & ~ended]]
    return seen, acted, chance


def _staying(checked: Rows) -> Floats:
    """Chance that a case still open after its period stays in sight."""
    open_ = (checked.outcome + checked.competing) == 0
    last = checked.period == checked.period.max()
    fitted = open_ & ~last
    if checked.censored[fitted].sum() == 0:
        return np.ones(len(checked.case))
    design, _ = _design(checked, np.arange(len(checked.case)))
    x = np.column_stack([design, checked.exposure])
    fit = logistic(x[fitted], checked.censored[fitted], ridge=1e-3)
    if isinstance(fit, NotEnough):
        return np.ones(len(checked.case))
    return np.asarray(np.maximum(1 - 1 / (1 + np.exp(-(x @ fit.coef))), 0.01))


def _design(checked: Rows, row: Ints) -> tuple[Floats, tuple[str, ...]]:
    """Constant, a step for each period but the first, and the confounders, scaled to unit spread."""
    levels = np.unique(checked.period[row])
    steps = (checked.period[row][:, None] == levels[1:]).astype(float)
    scaled = [_scaled(checked.x[row, i]) for i in range(checked.x.shape[1])]
    names = ("constant", *(f"period {level}" for level in levels[1:]), *checked.names)
    return np.column_stack([np.ones(len(row)), steps, *scaled]), names


def _scaled(x: Floats) -> Floats:
    """To mean 0 and unit spread, if there is any."""
    spread = float(x.std()) if len(x) else 0.0
    return np.asarray((x - x.mean()) / spread if spread > 0 else np.zeros(len(x)))
