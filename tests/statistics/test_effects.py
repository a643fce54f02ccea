"""Effects: a null activity is not called helpful, a real one is found, a hidden cause is refused."""

import numpy as np
import pytest

from pyrometer.errors import StatisticsError
from pyrometer.model.interval import Interval, NotEnough
from pyrometer.statistics import effects


def expit(x: np.ndarray) -> np.ndarray:
    return 1 / (1 + np.exp(-x))


def selling(
    rng: np.random.Generator, n: int, *, weeks: int = 6, gain: float = 0.0, hidden: float = 0.0
) -> dict[str, np.ndarray]:
    """Deals week by week: the engaged get more calls and act more; `gain` of a call (log odds), `hidden` keenness."""
    rows: dict[str, list[np.ndarray]] = {}
    deal, keen = np.arange(n), rng.normal(size=n)
    engaged, called, was_engaged = (rng.random(n) < 0.3) * 1.0, np.full(n, np.nan), np.full(n, np.nan)
    for week in range(weeks):
        m = len(deal)
        call = (rng.random(m) < expit(-1 + 1.2 * engaged + hidden * keen)) * 1.0
        act = (rng.random(m) < expit(-3 + 1.2 * engaged + gain * call + hidden * keen)) * 1.0
        lost = (rng.random(m) < 0.05) * (1 - act)
        gone = (rng.random(m) < 0.03) * (1 - act) * (1 - lost)
        week_of = np.full(m, float(week))
        columns = {"deal": deal, "week": week_of, "call": call, "engaged": engaged, "act": act, "lost": lost}
        columns |= {"gone": gone, "last_call": called, "was_engaged": was_engaged, "keen": keen}
        for name, values in columns.items():
            rows.setdefault(name, []).append(np.asarray(values, dtype=float))
        stay = (act + lost + gone) == 0
        was_engaged, called = engaged[stay], call[stay]
        engaged = (rng.random(int(stay.sum())) < expit(-1 + 1.5 * was_engaged)) * 1.0
        deal, keen = deal[stay], keen[stay]
    return {name: np.concatenate(parts) for name, parts in rows.items()}


def panel(d: dict[str, np.ndarray]) -> effects.Panel:
    return effects.Panel(d["deal"], d["week"], d["call"], d["act"], d["lost"], d["gone"], {"engaged": d["engaged"]})


def judged(d: dict[str, np.ndarray], horizon: int = 1) -> effects.Effect:
    found = effects.effect(panel(d), horizon=horizon, placebos={"last call": d["last_call"]})
    assert isinstance(found, effects.Effect)
    return found


def test_a_null_activity_is_judged_helpful_or_harmful_at_most_five_times_in_a_hundred() -> None:
    rng, wrong, crude_wrong, runs = np.random.default_rng(1), 0, 0, 120
    for _ in range(runs):
        found = judged(selling(rng, 500))
        wrong += effects.read(found) != "not shown" and found.claim == "adjusted effect"
        crude_wrong += found.crude > 2 * found.se
    assert wrong / runs <= 0.085  # 5% and two standard errors of 120 runs
    assert crude_wrong / runs > 0.3


def test_intervals_of_a_real_effect_cover_it() -> None:
    rng = np.random.default_rng(2)
    large = selling(rng, 60_000, gain=0.8)
    base = -3 + 1.2 * large["engaged"]
    truth = float((expit(base + 0.8) - expit(base)).mean())
    hits, runs = 0, 120
    for _ in range(runs):
        found = judged(selling(rng, 700, gain=0.8))
        hits += found.estimate.interval.low <= truth <= found.estimate.interval.high
    assert 0.89 <= hits / runs <= 0.99


def test_a_real_effect_is_found_and_survives_the_checks() -> None:
    d = selling(np.random.default_rng(3), 4000, gain=0.9)
    found = judged(d)
    assert effects.read(found) == "helps"
    assert found.claim == "adjusted effect"
    assert found.reasons == ()
    assert abs(found.placebos["last call"].z) < 4
    assert found.e_value > found.e_value_low > 1
    assert not isinstance(found.odds_ratio, NotEnough)
    assert found.odds_ratio.interval.low < np.exp(0.9) < found.odds_ratio.interval.high


def test_a_hidden_cause_is_refused_as_an_effect() -> None:
    """Keenness no field holds drives calls and orders: the adjusted number is wrong, the placebo says so."""
    d = selling(np.random.default_rng(4), 4000, hidden=0.9)
    found = judged(d)
    assert found.estimate.interval.low > 0  # wrong: the call does nothing
    assert abs(found.placebos["last call"].z) > 4
    assert found.claim == "associated"
    assert any("cannot have caused" in reason for reason in found.reasons)


def test_trap_3_ever_having_had_it_is_refused() -> None:
    """Exposure told from a case's whole life makes what happens to the patient look protective (immortal time)."""
    d = selling(np.random.default_rng(5), 800)
    ever = np.array([d["call"][d["deal"] == deal].max() for deal in d["deal"]])
    refused = effects.effect(effects.Panel(d["deal"], d["week"], ever, d["act"], d["lost"], d["gone"]))
    assert isinstance(refused, NotEnough)
    assert "whole life" in refused.has


def test_unknown_order_lowers_the_claim() -> None:
    d = selling(np.random.default_rng(6), 3000, gain=0.9)
    found = effects.effect(panel(d), tied_share=0.2)
    assert isinstance(found, effects.Effect)
    assert found.claim == "associated"
    assert any("order" in reason for reason in found.reasons)


