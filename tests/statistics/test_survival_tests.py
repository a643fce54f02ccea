"""Tests between curves, recurrent events, clusters and hazards: what they claim and what they refuse."""

import numpy as np
import pytest
from scipy.stats import kstest

from pyrometer.errors import StatisticsError
from pyrometer.model.interval import NotEnough
from pyrometer.statistics import survival
from pyrometer.statistics.logistic import clustered_cov, logistic
from pyrometer.statistics.survival import cox as cox_model
from pyrometer.statistics.survival import hazard

# Klein & Moeschberger 1997: 137 bone marrow transplants; group, days, 0 censored 1 relapse 2 death
BMT_DAYS = {
    "ALL": [2081, 1602, 1496, 1462, 1433, 1377, 1330, 996, 226, 1199, 1111, 530, 1182, 1167, 418, 383, 276, 104, 609]
    + [172, 487, 662, 194, 230, 526, 122, 129, 74, 122, 86, 466, 192, 109, 55, 1, 107, 110, 332],
    "low": [2569, 2506, 2409, 2218, 1857, 1829, 1562, 1470, 1363, 1030, 860, 1258, 2246, 1870, 1799, 1709, 1674, 1568]
    + [1527, 1324, 957, 932, 847, 848, 1850, 1843, 1535, 1447, 1384, 414, 2204, 1063, 481, 105, 641, 390, 288, 421]
    + [79, 748, 486, 48, 272, 1074, 381, 10, 53, 80, 35, 248, 704, 211, 219, 606],
    "high": [2640, 2430, 2252, 2140, 2133, 1238, 1631, 2024, 1345, 1136, 845, 422, 162, 84, 100, 2, 47, 242, 456, 268]
    + [318, 32, 467, 47, 390, 183, 105, 115, 164, 93, 120, 80, 677, 64, 168, 74, 16, 157, 625, 48, 273, 63, 76, 113]
    + [363],
}
BMT_HOW = {
    "ALL": "0" * 14 + "212112212122111221112212",
    "low": "0" * 29 + "22222222" + "12112121222212111",
    "high": "0" * 11 + "1211211112111122" + "121122122211112112",
}
WAYS = {"0": None, "1": "relapse", "2": "death"}


def bmt() -> dict[str, survival.Incidence]:
    return {g: survival.from_cases(BMT_DAYS[g], [WAYS[h] for h in BMT_HOW[g]]) for g in BMT_DAYS}


def test_gray_matches_the_published_bone_marrow_transplants() -> None:
    """R cmprsk 2.2-12 on this data: relapse 11.9228820 (p .0025762), death .1374108 (p .9336017)."""
    relapse, death = survival.gray(bmt(), cause="relapse"), survival.gray(bmt(), cause="death")
    assert relapse.chi2 == pytest.approx(11.9228820, abs=5e-8)
    assert relapse.p == pytest.approx(0.0025762, abs=5e-8)
    assert death.chi2 == pytest.approx(0.1374108, abs=5e-8)
    assert death.p == pytest.approx(0.9336017, abs=5e-8)


def test_gray_calls_equal_groups_different_five_times_in_a_hundred() -> None:
    rng, p = np.random.default_rng(5), []
    for _ in range(300):
        curves = {}
        for g in "ab":
            way, age = rng.integers(1, 3, 80), rng.exponential(10, 80)
            seen = rng.uniform(2, 30, 80)
            how = [{1: "won", 2: "lost"}[w] if a <= s else None for w, a, s in zip(way, age, seen, strict=True)]
            curves[g] = survival.from_cases(np.minimum(age, seen), how)
        p.append(survival.gray(curves, cause="won").p)
    assert kstest(p, "uniform").pvalue > 0.01


def test_logrank_matches_the_printed_leukaemia_figure() -> None:
    """Miller 1997 / R ?aml: chi-square 3.4, p .0653; Maintained observed 7, expected 10.69."""
    kept = survival.from_cases(
        [9, 13, 13, 18, 23, 28, 31, 34, 45, 48, 161], ["r", "r", None, "r", "r", None, "r", "r", None, "r", None]
    )
    other = survival.from_cases([5, 5, 8, 8, 12, 16, 23, 27, 30, 33, 43, 45], ["r"] * 5 + [None] + ["r"] * 6)
    test = survival.logrank({"kept": kept, "not": other})
    assert test.chi2 == pytest.approx(3.396389, abs=1e-6)
    assert test.expected[0] == pytest.approx(10.69, abs=0.005)
    assert test.p == pytest.approx(0.0653, abs=5e-5)


def test_relabelling_or_reordering_groups_changes_nothing() -> None:
    curves = bmt()
    turned = {g: curves[g] for g in reversed(curves)}
    for test in (survival.logrank, lambda c: survival.gray(c, cause="relapse")):
        assert test(curves).chi2 == pytest.approx(test(turned).chi2)


def test_the_same_cases_twice_under_two_names_are_never_different() -> None:
    one = bmt()["low"]
    assert survival.logrank({"a": one, "b": one}).chi2 == pytest.approx(0, abs=1e-12)
    assert survival.gray({"a": one, "b": one}, cause="death").p == pytest.approx(1)


def test_one_group_is_refused() -> None:
    with pytest.raises(StatisticsError, match="at least two groups"):
        survival.logrank({"a": bmt()["low"]})


def test_gray_refuses_late_entry() -> None:
    late = survival.from_cases([5.0, 6.0, 9.0], ["relapse", "death", "relapse"], entered=[0.0, 1.0, 5.5])
    with pytest.raises(StatisticsError, match="no late entry"):
        survival.gray({"a": late, "b": late}, cause="relapse")


