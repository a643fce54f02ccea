"""Run rules: what each set finds, what it leaves alone, and how often it cries wolf."""

import time
from itertools import combinations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from pyrometer.errors import StatisticsError, UnknownName
from pyrometer.registry import find, first_line, names
from pyrometer.statistics import designer, run_length
from pyrometer.statistics.charts import Chart, ewma, xmr
from pyrometer.statistics.charts._reference import Reference
from pyrometer.statistics.false_alarms import baseline_alarm_share, false_alarms, runs_alarm_share, split_alarm_share
from pyrometer.statistics.false_alarms import run_length as rules_run_length
from pyrometer.statistics.phases import Plan, Start
from pyrometer.statistics.phases import chart as phased
from pyrometer.statistics.rules import RuleSet, rule_set, signals, signals_of_many
from pyrometer.statistics.rules._patterns import points_of_scores
from pyrometer.statistics.rules._splits import few_crossings_p, long_run_p
from pyrometer.statistics.rules.anhoej import crossings_needed, longest_allowed
from tests.statistics.patterns import completions

PACKAGE = "pyrometer.statistics.rules"
scores = st.lists(st.floats(-4, 4).map(lambda z: round(z, 2)), min_size=1, max_size=60)


@pytest.mark.parametrize("name", names(PACKAGE))
def test_every_set_is_told_in_words_with_its_source(name: str) -> None:
    found = find(PACKAGE, name)
    assert isinstance(found, RuleSet)
    assert first_line(PACKAGE, name).endswith(".")
    assert found.says and found.method.source
    assert len({r.code for r in found.rules}) == len(found.rules)


def test_an_unknown_set_offers_the_nearest() -> None:
    with pytest.raises(UnknownName, match="No rules named 'nelsen'. Did you mean 'nelson'"):
        rule_set("nelsen")


@given(scores)
@pytest.mark.parametrize("name", names(PACKAGE))
def test_upside_down_every_set_finds_the_same_points(name: str, z: list[float]) -> None:
    one = completions(points_of_scores(z), rule_set(name))
    other = completions(points_of_scores([-v for v in z]), rule_set(name))
    assert all((one[code] == other[code]).all() for code in one)


@given(scores, scores)
@pytest.mark.parametrize("name", ["nelson", "western-electric", "westgard", "nhs", "wheeler", "limits"])
def test_later_points_never_change_what_was_seen_before(name: str, z: list[float], more: list[float]) -> None:
    one = completions(points_of_scores(z), rule_set(name))
    other = completions(points_of_scores(z + more), rule_set(name))
    assert all((one[code] == other[code][other[code] < len(z)]).all() for code in one)


@pytest.mark.parametrize("name", names(PACKAGE))
def test_many_charts_together_give_what_each_gives_alone(name: str) -> None:
    rng = np.random.default_rng(3)
    charts = [xmr.chart(rng.normal(size=n).cumsum() if n % 2 else rng.normal(size=n)) for n in (20, 21, 20, 35, 21, 21)]
    charts.append(ewma.chart(rng.normal(size=21) + 1, from_=Reference(0, 1)))
    charts.append(phased("xmr", rng.normal(size=42), plan=Plan(starts=(Start(21, "a new form"),))))
    together = signals_of_many(charts, [name, "limits"])[0]
    assert list(together) == [signals(c, name) for c in charts]


def test_a_signal_names_its_points_from_0_and_says_its_number_from_1() -> None:
    x = [0, 1, -1, 1, -1, 0, 1, -1, 5, 5.5, 6, 5, 5.5, 6, 5, 5.5]
    found = next(s for s in signals(xmr.chart(x, baseline=8), "western-electric") if s.rule == "we-4")
    assert (found.first, found.number, found.side) == (15, 16, "high")
    assert found.points == tuple(range(8, 16))


def test_two_of_three_marks_only_the_points_beyond() -> None:
    chart = xmr.chart([0.0, 1, 0, 1, 0, 1, 0, 1, 0, 1, 3.0, 0.5, 3.0], baseline=10)
    found = next(s for s in signals(chart, "western-electric") if s.rule == "we-2")
    assert (found.points, found.first) == ((10, 12), 12)


