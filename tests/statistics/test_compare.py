"""Comparing groups: equal groups are left in peace, different ones are found, and power is told."""

import csv
from collections import Counter
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from pyrometer.errors import StatisticsError
from pyrometer.model.interval import NotEnough
from pyrometer.statistics import compare

sizes = st.lists(st.integers(5, 60), min_size=2, max_size=8)


def false_alarms(n: np.ndarray, rate: float, runs: int, seed: int) -> float:
    """How often ANOM calls any of equal groups special."""
    rng = np.random.default_rng(seed)
    return float(np.mean([(compare.anom_binomial(rng.binomial(n, rate), n).outside != 0).any() for _ in range(runs)]))


def test_trap_4_equal_sellers_look_very_different_and_are_not_called_so() -> None:
    """8 identical sellers, p = .25, n = 25: the best does at least twice the worst in 90% of quarters."""
    rng = np.random.default_rng(1)
    k = rng.binomial(25, 0.25, (1000, 8))
    assert (k.max(1) >= 2 * k.min(1)).mean() > 0.85
    assert 0.035 <= false_alarms(np.full(8, 25), 0.25, 1000, 2) <= 0.07


def test_family_wise_false_alarms_stay_at_five_percent() -> None:
    rng = np.random.default_rng(3)
    assert 0.03 <= false_alarms(rng.integers(30, 150, 20), 0.35, 800, 4) <= 0.07


def test_rare_events_in_small_groups_do_not_double_the_false_alarms() -> None:
    """p = .05 and n = 20 to 60: normal limits cry wolf 9% of the time, all on the high side; exact ones at most 5%."""
    rng = np.random.default_rng(5)
    n = rng.integers(20, 60, 12)
    normal = [(compare.anom_binomial(rng.binomial(n, 0.05), n, method="normal").outside > 0).any() for _ in range(400)]
    assert np.mean(normal) > 0.06
    assert false_alarms(n, 0.05, 300, 6) <= 0.065


def test_a_truly_different_seller_is_found() -> None:
    found = compare.anom_binomial([12, 14, 13, 30, 11], [50] * 5)
    assert found.outside.tolist() == [0, 0, 0, 1, 0]
    assert found.p < 0.001


@settings(max_examples=40, deadline=None)
@given(sizes, st.integers(0, 10_000))
def test_groups_in_another_order_get_the_same_verdicts(n: list[int], seed: int) -> None:
    k = np.random.default_rng(seed).binomial(n, 0.4)
    one = compare.anom_binomial(k, n, method="normal")
    turned = compare.anom_binomial(k[::-1], n[::-1], method="normal")
    assert one.outside.tolist() == turned.outside[::-1].tolist()
    assert one.p == pytest.approx(turned.p, abs=1e-9)


@settings(max_examples=40, deadline=None)
@given(sizes, st.integers(0, 10_000))
def test_counting_losses_instead_of_wins_mirrors_everything(n: list[int], seed: int) -> None:
    k = np.random.default_rng(seed).binomial(n, 0.4)
    won, lost = (compare.anom_binomial(x, n, method="normal") for x in (k, np.array(n) - k))
    assert won.outside.tolist() == (-lost.outside).tolist()
    assert compare.homogeneity(k, n) == pytest.approx(compare.homogeneity(np.array(n) - k, n))


def test_critical_value_of_two_equal_groups_is_the_normal_one() -> None:
    assert compare.critical_value([50, 50]) == pytest.approx(1.959964, abs=1e-5)


def test_critical_values_match_the_printed_table() -> None:
    """Nelson, Wludyka & Copeland 2005, table B.1: h(.05; 3, 4, 6, 10 groups, infinite df)."""
    printed = {3: 2.34, 4: 2.47, 6: 2.62, 10: 2.80}
    for groups, h in printed.items():
        assert compare.critical_value([1] * groups) == pytest.approx(h, abs=0.006)


def test_critical_value_for_unequal_groups_agrees_with_simulation() -> None:
    n = np.array([5.0, 20, 40, 200])
    rng = np.random.default_rng(7)
    means = rng.normal(size=(40_000, 4)) / np.sqrt(n)
    centre = (means * n).sum(1, keepdims=True) / n.sum()
    z = np.abs(means - centre) / np.sqrt(1 / n - 1 / n.sum())
    assert compare.critical_value(n) == pytest.approx(np.quantile(z.max(1), 0.95), abs=0.02)


