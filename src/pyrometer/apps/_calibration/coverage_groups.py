"""Coverage of intervals of groups: shrunken shares, means of groups that differ, observed over expected."""

from typing import Any

import numpy as np

from pyrometer.apps._calibration.simulated import Rng, World, holds
from pyrometer.model.interval import Interval


def _shrunken(rng: Rng) -> bool:
    """One of eight groups, taken at random, whose true shares differ (standard deviation .06 around 30%)."""
    from pyrometer.statistics import compare

    true, i = np.clip(rng.normal(0.3, 0.06, 8), 0.05, 0.95), int(rng.integers(8))
    made = compare.shrink(rng.binomial(60, true), np.full(8, 60))
    return bool(made.low[i] <= true[i] <= made.high[i])


def _alike(rng: Rng) -> bool:
    """One of six groups of unequal size that are all alike: is the truth outside?"""
    from pyrometer.statistics import compare

    n, i = rng.integers(15, 120, 6), int(rng.integers(6))
    made = compare.shrink(rng.binomial(n, 0.2), n)
    return not made.low[i] <= 0.2 <= made.high[i]


def _random_effects(rng: Rng) -> Any:
    from pyrometer.statistics import compare

    v = rng.uniform(0.02, 0.2, 10)
    return compare.random_effects(rng.normal(0, 0.3, 10) + rng.normal(0, np.sqrt(v)), v)


def _mean(rng: Rng) -> bool | None:
    return holds(_random_effects(rng).interval, 0.0)


def _next(rng: Rng) -> bool | None:
    return holds(_random_effects(rng).next_group, float(rng.normal(0, 0.3)))


def _ratio(rng: Rng) -> bool | None:
    """One of ten groups whose cases all leave at one pace, open cases among them."""
    from pyrometer.statistics import compare

    at_risk = np.cumsum(rng.integers(5, 15, (10, 6)), axis=1)[:, ::-1].astype(float)
    made = compare.standardise_cells(tuple(range(10)), at_risk, rng.binomial(at_risk.astype(int), 0.15))
    return holds(Interval(float(made.low[0]), float(made.high[0])), 1.0)


WORLDS = (
    World("Beta-binomial shrinkage", "a group of 60 among 8 that differ", _shrunken, pace=0.5),
    World("Beta-binomial shrinkage", "misses, at most: 6 groups all alike", _alike, 0.05, 0.0, 0.5, "at most"),
    World("Random effects", "mean of 10 groups that differ", _mean, pace=4),
    World("Random effects", "where an eleventh group lies", _next, pace=4),
    World("Observed over expected", "a group among 10 of one pace", _ratio, pace=4),
)
