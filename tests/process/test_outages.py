"""A sensor that was dead makes 'not met' into 'cannot tell', for whom it may have hidden something and nobody else."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from pyrometer.definitions.compile import judge
from pyrometer.definitions.parse import parse
from pyrometer.definitions.records import Records
from pyrometer.model.definition import VERDICTS, Outage
from pyrometer.model.event import Event
from tests.process.plants import Plant, milestone, plant

BEGIN, DAYS = datetime(2025, 1, 1, 9), 300
DAY = timedelta(days=1)
SILENT = """
definition = "lost"
kind = "milestone"
needs = ["mail"]
[test]
silent = { customer = "any", silent_for = "30d" }
"""
ENTERED = milestone("asked", sides=("customer",))
REPLIED = replace(milestone("replied"), needs=("mail",))
ORDERED = replace(milestone("ordered"), needs=("mail",))
LOST = parse(SILENT)
FIRST_DEAD, MENDED = 140, 161  # days


def event(prospect: int, day: float, action: str, source: str) -> Event:
    return Event(
        source=source,
        source_id=f"{prospect}-{action}",
        source_seq=0,
        prospect=f"p{prospect:04d}",
        happened_at=BEGIN + timedelta(days=day),
        known_at=None,
        action=action,
        side="customer",
        grade=2,
    )


def truth(seed: int) -> list[Event]:
    """Every working day some ask by form; half of them reply by mail, and half of those order by mail, weeks later."""
    rng = np.random.default_rng(seed)
    found, prospect = [], 0
    for day in (d for d in range(DAYS) if (BEGIN + timedelta(days=d)).weekday() < 5):
        for _ in range(rng.poisson(6)):
            found.append(event(prospect, day, "asked", "form"))
            reply, order = day + rng.exponential(5), day + 5 + rng.exponential(20)
            if rng.random() < 0.5 and reply < DAYS:
                found.append(event(prospect, reply, "replied", "mail"))
                found += [event(prospect, order, "ordered", "mail")] if rng.random() < 0.5 and order < DAYS else []
            prospect += 1
    return found


def day_of(e: Event) -> float:
    return (e.happened_at - BEGIN) / timedelta(days=1)


def hidden(e: Event) -> bool:
    """Whether it comes by mail on one of the planted dead days (of the calendar)."""
    day = (e.happened_at.date() - BEGIN.date()).days
    return e.source == "mail" and FIRST_DEAD <= day < MENDED


def seen(folder: Path, events: Sequence[Event]) -> Plant:
    return plant(
        folder,
        "",
        events=events,
        definitions=(ENTERED, REPLIED, ORDERED, LOST),
        settings={"milestones": ("asked", "replied", "ordered"), "won": "ordered", "lost": "lost"},
    )


def at(found: Plant, until: datetime) -> list[dict[str, Any]]:
    """The journeys as they stood at an earlier instant."""
    config = replace(found.config, plant=replace(found.config.plant, until=until))
    return replace(found, config=config).rows("journeys")


def judged(found: Plant) -> dict[str, dict[str, str]]:
    """The verdicts of every prospect, as the build judges them."""
    process = found.process()
    facts, definitions = process.facts, found.definitions
    records = Records(process.events, process.words, facts.until, grade=0, dead=facts.outages)
    table = judge(definitions, records).join(process.prospects, "prospect")
    rows = found.backend.to_pyarrow(table).to_pylist()
    return {r["name"]: {d.name: VERDICTS[r[f"{d.name}_verdict"]] for d in definitions} for r in rows}


def test_a_planted_outage_is_found_and_hides_no_truth(tmp_path: Path) -> None:
    told = truth(1)
    kept = [e for e in told if not hidden(e)]
    lost_in_outage = {(e.prospect, e.action) for e in told if hidden(e)}
    found = seen(tmp_path, kept)
    facts = found.process().facts
    start = datetime(2025, 1, 1)
    (outage,) = facts.outages["mail"]
    assert outage.since is not None and outage.until is not None
    early, late = start + timedelta(days=FIRST_DEAD) - outage.since, outage.until - start - timedelta(days=MENDED)
    assert timedelta() <= early <= 2 * DAY  # days beside it may have been silent by chance
    assert timedelta() <= late <= 2 * DAY
    said = judged(found)
    assert len(lost_in_outage) > 50
    assert {said[prospect][action] for prospect, action in lost_in_outage} == {"cannot_tell"}
    entered = {e.prospect: day_of(e) for e in told if e.action == "asked"}
    after = [said[p]["replied"] for p, day in entered.items() if BEGIN + day * DAY >= outage.until]
    assert set(after) == {"met", "not_met"}
    assert facts.untold["replied"] == sum(v["replied"] == "cannot_tell" for v in said.values())
    replied = {e.prospect for e in kept if e.action == "replied"}
    there = {p for p, day in entered.items() if BEGIN + day * DAY < outage.until}
    assert facts.untold["replied"] == len(there - replied)


def test_nobody_is_lost_by_a_silence_that_a_dead_sensor_kept(tmp_path: Path) -> None:
    """The story of four: what is the same in all is that they asked on day 100 and went on by mail, or did not."""
    told = truth(2)
    mail = {"spoke": [120.0, 145.0], "fell_silent": [112.0], "long_gone": [101.0], "came_back": [115.0, 150.0, 170.0]}
    four = [replace(event(0, 100, "asked", "form"), prospect=name, source_id=name) for name in mail]
    acts = [
        replace(event(0, day, "replied", "mail"), prospect=name, source_id=f"{name}{day}")
        for name, days in mail.items()
        for day in days
    ]
    everything = [*told, *four, *acts]
    found = seen(tmp_path, [e for e in everything if not hidden(e)])
    until = BEGIN + timedelta(days=FIRST_DEAD + 18)  # the sensor is dead still
    then = {j["name"]: j["lost_at"] for j in at(found, until)}
    assert then["long_gone"] == BEGIN + timedelta(days=131)  # before the sensor died
    assert then["spoke"] is then["fell_silent"] is then["came_back"] is None
    now = {j["name"]: j["lost_at"] for j in found.rows("journeys")}
    assert now["fell_silent"] == BEGIN + timedelta(days=142)  # certain by now: the silence has never been broken
    assert now["came_back"] == BEGIN + timedelta(days=200)
    assert now["long_gone"] == then["long_gone"]


def test_a_living_sensor_is_not_called_dead(tmp_path: Path) -> None:
    alarms = sum(bool(seen(tmp_path / str(seed), truth(seed)).process().facts.outages) for seed in range(3, 9))
    assert alarms == 0


def test_a_sensor_that_never_gave_anything_tells_nothing_about_anybody(tmp_path: Path) -> None:
    found = seen(tmp_path, [e for e in truth(1) if e.source == "form"])
    facts = found.process().facts
    assert facts.outages == {"mail": (Outage(),)}
    n = len(found.rows("journeys"))
    assert facts.untold == {"replied": n, "ordered": n, "lost": facts.untold["lost"]}


@pytest.mark.parametrize(("first", "last"), [(0, 60), (250, DAYS + 1)])
def test_an_outage_may_lie_at_the_beginning_or_last_to_the_end(tmp_path: Path, first: int, last: int) -> None:
    told = [e for e in truth(1) if e.source == "form" or not first <= day_of(e) < last]
    (outage,) = seen(tmp_path, told).process().facts.outages["mail"]
    assert (outage.since is None, outage.until is None) == (first == 0, last > DAYS)
    assert abs((outage.until or BEGIN + timedelta(days=60)) - (BEGIN + timedelta(days=60))) < timedelta(days=2)


def test_where_no_definition_needs_a_sensor_nothing_is_looked_for(tmp_path: Path) -> None:
    found = seen(tmp_path, [e for e in truth(1) if not hidden(e)])
    free = replace(found, definitions=tuple(replace(d, needs=()) for d in found.definitions))
    facts = free.process().facts
    assert (facts.outages, facts.untold) == ({}, {})


def test_the_same_mark_gives_the_same_outages_and_a_later_one_its_own(tmp_path: Path) -> None:
    told = truth(1)
    found = seen(tmp_path, [e for e in told if not hidden(e)])
    first = found.process().facts
    assert found.process().facts == first
    early = found.process(as_known=BEGIN + timedelta(days=120)).facts
    assert early.outages == {}
