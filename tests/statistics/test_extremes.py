"""Extremes: a few do not speak for many, and huge or tiny numbers do not turn into wrong ones."""

import math

import numpy as np
import pytest
from scipy.special import gammaincinv, gammaln

from pyrometer.errors import StatisticsError
from pyrometer.model.interval import Estimate, NotEnough
from pyrometer.statistics import agreement, changepoint, compare, intervals, survival
from pyrometer.statistics.charts import Chart, draw
from pyrometer.statistics.rules import signals


def test_the_last_case_does_not_speak_for_those_still_open() -> None:
    """Of 100, 40 won by 10 days, 59 were open at 20, one was lost at 30: nobody knows that the 59 are lost too."""
    curve = survival.incidence([10, 20, 30], {"won": [40, 0, 0], "lost": [0, 0, 1]}, [0, 59, 0])
    for cause in ("won", "lost", "any"):
        assert isinstance(survival.at(curve, cause, 30), NotEnough)
    assert isinstance(survival.at(curve, "won", 20), Estimate)
    assert isinstance(survival.restricted_mean(curve, 60), NotEnough)
    assert isinstance(survival.restricted_mean(curve, 20), Estimate)
    low, high = survival.bounds(curve, "lost")
    assert low[-1] == 0
    assert high[-1] > 0.6
    median = survival.quantile(curve, "lost", 0.5)
    assert median is None or median.interval.high == math.inf


def test_what_the_refusal_asks_for_is_enough() -> None:
    few = survival.incidence([10, 20, 30], {"won": [40, 0, 0], "lost": [0, 0, 4]}, [0, 56, 0])
    enough = survival.incidence([10, 20, 30], {"won": [40, 0, 0], "lost": [0, 0, 5]}, [0, 55, 0])
    refused = survival.at(few, "won", 30)
    assert isinstance(refused, NotEnough)
    assert refused.needs == "5 cases under observation at 30 days"
    assert isinstance(survival.at(enough, "won", 30), Estimate)


def test_one_early_exit_before_the_late_entries_is_no_yield_of_one() -> None:
    curve = survival.incidence([0, 30, 60], {"won": [1, 200, 200]}, [0, 0, 99], [0, 499, 0])
    assert isinstance(survival.at(curve, "won", 60), NotEnough)


def test_nothing_is_told_from_entry_on_where_nobody_was_watched_then() -> None:
    curve = survival.incidence([0, 30, 60], {"won": [0, 200, 200]}, [0, 0, 99], [0, 499, 0])
    assert isinstance(survival.at(curve, "won", 60), NotEnough)


def test_everybody_gone_without_open_cases_is_still_told() -> None:
    curve = survival.from_cases([1, 2, 3, 4], ["won", "won", "lost", "won"])
    found = survival.at(curve, "won", 4)
    assert isinstance(found, Estimate)
    assert found.value == pytest.approx(0.75)
    assert survival.bounds(curve, "any")[0][-1] == pytest.approx(0.025**0.25)


def test_finer_ages_do_not_change_the_curve_at_common_ages() -> None:
    coarse = survival.incidence([0, 10, 20], {"won": [5, 7, 9], "lost": [2, 4, 1]}, [0, 0, 12])
    fine = survival.incidence(
        [0, 5, 10, 13, 20],
        {"won": [5, 0, 7, 0, 9], "lost": [2, 0, 4, 0, 1]},
        [0, 0, 0, 0, 12],
    )
    assert fine.cumulative["won"][[0, 2, 4]] == pytest.approx(coarse.cumulative["won"])
    assert fine.se["won"][[0, 2, 4]] == pytest.approx(coarse.se["won"])


@pytest.mark.parametrize("n", [1e9, 1e12, 1e15])
@pytest.mark.parametrize("k", [1, 30, 1000])
def test_rare_events_among_very_many_have_the_poisson_interval(k: int, n: float) -> None:
    found = intervals.clopper_pearson(k, n)
    assert found.low * n == pytest.approx(float(gammaincinv(k, 0.025)), rel=1e-5)
    assert found.high * n == pytest.approx(float(gammaincinv(k + 1, 0.975)), rel=1e-5)


