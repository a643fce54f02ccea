"""The study effect: what harms is said to harm, what does nothing is not, and what cannot be told is not told."""

import json
from typing import Any

import numpy as np
import pytest

from pyrometer.errors import BadSetting, UnknownName
from pyrometer.model.finding import Finding
from pyrometer.model.table import Table
from pyrometer.studies.effect import STUDY, Settings
from pyrometer.views._plain import finding as as_json
from tests.studies import _tiny

N = 4000
RISK = _tiny.table(
    age_days=[3.0, 12.0], n_late=[0, 0], n_gone_on=[60, 40], n_stopped=[5, 5], n_open=[1, 9], **_tiny.SEEN
)
NODES = _tiny.table(action=["replied", "called", "gave_demo", "sent_gift"], side=["customer", *["seller"] * 3])


def activity(action: str, **changes: Any) -> dict[str, Any]:
    """A row of the measure activities: done in a third of the waits after the reply."""
    row = {"milestone": "replied", "action": action, "side": "seller", "n_waits": 3000, "n_waits_with": 1000}
    row |= {"n_first": 1050, "n_tied": 0, "n_trials": 1000, "n_went_on": 400}
    return row | changes


def activities(*rows: dict[str, Any]) -> Table:
    return _tiny.table(**{name: [r[name] for r in rows] for name in activity("")})


def trials(*, effect: float = 0.0, hidden: float = 0.0, n: int = N, seed: int = 1) -> Table:
    """The measure trials: the engaged get it more and go on more; `effect` in points, `hidden` keenness drives both."""
    rng = np.random.default_rng(seed)
    keen, engaged = rng.normal(size=n), rng.random(n) < 0.4
    done = rng.random(n) < 1 / (1 + np.exp(1.6 - 1.2 * engaged - hidden * keen))
    on = rng.random(n) < np.clip(0.25 + 0.15 * engaged + 0.15 * hidden * keen + effect * done, 0.01, 0.99)
    after = np.where(on, rng.uniform(0, 14, n), np.nan)
    since, age = rng.exponential(2, n), 3 + rng.exponential(3, n)
    took = rng.exponential(5, n) * np.exp(-hidden * keen)
    none = [None] * n
    return _tiny.table(
        cluster=range(n),
        milestone=["replied"] * n,
        is_done=done.astype(int),
        went_on=on.astype(int),
        left_after_days=[None if np.isnan(d) else float(d) for d in after],
        age_days=age,
        quarter_on=none,
        after=np.where(engaged, "visited", "replied"),
        since_days=since,
        ours_days=since + 1,
        ours_last=["mailed"] * n,
        n_ours=[1] * n,
        theirs_days=since,
        theirs_last=np.where(engaged, "visited", "replied"),
        n_theirs=[1] * n,
        seller=rng.integers(0, 6, n),
        segment_1=none,
        segment_2=none,
        segment_3=none,
        n_same_before=(rng.random(n) < 0.3) * 1,
        n_ours_before=[1] * n,
        n_theirs_before=[0] * n,
        took_days=took,
    )


def ask(*rows: dict[str, Any], **made: Any) -> _tiny.Fake:
    """A plant with these activities; `made` are the trials by action, else of nothing happening."""
    tables = {
        "activities": activities(*rows),
        "nodes": NODES,
        "trials": lambda activity, **_: made.get(activity) or trials(),
        "risk-table": _tiny.table(
            age_days=[3.0, 12.0], n_late=[0, 0], n_gone_on=[60, 40], n_stopped=[5, 5], n_open=[1, 9], **_tiny.SEEN
        ),
    }
    return _tiny.Fake(_tiny.facts(), tables)


def answer(fake: _tiny.Fake, **settings: Any) -> Finding:
    return STUDY.answer(fake, Settings(**settings))


def test_what_harms_is_said_to_harm_with_its_range() -> None:
    found = answer(ask(activity("sent_gift"), sent_gift=trials(effect=-0.15)), activity="sent gift", within_days=14.0)
    assert found.verdict == "yes"
    assert found.headline.startswith("Sent gift harms: within 14 days")
    row = next(iter(found.tables["effect"]))
    assert row["low"] < -0.15 < row["high"] < 0
    assert row["claim"] == "adjusted effect"
    assert all(check["holds"] for check in found.tables["checks"])
    assert any("E-value" in line for line in found.reading)
    assert "by lot" in found.next_step


def test_what_does_nothing_is_not_said_to_do_anything_though_it_looks_so() -> None:
    found = answer(ask(activity("called")), activity="called")
    row = next(iter(found.tables["effect"]))
    assert row["counted"] > 0.02  # the engaged get more calls
    assert row["low"] < 0 < row["high"]
    assert found.verdict == "cannot_tell"
    assert "helps" not in found.headline.replace("helps or harms cannot be told", "")


def test_a_hidden_cause_leaves_an_association_and_the_reason() -> None:
    found = answer(ask(activity("called"), called=trials(hidden=0.8)), activity="called")
    row = next(iter(found.tables["effect"]))
    assert row["low"] > 0  # wrong: the call does nothing
    assert (found.verdict, row["claim"]) == ("cannot_tell", "associated")
    assert "cannot be called its effect" in found.headline
    assert "which it cannot have caused" in " ".join(found.reading)


