"""False alarms of trials: planned looks, continuous peeking, lopsided arms, designs, fields that say nothing."""

from functools import cache
from typing import Any

import numpy as np

from pyrometer.apps._calibration.simulated import Rng, at_most, false_alarm

N = 1000


@cache
def _limits(shape: str) -> Any:
    from pyrometer.statistics import sequential

    return sequential.group_sequential(5, shape=shape).z  # type: ignore[arg-type]


def _looks(rng: Rng, shape: str) -> bool:
    """Two equal arms, looked at five times."""
    sums = np.cumsum(rng.normal(0, 1, 5))
    return bool((np.abs(sums / np.sqrt(np.arange(1, 6))) > _limits(shape)).any())


def _fleming(rng: Rng) -> bool:
    return _looks(rng, "obrien-fleming")


def _pocock(rng: Rng) -> bool:
    return _looks(rng, "pocock")


@cache
def _spent() -> Any:
    from pyrometer.statistics import sequential

    return sequential.spending([0.1, 0.35, 0.5, 0.9, 1.0], alpha=0.05, sides=2).z


def _spending(rng: Rng) -> bool:
    steps = np.diff([0.0, 0.1, 0.35, 0.5, 0.9, 1.0])
    sums = np.cumsum(rng.normal(0, np.sqrt(steps)))
    return bool((np.abs(sums / np.sqrt(np.cumsum(steps))) > _spent()).any())


def _any_time(rng: Rng) -> bool:
    """One rate, looked at after each of 1,000 cases: is the truth ever outside?"""
    from pyrometer.statistics import sequential

    k, n = np.cumsum(rng.random(N) < 0.1), np.arange(1, N + 1)
    return bool((sequential.bernoulli_evidence(k, n, 0.1, n_opt=N) > np.log(20)).any())


def _difference(rng: Rng) -> bool:
    """Two equal arms, looked at after every tenth case of each, to 1,000 an arm."""
    from pyrometer.statistics import sequential

    arms = np.cumsum(rng.random((2, N)) < 0.2, axis=1)[:, 9::10]
    for i, n in enumerate(range(10, N + 1, 10)):
        found: Any = sequential.difference((arms[0, i], n), (arms[1, i], n), n_opt=2 * N)
        if hasattr(found, "interval") and not found.interval.low <= 0 <= found.interval.high:
            return True
    return False


def _mixture(rng: Rng) -> bool:
    """The mean of pairs' differences, looked at after each of 1,000."""
    from pyrometer.statistics import sequential

    n = np.arange(1, N + 1)
    ratios = sequential.mixture_ratio(n, np.cumsum(rng.normal(0, 1, N)) / n, variance=1.0, tau2=0.01)
    return bool(sequential.always_valid_p(ratios)[-1] < 0.05)


def _running_mean(rng: Rng) -> bool:
    """A running mean of skewed values, looked at after each from 50 to 1,000."""
    from pyrometer.statistics import sequential

    n = np.arange(50, N + 1)
    x = rng.exponential(1.0, N)
    mean = np.cumsum(x)[49:] / n
    half = np.array(sequential.asymptotic_half_width(n, 1.0, rho2=sequential.best_rho2(500)))
    return bool((np.abs(mean - 1.0) > half).any())


def _arms(rng: Rng) -> bool:
    """Cases sent to two arms by lot, checked after every 20th of 1,000."""
    from pyrometer.statistics import sequential

    one = np.cumsum(rng.random(N) < 0.5)[19::20]
    return any(
        sequential.sample_ratio([k, n - k], [1, 1]).evidence >= 20
        for k, n in zip(one, range(20, N + 1, 20), strict=True)
    )


@cache
def _wald() -> Any:
    from pyrometer.statistics import sequential

    return sequential.sprt(0.1, 0.2)


def _item(rng: Rng, rate: float) -> str:
    from pyrometer.statistics import sequential

    k = np.cumsum(rng.random(2000) < rate)
    test, n = _wald(), np.arange(1, 2001)
    ends = (k >= test.reject + test.slope * n) | (k <= test.accept + test.slope * n)
    last = int(np.argmax(ends))
    return sequential.read(test, float(k[last]), float(n[last]))


def _wrongly_bad(rng: Rng) -> bool:
    return _item(rng, 0.1) == "p1"


def _wrongly_good(rng: Rng) -> bool:
    return _item(rng, 0.2) == "p0"


def _factors(rng: Rng) -> bool:
    """A 2^4 design in which nothing matters: is any of 15 effects called active?"""
    from pyrometer.statistics import designs

    found: Any = designs.lenth(designs.effects(designs.full(4), rng.normal(0, 1, 16)))
    return bool(found.active)


def _field(rng: Rng) -> bool:
    """A field that says nothing of the outcome, by permutation within accounts."""
    from pyrometer.statistics.information import permutation_p

    account = np.repeat(np.arange(40), 3)
    return (
        permutation_p(
            rng.integers(0, 3, 40)[account], rng.integers(0, 2, 40)[account], rng=rng, cluster=account, draws=99
        )
        < 0.05
    )


def _told(rng: Rng) -> bool:
    from pyrometer.statistics.information import information

    found: Any = information(_table(rng))
    return bool(found.p < 0.05)


def _table(rng: Rng) -> Any:
    yes = rng.binomial([300, 500], 0.3)
    return np.column_stack([yes, np.array([300, 500]) - yes])


WORLDS = (
    false_alarm("O'Brien-Fleming limits", "five looks at two equal arms", _fleming, pace=20),
    false_alarm("Pocock limits", "five looks at two equal arms", _pocock, pace=20),
    false_alarm("Alpha spending", "five looks at uneven times", _spending, pace=20),
    at_most("Confidence sequence", "a rate, looked at after each of 1,000 cases", _any_time, pace=2),
    at_most("Confidence sequence", "two equal arms, 100 looks", _difference, pace=2),
    at_most("Confidence sequence of a mean", "skewed values, looked at after each", _running_mean, pace=4),
    at_most("Mixture SPRT", "no difference, looked at after each of 1,000", _mixture, pace=4),
    at_most("Sample ratio", "equal arms, 50 looks, evidence of 20", _arms, pace=2),
    at_most("Item by item (SPRT)", "a good rate called bad", _wrongly_bad, pace=4),
    at_most("Item by item (SPRT)", "a bad rate called good", _wrongly_good, share=0.1, pace=4),
    at_most("Lenth's error", "any of 15 effects where nothing matters", _factors, pace=4),
    false_alarm("Information", "a field that says nothing", _told, pace=10),
    at_most("Permutation by account", "a field that says nothing, 40 accounts", _field, pace=1),
)
