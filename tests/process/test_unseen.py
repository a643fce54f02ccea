"""Who waited when a sensor died is watched up to then: neither a no, nor open, nor missing from who was at risk."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime
from math import exp, inf
from pathlib import Path

import pytest

from pyrometer.definitions.parse import parse
from pyrometer.model.definition import Clause, Outage
from pyrometer.model.event import Event
from pyrometer.model.interval import NotEnough
from pyrometer.process import unseen
from pyrometer.studies._parts import risk
from tests.process.plants import Plant, milestone
from tests.process.test_outages import BEGIN, DAY, DAYS, SILENT, day_of, event, truth
from tests.process.test_outages import seen as seen_by

HORIZON = 60  # days
OPEN, GONE_ON, UNTOLD = 0, 1, 3
FIRST, LAST = 100, 170  # days on which the mail was dead


def seen(folder: Path, events: Sequence[Event]) -> Plant:
    """A plant in which a silence is a loss when it has lasted longer than any before an order, so that it stands."""
    found = seen_by(folder, events)
    lost = parse(SILENT.replace("30d", "90d"))
    return replace(found, definitions=tuple(lost if d.name == "lost" else d for d in found.definitions))


def without_mail(events: Sequence[Event]) -> list[Event]:
    """What is left of the records when nothing came by mail for seventy days."""
    return [e for e in events if e.source == "form" or not FIRST <= (e.happened_at.date() - BEGIN.date()).days < LAST]


def blind(found: Plant) -> Plant:
    """The same plant whose definitions say of no sensor that they need it."""
    return replace(found, definitions=tuple(replace(d, needs=()) for d in found.definitions))


def share(found: Plant, milestone: str = "") -> float:
    """The share that goes on within the horizon."""
    told = risk.yield_at(risk.risk(found.ask("risk-table", milestone=milestone)), HORIZON)
    assert not isinstance(told, NotEnough)
    return told.gone_on.value


def by_hand(told: Sequence[Event]) -> float:
    """The share that ordered within the horizon, of those watched: till the mail died, or from when it lived again."""
    ordered = {e.prospect: day_of(e) for e in told if e.action == "ordered"}
    rows = []
    for prospect, entered in ((e.prospect, day_of(e)) for e in told if e.action == "asked"):
        end = FIRST if entered < FIRST else DAYS
        if not FIRST <= entered < LAST:
            at = ordered.get(prospect, inf)
            rows.append((min(at, end) - entered, at < end))
    still, gone = 1.0, 0.0
    for age, did in sorted(rows):
        if did and age <= HORIZON:
            gone += still / (n := sum(a >= age for a, _ in rows))
            still *= 1 - 1 / n
    return gone


def test_a_dead_sensor_does_not_move_the_yield(tmp_path: Path) -> None:
    told = truth(1)
    true = 0.25 * (1 - exp(-(HORIZON - 5) / 20))  # half of the half who reply order, not before 5 days
    whole, cut = seen(tmp_path / "whole", told), seen(tmp_path / "cut", without_mail(told))
    assert share(whole) == pytest.approx(true, abs=0.03)
    assert share(cut) == pytest.approx(by_hand(told), abs=0.002)  # ages of the one are in whole hours
    assert share(cut) == pytest.approx(true, abs=0.03)
    assert share(cut, "asked") == pytest.approx(share(whole, "asked"), abs=0.03)
    assert share(blind(cut)) < true - 0.06  # as it was: open for ever, whatever was hidden
    asked = {e.prospect: day_of(e) for e in told if e.action == "asked"}
    ordered = {e.prospect for e in told if e.action == "ordered" and day_of(e) < FIRST - 2}
    counts = risk.risk(cut.ask("risk-table"))
    assert 0 < counts.unseen.sum() <= sum(d < FIRST for p, d in asked.items() if p not in ordered)
    reaching = risk.risk(cut.ask("reaching", milestone="ordered"))
    assert (reaching.n, reaching.unseen.sum()) == (counts.n, counts.unseen.sum())


def test_who_came_while_it_was_dead_is_not_watched_and_who_came_after_is(tmp_path: Path) -> None:
    told = truth(1)
    found = seen(tmp_path, without_mail(told))
    (outage,) = found.process().facts.hides["ordered"]
    assert outage.since is not None and outage.until is not None
    spells = found.rows("spells", milestone=-1)
    inside = [s for s in spells if outage.since <= s["entered_at"] < outage.until]
    after = [s for s in spells if s["entered_at"] >= outage.until]
    assert inside and {s["unseen_us"] for s in inside} == {0}
    assert after and {s["unseen_us"] for s in after} == {None}
    assert found.ask("risk-table")["n_open"] and risk.risk(found.ask("risk-table")).n == len(spells) - len(inside)


def test_whether_somebody_is_open_is_not_guessed(tmp_path: Path) -> None:
    found = seen(tmp_path, without_mail(truth(1)))
    plant = replace(found.config.plant, until=BEGIN + (LAST + 30) * DAY)  # before a silence since then is a loss
    found = replace(found, config=replace(found.config, plant=plant))
    journeys, facts = found.rows("journeys"), found.process().facts
    untold = [j for j in journeys if j["outcome"] == UNTOLD]
    assert untold and len(untold) == facts.n_untold
    assert all(j["won_at"] is j["lost_at"] is j["ended_at"] is None for j in untold)
    (outage,) = facts.hides["ordered"]
    assert outage.until is not None and max(j["entered_at"] for j in untold) < outage.until
    waiting = sum(found.ask("ageing")["n"])
    assert waiting == found.process().n_open == sum(j["outcome"] == OPEN for j in journeys)
    assert [r["n_waiting"] for r in found.ask("occupancy", period="day") if not r["milestone"]][-1] == waiting
    groups = found.ask("groups").rows[0]
    assert groups[1] == len(journeys) == sum(groups[2:5]) + groups[7]


def test_what_is_known_stays_known(tmp_path: Path) -> None:
    late = [event(n, 95, "asked", "form") for n in range(9000, 9005)]
    late += [event(n, LAST + 10, "ordered", "mail") for n in range(9000, 9005)]
    found = seen(tmp_path, without_mail([*truth(1), *late]))
    names = {e.prospect for e in late}
    won = {j["name"]: j["outcome"] for j in found.rows("journeys") if j["name"] in names}
    assert set(won) == names and set(won.values()) == {1}
    prospects = {j["prospect"] for j in found.rows("journeys") if j["name"] in won}
    spells = [s for s in found.rows("spells", milestone=-1) if s["prospect"] in prospects]
    assert {s["how"] for s in spells} == {GONE_ON} and all(s["unseen_us"] < s["age_us"] for s in spells)


def test_a_sensor_never_connected_leaves_nobody_to_count(tmp_path: Path) -> None:
    found = seen(tmp_path, [e for e in truth(1) if e.source == "form"])
    counts = risk.risk(found.ask("risk-table"))
    assert counts.n == 0
    assert isinstance(risk.yield_at(counts, risk.last_age(counts)), NotEnough)
    assert found.ask("ageing").rows == ()
    assert found.process().facts.n_untold == len(found.rows("journeys"))


def test_a_definition_is_hidden_by_what_those_need_that_it_rests_on() -> None:
    inner = replace(milestone("gave-time"), needs=("calendar",))
    clause = Clause("time", definition="gave-time")
    outer = replace(milestone("ordered"), test=(clause,), needs=("mail",))
    first, second = datetime(2026, 1, 1), datetime(2026, 2, 1)
    dead = {
        "mail": (Outage(first, first + 3 * DAY), Outage(second, None)),
        "calendar": (Outage(first + 2 * DAY, first + 5 * DAY),),
        "phone": (Outage(),),
    }
    hidden = unseen.hides((inner, outer), ("ordered", "lost"), dead)
    assert hidden == {"ordered": (Outage(first, first + 5 * DAY), Outage(second, None))}


@pytest.mark.parametrize(
    ("times", "merged"),
    [
        ((Outage(), Outage(BEGIN, BEGIN + DAY)), (Outage(),)),
        ((Outage(BEGIN, None), Outage(BEGIN + DAY, BEGIN + 2 * DAY)), (Outage(BEGIN, None),)),
        ((Outage(BEGIN, BEGIN + DAY), Outage(None, BEGIN)), (Outage(None, BEGIN + DAY),)),
        (
            (Outage(BEGIN + 2 * DAY, None), Outage(None, BEGIN)),
            (Outage(None, BEGIN), Outage(BEGIN + 2 * DAY, None)),
        ),
    ],
)
def test_outages_that_overlap_are_one(times: tuple[Outage, ...], merged: tuple[Outage, ...]) -> None:
    needs = replace(milestone("ordered"), needs=("mail",))
    assert unseen.hides((needs,), ("ordered",), {"mail": times}) == {"ordered": merged}
