"""Coverage of yields, times, mean times and repeated actions, with open cases, rival exits and late entries."""

from collections.abc import Hashable
from typing import Any

import numpy as np

from pyrometer.apps._calibration.simulated import Rng, World, holds

ON = 0.6  # of all go on, after 20 days on average; the rest stop after 30 days on average


def _cases(rng: Rng, n: int) -> Any:
    """Cases watched for 10 to 60 days."""
    from pyrometer.statistics import survival

    goes, watched = rng.random(n) < ON, rng.uniform(10, 60, n)
    leaves = np.where(goes, rng.exponential(20, n), rng.exponential(30, n))
    seen = leaves <= watched
    how = [None if not s else "on" if g else "stopped" for s, g in zip(seen, goes, strict=True)]
    return survival.from_cases(np.minimum(leaves, watched), how)


def _yield(rng: Rng) -> bool | None:
    from pyrometer.statistics import survival

    return holds(survival.at(_cases(rng, 300), "on", 30.0), -ON * float(np.expm1(-1.5)))


def _small_yield(rng: Rng) -> bool | None:
    from pyrometer.statistics import survival

    return holds(survival.at(_cases(rng, 50), "on", 30.0), -ON * float(np.expm1(-1.5)))


def _quantile(rng: Rng) -> bool | None:
    """The age by which 30% of all have gone on: half of those who ever do, 20 log 2 days."""
    from pyrometer.statistics import survival

    return holds(survival.quantile(_cases(rng, 200), "on", 0.3), 20 * float(np.log(2)))


def _median(rng: Rng) -> bool | None:
    """The median of one way out, watched for 10 to 80 days."""
    from pyrometer.statistics import survival

    leaves, watched = rng.exponential(25, 120), rng.uniform(10, 80, 120)
    how = ["on" if a <= b else None for a, b in zip(leaves, watched, strict=True)]
    return holds(
        survival.survival_quantile(survival.from_cases(np.minimum(leaves, watched), how), 0.5), 25 * float(np.log(2))
    )


def _waiting(horizon: float) -> float:
    """Mean days still waiting within the horizon."""
    ends = ((ON, 20.0), (1 - ON, 30.0))
    return sum(share * mean * -float(np.expm1(-horizon / mean)) for share, mean in ends)


def _restricted(rng: Rng) -> bool | None:
    from pyrometer.statistics import survival

    return holds(survival.restricted_mean(_cases(rng, 200), 40.0), _waiting(40.0))


def _lost_days(rng: Rng) -> bool | None:
    """Days of the 40 after going on."""
    from pyrometer.statistics import survival

    truth = ON * (40 + 20 * float(np.expm1(-2.0)))
    return holds(survival.restricted_mean(_cases(rng, 200), 40.0, cause="on"), truth)


def _late(rng: Rng) -> bool | None:
    """Half of the cases come under observation at an age of up to 15 days, if they still wait then."""
    from pyrometer.statistics import survival

    goes, leaves = rng.random(400) < ON, np.empty(400)
    leaves = np.where(goes, rng.exponential(20, 400), rng.exponential(30, 400))
    entered = np.where(rng.random(400) < 0.5, 0.0, rng.uniform(0, 15, 400))
    seen = leaves > entered
    how = ["on" if g else "stopped" for g in goes[seen]]
    return holds(
        survival.at(survival.from_cases(leaves[seen], how, entered=entered[seen]), "on", 30.0),
        -ON * float(np.expm1(-1.5)),
    )


def _clustered(rng: Rng) -> bool | None:
    """120 accounts of one to five cases that share their fate: the share gone on by day 30, 45% on average."""
    from pyrometer.statistics import survival

    sizes = rng.integers(1, 6, 120)
    account = np.repeat(np.arange(120), sizes)
    pace = rng.beta(2, 2, 120)[account] * 0.9
    goes = rng.random(len(account)) < pace
    age = np.where(goes, rng.integers(1, 30, len(account)), 40)
    grid = np.unique(age)
    names: list[Hashable] = [int(a) for a in account]
    weights = survival.poisson_weights(names, 200, salt=str(rng.integers(2**40)))
    place = np.searchsorted(grid, age)
    table = np.zeros((2, 200, len(grid)))
    for row, rows in enumerate((goes, ~goes)):
        for a in range(len(grid)):
            table[row, :, a] = weights[:, rows & (place == a)].sum(1)
    plain = [np.bincount(place[rows], minlength=len(grid)) for rows in (goes, ~goes)]
    curve = survival.incidence(grid, {"on": plain[0]}, plain[1])
    return holds(survival.at(survival.clustered(curve, {"on": table[0]}, table[1]), "on", 30.0), 0.45)


def _repeated(rng: Rng) -> bool:
    """Actions a case by month 6, cases that differ much: 3 on average."""
    from pyrometer.statistics import survival

    pace, ended = rng.gamma(1.5, 1 / 3, 80), rng.uniform(3, 9, 80)
    n = rng.poisson(pace * ended)
    case = np.repeat(np.arange(80), n)
    found = survival.mean_cumulative_of(
        [int(c) for c in case], rng.uniform(0, ended[case]), {i: float(e) for i, e in enumerate(ended)}
    )
    last = int(np.searchsorted(found.age, 6.0, side="right")) - 1
    return bool(found.low[last] <= 3.0 <= found.high[last])


def _counted(rng: Rng) -> bool:
    """Actions by month 5 from counts alone, where all cases have one pace of .5 a month."""
    from pyrometer.statistics import survival

    ended = rng.integers(1, 8, 150)
    months = np.arange(1, 8)
    under = (ended[:, None] >= months).sum(0)
    found = survival.mean_cumulative(months, rng.poisson(0.5 * under), np.bincount(ended, minlength=8)[1:])
    return bool(found.low[4] <= 2.5 <= found.high[4])


def _cox(rng: Rng) -> bool | None:
    """Twice the pace in one of two groups of 60, a quarter still open."""
    from pyrometer.model.interval import Interval
    from pyrometer.statistics.survival import cox

    group = np.repeat([0.0, 1.0], 60)
    leaves, watched = rng.exponential(20 / (1 + group)), rng.uniform(5, 60, 120)
    rows = cox.cases(np.minimum(leaves, watched), (leaves <= watched).astype(int), group[:, None])
    found: Any = cox.cox(rows)
    half = 1.959964 * float(found.se[0])
    return holds(Interval(float(found.coef[0]) - half, float(found.coef[0]) + half), float(np.log(2)))


WORLDS = (
    World("Cumulative incidence", "yield at 30 days, 300 cases, open ones and a rival exit", _yield),
    World("Cumulative incidence", "yield at 30 days, 50 cases", _small_yield, pace=2),
    World("Cumulative incidence", "yield with late entries", _late),
    World("Cumulative incidence", "yield of 120 accounts with several cases each", _clustered, pace=0.5),
    World("Quantile", "days by which 30% of all have gone on", _quantile),
    World("Quantile", "median, 120 cases", _median, pace=2),
    World("Restricted mean", "days waited of the first 40", _restricted),
    World("Restricted mean", "days of the first 40 after going on", _lost_days),
    World("Mean cumulative function", "actions by month 6, cases that differ", _repeated),
    World("Mean cumulative function", "actions by month 5, from counts", _counted, pace=4),
    World("Cox model", "log hazard ratio of two groups of 60", _cox),
)
