"""Agreement: high when people agree, honest when a class is rare, and the disagreements are named."""

from collections.abc import Callable
from functools import partial

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from pyrometer.errors import StatisticsError
from pyrometer.model.interval import Estimate, NotEnough
from pyrometer.statistics import agreement
from pyrometer.statistics.agreement import Coefficient, Ratings, simulated

sheets = st.lists(st.lists(st.sampled_from(["a", "b", "c", None]), min_size=3, max_size=3), min_size=4, max_size=25)
EVERY = (agreement.percent, agreement.fleiss, agreement.gwet, agreement.brennan_prediger, agreement.cohen)

# Krippendorff 2011, four observers and twelve units
CANONICAL = [
    [1, 2, 3, 3, 2, 1, 4, 1, 2, None, None, None],
    [1, 2, 3, 3, 2, 2, 4, 1, 2, 5, None, None],
    [None, 3, 3, 3, 2, 3, 4, 2, 2, 5, 1, 3],
    [1, 2, 3, 3, 2, 4, 4, 1, 2, 5, 1, None],
]


def value(found: Coefficient | NotEnough) -> float:
    assert isinstance(found, Coefficient)
    return found.value


def test_alpha_matches_krippendorffs_printed_example() -> None:
    """Krippendorff 2011, sections D and E: .743 nominal, .815 ordinal, .849 interval, .797 ratio."""
    units = agreement.ratings(list(zip(*CANONICAL, strict=True)))
    printed = {"nominal": 0.743, "ordinal": 0.815, "interval": 0.849, "ratio": 0.797}
    for level, alpha in printed.items():
        assert value(agreement.krippendorff(units, measured=level)) == pytest.approx(alpha, abs=5e-4)  # type: ignore[arg-type]


def test_ordinal_alpha_is_not_gwets_ordinal_weights() -> None:
    units = agreement.ratings(list(zip(*CANONICAL, strict=True)))
    assert value(agreement.krippendorff_weighted(units, kind="ordinal")) == pytest.approx(0.8336, abs=5e-4)


def test_trap_12_a_rare_class_collapses_kappa_but_not_ac1() -> None:
    """Gwet's 118/5/2/0 table: 94% agree, kappa -.023, AC1 .94."""
    rare = agreement.ratings_of_table([[118, 5], [2, 0]])
    assert value(agreement.cohen(rare)) == pytest.approx(-0.0234, abs=5e-5)
    assert value(agreement.gwet(rare)) == pytest.approx(0.9408, abs=5e-5)
    even = agreement.ratings_of_table([[57, 5], [5, 58]])
    assert value(agreement.cohen(even)) == pytest.approx(value(agreement.gwet(even)), abs=0.01)


def test_trap_13_misclassified_qualification_hides_what_qualifying_is_worth() -> None:
    """Sensitivity .8, specificity .9, prevalence 20%: 24% called, who win 35% against 7%; truly 50% against 5%."""
    called = (0.2 * 0.8 + 0.8 * 0.1) * 10_000
    found = agreement.rogan_gladen(called, 10_000, 0.8, 0.9)
    assert isinstance(found, Estimate)
    assert found.value == pytest.approx(0.2)
    flagged = (0.16 * 0.5 + 0.08 * 0.05) / 0.24
    other = (0.04 * 0.5 + 0.72 * 0.05) / 0.76
    assert (flagged, other) == pytest.approx((0.35, 0.074), abs=0.001)
    assert agreement.true_rates((2400, 7600), (flagged, other), 0.8, 0.9) == pytest.approx((0.5, 0.05))


@settings(max_examples=60, deadline=None)
@given(sheets)
def test_no_coefficient_exceeds_one_and_order_does_not_matter(rows: list) -> None:
    one = agreement.ratings(rows, categories=("a", "b", "c"))
    turned = agreement.ratings(rows[::-1], categories=("a", "b", "c"))
    for function in (*EVERY, agreement.krippendorff):
        found, again = function(one), function(turned)
        if isinstance(found, NotEnough):
            assert isinstance(again, NotEnough)
            continue
        assert isinstance(again, Coefficient)
        assert found.value <= 1 + 1e-12
        assert (found.value, found.se) == pytest.approx((again.value, again.se))


