"""Every wrong call is answered by one clear sentence, and every question that cannot be answered by what is lacking."""

from collections.abc import Callable

import numpy as np
import pytest

from pyrometer.errors import StatisticsError, UnknownName
from pyrometer.model.interval import Interval, NotEnough
from pyrometer.statistics import (
    acceptance,
    agreement,
    compare,
    designs,
    effects,
    information,
    intervals,
    scorecard,
    sequential,
    survival,
)
from pyrometer.statistics.logistic import clustered_cov, logistic
from pyrometer.statistics.survival import cox, hazard

ONE = survival.incidence([0, 1], {"won": [2, 1]}, [1, 3])
WORDS = agreement.ratings([["a", "b"], ["a", "a"], ["b", "b"]])
SHRUNKEN = compare.shrink([3, 4], [9, 9], prior="ml")
TREND = np.repeat([0.0, 1.0], 400)
X, Y = np.column_stack([np.ones(8), np.arange(8)]), np.array([0, 1] * 4)

WRONG: list[tuple[Callable[[], object], str]] = [
    (lambda: survival.incidence([[0, 1]], {"won": [1]}, [1]), r"must have 1 dimension"),
    (lambda: acceptance.oc_curve(10, 1, [1.5]), "'p' must lie between 0 and 1"),
    (lambda: acceptance.oc_curve(10, 1, [0.1], lot=5), "lot of 5 is smaller than the sample of 10"),
    (lambda: acceptance.average_outgoing(10, 1, [0.1], 5), "lot of 5 is smaller"),
    (lambda: agreement.true_rates((0, 0), (0.1, 0.2), 0.8, 0.8), "numbers of cases called yes and called no"),
    (lambda: agreement.rogan_gladen(3, 9, 1.2, 0.9), "above 0 and at most 1"),
    (lambda: agreement.ratings_of_table([[1, 2], [3, 4]], categories=["a"]), "1 category names for a table of 2"),
    (lambda: agreement.ratings_of_counts([[1, 2]], categories=["a"]), "1 category names for counts"),
    (lambda: agreement.attribute_agreement([1, 2], "AA", "yn", detect="x"), "Nobody called 'x'"),
    (lambda: agreement.attribute_agreement([1, 2], "AA", "yn", standard={1: "y"}), "Item '2' has no standard"),
    (lambda: agreement.weights(["a", "b"], "ratio"), "Ratio weights need"),
    (lambda: agreement.weights(["a", "b"], "cubic"), "No weights 'cubic'"),  # type: ignore[arg-type]
    (lambda: agreement.krippendorff_weights(agreement.ratings([[1, 2]]), "log"), "No level 'log'"),  # type: ignore[arg-type]
    (lambda: compare.anom_binomial([1, 2], [3, 4], method="best"), "No ANOM method 'best'"),  # type: ignore[arg-type]
    (lambda: compare.anom_normal(["a", "b"], [1.0, 2.0]), "second value in at least one group"),
    (lambda: compare.critical_value([5]), "at least two groups"),
    (lambda: compare.critical_value([5, 5], df=0), "'df' must be above zero"),
    (lambda: compare.dispersion([1, 2], [3, 4], trim=0.6), "'trim' must lie between"),
    (lambda: compare.dispersion_ratio([1, 2], [0, 2]), "expected count above zero"),
    (lambda: compare.funnel_plot([1, 2], [3, 4], adjust="maybe"), "No way to adjust 'maybe'"),  # type: ignore[arg-type]
    (lambda: compare.power_of_shares(0, 0.1, 0.2), "'n' must be above zero"),
    (lambda: compare.size_for_shares(0.1, 0.1), "equal"),
    (lambda: compare.power_of_means(1, 1, 1), "above 1 an arm"),
    (lambda: compare.size_for_means(0, 1), "no number of cases tells equal means apart"),
    (lambda: compare.random_effects([1.0, 2.0], [0.1, 0.0]), "variance above zero"),
    (lambda: compare.random_effects([1.0, 2.0], [0.1, 0.1], between="ML"), "No estimator 'ML'"),  # type: ignore[arg-type]
    (lambda: compare.exact_binomial(5, 4, 0.5), "must lie between 0 and n"),
    (lambda: compare.shrink([1, 2], [3, 4], prior="flat"), "No prior 'flat'"),  # type: ignore[arg-type]
    (lambda: compare.rank_intervals(SHRUNKEN, rng=np.random.default_rng(), draws=9), "at least 100 draws"),
    (lambda: compare.standardise({"a": compare.RiskTable([0], [1], [1])}), "at least two groups"),
    (lambda: compare.standardise_cells(["a"], [[1]], [[1]]), "two groups or more and one shape"),
    (lambda: compare.standardise_cells("ab", [[1], [1]], [[2], [1]]), "more events than cases at risk"),
    (
        lambda: compare.standardise(dict.fromkeys("ab", compare.RiskTable([0, 1], [2, 0], [0, 1], late=[0, 3]))),
        "check the ages of 'late'",
    ),
    (lambda: compare.stratified([[[1, 2, 3], [4, 5, 6]]]), r"shape \(strata, 2, 2\)"),
    (lambda: designs.plackett_burman(40), "1 to 31 factors"),
    (lambda: effects.standardised_difference([1, 2], [1, 1]), "Both arms need"),
    (lambda: effects.weighted_difference([1, 2], [1, 1], [1, 1]), "Both arms need"),
    (lambda: effects.e_value(0), "above zero"),
    (lambda: effects.waste(Interval(0, 1), value=0, cost=1), "must be above zero"),
    (lambda: effects.size_to_tell(0.9, value=1, cost=1), "check value and cost"),
    (lambda: effects.standardised_means([1], [[1, 2]], [[1]], [[1, 2]]), "must have the same columns"),
    (lambda: information.permutation_p([0, 1], [0, 1], rng=np.random.default_rng(), draws=5), "19 draws"),
    (lambda: information.entropy([0, 0]), "nothing to count"),
    (lambda: intervals.binomial_bounds([1], [2], method="wald"), "No interval 'wald'"),  # type: ignore[arg-type]
    (lambda: logistic(X, Y + 0.5), "'y' must lie between"),
    (lambda: clustered_cov(logistic(X, Y), X, Y, np.zeros(8)), "at least two clusters"),  # type: ignore[arg-type]
    (lambda: scorecard.calibration([0.0, 0.5], [0, 1]), "strictly inside"),
    (lambda: scorecard.population_stability([0, 0], [1, 1]), "Both sides need"),
    (lambda: scorecard.make_card({"a": [0, 1]}, [0, 3]), "'y' must be 0 or 1"),
    (lambda: scorecard.make_card({"a": [0.5, 1]}, [0, 1]), "whole numbers from 0"),
    (lambda: scorecard.evidence_of([1, 2], [0, 3], [1.5]), "'y' must be 0 or 1"),
    (lambda: sequential.spending([1.0], sides=3), "'sides' is 1 or 2"),
    (lambda: sequential.spending([1.0], shape="flat"), "No shape 'flat'"),  # type: ignore[arg-type]
    (lambda: sequential.exits([0.5, 1.0], [2.0]), "has 2 looks, 'z' 1"),
    (lambda: sequential.always_valid_p([-1.0]), "cannot be negative"),
    (lambda: survival.poisson_weights(["a"], 0), "at least 1"),
    (lambda: survival.clustered(ONE, {"lost": np.ones((60, 2))}, np.ones((60, 2))), r"shape \(replicates, ages\)"),
    (lambda: cox.cases([1.0], [2], [[1.0]]), "'event' must be 0"),
    (lambda: cox.cases([1.0], [1], [[1.0]], start=[1.0]), "starts at or after its stop"),
    (lambda: cox.cox(cox.cases([1.0, 2.0], [1, 1], [[1.0], [0.0]]), ties="exact"), "No treatment of ties"),  # type: ignore[arg-type]
    (lambda: hazard.discrete_hazard([0, 1], [0, 1]), "counts from 1"),
    (lambda: hazard.odds_ratio(hazard.discrete_hazard([1, 2, 2], [1, 0, 1]), "x"), "No covariate 'x'"),  # type: ignore[arg-type]
    (lambda: survival.survival_bounds(ONE, interval="logit"), "No interval 'logit'"),  # type: ignore[arg-type]
    (lambda: survival.logrank({"a": ONE, "b": ONE}, {"a": ONE}), "same groups"),
    (lambda: survival.mean_cumulative_of(["x"], [1.0], {"a": 2.0}), "no end of follow-up"),
    (lambda: survival.mean_cumulative([1], [0], [0]), "No case is under observation"),
    (lambda: survival.mean_cumulative([1, 2], [0, 1], [1, 0]), "no case is under observation any more"),
]