def test_a_run_that_goes_on_is_one_signal_not_ten() -> None:
    x = [0.0, 1, -1, 1, -1, 0.5, -0.5, 1, 0.5, -1] + [2.0] * 20
    found = [s for s in signals(xmr.chart(x, baseline=10), "western-electric") if s.rule == "we-4"]
    assert len(found) == 1
    assert found[0].points == tuple(range(10, 30))


def test_patterns_do_not_reach_across_a_change_of_phase() -> None:
    x = [1.0, 0, 1, 0, 2, 2, 2, 2] + [2.0, 2, 2, 2, 0, 1, 0, 1]
    whole = xmr.chart(x)
    cut = phased("xmr", x, plan=Plan(starts=(Start(8, "a new offer"),)))
    assert isinstance(whole, Chart) and isinstance(cut, Chart)
    assert [s.points for s in signals(whole, "western-electric") if s.rule == "we-4"] == [tuple(range(4, 12))]
    assert not [s for s in signals(cut, "western-electric") if s.rule == "we-4"]


def test_westgard_finds_a_pair_that_lies_four_sigma_apart() -> None:
    found = completions(points_of_scores([0, 2.1, -2.1, 0, 2.1, 0, -2.1]), rule_set("westgard"))
    assert found["westgard-r-4s"].tolist() == [2]
    assert found["westgard-2-2s"].tolist() == []


def test_anhoejs_bounds_are_those_of_qicharts2() -> None:
    """Longest run and fewest crossings as qicharts2 0.8.1 prints them for Montgomery's tables and the CDI data."""
    published = {12: (7, 3), 20: (7, 6), 24: (8, 8), 25: (8, 8), 36: (8, 13), 40: (8, 14)}
    assert {n: (longest_allowed(n), crossings_needed(n)) for n in published} == published


@pytest.mark.parametrize("n", [2, 3, 10, 57, 200, 1000])
def test_fewest_crossings_are_the_five_percent_quantile_of_coin_tossing(n: int) -> None:
    from scipy.stats import binom

    assert crossings_needed(n) == binom.ppf(0.05, n - 1, 0.5)


def test_points_on_the_centre_neither_break_nor_lengthen_a_run() -> None:
    with_zeros = completions(points_of_scores([2, -1] * 6 + [1, 0] * 9 + [-1, 1] * 4), rule_set("anhoej"))
    without = completions(points_of_scores([2, -1] * 6 + [1] * 9 + [-1, 1] * 4), rule_set("anhoej"))
    assert len(with_zeros["anhoej-run"]) == len(without["anhoej-run"]) > 0


def test_scores_without_a_number_are_refused() -> None:
    with pytest.raises(StatisticsError, match="without NaN"):
        points_of_scores([0.0, float("nan")])


def test_expected_false_alarms_of_a_series() -> None:
    """A dashboard of 36 months: limits alone a tenth of a false alarm a chart, all four WE rules four times that."""
    limits, four = false_alarms("limits", 36), false_alarms("western-electric", 36)
    assert limits.expected == pytest.approx(36 / 370.4, rel=1e-3)
    assert four.expected == pytest.approx(36 / 91.75, rel=1e-3)
    assert limits.any_share == pytest.approx(1 - (1 - 0.0026998) ** 36, abs=1e-6)
    with pytest.raises(StatisticsError, match="0 points cannot be"):
        false_alarms("limits", 0)


@pytest.mark.parametrize("name", ["western-electric", "wheeler", "anhoej"])
def test_chance_of_any_false_alarm_agrees_with_simulation(name: str) -> None:
    rng = np.random.default_rng(8)
    points = points_of_scores(rng.normal(size=(6000, 24)))
    hit = np.any([r.find(points).completes.any(axis=1) for r in rule_set(name).rules], axis=0)
    assert false_alarms(name, 24).any_share == pytest.approx(hit.mean(), abs=0.017)


def test_run_length_of_rules_with_trends_comes_from_simulation() -> None:
    assert false_alarms("nelson", 20).method.name.startswith("simulation")
    assert 60 < false_alarms("nelson", 20).arl < 90
    assert rules_run_length("nelson", shift=1.0) < 10