@settings(max_examples=40, deadline=None)
@given(sheets)
def test_renaming_categories_changes_no_unweighted_coefficient(rows: list) -> None:
    names = {"a": "z", "b": "x", "c": "y", None: None}
    one = agreement.ratings(rows, categories=("a", "b", "c"))
    other = agreement.ratings([[names[v] for v in row] for row in rows], categories=("x", "y", "z"))
    for function in (*EVERY, agreement.krippendorff):
        found, again = function(one), function(other)
        if isinstance(found, Coefficient) and isinstance(again, Coefficient):
            assert found.value == pytest.approx(again.value)


def test_full_agreement_is_one() -> None:
    same = agreement.ratings([["yes"] * 3, ["no"] * 3, ["yes"] * 3])
    for function in (*EVERY, agreement.krippendorff):
        assert value(function(same)) == pytest.approx(1)


def test_verdicts_that_never_differ_are_refused() -> None:
    flat = agreement.ratings([["yes"] * 2] * 9, categories=("yes", "no"))
    assert isinstance(agreement.cohen(flat), NotEnough)
    assert isinstance(agreement.krippendorff(flat), NotEnough)
    assert isinstance(agreement.fleiss_test(flat), NotEnough)


def test_items_rated_once_are_refused() -> None:
    once = agreement.ratings([["yes", None], [None, "no"]])
    assert isinstance(agreement.percent(once), NotEnough)
    assert isinstance(agreement.krippendorff(once), NotEnough)


def three_raters(rng: np.random.Generator, n: int) -> Ratings:
    """Three raters who are right 80% of the time on three classes, a tenth of ratings missing."""
    truth = rng.choice(3, n, p=[0.5, 0.3, 0.2])
    said = np.where(rng.random((n, 3)) < 0.8, truth[:, None], rng.integers(0, 3, (n, 3)))
    gone = rng.random((n, 3)) < 0.1
    rows = [[None if g else int(s) for s, g in zip(a, b, strict=True)] for a, b in zip(said, gone, strict=True)]
    return agreement.ratings(rows, categories=(0, 1, 2))


def test_intervals_cover_93_to_97_percent() -> None:
    rng = np.random.default_rng(1)
    functions = (agreement.gwet, agreement.fleiss, agreement.cohen, agreement.krippendorff)
    large = three_raters(rng, 40_000)
    truth = [value(f(large)) for f in functions]
    hits = np.zeros(4)
    for _ in range(300):
        given_ = three_raters(rng, 50)
        for i, f in enumerate(functions):
            found = f(given_)
            assert isinstance(found, Coefficient)
            hits[i] += found.interval.low <= truth[i] <= found.interval.high
    assert ((hits / 300 >= 0.92) & (hits / 300 <= 0.98)).all()


def coverage(coefficient: Callable[[Ratings], object], true: float, panel: simulated.Panel, runs: int) -> float:
    """Share of simulated studies whose interval holds the true value; refusals are left out."""
    rng = np.random.default_rng(5)
    found = [coefficient(simulated.draw(panel, rng)) for _ in range(runs)]
    held = [f.interval.low <= true <= f.interval.high for f in found if isinstance(f, Coefficient)]
    assert held
    return float(np.mean(held))


@pytest.mark.parametrize("n_judges", [2, 5])
@pytest.mark.parametrize(("prevalence", "n_items"), [(0.5, 100), (0.2, 50), (0.05, 50)])
def test_likelihood_intervals_cover_what_they_say(prevalence: float, n_items: int, n_judges: int) -> None:
    panel = simulated.yes_no(prevalence, 0.9, n_items=n_items, n_judges=n_judges)
    for function, name in ((agreement.gwet, "gwet"), (agreement.cohen, "kappa")):
        true = simulated.truth(panel, name)  # type: ignore[arg-type]
        held = coverage(partial(function, ends="likelihood"), true, panel, 300)
        assert 0.915 <= held <= 0.995, (name, held)


