"""Incidence: open cases, late entries and other ways out are counted rightly, and it says when it cannot tell."""

import math

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from pyrometer.errors import StatisticsError, UnknownName
from pyrometer.model.interval import Estimate, NotEnough
from pyrometer.statistics import survival

few = st.lists(st.integers(0, 30), min_size=6, max_size=6)


def test_grouped_pipeline_by_hand() -> None:
    # 10 enter; 2 won at 0, 1 lost at 1 and 2 open there, 3 won at 2, 2 open: F = .2 + .8 (7/8) (3/5)
    aj = survival.incidence([0, 1, 2], {"won": [2, 0, 3], "lost": [0, 1, 0]}, [0, 2, 2])
    assert aj.n == 10
    assert aj.at_risk.tolist() == [10, 8, 5]
    assert aj.cumulative["won"] == pytest.approx([0.2, 0.2, 0.2 + 0.8 * 7 / 8 * 3 / 5])
    assert aj.survival == pytest.approx([0.8, 0.7, 0.7 * 2 / 5])


def test_trap_1_closed_cases_alone_overstate_the_yield() -> None:
    """True win 20%; losses are slow and 40% of them are never marked: won/(won+lost) says 29%, incidence 20%."""
    rng = np.random.default_rng(1)
    n = 20_000
    won = rng.random(n) < 0.2
    age = np.where(won, rng.integers(0, 20, n), rng.integers(10, 60, n))
    marked = won | (rng.random(n) < 0.6)
    how = np.where(~marked, "open", np.where(won, "won", "lost"))
    age = np.where(how == "open", 200, age)
    aj = survival.from_cases(age, [None if h == "open" else h for h in how])
    at = survival.at(aj, "won", 100)
    assert isinstance(at, Estimate)
    assert at.interval.low < 0.2 < at.interval.high
    assert won.sum() / marked.sum() > 0.28


def test_trap_8_young_cohorts_do_not_fake_a_fall() -> None:
    """A constant 25% yield seen after 10 of 60 days: the share won so far falls, the incidence does not."""
    rng = np.random.default_rng(2)
    won, age = rng.random(40_000) < 0.25, rng.integers(0, 60, 40_000)
    seen = rng.integers(10, 120, 40_000)
    how = [("won" if w else "lost") if a <= s else None for w, a, s in zip(won, age, seen, strict=True)]
    aj = survival.from_cases(np.minimum(age, seen), how)
    assert (np.array([h == "won" for h in how])).mean() < 0.22
    assert aj.cumulative["won"][-1] == pytest.approx(0.25, abs=0.01)


def test_history_cut_at_export_start_is_late_entry_not_age_zero() -> None:
    """Cases older than the records come in late; counting them from age 0 would understate the early yield."""
    rng = np.random.default_rng(3)
    age = rng.geometric(0.05, 60_000).astype(float)
    late = rng.integers(0, 30, 60_000).astype(float)
    seen = age > late
    aj = survival.from_cases(age[seen], ["won"] * int(seen.sum()), entered=late[seen])
    naive = survival.from_cases(age[seen], ["won"] * int(seen.sum()))
    truth = 1 - 0.95**10
    rightly, wrongly = survival.at(aj, "won", 10), survival.at(naive, "won", 10)
    assert isinstance(rightly, Estimate)
    assert isinstance(wrongly, Estimate)
    assert rightly.interval.low < truth < rightly.interval.high
    assert wrongly.interval.high < truth - 0.1


def test_intervals_cover_with_late_entries_too() -> None:
    rng, hits, runs = np.random.default_rng(12), 0, 400
    for _ in range(runs):
        age, late = rng.geometric(0.05, 600).astype(float), rng.integers(0, 20, 600) * (rng.random(600) < 0.5)
        seen = age > late
        aj = survival.from_cases(age[seen], ["won"] * int(seen.sum()), entered=late[seen])
        at = survival.at(aj, "won", 10)
        assert isinstance(at, Estimate)
        hits += at.interval.low <= 1 - 0.95**10 <= at.interval.high
    assert 0.92 <= hits / runs <= 0.98