def test_everybody_or_nobody_won_is_no_difference() -> None:
    for k in ([0, 0, 0], [9, 12, 7]):
        found = compare.anom_binomial(k, [9, 12, 7])
        assert found.outside.tolist() == [0, 0, 0]
        assert compare.homogeneity(k, [9, 12, 7]) == 1.0


def test_equal_groups_are_not_overdispersed_and_different_ones_are() -> None:
    rng = np.random.default_rng(8)
    n = rng.integers(50, 300, 40)
    calm, wild = rng.binomial(n, 0.3), rng.binomial(n, rng.beta(6, 14, 40))
    assert compare.dispersion(calm, n).p > 0.01
    assert compare.dispersion(calm, n).phi < 1.5
    assert compare.dispersion(wild, n).p < 1e-6
    widened = compare.funnel_plot(wild, n)
    tight = compare.funnel_plot(wild, n, adjust="never")
    assert widened.adjusted
    assert (widened.outside != 0).sum() < (tight.outside != 0).sum()


def test_funnel_limits_narrow_with_size_and_hold_their_level() -> None:
    low, high = compare.funnel_limits(0.3, [10, 100, 1000], level=0.95)
    assert (np.diff(low) > 0).all()
    assert (np.diff(high) < 0).all()
    rng = np.random.default_rng(9)
    share = rng.binomial(100, 0.3, 20_000) / 100
    assert ((share < low[1]) | (share > high[1])).mean() == pytest.approx(0.05, abs=0.02)


def test_shrinkage_pulls_small_groups_most() -> None:
    found = compare.shrink([4, 40], [5, 100])
    assert abs(found.value[0] - 0.8) > abs(found.value[1] - 0.4)
    assert found.above[0] > found.above[1]


def test_group_intervals_cover_93_to_97_percent() -> None:
    rng, hits, total = np.random.default_rng(10), 0, 0
    for _ in range(80):
        n, truth = rng.integers(15, 80, 12), rng.beta(7.5, 22.5, 12)
        found = compare.shrink(rng.binomial(n, truth), n)
        hits += int(((found.low <= truth) & (truth <= found.high)).sum())
        total += 12
    assert 0.92 <= hits / total <= 0.98


def test_shrunken_rates_err_less_than_raw_ones() -> None:
    rng, raw, pulled = np.random.default_rng(11), 0.0, 0.0
    for _ in range(40):
        n, truth = rng.integers(15, 60, 20), rng.beta(20, 60, 20)
        k = rng.binomial(n, truth)
        raw += float(((k / n - truth) ** 2).sum())
        pulled += float(((compare.shrink(k, n, prior="ml").value - truth) ** 2).sum())
    assert pulled < 0.6 * raw


def test_equal_sellers_could_rank_anywhere() -> None:
    ranks = compare.rank_intervals(compare.shrink([25] * 10, [100] * 10), rng=np.random.default_rng(12))
    assert (ranks.low <= 2).all()
    assert (ranks.high >= 9).all()


def test_zero_wins_of_fifteen_leave_room() -> None:
    assert compare.shrink([0, 0, 0], [5, 5, 5]).high.max() > 0.15


def test_standardising_takes_out_young_cohorts() -> None:
    """A new seller with open deals only a week old is no worse: crude 10% against 40%, observed as expected."""
    old = compare.RiskTable(range(4), [10, 10, 10, 10], [0, 0, 0, 60])
    new = compare.RiskTable(range(4), [10, 0, 0, 0], [90, 0, 0, 0])
    found = compare.standardise({"old": old, "new": new})
    assert found.ratio == pytest.approx([1, 1])
    assert found.p > 0.9
    assert found.expected.sum() == pytest.approx(found.observed.sum())


def test_standardising_within_strata_takes_out_the_mix() -> None:
    easy, hard = ("easy",), ("hard",)
    a = compare.RiskTable([1, 1], [45, 1], [45, 9], stratum=easy + hard)
    b = compare.RiskTable([1, 1], [5, 9], [5, 81], stratum=easy + hard)
    mixed = compare.standardise({"a": a, "b": b})
    crude = compare.standardise(
        {"a": compare.RiskTable([1, 1], [45, 1], [45, 9]), "b": compare.RiskTable([1, 1], [5, 9], [5, 81])}
    )
    assert crude.p < 0.001
    assert mixed.p > 0.5


