"""Information, scorecards, designs and sampling plans: what they find, what they refuse."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from pyrometer.errors import StatisticsError
from pyrometer.model.interval import Estimate, NotEnough
from pyrometer.statistics import acceptance, designs, information, scorecard
from pyrometer.statistics.information import Information, tells

tables = st.lists(st.lists(st.integers(0, 40), min_size=2, max_size=2), min_size=2, max_size=6)


def informed(table: list) -> Information:
    found = information.information(table)
    assert isinstance(found, Information)
    return found


def test_titanic_sex_tells_much() -> None:
    """R datasets::Titanic: mutual information .0987 nats, Cramer's V .4556, chi-square 456.87."""
    found = informed([[1364, 367], [126, 344]])
    assert (found.mutual, found.v, found.chi2) == pytest.approx((0.098698, 0.455605, 456.874), abs=5e-4)
    assert tells(found) == "something"


def test_not_significant_is_not_information_free() -> None:
    """30 cases show nothing either way; 30,000 alike ones show that the field tells nothing."""
    assert tells(informed([[8, 7], [7, 8]])) == "not shown"
    assert tells(informed([[7500, 7500], [7500, 7500]])) == "nothing"


@settings(max_examples=60, deadline=None)
@given(tables)
def test_information_is_never_negative_and_order_does_not_matter(table: list) -> None:
    found = information.information(table)
    if isinstance(found, NotEnough):
        return
    turned = informed(table[::-1])
    assert found.mutual >= -1e-12
    assert 0 <= found.v_corrected <= found.v <= 1 + 1e-12
    assert found.mutual == pytest.approx(turned.mutual)
    assert found.mutual_interval.low <= found.mutual + 1e-9


def test_information_intervals_cover() -> None:
    rng, hits = np.random.default_rng(1), 0
    p = np.array([[0.3, 0.2], [0.2, 0.3]])
    truth = float((p * np.log(p / 0.25)).sum())
    for _ in range(500):
        table = rng.multinomial(300, p.ravel()).reshape(2, 2)
        own = informed(table.tolist()).mutual_interval
        hits += own.low <= truth <= own.high
    assert 0.93 <= hits / 500 <= 0.98


def test_a_field_that_only_repeats_the_stage_adds_nothing() -> None:
    stage = [np.outer([0.5, 0.5], [0.1, 0.9]) * 1000, np.outer([0.9, 0.1], [0.7, 0.3]) * 1000]
    assert information.conditional_information(stage) == pytest.approx(0, abs=1e-9)
    assert informed(np.sum(stage, axis=0).tolist()).mutual > 0.01


def test_permutation_by_account_does_not_count_copies() -> None:
    rng = np.random.default_rng(2)
    account = np.repeat(np.arange(12), 40)
    field, outcome = rng.integers(0, 2, 12)[account], rng.integers(0, 2, 12)[account]
    by_account = information.permutation_p(field, outcome, rng=rng, cluster=account, draws=199)
    assert by_account > 0.02
    with pytest.raises(StatisticsError, match="varies within a cluster"):
        information.permutation_p(rng.integers(0, 2, 480), outcome, rng=rng, cluster=account)


def test_a_field_that_never_varies_is_refused() -> None:
    assert isinstance(information.information([[5, 9]]), NotEnough)
    assert isinstance(information.information([[5, 0], [9, 0]]), NotEnough)


def test_auc_of_perfect_blind_and_turned_scores() -> None:
    y = np.array([0, 0, 0, 1, 1, 1])
    for score, expected in (([1, 2, 3, 4, 5, 6], 1.0), ([1, 1, 1, 1, 1, 1], 0.5), ([6, 5, 4, 3, 2, 1], 0.0)):
        found = scorecard.auc(score, y)
        assert isinstance(found, Estimate)
        assert found.value == expected
    assert isinstance(scorecard.auc([1, 2, 3], [0, 0, 1]), NotEnough)


