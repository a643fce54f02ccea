"""Overlap: the moments at which it is sometimes done and sometimes not; only there can anything be compared."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike

from pyrometer.errors import StatisticsError
from pyrometer.model.interval import NotEnough
from pyrometer.statistics._checked import Floats, reals
from pyrometer.statistics.effects.aipw import DoublyRobust, aipw
from pyrometer.statistics.effects.trials import Trials, part

EVENTS, EXPOSED_EVENTS = 50, 10  # fewer cannot carry the models
ALWAYS = 0.98  # a propensity above it: nearly always done, with nothing to compare


def in_overlap(e: ArrayLike) -> np.ndarray:
    """Which of the propensities `e` (trials,) lie where an effect can be told best: a mask (trials,).

    Those nearest 0 and 1 are set aside as long as that makes the average effect over the others more precise; the
    answer is then about the others. None are where all are well inside.
    Raises StatisticsError for propensities not between 0 and 1.
    Source: Crump, Hotz, Imbens & Mitnik 2009, Biometrika 96, section 4 (the set that minimises their eq. 3).
    """
    share: Floats = reals("e", e)
    if len(share) == 0 or not ((share > 0) & (share < 1)).all():
        raise StatisticsError("'e' needs a propensity between 0 and 1 for every trial.")
    cost = 1 / (share * (1 - share))  # what a trial adds to the variance
    in_turn = np.sort(cost)
    variance = np.cumsum(in_turn) / np.arange(1, len(in_turn) + 1) ** 2.0  # of the effect over the cheapest k
    return np.asarray(cost <= in_turn[int(np.argmin(variance))])


@dataclass(frozen=True, slots=True)
class Compared:
    """The trials `kept` (a mask over all) in the overlap, the estimate over them, and how much lies outside it.

    `always`: share of the trials with the activity, before any was set aside, in which it is nearly always done.
    """

    trials: Trials
    found: DoublyRobust
    kept: np.ndarray
    always: float


def compared(trials: Trials, *, trim: bool = True) -> Compared | NotEnough:
    """The effect over the trials in the overlap (see `in_overlap`), or with trim=False over all of them.

    Refuses fewer than 50 actions or 10 with the activity, an activity that is always or never done, and one for which
    weighting gives a share that cannot be. Raises StatisticsError for nothing of its own: trials are checked when made.
    Source: Crump, Hotz, Imbens & Mitnik 2009, Biometrika 96; the shares as `aipw`.
    """
    found = _too_few(trials) or _within(aipw(trials))
    if isinstance(found, NotEnough):
        return found
    always = float((found.e[trials.a == 1] > ALWAYS).mean())
    kept = in_overlap(found.e) if trim else np.ones(len(trials.a), dtype=bool)
    if kept.all():
        return Compared(trials, found, kept, always)
    inside = part(trials, kept)
    again = _too_few(inside) or _within(aipw(inside))
    return again if isinstance(again, NotEnough) else Compared(inside, again, kept, always)


def _within(found: DoublyRobust | NotEnough) -> DoublyRobust | NotEnough:
    """The estimate, unless weighting throws one of its shares out of what a share can be."""
    if isinstance(found, NotEnough) or (0 <= found.treated <= 1 and 0 <= found.untreated <= 1):
        return found
    has = f"shares of {found.treated:.2f} with it and {found.untreated:.2f} without"
    return NotEnough("trials enough for weighting to leave shares between 0 and 1", has)


def _too_few(trials: Trials) -> NotEnough | None:
    seen = trials.weight > 0
    events, exposed = float(trials.y[seen].sum()), float((trials.y * trials.a)[seen].sum())
    if events >= EVENTS and exposed >= EXPOSED_EVENTS:
        return None
    return NotEnough(
        f"{EVENTS} next actions, {EXPOSED_EVENTS} of them after the activity", f"{events:g} and {exposed:g}"
    )