def test_standardising_two_groups_is_the_logrank_test() -> None:
    """R ?aml: expected 10.69 and 7.31, p .0653."""
    time = [9, 13, 13, 18, 23, 28, 31, 34, 45, 48, 161, 5, 5, 8, 8, 12, 16, 23, 27, 30, 33, 43, 45]
    left = np.array([1, 1, 0, 1, 1, 0, 1, 1, 0, 1, 0, 1, 1, 1, 1, 1, 0, 1, 1, 1, 1, 1, 1])
    tables = compare.risk_tables(["m"] * 11 + ["n"] * 12, time, left, 1 - left)
    found = compare.standardise(tables)
    assert found.expected == pytest.approx([10.689336, 7.310664], abs=1e-6)
    assert found.p == pytest.approx(0.0653393, abs=1e-6)


@pytest.mark.parametrize(
    ("p1", "p2", "cases"), [(0.2, 0.25, 1094), (0.2, 0.3, 293), (0.05, 0.07, 2212), (0.3, 0.45, 162)]
)
def test_trap_10_sample_sizes(p1: float, p2: float, cases: int) -> None:
    """80% power, two-sided 5%."""
    assert np.ceil(compare.size_for_shares(p1, p2)) == pytest.approx(cases, abs=2)


def test_the_difference_that_could_have_been_seen_is_seen_as_often_as_told() -> None:
    n = np.full(10, 100)
    seen = compare.power_to_see(n, 0.3)
    assert isinstance(seen, compare.Visible)
    assert seen.high is not None
    rng, hits = np.random.default_rng(13), 0
    for _ in range(400):
        rate = np.full(10, 0.3)
        rate[0] = seen.high
        hits += compare.anom_binomial(rng.binomial(n, rate), n).outside[0] == 1
    assert hits / 400 == pytest.approx(0.8, abs=0.12)


def test_with_three_cases_a_seller_no_difference_could_be_seen() -> None:
    assert isinstance(compare.power_to_see([3] * 30, 0.5), NotEnough)


def test_a_new_group_lies_in_the_prediction_interval() -> None:
    rng, hits = np.random.default_rng(14), 0
    for _ in range(200):
        truth = rng.normal(0, 1, 21)
        fit = compare.random_effects(truth[:20] + rng.normal(0, 0.5, 20), np.full(20, 0.25))
        hits += fit.next_group.low <= truth[20] <= fit.next_group.high
    assert 0.88 <= hits / 200 <= 0.99


def test_groups_without_spread_have_no_variance_between() -> None:
    fit = compare.random_effects([1.0, 1.0, 1.0], [0.1, 0.2, 0.3])
    assert fit.tau2 == 0
    assert fit.shrunken == pytest.approx([1, 1, 1])


def test_strata_without_both_groups_are_refused() -> None:
    assert isinstance(compare.stratified([[[5, 0], [5, 0]], [[0, 3], [0, 4]]]), NotEnough)


def test_nothing_happened_anywhere_is_refused() -> None:
    assert isinstance(compare.rate_ratio((0, 10), (0, 20)), NotEnough)


@pytest.mark.parametrize(
    ("k", "n", "says"),
    [
        ([1, 2], [3], "equally long"),
        ([4, 2], [3, 3], "cannot exceed"),
        ([-1, 2], [3, 3], "negative count"),
        ([float("nan"), 2], [3, 3], "missing or infinite"),
        ([0, 2], [0, 3], "has no cases"),
        ([1], [3], "at least 2 groups"),
        ([1.5, 2], [3, 3], "whole numbers"),
    ],
)
def test_wrong_groups_are_refused_in_a_sentence(k: list, n: list, says: str) -> None:
    for function in (
        compare.anom_binomial,
        compare.homogeneity,
        compare.dispersion,
        compare.shrink,
        compare.logit_normal,
    ):
        with pytest.raises(StatisticsError, match=says):
            function(k, n)


def test_maven_sellers_do_not_differ(shared: Path) -> None:
    """30 sellers: homogeneity p = .26 and none outside the family-wise limits."""
    with (shared / "data" / "maven_crm" / "sales_pipeline.csv").open() as file:
        rows = list(csv.DictReader(file))
    closed = Counter(r["sales_agent"] for r in rows if r["deal_stage"] in ("Won", "Lost"))
    won = Counter(r["sales_agent"] for r in rows if r["deal_stage"] == "Won")
    n, k = list(closed.values()), [won[s] for s in closed]
    assert len(n) == 30
    assert compare.homogeneity(k, n) == pytest.approx(0.26, abs=0.005)
    assert (compare.anom_binomial(k, n).outside == 0).all()
    assert (compare.funnel_plot(k, n).outside == 0).all()