@settings(max_examples=60, deadline=None)
@given(few, few, few)
def test_shares_sum_to_one_and_only_rise(won: list[int], lost: list[int], still: list[int]) -> None:
    if sum(won) + sum(lost) + sum(still) == 0:
        return
    aj = survival.incidence(range(6), {"won": won, "lost": lost}, still)
    assert aj.survival + aj.cumulative["won"] + aj.cumulative["lost"] == pytest.approx(np.ones(6))
    assert (np.diff(aj.cumulative["won"]) >= -1e-12).all()
    assert (aj.se["won"] >= 0).all()


@settings(max_examples=60, deadline=None)
@given(few, few, st.integers(2, 9))
def test_duplicating_everybody_keeps_the_curve_and_shrinks_the_error(
    won: list[int], still: list[int], times: int
) -> None:
    if sum(won) == 0:
        return
    once = survival.incidence(range(6), {"won": won}, still)
    more = survival.incidence(range(6), {"won": np.multiply(won, times)}, np.multiply(still, times))
    assert more.cumulative["won"] == pytest.approx(once.cumulative["won"])
    assert more.se["won"] == pytest.approx(once.se["won"] / math.sqrt(times), abs=1e-12)


@settings(max_examples=60, deadline=None)
@given(few, few)
def test_merging_two_ways_out_is_leaving_at_all(won: list[int], lost: list[int]) -> None:
    if sum(won) + sum(lost) == 0:
        return
    two = survival.incidence(range(6), {"won": won, "lost": lost}, [1] * 6)
    one = survival.incidence(range(6), {"any": np.add(won, lost)}, [1] * 6)
    assert two.survival == pytest.approx(one.survival)
    assert two.survival_se == pytest.approx(one.se["any"], abs=1e-12)


def test_standard_error_is_the_jackknife_of_leaving_each_case_out() -> None:
    """The closed form equals the sum of squared influences, computed here case by case by perturbing weights."""
    won, lost, still = np.array([3.0, 2, 4]), np.array([1.0, 2, 1]), np.array([1.0, 1, 3])
    aj = survival.incidence(range(3), {"won": won, "lost": lost}, still)

    def last(w: np.ndarray, s: np.ndarray, o: np.ndarray) -> float:
        return float(survival.incidence(range(3), {"won": w, "lost": s}, o).cumulative["won"][-1])

    base, step, total = last(won, lost, still), 1e-6, 0.0
    for place, counts in enumerate((won, lost, still)):
        for age in range(3):
            moved = [won.copy(), lost.copy(), still.copy()]
            moved[place][age] += step
            total += counts[age] * ((last(*moved) - base) / step) ** 2
    assert aj.se["won"][-1] == pytest.approx(math.sqrt(total), rel=1e-4)


def test_nobody_won_yet_still_has_an_upper_bound() -> None:
    aj = survival.incidence([0, 1], {"won": [0, 0], "lost": [0, 0]}, [0, 15])
    at = survival.at(aj, "won", 1)
    assert isinstance(at, Estimate)
    assert at.value == 0
    assert at.interval.high == pytest.approx(1 - 0.025 ** (1 / 15))


def test_a_horizon_nobody_has_reached_is_refused() -> None:
    aj = survival.incidence([0, 1, 2], {"won": [5, 5, 5]}, [5, 5, 50])
    refused = survival.at(aj, "won", 30)
    assert isinstance(refused, NotEnough)
    assert "30 days" in str(refused)
    assert isinstance(survival.restricted_mean(aj, 30), NotEnough)


def test_three_cases_left_at_the_horizon_are_too_few() -> None:
    aj = survival.incidence([0, 1, 2], {"won": [50, 5, 0]}, [5, 50, 3])
    assert isinstance(survival.at(aj, "won", 2), NotEnough)


def test_a_share_that_is_never_reached_has_no_age() -> None:
    aj = survival.incidence([0, 1, 2], {"won": [5, 5, 5]}, [5, 5, 50])
    assert survival.quantile(aj, "won", 0.5) is None
    reached = survival.quantile(aj, "won", 0.1)
    assert reached is not None
    assert reached.value == 1
    assert reached.interval.high == math.inf or reached.interval.high >= reached.value


def test_hours_count_only_when_ended_by_the_horizon() -> None:
    hour = 1 / 24
    aj = survival.incidence(np.arange(0, 31 * 24) * hour, {"won": np.ones(31 * 24)}, np.zeros(31 * 24))
    whole = survival.at(aj, "won", 30, width=hour)
    assert isinstance(whole, Estimate)
    assert whole.value == pytest.approx(30 / 31)