def test_rules_that_judge_a_whole_series_have_no_run_length() -> None:
    with pytest.raises(StatisticsError, match="judge a series as a whole"):
        rules_run_length("anhoej")
    with pytest.raises(StatisticsError, match="No rule 'we-9' in this set. There is: we-1"):
        rules_run_length("western-electric", codes=["we-9"])


@pytest.mark.parametrize("n", [11, 12, 24, 40])
def test_runs_rules_cry_wolf_as_often_as_the_recursion_says(n: int) -> None:
    points = points_of_scores(np.random.default_rng(n).normal(size=(10_000, n)))
    hit = np.any([r.find(points).completes.any(axis=1) for r in rule_set("anhoej").rules[1:]], axis=0)
    assert runs_alarm_share(n) == pytest.approx(hit.mean(), abs=0.011)
    assert runs_alarm_share(n) < 0.11


@pytest.mark.parametrize("above", [0.27, 0.4, 0.63])
def test_unequal_sides_make_anhoejs_rules_cry_wolf_as_the_recursion_says(above: float) -> None:
    side = np.where(np.random.default_rng(9).random((6000, 60)) < above, 1.0, -1.0)
    hit = np.any([r.find(points_of_scores(side)).completes.any(axis=1) for r in rule_set("anhoej").rules[1:]], axis=0)
    assert runs_alarm_share(60, above) == pytest.approx(hit.mean(), abs=0.02)


@pytest.mark.parametrize("above", [0.1, 0.27, 0.5, 0.63])
@pytest.mark.parametrize("n", [12, 60])
def test_wald_and_wolfowitz_cry_wolf_in_one_series_of_twenty_whatever_the_sides(above: float, n: int) -> None:
    side = np.where(np.random.default_rng(n).random((4000, n)) < above, 1.0, -1.0)
    rules = rule_set("wald-wolfowitz").rules[1:]
    hit = np.any([r.find(points_of_scores(side)).completes.any(axis=1) for r in rules], axis=0)
    assert hit.mean() < 0.058
    assert hit.mean() < split_alarm_share(n) + 0.015 or above != 0.5


@pytest.mark.parametrize(("high", "low"), [(5, 5), (3, 8), (6, 2), (1, 6), (7, 0)])
def test_runs_given_the_sides_are_those_of_every_order(high: int, low: int) -> None:
    """Wald & Wolfowitz's distribution by writing out all orders; the chance of a long run is never told too small."""
    crossings, longest = [], []
    for places in combinations(range(high + low), high):
        side = np.isin(np.arange(high + low), places)
        ends = np.append(np.flatnonzero(np.diff(side)), high + low - 1)
        crossings.append(len(ends) - 1)
        longest.append(np.diff(np.append(-1, ends)).max())
    for at in range(high + low + 1):
        assert few_crossings_p(high, low, at) == pytest.approx(np.mean(np.array(crossings) <= at))
        exact = np.mean(np.array(longest) >= at)
        assert exact - 1e-9 <= long_run_p(high, low, at)
        assert long_run_p(high, low, at) <= max(1.25 * exact, exact + 1e-9) or exact > 0.3


def test_limits_from_twenty_points_cry_wolf_four_times_as_often_as_the_books_say() -> None:
    """questions.md trap 16: 1.1 % a new point, so in 50 charts at least one false alarm in 43 % of periods."""
    share = baseline_alarm_share(20)
    assert share == pytest.approx(0.011, abs=5e-4)
    assert 1 - (1 - share) ** 50 == pytest.approx(0.43, abs=0.015)
    assert baseline_alarm_share(100_000) == pytest.approx(0.0027, abs=1e-5)
    rng = np.random.default_rng(6)
    x = rng.normal(size=(200_000, 21))
    sigma = np.abs(np.diff(x[:, :20], axis=1)).mean(axis=1) / 1.128
    assert (np.abs(x[:, 20] - x[:, :20].mean(axis=1)) > 3 * sigma).mean() == pytest.approx(share, abs=8e-4)