def test_a_step_never_left_out_is_refused_with_what_would_be_enough() -> None:
    found = answer(ask(activity("called", n_waits_with=2990)), activity="called")
    assert found.verdict == "cannot_tell"
    assert (
        "needs an activity that is left out now and then, has one that fell into 2,990 of 3,000 waits" in found.headline
    )
    assert found.next_step == "Leave 'called' out by lot for some customers: only that shows what it does."
    assert not found.figures


def test_what_is_never_done_while_they_wait_is_refused() -> None:
    found = answer(ask(activity("called")), activity="gave demo")
    assert "something that is done while customers wait" in found.headline


def test_few_who_go_on_are_refused() -> None:
    found = answer(ask(activity("called"), called=trials(n=80)), activity="called")
    assert "needs 50 next actions, 10 of them after the activity" in found.headline
    assert not found.figures


def test_unknown_order_is_no_effect() -> None:
    made = ask(activity("sent_gift", n_tied=200), sent_gift=trials(effect=-0.15))
    found = answer(made, activity="sent_gift")
    assert found.verdict == "cannot_tell"
    assert "the order against the action is unknown" in found.headline
    assert "ties" in [c.code for c in found.cautions]


def test_a_lot_makes_it_randomised_unless_the_lot_can_be_foretold() -> None:
    rng = np.random.default_rng(3)
    held = trials(effect=0.0).to_dict()
    done = rng.random(N) < 0.5
    by_lot = held | {"is_done": done * 1, "went_on": (rng.random(N) < 0.3 + 0.1 * done) * 1}
    found = answer(ask(activity("called"), called=_tiny.table(**by_lot)), activity="called", by_lot=True)
    assert (found.verdict, next(iter(found.tables["effect"]))["claim"]) == ("yes", "randomised")
    assert "hidden-causes" not in [c.code for c in found.cautions]
    told = answer(ask(activity("called"), called=trials(effect=0.15)), activity="called", by_lot=True)
    assert told.verdict == "cannot_tell"
    assert "foretells it" in told.headline


def test_without_a_name_all_are_listed_and_judged_at_once() -> None:
    rows = (activity("called"), activity("sent_gift"), activity("gave_demo", n_waits_with=3000))
    found = answer(ask(*rows, sent_gift=trials(effect=-0.15)))
    told = {row["activity"]: row for row in found.tables["activities"]}
    assert {name: row["says"] for name, row in told.items()} == {
        "called": "cannot tell",
        "sent_gift": "harms",
        "gave_demo": "cannot tell",
    }
    assert told["sent_gift"]["p_adjusted"] == pytest.approx(2 * told["sent_gift"]["p"])
    assert told["gave_demo"]["p_adjusted"] is None
    assert found.headline == (
        "Of our three activities, 'sent gift' harms (17 points fewer go on, 95% range 14 to 20 fewer); "
        "for two it cannot be told."
    )
    assert found.figures[0].kind == "forest"


def test_waste_is_proven_or_unproven_never_the_lack_of_proof() -> None:
    fake = ask(activity("called"))
    assert answer(fake, activity="called", value=10.0, cost=9.0).verdict == "no"
    unproven = answer(fake, activity="called", value=1000.0, cost=1.0)
    assert unproven.verdict == "cannot_tell"
    assert any("unproven" in line and "would tell" in line for line in unproven.reading)


def test_the_horizon_is_what_most_of_those_who_go_on_need() -> None:
    assert "within 14 days" in answer(ask(activity("called")), activity="called").headline


def test_no_seller_is_named_or_ranked() -> None:
    found = answer(ask(activity("called")), activity="called")
    written = json.dumps(as_json(found))
    assert "seller:" not in written
    assert {row["waits_after"] for row in found.tables["effect"]} == {""}


@pytest.mark.parametrize(
    ("given", "error", "sentence"),
    [
        ({"activity": "sent gfit"}, UnknownName, "Nothing named 'sent gfit' is on record. Did you mean 'sent_gift'?"),
        ({"activity": "replied"}, BadSetting, "'replied' is what customers do"),
        ({"on": "orderd"}, UnknownName, "Nobody waits for 'orderd'. Did you mean 'ordered'?"),
        ({"on": "replied"}, UnknownName, "Nobody waits for 'replied'"),
        ({"within_days": 0.0}, BadSetting, "within_days = 0 must be above 0"),
        ({"value": 5.0}, BadSetting, "Give both value and cost"),
    ],
)
def test_a_wrong_call_names_the_way_out(given: dict[str, Any], error: type[Exception], sentence: str) -> None:
    with pytest.raises(error) as raised:
        answer(ask(activity("called"), activity("sent_gift")), **given)
    assert sentence in str(raised.value)


def test_a_plant_without_acts_of_ours_is_told_what_to_read() -> None:
    found = answer(ask())
    assert found.verdict == "cannot_tell"
    assert "calls, mails" in found.next_step


def test_what_begins_or_ends_the_wait_itself_is_no_activity() -> None:
    """A bare CRM export: 'entered' begins every wait and is never done within one."""
    found = answer(ask(activity("entered", n_waits_with=3000, n_first=3000, n_tied=3000, n_trials=0, n_went_on=0)))
    assert "There is nothing whose effect could be asked for" in found.headline


def test_where_no_activity_can_be_told_it_is_said_once() -> None:
    assert answer(ask(activity("called", n_trials=3, n_went_on=1))).headline == (
        "Whether the one activity helps or harms cannot be told."
    )
