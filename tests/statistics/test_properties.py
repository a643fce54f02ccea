"""What no estimator may depend on: the unit, the order of rows, the names of groups; and what must scale with size."""

from collections.abc import Hashable
from typing import Any

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from pyrometer.model.interval import NotEnough
from pyrometer.statistics import (
    acceptance,
    autocorrelation,
    compare,
    designs,
    information,
    overdispersion,
    run_length,
    scorecard,
    sequential,
    survival,
)
from pyrometer.statistics.capability import Asked, by_percentiles
from pyrometer.statistics.survival import cox, hazard

SEEDS = st.integers(0, 10_000)
UNITS = st.sampled_from([0.01, 0.5, 7.0, 365.25])
few = settings(max_examples=25, deadline=None)


def lives(seed: int, n: int = 60) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """Whole days, whether it happened, and a covariate."""
    rng = np.random.default_rng(seed)
    return rng.integers(1, 40, n).astype(float), (rng.random(n) < 0.7).astype(int), rng.normal(0, 1, n)


def curve(time: np.ndarray, event: np.ndarray) -> survival.Incidence:
    return survival.from_cases(time, ["on" if e else None for e in event])


@few
@given(SEEDS, UNITS)
def test_days_or_hours_give_the_same_survival(seed: int, unit: float) -> None:
    time, event, x = lives(seed)
    one, other = curve(time, event), curve(unit * time, event)
    assert np.allclose(one.survival, other.survival) and np.allclose(one.survival_se, other.survival_se)
    short, long = survival.restricted_mean(one, 20.0), survival.restricted_mean(other, 20.0 * unit)
    assert long.value == pytest.approx(unit * short.value)  # type: ignore[union-attr]
    assert long.interval.high == pytest.approx(unit * short.interval.high)  # type: ignore[union-attr]
    fits: list[Any] = [cox.cox(cox.cases(t, event, x[:, None])) for t in (time, unit * time)]
    assert np.allclose(fits[0].coef, fits[1].coef) and np.allclose(fits[0].se, fits[1].se)


@few
@given(SEEDS)
def test_the_order_of_cases_changes_nothing(seed: int) -> None:
    time, event, x = lives(seed)
    mixed = np.random.default_rng(seed + 1).permutation(len(time))
    assert np.allclose(curve(time, event).survival, curve(time[mixed], event[mixed]).survival)
    pairs: list[Any] = [cox.cox(cox.cases(time[i], event[i], x[i, None])) for i in (np.arange(len(time)), mixed)]
    assert np.allclose(pairs[0].coef, pairs[1].coef)
    rates: list[Any] = [
        hazard.discrete_hazard(np.ceil(time[i] / 8), event[i], {"x": x[i]}) for i in (slice(None), mixed)
    ]
    assert np.allclose(rates[0].coef, rates[1].coef, atol=1e-6)


@few
@given(SEEDS)
def test_everybody_twice_keeps_the_estimate_and_takes_a_root_off_the_error(seed: int) -> None:
    time, event, x = lives(seed)
    twice = np.r_[time, time], np.r_[event, event], np.r_[x, x]
    one: Any = cox.cox(cox.cases(time, event, x[:, None]), ties="breslow")
    two: Any = cox.cox(cox.cases(twice[0], twice[1], twice[2][:, None]), ties="breslow")
    assert np.allclose(one.coef, two.coef, atol=1e-7) and np.allclose(one.se, np.sqrt(2) * two.se, rtol=1e-6)
    single: Any = scorecard.auc(x, event)
    double: Any = scorecard.auc(twice[2], twice[1])
    assert double.value == pytest.approx(single.value)
    table = np.array([[20.0, 10.0], [15.0, 30.0]])
    said: list[Any] = [information.information(k * table) for k in (1, 2)]
    assert said[1].mutual == pytest.approx(said[0].mutual) and said[1].chi2 == pytest.approx(2 * said[0].chi2)