def test_the_designer_gives_back_the_run_length_asked_for() -> None:
    assert designer.shewhart_limit(370.398) == pytest.approx(3.0, abs=1e-5)
    assert run_length.cusum(h=designer.cusum_limit(370)) == pytest.approx(370, rel=1e-5)
    assert run_length.ewma(weight=0.1, width=designer.ewma_width(250, weight=0.1)) == pytest.approx(250, rel=1e-5)
    with pytest.raises(StatisticsError, match="cannot be designed for"):
        designer.cusum_limit(1.0)


def test_the_designer_agrees_with_published_pairs() -> None:
    """Montgomery 2013, table 9.4 (k .5, h 4.77, run length 370); Lucas & Saccucci 1990 (.2 and 2.962 for 500)."""
    assert designer.cusum_limit(370) == pytest.approx(4.77, abs=0.01)
    assert designer.cusum_limit(370, k=1.0) == pytest.approx(2.52, abs=0.01)
    assert designer.ewma_width(500, weight=0.2) == pytest.approx(2.962, abs=1e-3)


def test_mewma_limits_are_the_published_ones() -> None:
    """Rigdon 1995, J. Stat. Comput. Simul. 52, table 1, p. 358; Knoth 2017, J. Qual. Technol. 49, table 2, p. 82."""
    assert designer.mewma_limit(4, weight=0.25, arl=500) == pytest.approx(16.38, abs=0.01)
    published = {0.25: 15.82, 0.2: 15.62, 0.15: 15.31, 0.1: 14.76, 0.05: 13.60}
    for weight, limit in published.items():
        assert designer.mewma_limit(3, weight=weight, arl=1000) == pytest.approx(limit, abs=0.006)


def test_a_head_start_halves_the_time_to_see_a_change_already_there() -> None:
    """Lucas & Crosier 1982, table 1 (k .5, h 5, head start 2.5): 430 in control, 6.35 at one sigma."""
    assert run_length.cusum(head_start=0.5) == pytest.approx(430, abs=0.6)
    assert run_length.cusum(head_start=0.5, shift=1.0) == pytest.approx(6.35, abs=0.02)


def test_poisson_and_bernoulli_run_lengths_agree_with_simulation() -> None:
    rng = np.random.default_rng(0)
    p = 0.1
    drop = np.log(1 - p + 2 * p)
    cases = [
        (run_length.poisson_cusum(2.0, limit=2.5), lambda n: rng.poisson(2.0, n) * np.log(2) - 2.0, 2.5),
        (run_length.bernoulli_cusum(p, limit=2.0), lambda n: (rng.random(n) < p) * np.log(2) - drop, 2.0),
        (run_length.poisson_cusum(2.0, limit=2.5, actual=4.0), lambda n: rng.poisson(4.0, n) * np.log(2) - 2.0, 2.5),
    ]
    for ours, step, limit in cases:
        total, lengths = np.zeros(3000), np.zeros(3000)
        for t in range(1, 4000):
            total = np.maximum(0, total + step(3000))
            lengths[(total >= limit) & (lengths == 0)] = t
            if lengths.all():
                break
        assert ours == pytest.approx(lengths.mean(), rel=4 * lengths.std() / lengths.mean() / np.sqrt(3000))


def test_designed_counting_cusums_reach_their_run_length() -> None:
    assert run_length.poisson_cusum(2.0, limit=designer.poisson_cusum_limit(100, 2.0)) >= 100
    assert run_length.bernoulli_cusum(0.1, limit=designer.bernoulli_cusum_limit(200, 0.1)) >= 200


@pytest.mark.parametrize("wrong", [dict(h=-1.0), dict(h=0.0)])
def test_a_limit_of_nothing_is_refused(wrong: dict[str, float]) -> None:
    with pytest.raises(StatisticsError, match="cannot be: give a number above 0"):
        run_length.cusum(**wrong)


def test_five_hundred_charts_with_all_rules_take_under_a_second_of_processor() -> None:
    values = np.random.default_rng(1).normal(size=(500, 200))
    start = time.process_time()
    signals_of_many([xmr.chart(row) for row in values], names(PACKAGE))
    assert time.process_time() - start < 1.0
