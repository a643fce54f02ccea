"""Local time: the calendar of the plant, the same in every engine."""

from collections import Counter
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

import ibis
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from pyrometer.errors import BadSetting
from pyrometer.model.process import Grain, ProcessFacts
from pyrometer.process import zones

ZONES = ("UTC", "Europe/Berlin", "America/New_York", "Asia/Kolkata", "Australia/Lord_Howe", "Pacific/Apia")
SINCE, UNTIL = datetime(2009, 1, 1), datetime(2013, 1, 1)


def facts(zone: str = "UTC", grain: Grain = "hour", **more: object) -> ProcessFacts:
    """The facts that local time needs."""
    known = {"since": SINCE, "until": UNTIL} | more
    return ProcessFacts("p", zone, None, (), "", None, grain=grain, grade=0, n_prospects=0, n_events=0, **known)  # type: ignore[arg-type]


@settings(max_examples=40, deadline=None)
@given(zone=st.sampled_from(ZONES), moments=st.lists(st.datetimes(SINCE, UNTIL), min_size=1, max_size=30))
def test_local_time_in_the_engine_is_that_of_the_zone(zone: str, moments: list[datetime]) -> None:
    rows = ibis.memtable({"at": moments}, schema={"at": "timestamp(6)"})
    found = rows.select(here=zones.local(rows["at"], facts(zone))).to_pyarrow().column("here").to_pylist()
    expected = [at.replace(tzinfo=UTC).astimezone(ZoneInfo(zone)).replace(tzinfo=None) for at in moments]
    assert sorted(found) == sorted(expected)
    assert [zones.to_local(at, zone) for at in moments] == expected


def test_the_clock_changes_on_the_second_though_records_begin_within_one() -> None:
    changes = zones.offsets("Europe/Berlin", datetime(2009, 1, 1, 7, 30, 0, 988_586), UNTIL)
    assert changes[0] == (datetime(2009, 3, 29, 1), 3600)


@settings(max_examples=40, deadline=None)
@given(moments=st.lists(st.datetimes(SINCE, UNTIL), min_size=1, max_size=30), zone=st.sampled_from(ZONES))
def test_events_counted_in_cells_lie_on_the_same_local_days(moments: list[datetime], zone: str) -> None:
    rows = ibis.memtable({"at": moments}, schema={"at": "timestamp(6)"})
    cells = zones.cells(rows, "at", facts(zone))
    counted = cells.group_by(day=zones.starts_on(cells.cell_at, facts(zone), "day")).agg(n=cells.n.sum())
    found = {row["day"]: row["n"] for row in counted.to_pyarrow().to_pylist()}
    assert found == Counter(zones.to_local(at, zone).date() for at in moments)


@settings(max_examples=40, deadline=None)
@given(at=st.datetimes(SINCE, UNTIL), period=st.sampled_from(zones.PERIODS), zone=st.sampled_from(ZONES))
def test_engine_and_calendar_agree_on_when_a_period_begins(at: datetime, period: zones.Period, zone: str) -> None:
    rows = ibis.memtable({"at": [at]}, schema={"at": "timestamp(6)"})
    found = rows.select(on=zones.starts_on(rows["at"], facts(zone), period)).to_pyarrow().column("on")[0].as_py()
    assert found == zones.start_of(zones.to_local(at, zone).date(), period)
    assert found < zones.next_start(found, period)


def test_weeks_begin_on_monday() -> None:
    assert zones.start_of(date(2026, 11, 22), "week") == date(2026, 11, 16)
    assert zones.start_of(date(2026, 11, 23), "week") == date(2026, 11, 23)


def test_a_month_in_the_zone_is_not_the_month_in_utc() -> None:
    at = datetime(2020, 5, 1)
    assert zones.start_of(zones.to_local(at, "US/Pacific").date(), "month") == date(2020, 4, 1)
    assert zones.start_of(zones.to_local(at, "UTC").date(), "month") == date(2020, 5, 1)


def test_the_first_and_last_periods_are_whole_only_when_records_cover_them() -> None:
    known = facts(since=datetime(2026, 1, 1), until=datetime(2026, 3, 31, 23, 59))
    assert list(zones.periods(known, "month")) == [
        (date(2026, 1, 1), True),
        (date(2026, 2, 1), True),
        (date(2026, 3, 1), False),
    ]


def test_records_of_dates_cover_their_last_day() -> None:
    known = facts(grain="day", since=datetime(2026, 1, 2), until=datetime(2026, 2, 28))
    assert list(zones.periods(known, "month")) == [(date(2026, 1, 1), False), (date(2026, 2, 1), True)]


def test_periods_before_history_was_cut_are_not_shown() -> None:
    known = facts(since=datetime(2025, 1, 1), until=datetime(2026, 2, 28), observed_from=date(2026, 1, 1))
    assert [start for start, _ in zones.periods(known, "quarter")] == [date(2026, 1, 1)]


@settings(max_examples=60, deadline=None)
@given(on=st.dates(date(1990, 1, 1), date(2040, 1, 1)), period=st.sampled_from(zones.PERIODS))
def test_every_day_lies_in_one_period(on: date, period: zones.Period) -> None:
    start = zones.start_of(on, period)
    assert start <= on < zones.next_start(start, period)
    assert zones.start_of(zones.next_start(start, period) - timedelta(days=1), period) == start


def test_a_day_begins_at_local_midnight() -> None:
    assert zones.to_utc(date(2026, 7, 1), "Europe/Berlin") == datetime(2026, 6, 30, 22)
    assert zones.to_local(zones.to_utc(date(2026, 7, 1), "Europe/Berlin"), "Europe/Berlin").time() == time()


def test_a_period_that_is_none_is_refused_with_the_near_one() -> None:
    with pytest.raises(BadSetting, match=r"No period named 'weak'. Did you mean 'week'\?"):
        zones.checked("weak")
