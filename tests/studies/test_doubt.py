"""How often the ranges that yield and time print hold the truth, in small plants whose truth is known."""

import numpy as np
import pytest
from scipy.special import gammainc

from pyrometer.model.interval import Estimate, NotEnough
from pyrometer.statistics import intervals, survival
from pyrometer.statistics.survival.incidence import spread
from pyrometer.studies._parts import doubt, risk
from tests.studies import _tiny

NEVER = _tiny.NEVER
UNDER_DAY = np.linspace(0.005, 0.995, 50)  # entries fall evenly over their day


def won_by(day: float, p: float) -> float:
    """The truth of `plant`: the share won by that whole day."""
    return p * float(gammainc(2, np.maximum(day + 1 - UNDER_DAY, 0) / 20).mean())


def plant(n: int, p: float, seed: int) -> risk.Risk:
    """Cases of 400 days, by whole days: a share p is won, after 40 days on average, the rest lost after 60."""
    rng = np.random.default_rng(seed)
    entered, wins = rng.uniform(0, 400, n), rng.random(n) < p
    over = np.floor(entered + np.where(wins, rng.gamma(2, 20, n), rng.gamma(2, 30, n)))
    entered = np.floor(entered)
    met = {"replied": entered, "ordered": np.where(wins, over, NEVER)}
    return risk.risk(_tiny.ask(_tiny.Cases(met, np.where(wins, NEVER, over), 400.0))("risk-table"))


@pytest.mark.parametrize(("n", "p"), [(20, 0.02), (30, 0.05), (50, 0.2)])
def test_the_yield_of_few_holds_the_truth_at_the_age_it_is_told_for(n: int, p: float) -> None:
    """Log-log ranges, told right after the last who went on, held it in 80 to 94 of 100; 120 plants each."""
    held = 0
    for seed in range(120):
        counts = plant(n, p, seed)
        age = risk.last_age(counts)
        found = risk.yield_at(counts, age)
        assert not isinstance(found, NotEnough)
        held += found.gone_on.interval.low <= won_by(age, p) <= found.gone_on.interval.high
    assert held >= 112  # 95% of 120 are 114; two standard errors are 4.8


@pytest.mark.parametrize("share", [0.5, 0.85])
def test_the_times_of_those_who_arrive_are_as_sure_as_they_say(share: float) -> None:
    """As if the number of arrivals were known, they held it always, and 97 of 100 upper ends were not reached."""
    held, told, open_ended = 0, 0, 0
    days = np.arange(600)
    truth = np.array([won_by(day, 0.2) for day in days])
    for seed in range(100):
        counts = plant(200, 0.2, seed)
        found = risk.quantile(counts, share)
        if isinstance(found, NotEnough):
            continue
        true = days[np.searchsorted(truth, share * truth[int(risk.last_age(counts))])]
        told, held = told + 1, held + (found.interval.low <= true <= found.interval.high)
        open_ended += not np.isfinite(found.interval.high)
    assert told > 90 and 0.89 * told <= held < told
    assert open_ended < 5


def curve(seed: int, *, censored: int) -> survival.Incidence:
    rng = np.random.default_rng(seed)
    exits = {"won": rng.integers(0, 5, 30), "lost": rng.integers(0, 5, 30)}
    return survival.incidence(np.arange(30.0), exits, rng.integers(0, censored, 30))


@pytest.mark.parametrize("seed", range(5))
def test_the_doubt_of_a_share_of_a_share_is_that_of_the_curve(seed: int) -> None:
    """The same as `spread` with the weights of F(t) - g F(T)."""
    c, last = curve(seed, censored=4), 24
    f, total = c.cumulative["won"], c.hazard["won"] + c.hazard["lost"]
    before = np.concatenate(([1.0], c.survival[:-1]))
    for t in (0, 9, 24):
        weight = np.where(c.age <= last, (c.age <= t) - f[t] / f[last], 0.0)
        wanted = spread(before, total, c.at_risk, c.hazard["won"], weight)[last]
        assert doubt._variance(c, "won", last)[t] == pytest.approx(wanted, abs=1e-15)


def test_without_open_cases_it_is_that_of_those_who_left_alone() -> None:
    c, last = curve(3, censored=1), 24
    f, n = c.cumulative["won"], c.exits["won"][:25].sum()
    share = f[:25] / f[last]
    assert doubt._variance(c, "won", last) / f[last] ** 2 == pytest.approx(share * (1 - share) / n, abs=1e-12)


def test_nobody_who_left_has_no_time() -> None:
    c = survival.incidence([1.0, 2.0], {"won": [0, 0], "lost": [3, 1]}, [0, 2])
    assert doubt.time(c, "won", 0.5, 1) is None


def test_one_of_twenty_is_as_unsure_as_the_binomial_says() -> None:
    """Uncensored: Clopper & Pearson's range of 1 in 20 is .0013 to .2487; before that one, 0."""
    c = survival.incidence([0.0, 1.0, 2.0], {"won": [0, 1, 0], "lost": [0, 0, 19]}, [0, 0, 0])
    plain, last = (doubt.at(c, "won", 1, is_last=b) for b in (False, True))
    assert isinstance(plain, Estimate)
    assert (plain.interval.low, plain.interval.high) == pytest.approx((0.001265, 0.248733), abs=1e-6)
    assert (last.interval.low, last.interval.high) == pytest.approx((0, 0.248733), abs=1e-6)


@pytest.mark.parametrize(("lasting", "least"), [(0.0, 0.92), (0.7, 0.86)])
def test_the_share_of_periods_is_as_sure_as_periods_that_resemble_each_other_make_it(
    lasting: float, least: float
) -> None:
    """Sixty periods that miss a target as the one before did in 70 of 100: taken as apart, Wilson's held it in 62%."""
    rng, held = np.random.default_rng(2), 0
    for _ in range(400):
        anew, missed = rng.random(60) >= lasting, rng.random(60) < 0.4
        row = missed[np.maximum.accumulate(np.where(anew | (np.arange(60) == 0), np.arange(60), 0))]
        low, high = doubt.in_a_row(row.astype(float))
        held += low <= 0.4 <= high
    assert held >= least * 400


def test_periods_apart_have_the_range_of_wilson() -> None:
    """Missed and met by turns: no more is known than of as many apart."""
    wilson = intervals.wilson(15, 30)
    assert doubt.in_a_row(np.arange(30) % 2.0) == pytest.approx((wilson.low, wilson.high))
