"""Mean cumulative function: how many times it happened per case by each age, cases followed for unequal times."""

from collections.abc import Hashable, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike
from scipy.special import ndtri

from pyrometer.errors import StatisticsError
from pyrometer.statistics._checked import Floats, counts, increasing, positive, reals, same_length, share


@dataclass(frozen=True, slots=True)
class MeanCumulative:
    """Mean number of events per case by the end of each age: `age`, `at_risk`, `mean`, `se`, `low`, `high` (ages,)."""

    age: Floats
    at_risk: Floats
    mean: Floats
    se: Floats
    low: Floats
    high: Floats
    n: int
    level: float
    method: str


def mean_cumulative(age: ArrayLike, events: ArrayLike, ended: ArrayLike, *, level: float = 0.95) -> MeanCumulative:
    """Mean cumulative number of events from counts by age: `events` at it, `ended` cases whose follow-up ends there.

    All (ages,). Ends come after events of the same age. The variance, sum d / n^2, holds for Poisson events; use
    `mean_cumulative_of` where cases differ. Log interval.
    Raises StatisticsError for wrong lengths, negative counts, ages that do not rise, no case.
    Source: Nelson 2003, Recurrent Events Data Analysis, ch. 3; Cook & Lawless 2007, eq. 3.17.
    """
    grid, d, gone = increasing("age", age), counts("events", events), counts("ended", ended)
    same_length(age=grid, events=d, ended=gone)
    here = np.cumsum(gone[::-1])[::-1]
    _someone(here, d)
    safe = np.where(here > 0, here, 1.0)
    frame = (grid, here, np.cumsum(d / safe))
    return _with_bounds(frame, np.sqrt(np.cumsum(d / safe**2)), int(gone.sum()), level, "Poisson")


def mean_cumulative_of(
    case: Sequence[Hashable], age: ArrayLike, ended: dict[Hashable, float], *, level: float = 0.95
) -> MeanCumulative:
    """Mean cumulative number of events of single cases, with the robust variance that needs no Poisson.

    `case`, `age` (events,): whose event at what age; `ended`: case -> age at which its follow-up ends (all cases,
    those without events too). Log interval.
    Raises StatisticsError for wrong lengths, an event of an unknown case or after its end.
    Source: Lawless & Nadeau 1995, Technometrics 37, eq. 2.4.
    """
    ages = reals("age", age)
    same_length(case=case, age=ages)
    ends = np.array([positive(f"ended[{c}]", e) for c, e in ended.items()])
    place = {c: i for i, c in enumerate(ended)}
    strangers = [c for c in case if c not in place]
    if strangers:
        raise StatisticsError(f"Case '{strangers[0]}' has events but no end of follow-up; add it to 'ended'.")
    who = np.array([place[c] for c in case], dtype=np.int64)
    if (ages > ends[who]).any():
        raise StatisticsError(f"Event {int(np.argmax(ages > ends[who]))} comes after the end of its case.")
    grid, column = np.unique(ages, return_inverse=True)
    under = ends[:, None] >= grid[None, :]
    hits = np.zeros(under.shape)
    np.add.at(hits, (who, column), 1.0)
    here = under.sum(0).astype(float)
    rate = hits.sum(0) / here
    influence = np.cumsum((hits - under * rate) / here, axis=1)
    frame = (grid, here, np.cumsum(rate))
    return _with_bounds(frame, np.sqrt((influence**2).sum(0)), len(ended), level, "robust")


def _someone(here: Floats, d: Floats) -> None:
    if here[0] <= 0:
        raise StatisticsError("No case is under observation: 'ended' is all zero.")
    if ((here <= 0) & (d > 0)).any():
        raise StatisticsError("Events happen at an age at which no case is under observation any more.")


def _with_bounds(frame: tuple[Floats, Floats, Floats], se: Floats, n: int, level: float, method: str) -> MeanCumulative:
    grid, here, mean = frame
    z = float(-ndtri((1 - share("level", level)) / 2))
    safe = np.where(mean > 0, mean, 1.0)
    factor = np.where(mean > 0, np.exp(z * se / safe), 1.0)
    return MeanCumulative(grid, here, mean, se, mean / factor, mean * factor, n, level, method)
