"""False alarms about groups: somebody called special where all are alike."""

from collections.abc import Hashable
from typing import Any

import numpy as np

from pyrometer.apps._calibration.simulated import Rng, at_most, false_alarm


def _anom(rng: Rng) -> bool:
    from pyrometer.statistics import compare

    return bool(np.abs(compare.anom_binomial(rng.binomial(100, 0.25, 8), np.full(8, 100)).outside).any())


def _unequal(rng: Rng) -> bool:
    from pyrometer.statistics import compare

    n = rng.integers(60, 400, 12)
    return bool(np.abs(compare.anom_binomial(rng.binomial(n, 0.3), n).outside).any())


def _rare(rng: Rng) -> bool | None:
    from pyrometer.statistics import compare

    k = rng.binomial(25, 0.05, 15)
    return bool(np.abs(compare.anom_binomial(k, np.full(15, 25)).outside).any()) if k.sum() else None


def _counts(rng: Rng) -> bool:
    from pyrometer.statistics import compare

    exposure = rng.uniform(50, 150, 10)
    return bool(np.abs(compare.anom_poisson(rng.poisson(0.5 * exposure), exposure).outside).any())


def _means(rng: Rng) -> bool:
    from pyrometer.statistics import compare

    group = np.repeat(np.arange(6), [5, 8, 12, 6, 9, 10])
    return bool(np.abs(compare.anom_normal(group, rng.normal(10, 2, 50)).outside).any())


def _homogeneity(rng: Rng) -> bool:
    from pyrometer.statistics import compare

    n = rng.integers(60, 200, 8)
    return compare.homogeneity(rng.binomial(n, 0.3), n) < 0.05


def _funnel(rng: Rng) -> bool:
    """One group among 20, beyond exact 95% limits."""
    from pyrometer.statistics import compare

    n = rng.integers(40, 300, 20)
    made = compare.funnel_plot(rng.binomial(n, 0.3), n, levels=(0.95,), adjust="never")
    return bool(made.outside[0])


def _curves(rng: Rng) -> dict[Hashable, Any]:
    from pyrometer.statistics import survival

    made: dict[Hashable, Any] = {}
    for group in "abc":
        leaves, won, seen = rng.exponential(20, 90), rng.random(90) < 0.6, rng.uniform(5, 50, 90)
        how = ["won" if w else "lost" for w in won]
        told = [h if a <= s else None for h, a, s in zip(how, leaves, seen, strict=True)]
        made[group] = survival.from_cases(np.ceil(np.minimum(leaves, seen)), told)
    return made


def _logrank(rng: Rng) -> bool:
    from pyrometer.statistics import survival

    return survival.logrank(_curves(rng)).p < 0.05


def _peto(rng: Rng) -> bool:
    from pyrometer.statistics import survival

    return survival.logrank(_curves(rng), rho=1.0).p < 0.05


def _gray(rng: Rng) -> bool:
    from pyrometer.statistics import survival

    return survival.gray(_curves(rng), cause="won").p < 0.05


def _paces(rng: Rng) -> bool:
    from pyrometer.statistics import compare

    at_risk = np.cumsum(rng.integers(10, 30, (6, 5)), axis=1)[:, ::-1]
    return compare.standardise_cells(tuple("abcdef"), at_risk, rng.binomial(at_risk, 0.15)).p < 0.05


def _strata(rng: Rng) -> bool | None:
    from pyrometer.statistics import compare

    base = rng.uniform(0.2, 0.6, 6)
    a, b = rng.binomial(60, base), rng.binomial(40, base)
    found: Any = compare.stratified(np.stack([[a, b], [60 - a, 40 - b]]).transpose(2, 0, 1))
    return bool(found.p < 0.05)


def _differ(rng: Rng) -> bool:
    from pyrometer.statistics import compare

    v = rng.uniform(0.05, 0.3, 10)
    return compare.random_effects(rng.normal(0, np.sqrt(v)), v).p < 0.05


def _lopsided(rng: Rng) -> bool:
    """Two judges who err alike: is one called stricter?"""
    from pyrometer.statistics import agreement

    share = np.array([[0.3, 0.05, 0.03], [0.05, 0.25, 0.04], [0.03, 0.04, 0.21]])
    return agreement.bowker(rng.multinomial(300, share.ravel()).reshape(3, 3)).p < 0.05


WORLDS = (
    false_alarm("ANOM", "any of 8 equal groups outside, 100 cases each", _anom, pace=4),
    false_alarm("ANOM, unequal groups", "any of 12 groups of 60 to 400 outside", _unequal, pace=2),
    at_most("ANOM, rare events", "any of 15 groups of 25 cases at 5%, exact limits", _rare, pace=2),
    false_alarm("ANOM, counts", "any of 10 groups of unequal exposure outside", _counts, pace=2),
    false_alarm("ANOM, means", "any of 6 groups of 5 to 12 outside", _means, pace=2),
    false_alarm("Homogeneity", "8 groups of one share", _homogeneity, pace=10),
    at_most("Funnel plot", "one of 20 alike, exact 95% limits", _funnel, pace=4),
    false_alarm("Log-rank test", "three groups of one pace", _logrank, pace=2),
    false_alarm("Peto-Prentice test", "three groups of one pace", _peto, pace=2),
    false_alarm("Gray's test", "three groups of one incidence", _gray, pace=2),
    false_alarm("Observed over expected", "six groups of one pace", _paces, pace=4),
    false_alarm("Stratification", "no difference in six strata", _strata, pace=4),
    false_alarm("Random effects", "ten groups of one value: Q", _differ, pace=10),
    false_alarm("Bowker's test", "two judges who err alike", _lopsided, pace=10),
)
