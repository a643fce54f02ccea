"""What the engine makes of journeys and waits is what they mean, whatever records say in whatever order."""

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

import pyarrow as pa
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from pyrometer.config import ProcessSettings
from pyrometer.model.event import Event
from tests.process.plants import DEFINITIONS, PATH, Plant, batch, of_batches
from tests.process.reference import Known, Told, as_known, journeys

ZONES = st.sampled_from(["UTC", "Europe/Berlin", "America/New_York", "Pacific/Auckland"])
NIGHTS = [date(2026, 3, 7), date(2026, 3, 28), date(2026, 4, 4), date(2026, 9, 26), date(2026, 10, 24)]  # clocks change
ACTIONS = ["replied", "replied", "met", "ordered", "declined", "declined", "called"]


def instant(day: date, hour: int, zone: str) -> datetime:
    """A local hour as naive UTC."""
    local = datetime(day.year, day.month, day.day, hour, tzinfo=ZoneInfo(zone))
    return local.astimezone(UTC).replace(tzinfo=None)


@st.composite
def ledgers(draw: Any) -> Known:
    """Some thirty prospects around a night in which clocks change; a third of the ledgers know only days."""
    zone, begin = draw(ZONES), draw(st.sampled_from(NIGHTS))
    days, one_row = draw(st.sampled_from(["none", "some", "all"])), draw(st.booleans())
    told = st.tuples(
        st.integers(-2, 4), st.sampled_from([0, 1, 2, 3, 12, 23]), st.sampled_from(ACTIONS), st.integers(-1, 4)
    )
    stories: dict[str, list[Told]] = {}
    for who in range(draw(st.integers(10, 30))):
        drawn = draw(st.lists(told, min_size=1, max_size=6, unique_by=lambda t: t[2] if one_row else t[:3]))
        stories[f"p{who}"] = [_told(t, zone, begin, days) for t in drawn]
    until = max(t.at for story in stories.values() for t in story)
    observed = draw(st.none() | st.integers(-1, 3).map(lambda n: begin + timedelta(days=n)))
    return Known(stories, until, zone, one_row, observed)


def _told(drawn: tuple[int, int, str, int], zone: str, begin: date, days: str) -> Told:
    number, hour, action, late = drawn
    is_day = days == "all" or (days == "some" and hour == 0)
    at = instant(begin + timedelta(days=number), 0 if is_day else hour, zone)
    return Told(at, action, is_day, None if late < 0 else at + timedelta(days=late))


def plant_of(known: Known, folder: Any) -> Plant:
    """The same records in a real ledger."""
    events: list[Event] = []
    rows: list[int] = []
    for number, (who, story) in enumerate(known.stories.items()):
        for i, t in enumerate(story):
            side = "seller" if t.action in ("called", "declined") else "customer"
            precision = "day" if t.is_day else "instant"
            event = Event("j", f"{who}-{i}", who, t.at, t.action, side, known_at=t.known_at)  # type: ignore[arg-type]
            events.append(replace(event, precision=precision))  # type: ignore[arg-type]
            rows.append(number if known.one_row else len(rows))
    read = batch(events)
    column = read.events.schema.get_field_index("row")
    table = read.events.set_column(column, "row", pa.array(rows, read.events.schema.field("row").type))
    process = ProcessSettings(milestones=PATH, won="ordered", lost="lost", grade=0, observed_from=known.observed_from)
    return of_batches(folder, [replace(read, events=table)], definitions=DEFINITIONS, process=process, zone=known.zone)


def cut_by_engine(made: Plant, then: datetime | None) -> dict[str, Any]:
    """Who -> what the reference says too."""
    built = made.process(as_known=then)
    rows = built.journeys.to_pyarrow().to_pylist()
    names = {row["prospect"]: row["name"] for row in rows}
    found: dict[str, Any] = {
        row["name"]: (
            row["entered_at"],
            row["outcome"],
            row["ended_at"],
            {name: row[f"met_{name}"] for name in PATH if row[f"met_{name}"] is not None},
            {},
        )
        for row in rows
    }
    for s in built.spells.to_pyarrow().to_pylist():
        ages = timedelta(microseconds=s["age_us"]), timedelta(microseconds=s["late_us"])
        found[names[s["prospect"]]][-1][s["milestone"]] = (s["how"], *ages)
    return found


@settings(max_examples=12, deadline=None, suppress_health_check=list(HealthCheck))
@given(known=ledgers(), later=st.none() | st.integers(0, 5))
def test_engine_and_meaning_agree(tmp_path_factory: pytest.TempPathFactory, known: Known, later: int | None) -> None:
    then = None if later is None else min(t.at for s in known.stories.values() for t in s) + timedelta(days=later)
    wanted = {
        who: (j.entered_at, j.outcome, j.ended_at, j.met, j.waits) for who, j in journeys(as_known(known, then)).items()
    }
    assert cut_by_engine(plant_of(known, tmp_path_factory.mktemp("plant")), then) == wanted


def test_a_deal_closed_before_it_was_opened_is_closed(tmp_path_factory: pytest.TempPathFactory) -> None:
    """One row says both, so one of its dates is wrong; that it is closed is not in doubt."""
    entry, loss = Told(datetime(2026, 2, 5), "replied"), Told(datetime(2026, 1, 5), "declined")
    known = Known({"acme": [entry, loss]}, entry.at, "UTC", one_row=True)
    made = plant_of(known, tmp_path_factory.mktemp("plant"))
    assert made.journey("acme")["outcome"] == 2
    assert made.spells(-1) == made.spells(0) == [(2, 0.0, 0.0)]
    apart = plant_of(replace(known, one_row=False), tmp_path_factory.mktemp("plant"))
    assert apart.journey("acme")["outcome"] == 0