def test_restricted_mean_is_the_area_under_the_curve() -> None:
    aj = survival.incidence([1, 2, 3], {"won": [1, 1, 1]}, [0, 0, 0])
    mean = survival.restricted_mean(aj, 3)
    assert isinstance(mean, Estimate)
    assert mean.value == pytest.approx(2)
    lost = survival.restricted_mean(aj, 3, cause="won")
    assert isinstance(lost, Estimate)
    assert lost.value == pytest.approx(1)


def test_heavy_censoring_inside_a_bucket_is_told() -> None:
    none = survival.incidence([0, 1], {"won": [10, 10]}, [0, 0])
    heavy = survival.incidence([0, 1], {"won": [10, 10]}, [40, 40])
    assert survival.censoring_gap(none)["won"] == pytest.approx(0)
    assert survival.censoring_gap(heavy)["won"] > 0.03


def test_95_percent_intervals_cover_93_to_97_percent() -> None:
    """1,000 pipelines of 150 cases, 30% of them censored before day 30."""
    rng, hits, runs = np.random.default_rng(4), 0, 1000
    truth = 0.4 * (1 - 0.95**31)
    for _ in range(runs):
        won, age = rng.random(150) < 0.4, rng.geometric(0.05, 150) - 1
        seen = rng.integers(10, 120, 150)
        way = np.where(age <= seen, np.where(won, 1, 2), 0)
        observed = np.minimum(age, seen)
        counts = [np.bincount(observed[way == k], minlength=121)[:121] for k in range(3)]
        aj = survival.incidence(range(121), {"won": counts[1], "lost": counts[2]}, counts[0])
        at = survival.at(aj, "won", 30)
        assert isinstance(at, Estimate)
        hits += at.interval.low <= truth <= at.interval.high
    assert 0.93 <= hits / runs <= 0.97


@pytest.mark.parametrize(
    ("age", "exits", "still", "says"),
    [
        ([0, 1], {"won": [1]}, [0, 0], "equally long"),
        ([0, 1], {"won": [1, -1]}, [0, 0], "negative count"),
        ([0, 1], {"won": [1, float("nan")]}, [0, 0], "missing or infinite"),
        ([1, 0], {"won": [1, 1]}, [0, 0], "rise strictly"),
        ([0, 1], {"won": [0, 0]}, [0, 0], "Nobody is in the table"),
        ([0, 1], {}, [1, 1], "names no way out"),
        ([], {"won": []}, [], "is empty"),
        (["a", "b"], {"won": [1, 1]}, [0, 0], "numbers only"),
    ],
)
def test_wrong_tables_are_refused_in_a_sentence(age: list, exits: dict, still: list, says: str) -> None:
    with pytest.raises(StatisticsError, match=says):
        survival.incidence(age, exits, still)


def test_more_late_entries_than_cases_are_refused() -> None:
    with pytest.raises(StatisticsError, match="more leave than are under observation"):
        survival.incidence([0, 1, 2], {"won": [3, 1, 1]}, [0, 0, 0], late=[0, 0, 4])


def test_an_unknown_way_out_is_named() -> None:
    aj = survival.incidence([0], {"won": [1]}, [0])
    with pytest.raises(UnknownName, match="Did you mean 'won'"):
        survival.at(aj, "wonn", 0)


def test_an_entry_after_its_exit_is_refused() -> None:
    with pytest.raises(StatisticsError, match="enters at or after its exit"):
        survival.from_cases([1.0, 2.0], ["won", "won"], entered=[0.0, 2.0])


@given(st.lists(st.tuples(st.integers(-3, 40), st.sampled_from([None, "won", "lost"])), min_size=1, max_size=60))
def test_whole_days_and_parts_of_days_give_the_same_curves(cases: list[tuple[int, str | None]]) -> None:
    days, how = [float(d) for d, _ in cases], [h for _, h in cases]
    whole, part = survival.from_cases(days, how), survival.from_cases([d / 8 for d in days], how)
    assert np.allclose(whole.age / 8, part.age) and np.array_equal(whole.survival, part.survival)
    assert {c: v.tolist() for c, v in whole.cumulative.items()} == {c: v.tolist() for c, v in part.cumulative.items()}