def test_intervals_by_t_cover_too_seldom_when_a_label_is_rare() -> None:
    """Why the other kind of interval is there: 84% to 88% where 95% is said."""
    panel = simulated.yes_no(0.05, 0.95, n_items=50)
    true = simulated.truth(panel, "kappa")
    assert coverage(agreement.cohen, true, panel, 400) < 0.9


def test_simulated_panels_have_the_agreement_that_is_said_of_them() -> None:
    calls = np.array([[0.8, 0.15, 0.05], [0.1, 0.8, 0.1], [0.0, 0.2, 0.8]])
    panel = simulated.Panel(np.array([0.5, 0.3, 0.2]), calls, n_items=60_000, n_judges=3)
    sheet = simulated.draw(panel, np.random.default_rng(3))
    for function, name in ((agreement.percent, "percent"), (agreement.fleiss, "kappa"), (agreement.gwet, "gwet")):
        for kind in ("nominal", "linear"):
            assert value(function(sheet, kind=kind)) == pytest.approx(simulated.truth(panel, name, kind=kind), abs=0.01)  # type: ignore[operator, arg-type]


def test_few_items_that_all_agree_on_do_not_prove_full_agreement() -> None:
    few = agreement.ratings([["yes", "yes"]] * 15 + [["no", "no"]] * 15)
    found, wide = agreement.gwet(few), agreement.gwet(few, ends="likelihood")
    assert isinstance(found, Coefficient)
    assert isinstance(wide, Coefficient)
    assert (found.value, found.interval.low) == pytest.approx((1, 1))
    assert wide.interval.low < 0.95
    assert 0.97 < wide.interval.high <= 1


def test_likelihood_and_t_agree_on_many_items() -> None:
    many = three_raters(np.random.default_rng(8), 3000)
    for function in (*EVERY, agreement.krippendorff):
        by_t, likely = function(many), function(many, ends="likelihood")
        assert isinstance(by_t, Coefficient)
        assert isinstance(likely, Coefficient)
        assert likely.value == by_t.value
        assert likely.interval.low == pytest.approx(by_t.interval.low, abs=2e-3)
        assert likely.interval.high == pytest.approx(by_t.interval.high, abs=2e-3)


def test_corrected_rates_cover_the_truth_when_the_verdict_is_itself_uncertain() -> None:
    rng, hits = np.random.default_rng(2), 0
    for _ in range(400):
        true = rng.random(200) < 0.2
        called = np.where(true, rng.random(200) < 0.8, rng.random(200) < 0.1)
        checked = (int(rng.binomial(60, 0.8)), 60), (int(rng.binomial(90, 0.9)), 90)
        found = agreement.rogan_gladen(int(called.sum()), 200, *checked)
        assert isinstance(found, Estimate)
        hits += found.interval.low <= 0.2 <= found.interval.high
    assert 0.92 <= hits / 400 <= 0.985


def test_a_verdict_no_better_than_a_coin_is_refused() -> None:
    assert isinstance(agreement.rogan_gladen(10, 50, 0.5, 0.5), NotEnough)
    assert isinstance(agreement.true_rates((5, 95), (0.5, 0.1), 0.8, 0.9), NotEnough)


def test_lists_the_items_where_the_definition_must_be_rewritten() -> None:
    report = agreement.attribute_agreement(
        ["d1", "d1", "d2", "d2", "d3", "d3"],
        ["Ann", "Bob"] * 3,
        ["yes", "yes", "yes", "no", "no", "no"],
        standard={"d1": "yes", "d2": "yes", "d3": "yes"},
        detect="yes",
    )
    assert [d.item for d in report.disagreements] == ["d2", "d3"]
    assert report.disagreements[0].said == {"Ann": ("yes",), "Bob": ("no",)}
    assert report.between.matched == 2
    assert report.against_standard["Ann"].matched == 2
    assert report.detection["Bob"].missed == pytest.approx(2 / 3)
    assert report.fleiss_within == {"Ann": None, "Bob": None}