def test_auc_intervals_cover_and_the_paired_gain_is_tighter() -> None:
    rng, hits = np.random.default_rng(3), 0
    from scipy.special import ndtr

    truth = float(ndtr(0.8 / np.sqrt(2)))
    for _ in range(500):
        y = (np.arange(150) < 60).astype(int)
        found = scorecard.auc(rng.normal(0.8 * y, 1), y)
        assert isinstance(found, Estimate)
        hits += found.interval.low <= truth <= found.interval.high
    assert 0.92 <= hits / 500 <= 0.98
    y = (np.arange(400) < 160).astype(int)
    base = rng.normal(0.8 * y, 1)
    gain = scorecard.auc_gain(base + rng.normal(0, 0.1, 400), base, y)
    alone = scorecard.auc(base, y)
    assert isinstance(gain, scorecard.Gain)
    assert isinstance(alone, Estimate)
    assert gain.difference.interval.high - gain.difference.interval.low < 0.4 * (
        alone.interval.high - alone.interval.low
    )


def test_overconfident_forecasts_have_a_slope_below_one() -> None:
    rng = np.random.default_rng(4)
    eta = rng.normal(0, 1, 4000)
    y = (rng.random(4000) < 1 / (1 + np.exp(-eta))).astype(int)
    fair, loud = (scorecard.calibration(1 / (1 + np.exp(-k * eta)), y) for k in (1, 2))
    assert isinstance(fair, scorecard.Calibration)
    assert isinstance(loud, scorecard.Calibration)
    assert fair.slope == pytest.approx(1, abs=0.12)
    assert loud.slope == pytest.approx(0.5, abs=0.06)


def test_bins_rise_and_hold_enough_cases() -> None:
    rng = np.random.default_rng(5)
    x = rng.normal(size=3000)
    y = (rng.random(3000) < 1 / (1 + np.exp(-x))).astype(float)
    x[rng.random(3000) < 0.1] = np.nan
    found = scorecard.monotone_bins(x, y)
    assert isinstance(found, scorecard.Bins)
    assert found.rising
    assert found.has_missing
    assert 2 <= len(found.cuts) + 1 <= 8
    assert (np.diff(found.evidence.woe[:-1]) > 0).all()
    assert np.minimum(found.evidence.good, found.evidence.bad)[:-1].min() >= 30
    assert isinstance(scorecard.monotone_bins(rng.normal(size=40), rng.integers(0, 2, 40)), NotEnough)


def test_a_card_ranks_cases_and_leaves_a_repeating_field_out() -> None:
    rng = np.random.default_rng(6)
    a, b = rng.integers(0, 3, 4000), rng.integers(0, 2, 4000)
    y = (rng.random(4000) < 1 / (1 + np.exp(-(-1.5 + 0.9 * a - 0.7 * b)))).astype(int)
    noise = rng.integers(0, 4, 4000)
    card = scorecard.make_card({"a": a, "b": b, "noise": noise}, y)
    assert isinstance(card, scorecard.Card)
    points = scorecard.score(card, {"a": a, "b": b, "noise": noise})
    found = scorecard.auc(points, y)
    assert isinstance(found, Estimate)
    assert found.value > 0.68
    assert scorecard.chance(points).mean() == pytest.approx(y.mean(), abs=0.01)
    why = scorecard.reasons(card, {"a": 0, "b": 1, "noise": 0})
    assert why[0][0] == "a"
    assert np.diff(next(f for f in card.fields if f.name == "a").points).min() > 0


def test_a_field_filled_at_closing_raises_the_alarm() -> None:
    found = scorecard.leaks({"weeks": 0.911, "size": 0.605}, {"reason": 0.4}, {"weeks": (0.911, 0.605)})
    assert {(leak.field, leak.alarm) for leak in found} == {
        ("weeks", "single-field"),
        ("reason", "filled-after"),
        ("weeks", "drops-when-earlier"),
    }


def test_the_same_mix_is_stable() -> None:
    assert scorecard.population_stability([100, 200, 300], [100, 200, 300]) == pytest.approx(0)
    assert scorecard.population_stability([100, 200, 300], [300, 200, 100]) > 0.25


def test_montgomerys_filtration_rate() -> None:
    """Montgomery, example 6.2: A 21.625, AC -18.125, AD 16.625, D 14.625, C 9.875 stand out, C only alone."""
    y = [45, 71, 48, 65, 68, 60, 80, 65, 43, 100, 45, 104, 75, 86, 70, 96]
    found = designs.effects(designs.full(4), y)
    assert (found["A"], found["A:C"], found["A:D"], found["D"], found["C"]) == (21.625, -18.125, 16.625, 14.625, 9.875)
    pse = designs.lenth(found)
    assert isinstance(pse, designs.Lenth)
    assert set(pse.active) == {"A", "A:C", "A:D", "D"}
    assert abs(found["C"]) > pse.margin