def test_exact_limits_of_billions_of_cases_still_signal() -> None:
    n = 5e9
    chart = draw("p", [100.0] * 20 + [400.0], [n] * 21, baseline=20, convention="exact")
    assert isinstance(chart, Chart)
    assert chart.score is not None
    assert not np.isnan(chart.score).any()
    assert any(20 in s.points for s in signals(chart, "limits"))


def test_groups_without_any_spread_that_differ_are_outside() -> None:
    found = compare.anom_normal([1, 1, 2, 2, 3, 3], [3, 3, 4, 4, 5, 5])
    assert found.outside.tolist() == [-1, 0, 1]
    assert found.p == 0
    assert compare.anom_normal([1, 1, 2, 2], [0.1, 0.1, 0.1, 0.1]).p == 1


def test_exact_rates_take_whole_counts_only() -> None:
    with pytest.raises(StatisticsError, match="whole numbers"):
        compare.anom_poisson([0.5, 1, 0], [10, 1, 3])


def test_the_critical_value_bears_groups_of_any_sizes() -> None:
    # the two small groups stray freely, the large one as minus their sum over root 2
    z = np.random.default_rng(5).standard_normal((400_000, 2))
    inside = np.maximum(np.abs(z).max(1), np.abs(z.sum(1)) / np.sqrt(2))
    assert compare.critical_value([1, 1, 1e15]) == pytest.approx(float(np.quantile(inside, 0.95)), abs=0.01)


@pytest.mark.parametrize(("k", "n", "rate"), [(0, 9, 0.2), (9, 9, 0.7), (3, 20, 0.5), (17, 20, 0.5), (40, 300, 0.1)])
def test_the_exact_p_is_the_sum_over_all_counts_no_likelier(k: int, n: int, rate: float) -> None:
    i = np.arange(n + 1)
    ways = gammaln(n + 1) - gammaln(i + 1) - gammaln(n - i + 1)
    mass = np.exp(ways + i * np.log(rate) + (n - i) * np.log1p(-rate))
    assert compare.exact_binomial(k, n, rate) == pytest.approx(
        float(mass[mass <= mass[k] * (1 + 1e-7)].sum()), abs=1e-9
    )


def test_the_exact_p_needs_no_room_for_all_counts() -> None:
    assert compare.exact_binomial(500_100_000, 10**9, 0.5) == pytest.approx(math.erfc(1e5 / math.sqrt(5e8)), rel=1e-3)


def test_exact_funnel_limits_of_a_billion_cases() -> None:
    low, high = compare.funnel_limits(0.3, [1e9])
    half = 1.959964 * math.sqrt(0.21 / 1e9)
    assert [float(low[0]), float(high[0])] == pytest.approx([0.3 - half, 0.3 + half], abs=1e-8)


def test_shrunken_rates_of_rare_events_lie_inside_their_intervals() -> None:
    found = compare.shrink([10, 200, 3, 40], [1e9] * 4)
    assert (found.low < found.value).all()
    assert (found.value < found.high).all()
    assert found.value[1] * 1e9 == pytest.approx(200, rel=0.05)


def test_an_agreement_lies_inside_its_interval_also_when_it_is_full() -> None:
    given = agreement.ratings([["a", "a"], ["b", "b"]] * 10)
    found = agreement.gwet(given, ends="likelihood")
    assert not isinstance(found, NotEnough)
    assert found.interval.low < 0.9
    assert found.interval.high == found.value == 1


def test_a_share_that_such_verdicts_cannot_give_is_refused() -> None:
    """Of a sensitivity of 80%, 95 of 100 called yes is no true share of 100%, known for sure."""
    refused = agreement.rogan_gladen(95, 100, 0.8, 0.9)
    assert isinstance(refused, NotEnough)
    assert refused.needs == "more than 10% and fewer than 80% called yes"
    assert isinstance(agreement.rogan_gladen(79, 100, 0.8, 0.9), Estimate)


def test_a_change_without_any_spread_has_a_sure_date() -> None:
    found = changepoint.of_level([1.0] * 6 + [5.0] * 6, interval="bai")
    assert isinstance(found, changepoint.Change)
    assert (found.low, found.last_before, found.high) == (5, 5, 5)
    half = changepoint.of_level([1.0] * 6 + [5.0, 5.2] * 3, interval="bai")
    assert isinstance(half, changepoint.Change)
    assert half.low <= 5 <= half.high
