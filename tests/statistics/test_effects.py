"""Effects: a null activity is not called helpful, a real one is found, a hidden cause is refused."""

import csv
import gzip
from pathlib import Path

import numpy as np
import pytest

from pyrometer.errors import StatisticsError
from pyrometer.model.interval import Interval, NotEnough
from pyrometer.statistics import effects
from pyrometer.statistics.effects import simulated
from pyrometer.statistics.effects.overlap import compared


def expit(x: np.ndarray) -> np.ndarray:
    return 1 / (1 + np.exp(-x))


def selling(
    rng: np.random.Generator, n: int, *, weeks: int = 6, gain: float = 0.0, hidden: float = 0.0
) -> dict[str, np.ndarray]:
    """The simulated deals week by week, as columns."""
    made, before = simulated.weekly(rng, n, weeks=weeks, gain=gain, hidden=hidden)
    flags = {"deal": made.case, "week": made.period, "call": made.exposure, "act": made.outcome}
    flags |= {"lost": made.competing, "gone": made.censored, "engaged": made.confounders["engaged"]}
    return {name: np.asarray(v, dtype=float) for name, v in {**flags, "last_call": before["its own past"]}.items()}


def panel(d: dict[str, np.ndarray]) -> effects.Panel:
    return effects.Panel(d["deal"], d["week"], d["call"], d["act"], d["lost"], d["gone"], {"engaged": d["engaged"]})


def judged(d: dict[str, np.ndarray], horizon: int = 1) -> effects.Effect:
    found = effects.effect(panel(d), horizon=horizon, placebos={"last call": d["last_call"]})
    assert isinstance(found, effects.Effect)
    return found


def test_a_null_activity_is_judged_helpful_or_harmful_at_most_five_times_in_a_hundred() -> None:
    """2.0% of 1,000 plants of 400 by moments, 3.7% of 1,000 of 500 deals by weeks; here with what chance adds."""
    rng, runs = np.random.default_rng(1), 100
    by_moments = sum(simulated.says(rng, 400) in ("helps", "harms") for _ in range(runs)) / runs
    by_weeks = sum(simulated.says_weekly(rng, 400) in ("helps", "harms") for _ in range(runs)) / runs
    crude = [judged(selling(rng, 400)) for _ in range(30)]
    assert by_moments <= 0.05 + 1.65 * np.sqrt(0.05 * 0.95 / runs)
    assert by_weeks <= 0.05 + 1.65 * np.sqrt(0.05 * 0.95 / runs)
    assert np.mean([found.crude > 2 * found.se for found in crude]) > 0.3


def error(rng: np.random.Generator, n: int, gain: float) -> Interval | None:
    """The interval of one simulated plant less its truth: it should hold 0. None where the effect is refused."""
    made = compared(simulated.moments(rng, n, gain=gain).trials)
    if isinstance(made, NotEnough):
        return None
    is_so = simulated.truth(gain, made.trials)
    return Interval(made.found.interval.low - is_so, made.found.interval.high - is_so)


@pytest.mark.parametrize("gain", [-0.7, 0.0, 0.7])
def test_intervals_of_a_real_effect_cover_it(gain: float) -> None:
    """95.4% of 1,000 at a gain of .7; the truth in closed form."""
    rng, runs = np.random.default_rng(2), 120
    found = [error(rng, 400, gain) for _ in range(runs)]
    held = [interval.low <= 0 <= interval.high for interval in found if interval is not None]
    assert len(held) > 0.95 * runs
    assert 0.95 - 3 * np.sqrt(0.95 * 0.05 / runs) <= np.mean(held) <= 0.95 + 3 * np.sqrt(0.95 * 0.05 / runs)


def test_the_closed_form_is_what_happens_to_a_million() -> None:
    made = simulated.moments(np.random.default_rng(3), 300_000, gain=0.7)
    t = made.trials
    keen = t.x[:, t.names.index("engaged")] > 0
    gaps = [t.y[(t.a == 1) & k].mean() - t.y[(t.a == 0) & k].mean() for k in (~keen, keen)]
    assert simulated.truth(0.7, t) == pytest.approx(gaps[0] + keen.mean() * (gaps[1] - gaps[0]), abs=0.006)


@pytest.mark.parametrize(("n", "hidden"), [(400, 0.6), (1000, 0.6)])
def test_a_hidden_cause_is_called_an_effect_in_few_plants_and_in_no_large_one(n: int, hidden: float) -> None:
    """2.8% of 500 plants of 400, none of 500 plants of 1,000; a weaker cause (.3) passes in 9% of those of 1,000."""
    rng, runs = np.random.default_rng(4), 60
    wrong = sum(simulated.says(rng, n, hidden=hidden) in ("helps", "harms") for _ in range(runs)) / runs
    assert wrong <= 0.05 + 1.65 * np.sqrt(0.05 * 0.95 / runs)


def test_a_real_effect_is_found_in_most_plants_of_a_thousand() -> None:
    rng, runs = np.random.default_rng(5), 40
    assert sum(simulated.says(rng, 1000, gain=0.7) == "helps" for _ in range(runs)) > 0.9 * runs