@few
@given(SEEDS)
def test_groups_may_change_names_and_places(seed: int) -> None:
    rng = np.random.default_rng(seed)
    made: dict[Hashable, survival.Incidence] = {}
    for g in "abc":
        how = [("won", "lost", None)[i] for i in rng.integers(0, 3, 40)]
        made[g] = survival.from_cases(rng.integers(1, 30, 40).astype(float), how)
    renamed: dict[Hashable, survival.Incidence] = {name: made[g] for name, g in (("x", "c"), ("y", "a"), ("z", "b"))}
    assert survival.logrank(made).chi2 == pytest.approx(survival.logrank(renamed).chi2)
    assert survival.gray(made, cause="won").chi2 == pytest.approx(survival.gray(renamed, cause="won").chi2)
    k, n = rng.integers(1, 20, 6).astype(float), rng.integers(20, 60, 6).astype(float)
    mixed = rng.permutation(6)
    for found in (compare.shrink, compare.funnel_plot, compare.anom_binomial):
        one: Any = found(k, n)
        other: Any = found(k[mixed], n[mixed])
        assert np.allclose(one.value[mixed], other.value, atol=1e-6)
    assert compare.homogeneity(k, n) == pytest.approx(compare.homogeneity(k[mixed], n[mixed]))
    rows = np.sort(rng.integers(5, 40, (3, 4)), axis=1)[:, ::-1]
    events = rng.binomial(rows, 0.2)
    before, after = (compare.standardise_cells(tuple("abc"), rows[i], events[i]) for i in ([0, 1, 2], [2, 0, 1]))
    assert np.allclose(before.ratio[[2, 0, 1]], after.ratio, equal_nan=True) and before.p == pytest.approx(after.p)


@few
@given(SEEDS, UNITS, st.floats(-50, 50))
def test_random_effects_move_and_stretch_with_their_unit(seed: int, unit: float, shift: float) -> None:
    rng = np.random.default_rng(seed)
    y, v = rng.normal(0, 1, 7), rng.uniform(0.1, 1.0, 7)
    one, other = compare.random_effects(y, v), compare.random_effects(unit * y + shift, unit**2 * v)
    assert other.mu == pytest.approx(unit * one.mu + shift, abs=1e-6 * unit)
    assert other.tau2 == pytest.approx(unit**2 * one.tau2, rel=1e-5, abs=1e-9)
    assert other.interval.high == pytest.approx(unit * one.interval.high + shift, rel=1e-5, abs=1e-5 * unit)
    assert np.allclose(other.shrunken, unit * one.shrunken + shift, atol=1e-5 * unit)


@few
@given(SEEDS)
def test_swapping_two_groups_turns_a_ratio_over(seed: int) -> None:
    rng = np.random.default_rng(seed)
    tables = rng.integers(2, 30, (4, 2, 2)).astype(float)
    one: Any = compare.stratified(tables)
    other: Any = compare.stratified(tables[:, :, ::-1])
    assert other.common_or == pytest.approx(1 / one.common_or) and other.chi2 == pytest.approx(one.chi2)
    assert other.interval.low == pytest.approx(1 / one.interval.high)
    a, b = (int(rng.integers(1, 30)), 100.0), (int(rng.integers(1, 30)), 70.0)
    first: Any = compare.rate_ratio(a, b)
    second: Any = compare.rate_ratio(b, a)
    assert second.ratio == pytest.approx(1 / first.ratio) and second.p == pytest.approx(first.p)
    assert second.interval.low == pytest.approx(1 / first.interval.high)