@pytest.mark.parametrize(("call", "says"), WRONG)
def test_a_wrong_call_is_answered_by_a_sentence(call: Callable[[], object], says: str) -> None:
    with pytest.raises(StatisticsError, match=says) as told:
        call()
    assert "\n" not in str(told.value)
    assert str(told.value).endswith(".")


def test_a_way_out_that_is_not_there_is_named() -> None:
    with pytest.raises(UnknownName, match="No way out named 'wun'"):
        survival.logrank({"a": ONE, "b": ONE}, cause="wun")
    with pytest.raises(UnknownName, match="Did you mean 'won'"):
        survival.restricted_mean(ONE, 1, cause="wonn")


LACKING: list[tuple[Callable[[], object], str]] = [
    (lambda: acceptance.plan(0.1, 0.1000001), "wider gap"),
    (lambda: agreement.cohen_test(agreement.ratings([["a", None]])), "items both have rated"),
    (lambda: agreement.cohen_test(agreement.ratings([["a", "a"]], categories="ab")), "differ somewhere"),
    (lambda: agreement.kendall_w([[1.0, 2.0]]), "two items and two raters"),
    (lambda: agreement.gwet(agreement.ratings([["a", "a"]])), "two categories"),
    (lambda: agreement.intraclass([[1.0, 2.0]]), "two items and two raters"),
    (lambda: agreement.intraclass([[1.0, 1.0], [1.0, 1.0]]), "differ somewhere"),
    (lambda: agreement.true_rates((50, 50), (0.5, 0.5), 0.4, 0.5), "better than chance"),
    (lambda: agreement.true_rates((30, 70), (0.01, 0.9), 0.9, 0.9), "verdicts could give"),
    (lambda: designs.lenth({"A": 1.0}), "five effects"),
    (lambda: designs.fit(designs.full(2), [1, 2, 3, 4], ["A", "B", "A:B"]), "fewer terms than trials"),
    (lambda: information.conditional_information(np.zeros((1, 2, 2))), "at least one case"),
    (lambda: scorecard.make_card({"a": [0, 1]}, [1, 1]), "cases that acted and that did not"),
    (lambda: scorecard.auc_gain([1, 2], [2, 1], [0, 1]), "two cases that did"),
    (lambda: scorecard.kolmogorov_smirnov([1, 2], [1, 1]), "cases that did"),
    (lambda: scorecard.lift([1, 2, 3], [1, 0, 0], top=0.3), "cases in the top"),
    (lambda: scorecard.monotone_bins(TREND, np.tile([0, 1], 400)), "bins that differ"),
    (lambda: logistic(X, np.ones(8)), "cases that did and cases that did not"),
    (lambda: effects.inverse_probability(X, np.ones(8)), "cases that did"),
]


@pytest.mark.parametrize(("call", "needs"), LACKING)
def test_a_question_that_cannot_be_answered_tells_what_would_be_enough(call: Callable[[], object], needs: str) -> None:
    found = call()
    assert isinstance(found, NotEnough)
    assert needs in found.needs
    assert found.has


def test_words_agree_where_they_agree() -> None:
    found = agreement.percent(WORDS)
    assert isinstance(found, agreement.Coefficient)
    assert found.value == pytest.approx(2 / 3)
