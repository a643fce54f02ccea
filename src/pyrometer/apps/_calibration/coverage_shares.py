"""Coverage of intervals of shares, rates, odds and areas."""

from typing import Any

import numpy as np

from pyrometer.apps._calibration.simulated import Rng, World, holds
from pyrometer.model.interval import Interval


def _binomial(method: str, rng: Rng) -> bool | None:
    from pyrometer.statistics import intervals

    true = rng.uniform(0.1, 0.9)  # at a single share coverage jumps with the counts that are possible
    found: Interval = getattr(intervals, method)(int(rng.binomial(60, true)), 60)
    return holds(found, true)


def _wilson(rng: Rng) -> bool | None:
    return _binomial("wilson", rng)


def _jeffreys(rng: Rng) -> bool | None:
    return _binomial("jeffreys", rng)


def _exact(rng: Rng) -> bool:
    return not _binomial("clopper_pearson", rng)


def _poisson(rng: Rng) -> bool | None:
    from pyrometer.statistics.intervals import poisson_exact

    true = rng.uniform(30, 90)
    return holds(poisson_exact(int(rng.poisson(true))), true)


def _rate_ratio(rng: Rng) -> bool | None:
    from pyrometer.statistics import compare

    return holds(compare.rate_ratio((rng.poisson(60), 100), (rng.poisson(40), 100)), 1.5)


def _odds(rng: Rng) -> bool | None:
    """Six strata of 60 and 60 cases, odds ratio 2 in each."""
    from scipy.special import expit

    from pyrometer.statistics import compare

    base = rng.normal(-0.5, 0.7, 6)
    a, b = rng.binomial(60, expit(base + np.log(2))), rng.binomial(60, expit(base))
    found: Any = compare.stratified(np.stack([[a, b], [60 - a, 60 - b]]).transpose(2, 0, 1))
    return holds(found, 2.0)


def _rogan_gladen(rng: Rng) -> bool | None:
    """30% true, sensitivity .85 and specificity .9, each known from 120 cases checked."""
    from pyrometer.statistics import agreement

    called = rng.binomial(400, 0.3 * 0.85 + 0.7 * 0.1)
    known = ((int(rng.binomial(120, s)), 120) for s in (0.85, 0.9))
    return holds(agreement.rogan_gladen(called, 400, *known), 0.3)


def _scores(rng: Rng, n: int = 200) -> tuple[Any, Any]:
    y = (rng.random(n) < 0.35).astype(float)
    return rng.normal(y, 1.0), y


AREA = 0.7602499389065233  # normal scores one standard deviation apart: Phi(1 / sqrt 2)


def _auc(rng: Rng) -> bool | None:
    from pyrometer.statistics import scorecard

    return holds(scorecard.auc(*_scores(rng)), AREA)


def _auc_gain(rng: Rng) -> bool | None:
    """A second score of the same worth that shares half of its noise with the first: no gain."""
    from pyrometer.statistics import scorecard

    y = (rng.random(200) < 0.35).astype(float)
    shared, own = rng.normal(0, np.sqrt(0.5), 200), rng.normal(0, np.sqrt(0.5), (2, 200))
    found: Any = scorecard.auc_gain(y + shared + own[0], y + shared + own[1], y)
    return holds(found.difference, 0.0)


def _information(rng: Rng) -> bool | None:
    from pyrometer.statistics.information import information

    table = rng.multinomial(800, CELLS.ravel()).reshape(2, 2)
    found: Any = information(table)
    return holds(found.uncertainty_interval, UNCERTAINTY)


CELLS = np.array([[0.2, 0.3], [0.1, 0.4]])


def _uncertainty() -> float:
    rows, columns = CELLS.sum(1, keepdims=True), CELLS.sum(0, keepdims=True)
    mutual = float((CELLS * np.log(CELLS / (rows * columns))).sum())
    return mutual / -float((columns * np.log(columns)).sum())


UNCERTAINTY = _uncertainty()


def _hazard(rng: Rng) -> bool | None:
    """Odds of leaving 1.6 times as great in one of two groups of 150, six periods."""
    from scipy.special import expit

    from pyrometer.statistics.survival import hazard

    group = np.repeat([0.0, 1.0], 150)
    leaves = rng.random((300, 6)) < expit(-1.8 + np.log(1.6) * group)[:, None]
    period = np.where(leaves.any(1), leaves.argmax(1) + 1, 6)
    found: Any = hazard.discrete_hazard(period, leaves.any(1).astype(int), {"group": group})
    return holds(hazard.odds_ratio(found, "group"), 1.6)


WORLDS = (
    World("Wilson interval", "shares of 10% to 90%, 60 cases", _wilson, pace=10),
    World("Jeffreys interval", "shares of 10% to 90%, 60 cases", _jeffreys, pace=10),
    World("Clopper-Pearson interval", "misses, at most: 60 cases", _exact, 0.05, 0.0, 10, "at most"),
    World("Poisson interval", "a count of 30 to 90", _poisson, pace=10),
    World("Rate ratio", "60 against 40 events", _rate_ratio, pace=4),
    World("Stratification", "common odds ratio of six strata", _odds, pace=4),
    World("Rogan-Gladen", "share corrected for false calls", _rogan_gladen, pace=4),
    World("AUC", "200 cases, 35% acted", _auc, pace=4),
    World("Gain in AUC", "two scores of one worth, 200 cases", _auc_gain, pace=4),
    World("Information", "uncertainty coefficient, 800 cases", _information, pace=4),
    World("Discrete hazard", "odds ratio of two groups of 150", _hazard),
)