@few
@given(SEEDS, UNITS, st.floats(-100, 100))
def test_memory_and_spread_do_not_depend_on_units(seed: int, unit: float, shift: float) -> None:
    rng = np.random.default_rng(seed)
    x = rng.normal(0, 1, 30)
    assert autocorrelation.lag1(unit * x + shift) == pytest.approx(autocorrelation.lag1(x), abs=1e-6)
    assert autocorrelation.lag1(x[::-1]) == pytest.approx(autocorrelation.lag1(x))
    k, n = rng.poisson(9, 20) + 1, rng.uniform(50, 90, 20)
    assert overdispersion.dispersion(k, n).ratio == pytest.approx(overdispersion.dispersion(k, unit * n).ratio)
    times = rng.weibull(2, 40) * 10 + 0.1
    one, other = (by_percentiles(u * times, Asked(u, 25 * u)) for u in (1.0, unit))
    assert one.ppk == pytest.approx(other.ppk, rel=1e-6)  # type: ignore[union-attr]


@few
@given(SEEDS)
def test_a_rising_score_of_a_score_ranks_alike_and_a_falling_one_backwards(seed: int) -> None:
    _, y, x = lives(seed)
    one, risen, turned = (scorecard.auc(s, y) for s in (x, np.exp(x / 2), -x))
    assert risen.value == pytest.approx(one.value) and turned.value == pytest.approx(1 - one.value)  # type: ignore[union-attr]
    rng = np.random.default_rng(seed)
    good, bad = rng.integers(1, 40, 5), rng.integers(1, 40, 5)
    there, back = scorecard.weight_of_evidence(good, bad), scorecard.weight_of_evidence(bad, good)
    assert np.allclose(there.woe, -back.woe) and there.value == pytest.approx(back.value)
    flat: list[Any] = [information.information(t) for t in (np.c_[good, bad], np.c_[good, bad].T)]
    assert flat[0].mutual == pytest.approx(flat[1].mutual) and flat[0].v == pytest.approx(flat[1].v)


@few
@given(SEEDS, UNITS)
def test_effects_of_a_design_have_the_unit_of_the_response(seed: int, unit: float) -> None:
    y = np.random.default_rng(seed).normal(10, 2, 8)
    plan = designs.full(3)
    one, other = designs.effects(plan, y), designs.effects(plan, unit * y + 5)
    assert all(other[name] == pytest.approx(unit * one[name], abs=1e-9 * unit + 1e-12) for name in one)
    a, b = designs.lenth(one), designs.lenth(other)
    assert b.pse == pytest.approx(unit * a.pse) and a.active == b.active  # type: ignore[union-attr]


@few
@given(st.integers(5, 60), st.integers(0, 4), st.floats(0.01, 0.5))
def test_a_stricter_plan_accepts_less(n: int, c: int, p: float) -> None:
    looser, same, stricter = (acceptance.oc_curve(size, c, [p])[0] for size in (n, n + 1, n + 10))
    assert looser >= same >= stricter
    assert acceptance.oc_curve(n, c + 1, [p])[0] >= looser
    assert acceptance.oc_curve(n, c, [0.0])[0] == 1.0 and acceptance.oc_curve(n, c, [1.0])[0] == pytest.approx(0.0)


@few
@given(st.integers(1, 80), st.integers(1, 80))
def test_swapping_arms_turns_a_trial_round(a: int, b: int) -> None:
    one, other = (sequential.difference(x, y, n_opt=200) for x, y in (((a, 100), (b, 100)), ((b, 100), (a, 100))))
    if isinstance(one, NotEnough):
        assert isinstance(other, NotEnough)
        return
    assert other.value == pytest.approx(-one.value) and other.interval.low == pytest.approx(-one.interval.high)  # type: ignore[union-attr]


def test_wider_limits_and_smaller_shifts_take_longer() -> None:
    for of in (run_length.cusum, run_length.cusum_one_sided):
        assert of(h=5) > of(h=4) > of(h=4, shift=0.5) > of(h=4, shift=1.0)
    assert run_length.ewma(width=3) > run_length.ewma(width=2.7) > run_length.ewma(width=2.7, shift=1)
    assert run_length.cusum(h=4, shift=0.7) == pytest.approx(run_length.cusum(h=4, shift=-0.7))
    limits = sequential.group_sequential(4, alpha=0.01).z, sequential.group_sequential(4, alpha=0.05).z
    assert (limits[0] > limits[1]).all()