def test_lenth_cries_wolf_rarely() -> None:
    rng, wolf = np.random.default_rng(7), 0
    design = designs.full(4)
    for _ in range(400):
        found = designs.lenth(designs.effects(design, rng.normal(size=16)))
        assert isinstance(found, designs.Lenth)
        wolf += bool(found.active)
    assert wolf / 400 < 0.09


@pytest.mark.parametrize("k", [7, 11, 15, 19, 23, 31])
def test_plackett_burman_columns_are_balanced_and_orthogonal(k: int) -> None:
    x = designs.plackett_burman(k).settings
    assert np.array_equal(x.T @ x, len(x) * np.eye(k))
    assert np.array_equal(x.sum(axis=0), np.zeros(k))


def test_a_fraction_tells_what_it_cannot_tell_apart() -> None:
    """Montgomery, 2^(4-1) with D = ABC, resolution IV: AB = CD, AC = BD, AD = BC."""
    half = designs.fractional(4, ["D=ABC"])
    assert len(half.settings) == 8
    assert half.aliases["A:B"] == ("C:D",)
    assert "A" not in half.aliases


def test_blocks_split_the_trials_evenly() -> None:
    design = designs.full(3, blocks=["ABC"])
    assert np.bincount(design.block).tolist() == [4, 4]
    assert abs(designs.effects(design, design.block)["A"]) == 0


def test_montgomerys_sampling_plan() -> None:
    """Montgomery, table 15.1, n = 89, c = 2: .9897 at .5%, .7366 at 2%, .0109 at 9%."""
    assert acceptance.oc_curve(89, 2, [0.005, 0.02, 0.09]) == pytest.approx([0.9897, 0.7366, 0.0109], abs=5e-5)


def test_a_plan_keeps_both_risks() -> None:
    found = acceptance.plan(0.01, 0.06)
    assert isinstance(found, acceptance.Plan)
    assert found.producer_risk <= 0.05
    assert found.consumer_risk <= 0.1
    smaller = acceptance.oc_curve(found.n - 1, found.c, [0.06])
    assert smaller[0] > 0.1


def test_a_lot_checked_whole_lets_nothing_slip() -> None:
    assert acceptance.oc_curve(20, 1, [0.1], lot=20).tolist() == [0.0]
    assert acceptance.oc_curve(20, 2, [0.1], lot=20).tolist() == pytest.approx([1.0])
    assert acceptance.average_outgoing(20, 0, [0.1], 20)[0] == 0


CARD = scorecard.Card(600, (scorecard.Field("a", np.ones(1), np.ones(1), 1),), 0.5, 2)


@pytest.mark.parametrize(
    ("call", "says"),
    [
        (lambda: scorecard.auc([1, 2], [0, 2]), "must be 0 or 1"),
        (lambda: scorecard.auc([1, 2], [0]), "equally long"),
        (lambda: scorecard.brier([1.2], [1]), "between 0 and 1"),
        (lambda: scorecard.log_loss([1.0, 0.5], [0, 1]), "infinite"),
        (lambda: scorecard.weight_of_evidence([1, 0], [1, 1], smoothing=0), "empty on one side"),
        (lambda: scorecard.weight_of_evidence([0, 0], [1, 1]), "some cases that acted"),
        (
            lambda: scorecard.score(
                scorecard.Card(600, (scorecard.Field("a", np.ones(1), np.ones(1), 1),), 0.5, 2), {}
            ),
            "'a'",
        ),
        (lambda: information.information([[1, -1], [2, 3]]), "negative count"),
        (lambda: designs.full(0), "1 to 16 factors"),
        (lambda: designs.full(["A", "A"]), "same name"),
        (lambda: designs.fractional(3, ["C:AB"]), "must read like"),
        (lambda: designs.effects(designs.full(2), [1, 2, 3]), "equally long"),
        (lambda: designs.fit(designs.fractional(4, ["D=ABC"]), range(8), ["A:B", "C:D"]), "same signs"),
        (lambda: designs.fit(designs.full(2), range(4), ["X"]), "names the factor 'X'"),
        (lambda: acceptance.oc_curve(10, 11, [0.1]), "0 <= c <= n"),
        (lambda: acceptance.plan(0.1, 0.05), "must lie below"),
    ],
)
def test_wrong_calls_are_refused_in_a_sentence(call, says: str) -> None:  # noqa: ANN001
    with pytest.raises(StatisticsError, match=says):
        call()
