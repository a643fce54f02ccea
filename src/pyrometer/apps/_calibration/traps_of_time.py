"""Traps of time: open cases, lost ones nobody marked, stage means, snapshots, growth, young cohorts, immortal time."""

from collections.abc import Callable
from typing import Any

import numpy as np

Made = tuple[str, str, float, float, float, float, str]
Rng = np.random.Generator


def never_marked(rng: Rng, runs: int) -> Made:
    """T1: 20% order, losses are slow and 40% of them are never marked."""
    from pyrometer.statistics import survival

    n, until = 20_000, 900.0
    entered, wins = rng.uniform(0, until, n), rng.random(n) < 0.2
    marked = rng.random(n) < 0.6
    takes = np.where(wins, rng.gamma(2, 20, n), np.where(marked, rng.gamma(2, 60, n), np.inf))
    closed = entered + takes <= until
    naive = float((wins & closed).sum() / closed.sum())
    how = [None if not c else "won" if w else "lost" for c, w in zip(closed, wins, strict=True)]
    curve = survival.from_cases(np.ceil(np.minimum(takes, until - entered)), how)
    found: Any = survival.at(curve, "won", 365.0)
    return "Cumulative incidence", "slow losses, 40% never marked", naive, 0.2, float(found.value), 0.015, "%"


def stage_means(rng: Rng, runs: int) -> Made:
    """T2: slow deals die, stages resemble each other: the sum of stage means is not the time of those who order."""
    from pyrometer.statistics import survival

    n = 20_000
    slow = rng.gamma(0.7, 1 / 0.7, n)
    stages = rng.exponential(26, (n, 3)) * slow[:, None]
    alive = np.cumprod(rng.random((n, 3)) < np.exp(-0.5 * slow)[:, None], axis=1).astype(bool)
    begun = np.column_stack([np.ones(n, bool), alive[:, :-1]])
    naive = float(sum(stages[begun[:, i], i].mean() for i in range(3)))
    wins = alive[:, -1]
    truth = float(stages[wins].sum(1).mean())
    died = np.argmin(alive, axis=1)
    takes = np.where(wins, stages.sum(1), np.take_along_axis(np.cumsum(stages, 1), died[:, None], 1)[:, 0])
    curve = survival.from_cases(np.ceil(takes), ["won" if w else "lost" for w in wins])
    jumps = np.diff(curve.cumulative["won"], prepend=0.0)
    ours = float(((curve.age - 0.5) * jumps).sum() / jumps.sum())
    return "Time of the whole way", "slow deals die", naive, truth, ours, 1.0, "days"


def immortal(rng: Rng, runs: int) -> Made:
    """T3: meetings have no effect, but only deals that live long can have four."""
    n = 40_000
    wins = rng.random(n) < 0.5
    life = np.where(wins, rng.gamma(4, 22, n), rng.exponential(50, n))
    meetings = rng.poisson(life / 15)
    naive = float(wins[meetings >= 4].mean() - wins[meetings < 4].mean())
    open_ = life > 45
    early = rng.binomial(meetings, np.minimum(45 / life, 1.0))  # meetings fall evenly over a deal's life
    ours = float(wins[open_ & (early >= 4)].mean() - wins[open_ & (early < 4)].mean())
    return "Landmark at day 45", "meetings without any effect, 4 or more", naive, 0.0, ours, 0.05, "%"


def snapshot(rng: Rng, runs: int) -> Made:
    """T6: the open deals of a day are the long ones; all that ever began, open ones counted, are not."""
    from pyrometer.statistics import survival

    n, day = 40_000, 1500.0
    begins, life = rng.uniform(0, day, n), rng.gamma(0.8, 60.0, n)
    seen = np.minimum(life, day - begins) + 1e-9
    naive = float(life[begins + life > day].mean())
    curve = survival.from_cases(
        np.ceil(seen), ["over" if b + x <= day else None for b, x in zip(begins, life, strict=True)]
    )
    return (
        "Mean time, open ones counted",
        "lengths of the deals open on one day",
        naive,
        48.0,
        _mean(curve) - 0.5,
        1.5,
        "days",
    )


def _mean(curve: Any) -> float:
    """Area under the curve of those still there."""
    edges = np.concatenate(([0.0], curve.age))
    left = np.concatenate(([1.0], curve.survival[:-1]))
    return float((np.diff(edges) * left).sum())


def growing(rng: Rng, runs: int) -> Made:
    """T7: Little's law by the exits, while work in process grows by 5% a month."""
    from pyrometer.statistics import survival

    n, until, growth = 400_000, 1500.0, np.log(1.05) / 30.4
    begins = np.log1p(rng.random(n) * np.expm1(growth * until)) / growth
    life = rng.gamma(6, 10.0, n)
    over = begins + life <= until
    exits = (over & (begins + life > until - 30)).sum() / 30
    naive = float((~over).sum() / exits)
    seen = np.ceil(np.minimum(life, until - begins) + 1e-9)[:40_000]
    curve = survival.from_cases(seen, ["over" if o else None for o in over[:40_000]])
    ours = _mean(curve) - 0.5
    return "Mean time, open ones counted", "work in process grows 5% a month", naive, 60.0, ours, 1.0, "days"


def young_cohorts(rng: Rng, runs: int) -> Made:
    """T8: 25% order in the end, month after month; the youngest cohorts seem to fall."""
    from pyrometer.statistics import survival

    n, until = 12_000, 360.0
    entered, wins = rng.uniform(0, until, n), rng.random(n) < 0.25
    takes = np.where(wins, rng.gamma(2, 22, n), np.inf)
    won = entered + takes <= until
    young = entered > until - 60
    naive = float(won[young].mean())
    curve = survival.from_cases(np.ceil(np.minimum(takes, until - entered)), ["won" if w else None for w in won])
    found: Any = survival.at(curve, "won", 300.0)
    return "Cumulative incidence", "constant 25%, cohorts of the last two months", naive, 0.25, found.value, 0.02, "%"


TIMES: dict[int, Callable[[Rng, int], Made]] = {
    1: never_marked,
    2: stage_means,
    3: immortal,
    6: snapshot,
    7: growing,
    8: young_cohorts,
}