@pytest.mark.shared
@pytest.mark.parametrize(("arm", "visited"), [("Mens E-Mail", 0.1828), ("Womens E-Mail", 0.1514)])
def test_a_randomised_mail_gives_the_published_difference(shared: Path, arm: str, visited: float) -> None:
    """Hillstrom 2008: 18.3% and 15.1% of those mailed visited, 10.6% of the others; the lot is found to be one."""
    trials = mailed(shared, arm)
    found = effects.judge(trials, effects.Evidence(is_by_lot=True))
    assert isinstance(found, effects.Effect)
    assert found.claim == "randomised"
    assert found.crude == pytest.approx(visited - 0.1062, abs=1e-4)
    assert found.estimate.value == pytest.approx(found.crude, abs=0.001)
    assert effects.told(found) == "helps"
    plain = found.crude_interval.high - found.crude_interval.low
    assert found.estimate.interval.high - found.estimate.interval.low < plain  # what is known beforehand sharpens it


@pytest.mark.shared
def test_the_randomised_answer_comes_back_when_the_lot_is_spoilt(shared: Path) -> None:
    """The mailed kept by how lately they bought: as counted the mail does more than it does; made alike it does not."""
    whole = mailed(shared, "Mens E-Mail")
    lately = whole.x[:, whole.names.index("recency")]
    kept = np.random.default_rng(6).random(len(lately)) < np.where((lately < 0) == (whole.a == 1), 0.9, 0.3)
    spoilt = effects.Trials(*(v if isinstance(v, tuple) else v[kept] for v in fields_of(whole)))
    found = effects.judge(spoilt, effects.Evidence(is_by_lot=True))
    assert isinstance(found, effects.Effect)
    assert found.crude > 0.0766 + 4 * found.se
    assert found.estimate.interval.low < 0.0766 < found.estimate.interval.high
    assert "it is said to go by lot, but what was known beforehand foretells it" in found.reasons


def fields_of(trials: effects.Trials) -> tuple[object, ...]:
    return (trials.x, trials.names, trials.a, trials.y, trials.weight, trials.cluster, trials.row)


def mailed(shared: Path, arm: str) -> effects.Trials:
    """Those mailed one catalogue and those mailed none; a visit within two weeks."""
    with gzip.open(shared / "data/hillstrom/hillstrom.csv.gz", "rt") as file:
        rows = [r for r in csv.DictReader(file) if r["segment"] in (arm, "No E-Mail")]
    known = {n: [float(r[n]) for r in rows] for n in ("recency", "mens", "womens", "newbie")}
    known["history"] = [float(np.log(float(r["history"]))) for r in rows]
    known |= {v: [float(r["channel"] == v) for r in rows] for v in ("Web", "Phone")}
    known |= {v: [float(r["zip_code"] == v) for r in rows] for v in ("Rural", "Urban")}
    return effects.started([r["segment"] == arm for r in rows], [float(r["visit"]) for r in rows], known)


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


def test_a_dozen_accounts_do_not_make_chance_look_like_an_effect() -> None:
    """Accounts differ in how often they get it and in how often they go on: Student's t by accounts (4.8% of 500)."""
    rng, runs, n, wrong = np.random.default_rng(3), 150, 800, 0
    for _ in range(runs):
        account, x = rng.integers(0, 12, n), rng.normal(size=n)
        gets, goes = (rng.normal(0, 0.7, 12)[account] for _ in range(2))
        a = (rng.random(n) < expit(-0.8 + 0.6 * x + gets)) * 1.0
        y = (rng.random(n) < expit(-0.9 + 0.6 * x + goes)) * 1.0
        found = effects.aipw(effects.started(a, y, {"x": x}, cluster=account))
        assert isinstance(found, effects.DoublyRobust)
        wrong += not found.interval.low <= 0 <= found.interval.high
    assert wrong / runs <= 0.05 + 1.65 * np.sqrt(0.05 * 0.95 / runs)


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


def test_the_odds_of_the_hazard_are_those_planted() -> None:
    """Waits at a pace of .03 and .06 a day, watched in quarters of 14 days: the odds ratio is exp(.03 * 3.5) + 1."""
    rng, n = np.random.default_rng(15), 40_000
    a = (rng.random(n) < 0.5) * 1.0
    left = rng.exponential(1 / np.where(a == 1, 0.06, 0.03))
    left[left > 14] = np.nan
    trials = effects.started(a, ~np.isnan(left) * 1.0, {"noise": rng.normal(size=n)})
    found = effects.hazard_odds_ratio(trials, left, horizon=14.0)
    assert not isinstance(found, NotEnough)
    assert found.interval.low < np.exp(0.03 * 3.5) + 1 < found.interval.high
    assert found.interval.high - found.interval.low < 0.2
    with pytest.raises(StatisticsError, match="above 0"):
        effects.hazard_odds_ratio(trials, left, horizon=0.0)


def test_only_what_makes_the_answer_sharper_is_set_aside() -> None:
    even = np.linspace(0.2, 0.8, 100)
    assert effects.in_overlap(even).all()
    mixed = np.concatenate([even, np.full(200, 0.001)])
    assert effects.in_overlap(mixed).tolist() == [True] * 100 + [False] * 200
    with pytest.raises(StatisticsError, match="between 0 and 1"):
        effects.in_overlap([0.5, 1.0])


def test_trials_that_cannot_be_are_refused_in_a_sentence() -> None:
    with pytest.raises(StatisticsError, match="0 or 1 in every trial"):
        effects.started([0, 2], [0, 1], {})
    with pytest.raises(StatisticsError, match="equally long"):
        effects.started([0, 1, 1], [0, 1], {})