def test_without_confounders_nothing_is_an_adjusted_effect() -> None:
    d = selling(np.random.default_rng(7), 3000, gain=0.9)
    found = effects.effect(effects.Panel(d["deal"], d["week"], d["call"], d["act"], d["lost"], d["gone"]))
    assert isinstance(found, effects.Effect)
    assert found.claim == "associated"


def test_few_actions_are_refused() -> None:
    refused = effects.effect(panel(selling(np.random.default_rng(8), 60)))
    assert isinstance(refused, NotEnough)
    assert "50 next actions" in refused.needs


def test_an_activity_done_always_is_refused() -> None:
    d = selling(np.random.default_rng(9), 1500)
    d["call"] = np.ones(len(d["call"]))
    assert isinstance(effects.effect(panel(d)), NotEnough)


def test_row_order_changes_nothing() -> None:
    d = selling(np.random.default_rng(10), 1500, gain=0.5)
    mixed = np.random.default_rng(11).permutation(len(d["deal"]))
    one, other = judged(d, 2), judged({name: v[mixed] for name, v in d.items()}, 2)
    assert one.estimate.value == pytest.approx(other.estimate.value)
    assert one.placebos["last call"].z == pytest.approx(other.placebos["last call"].z)


def test_copies_of_an_account_do_not_shrink_the_error() -> None:
    d = selling(np.random.default_rng(12), 1200, gain=0.5)
    twice = {name: np.concatenate([v, v]) for name, v in d.items()}
    copy = effects.Panel(
        np.concatenate([d["deal"], d["deal"] + 1e6]),
        *(twice[n] for n in ("week", "call", "act", "lost", "gone")),
        {"engaged": twice["engaged"]},
        np.concatenate([d["deal"], d["deal"]]),
    )
    one, two = effects.effect(panel(d)), effects.effect(copy)
    assert isinstance(one, effects.Effect)
    assert isinstance(two, effects.Effect)
    assert two.se == pytest.approx(one.se, rel=0.1)


def test_sustained_strategies_are_told_as_far_as_someone_followed_them() -> None:
    d = selling(np.random.default_rng(13), 8000, gain=0.7)
    far = effects.sustained(panel(d), horizon=6)
    assert isinstance(far, NotEnough)
    assert "up to" in far.has
    near = effects.sustained(panel(d), horizon=2)
    assert isinstance(near, effects.Sustained)
    assert near.following["always"][0] > near.following["always"][1]
    rng, acted = np.random.default_rng(14), {}
    for done in (1.0, 0.0):
        engaged = (rng.random(400_000) < 0.3) * 1.0
        open_, total = np.ones(400_000, dtype=bool), 0.0
        for _ in range(2):
            act = (rng.random(400_000) < expit(-3 + 1.2 * engaged + 0.7 * done)) & open_
            total += act.mean()
            open_ &= ~act & (rng.random(400_000) >= 0.05)
            engaged = (rng.random(400_000) < expit(-1 + 1.5 * engaged)) * 1.0
        acted[done] = total
    assert near.difference == pytest.approx(acted[1.0] - acted[0.0], abs=0.02)


def test_waste_needs_proof_and_is_not_the_lack_of_significance() -> None:
    assert effects.waste(Interval(-0.002, 0.001), value=1000, cost=5) == "waste"
    assert effects.waste(Interval(-0.01, 0.03), value=1000, cost=5) == "unproven"
    assert effects.waste(Interval(0.02, 0.03), value=1000, cost=5) == "worth it"
    assert effects.size_to_tell(0.1, value=1000, cost=20) == pytest.approx(3840, rel=0.02)


def test_e_value_of_the_printed_example() -> None:
    """VanderWeele & Ding 2017: risk ratio 3.9 gives 7.26, its lower bound 1.8 gives 3.0."""
    assert effects.e_value(3.9) == pytest.approx(7.26, abs=0.005)
    assert effects.e_value(1.8) == pytest.approx(3.0, abs=0.005)
    assert effects.e_value(1 / 3.9) == pytest.approx(effects.e_value(3.9))


def test_weights_worth_fewer_cases_are_told() -> None:
    assert effects.effective_size([1, 1, 1, 1]) == 4
    assert effects.effective_size([100, 1, 1, 1]) == pytest.approx(1.06, abs=0.01)


BASE = {"case": [1, 1, 2], "period": [0, 1, 0], "exposure": [0, 1, 0], "outcome": [0, 1, 0]}


@pytest.mark.parametrize(
    ("changed", "says"),
    [
        ({"exposure": [0, 2, 0]}, "must be 0 or 1"),
        ({"period": [0, 2, 0]}, "without gaps"),
        ({"outcome": [1, 0, 0]}, "rows after it acted"),
        ({"competing": [0, 1, 0]}, "say which came first"),
        ({"outcome": [0, 1]}, "equally long"),
        ({"period": [0, 0.5, 0]}, "whole numbers"),
        ({"confounders": {"size": [1, float("nan"), 2]}}, "missing or infinite"),
    ],
)
def test_wrong_panels_are_refused_in_a_sentence(changed: dict, says: str) -> None:
    with pytest.raises(StatisticsError, match=says):
        effects.rows(effects.Panel(**(BASE | changed)))


def test_a_horizon_beyond_the_panel_is_refused() -> None:
    checked = effects.rows(effects.Panel(**BASE))
    with pytest.raises(StatisticsError, match="can start so late"):
        effects.nested_trials(checked, horizon=9)
    with pytest.raises(StatisticsError, match="from 1 on"):
        effects.nested_trials(checked, horizon=0)