def test_judges_who_lean_one_way_are_told() -> None:
    """ISO 22514-7:2012, table 12: chi-square 8.603 on 3 degrees of freedom, critical 7.815."""
    found = agreement.bowker([[7, 3, 1], [10, 4, 7], [2, 1, 5]])
    assert (found.chi2, found.df) == pytest.approx((8.603, 3), abs=5e-4)
    assert agreement.bowker([[9, 0], [6, 9]]).exact_p == pytest.approx(2 * 0.5**6)
    assert agreement.bowker([[9, 3], [3, 9]]).p == 1


def test_gauge_study_finds_the_planted_components() -> None:
    rng = np.random.default_rng(3)
    operators, parts = np.repeat(np.arange(10), 60), np.tile(np.repeat(np.arange(20), 3), 10)
    lean, size = rng.normal(0, 0.5, 10), rng.normal(0, 3, 20)
    y = lean[operators] + size[parts] + rng.normal(0, 0.4, 600)
    found = agreement.gauge_rr(operators.tolist(), parts.tolist(), y)
    assert found.repeatability == pytest.approx(0.16, rel=0.15)
    assert found.part == pytest.approx(size.var(ddof=1), rel=0.1)
    assert found.reproducibility == pytest.approx(lean.var(ddof=1), rel=0.15)
    assert sum(found.of_total[n] for n in ("gauge", "part")) == pytest.approx(1)


def test_intraclass_correlation_of_shrout_and_fleiss() -> None:
    """Shrout & Fleiss 1979, table 2: ICC(2,1) = .29, ICC(3,1) = .71."""
    scores = [[9, 2, 5, 8], [6, 1, 3, 2], [8, 4, 6, 8], [7, 1, 2, 6], [10, 5, 6, 9], [6, 2, 4, 7]]
    found = agreement.intraclass(scores)
    assert isinstance(found, agreement.Intraclass)
    assert (found.agreement, found.consistency) == pytest.approx((0.29, 0.71), abs=0.005)


def test_rankings_without_ties_by_hand() -> None:
    found = agreement.kendall_w([[1, 1], [2, 2], [3, 3]])
    assert isinstance(found, agreement.Concordance)
    assert found.w == pytest.approx(1)
    assert isinstance(agreement.kendall_w([[1, 1], [1, 1]]), NotEnough)


@pytest.mark.parametrize(
    ("call", "says"),
    [
        (lambda: agreement.ratings([]), "no item"),
        (lambda: agreement.ratings([["a", "b"], ["a"]]), "one value a rater"),
        (lambda: agreement.ratings([["a", "x"]], categories=("a", "b")), "none of the categories"),
        (lambda: agreement.ratings_of_table([[1, 2, 3], [4, 5, 6]]), "must be square"),
        (lambda: agreement.ratings_of_table([[1, -2], [3, 4]]), "negative count"),
        (lambda: agreement.ratings_of_counts([[1.5, 2]]), "whole numbers"),
        (lambda: agreement.cohen(agreement.ratings_of_counts([[2, 1]])), "each rater's own"),
        (lambda: agreement.fleiss_test(agreement.ratings([["a", None], ["a", "b"]])), "same number"),
        (lambda: agreement.cohen_test(agreement.ratings([["a", "b", "a"]])), "exactly two raters"),
        (lambda: agreement.krippendorff(agreement.ratings([["a", "b"]]), measured="interval"), "are numbers"),
        (lambda: agreement.gauge_rr(["a", "b"], [1, 1], [1.0, 2.0]), "measured twice"),
        (lambda: agreement.attribute_agreement([1, 1, 2], ["a", "b", "a"], ["y", "n", "y"]), "equally often"),
        (lambda: agreement.rogan_gladen(5, 4, 0.9, 0.9), "cannot exceed"),
        (lambda: agreement.bowker([[1, 2]]), "must be square"),
    ],
)
def test_wrong_sheets_are_refused_in_a_sentence(call, says: str) -> None:  # noqa: ANN001
    with pytest.raises(StatisticsError, match=says):
        call()