def test_mean_cumulative_by_hand() -> None:
    # three cases end at 10, 10, 4; events at 2, 3, 8: 1/3 + 1/3 + 1/2
    mcf = survival.mean_cumulative_of(["a", "b", "a"], [2.0, 3.0, 8.0], {"a": 10.0, "b": 10.0, "c": 4.0})
    assert mcf.mean == pytest.approx([1 / 3, 2 / 3, 7 / 6])
    grouped = survival.mean_cumulative([2, 3, 4, 8, 10], [1, 1, 0, 1, 0], [0, 0, 1, 0, 2])
    assert grouped.mean[[0, 1, 3]] == pytest.approx(mcf.mean)


def test_robust_error_of_the_mean_cumulative_sees_that_cases_differ() -> None:
    rng = np.random.default_rng(6)
    rate = rng.gamma(0.5, 2, 400)
    many = rng.poisson(rate * 10)
    case = np.repeat(np.arange(400), many)
    age = rng.uniform(0, 10, many.sum())
    ends = dict.fromkeys(range(400), 10.0)
    robust = survival.mean_cumulative_of(list(case), age, ends)
    order = np.argsort(age)
    grouped = survival.mean_cumulative(
        np.append(np.sort(age), 10.0), np.append(np.ones(len(age)), 0), np.append(np.zeros(len(order)), 400)
    )
    truth = (many / 1).std(ddof=1) / np.sqrt(400)
    assert robust.se[-1] == pytest.approx(truth, rel=0.02)
    assert grouped.se[-1] < 0.5 * truth


def test_an_event_after_the_end_is_refused() -> None:
    with pytest.raises(StatisticsError, match="after the end of its case"):
        survival.mean_cumulative_of(["a"], [5.0], {"a": 4.0})


def test_accounts_with_several_cases_widen_the_error_as_they_should() -> None:
    """Ten cases an account that all end alike carry a tenth of the information: the error grows by sqrt(10)."""
    rng = np.random.default_rng(7)
    won, age = rng.random(200) < 0.4, rng.integers(0, 20, 200)
    account = np.repeat(np.arange(200), 10)
    way, ages = np.repeat(np.where(won, 1, 2), 10), np.repeat(age, 10)
    counts = [np.bincount(ages[way == k], minlength=20) for k in (1, 2)]
    naive = survival.incidence(range(20), {"won": counts[0], "lost": counts[1]}, np.zeros(20))
    weights = survival.poisson_weights(account.tolist(), 200)
    sums = [np.array([np.bincount(ages[way == k], weights=w[way == k], minlength=20) for w in weights]) for k in (1, 2)]
    honest = survival.clustered(naive, {"won": sums[0], "lost": sums[1]}, np.zeros((200, 20)))
    assert honest.se["won"][-1] == pytest.approx(naive.se["won"][-1] * np.sqrt(10), rel=0.2)
    assert honest.cumulative["won"] == pytest.approx(naive.cumulative["won"])


def test_cluster_weights_do_not_depend_on_order_or_company() -> None:
    alone = survival.poisson_weights(["acme"], 100)
    among = survival.poisson_weights(["zeta", "acme", "beta"], 100)
    assert (alone[:, 0] == among[:, 1]).all()
    assert alone.mean() == pytest.approx(1, abs=0.35)
    assert survival.poisson_weights([f"c{i}" for i in range(2000)], 50).mean() == pytest.approx(1, abs=0.02)


def test_ten_replicates_are_too_few() -> None:
    aj = survival.incidence([0], {"won": [1]}, [1])
    with pytest.raises(StatisticsError, match="at least 50 replicates"):
        survival.clustered(aj, {"won": np.ones((10, 1))}, np.ones((10, 1)))


def test_discrete_hazard_finds_the_planted_odds_ratio() -> None:
    rng = np.random.default_rng(8)
    x = rng.integers(0, 2, 4000).astype(float)
    p = 1 / (1 + np.exp(-(-2 + 0.7 * x)))
    period, event = np.full(4000, 8), np.zeros(4000)
    for i in range(4000):
        left = np.flatnonzero(rng.random(8) < p[i])
        if len(left):
            period[i], event[i] = left[0] + 1, 1
    fit = hazard.discrete_hazard(period, event, {"x": x})
    assert isinstance(fit, hazard.Hazard)
    ratio = hazard.odds_ratio(fit, "x")
    assert ratio.interval.low < np.exp(0.7) < ratio.interval.high


def test_a_model_without_events_is_refused() -> None:
    assert isinstance(hazard.discrete_hazard([1, 2, 3], [0, 0, 0]), NotEnough)
    assert isinstance(cox_model.cox(cox_model.cases([1.0, 2.0], [0, 0], [[1.0], [0.0]])), NotEnough)


def test_cluster_robust_errors_count_copies_once() -> None:
    rng = np.random.default_rng(9)
    x = np.column_stack([np.ones(300), rng.normal(size=300)])
    y = (rng.random(300) < 1 / (1 + np.exp(-x[:, 1]))).astype(float)
    one, ten = logistic(x, y), logistic(np.repeat(x, 10, 0), np.repeat(y, 10))
    assert not isinstance(one, NotEnough)
    assert not isinstance(ten, NotEnough)
    cov = clustered_cov(ten, np.repeat(x, 10, 0), np.repeat(y, 10), np.repeat(np.arange(300), 10))
    assert np.sqrt(cov[1, 1]) == pytest.approx(one.se[1], rel=0.2)
    assert ten.se[1] == pytest.approx(one.se[1] / np.sqrt(10), rel=1e-6)


def test_columns_that_separate_yes_from_no_are_told() -> None:
    fit = logistic([[1, 0], [1, 0], [1, 1], [1, 1]], [0, 0, 1, 1])
    assert not isinstance(fit, NotEnough)
    assert not fit.settled
