"""`dates`: a rule takes only the rows in which one date lies before, after or on another, or is missing."""

from collections.abc import Callable
from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

import numpy as np
import pytest

from pyrometer.errors import BadSetting, SensorError
from pyrometer.sensors._dates import local_days

HEAD = """
prospect = "id"
zone = "{zone}"
[[event]]
happened_at = "came"
action = "entered"
side = "customer"
"""
RULE = """
[[event]]
dates = {{ {dates} }}
happened_at = "ended"
action = "declined"
side = "customer"
"""
ROWS = """id,came,trial,ended
before,2026-01-01,2026-01-15 10:00,2026-01-14 09:00
earlier that day,2026-01-01,2026-01-15 10:00,2026-01-15 09:00
at once,2026-01-01,2026-01-15 10:00,2026-01-15 10:00
later that day,2026-01-01,2026-01-15 10:00,2026-01-15 11:00
after,2026-01-01,2026-01-15 10:00,2026-01-16 09:00
no trial,2026-01-01,,2026-01-16 09:00
"""


def sensor(dates: str, zone: str = "UTC", more: str = "") -> str:
    return HEAD.format(zone=zone) + RULE.format(dates=dates) + more


def told(given: Any, action: str = "declined") -> list[str]:
    return [e["prospect"] for e in given.events if e["action"] == action]


@pytest.mark.parametrize(
    ("bound", "who"),
    [
        ('"before trial"', ["before", "earlier that day"]),
        ('"on trial"', ["at once"]),
        ('"after trial"', ["later that day", "after"]),
        ('"before trial by day"', ["before"]),
        ('"on trial by day"', ["earlier that day", "at once", "later that day"]),
        ('"after trial by day"', ["after"]),
        ('["before trial", "on trial"]', ["before", "earlier that day", "at once"]),
        ('"after 2026-01-15"', ["after", "no trial"]),
    ],
)
def test_times_are_compared_as_they_stand_unless_days_are_asked_for(
    read: Callable[..., Any], bound: str, who: list[str]
) -> None:
    given = read(ROWS, sensor(f"ended = {bound}"))
    assert told(given) == who
    assert len(told(given, "entered")) == 6
    assert not given.refused


def test_before_after_and_on_part_the_rows_that_have_both(read: Callable[..., Any]) -> None:
    for grain in ("", " by day"):
        parts = [told(read(ROWS, sensor(f'ended = "{word} trial{grain}"'))) for word in ("before", "on", "after")]
        found = [name for part in parts for name in part]
        assert sorted(found) == ["after", "at once", "before", "earlier that day", "later that day"]


def test_missing_holds_where_nothing_stands_and_every_date_named_must_lie_so(read: Callable[..., Any]) -> None:
    rows = ROWS + "still here,2026-01-01,2026-01-15,\nn/a too,2026-01-01,2026-01-15,n/a\n"
    more = '[missing]\nended = ["n/a"]\n'
    rule = RULE.replace('"ended"', '"trial"').replace("declined", "ordered")
    both = HEAD.format(zone="UTC") + rule.format(dates='ended = ["missing", "after trial by day"]')
    assert told(read(rows, both + more), "ordered") == ["after", "still here", "n/a too"]
    also = HEAD.format(zone="UTC") + rule.format(dates='ended = "missing", came = "before trial"')
    assert told(read(rows, also + more), "ordered") == ["still here", "n/a too"]


def test_a_day_and_a_time_are_compared_by_the_day_in_the_sensors_zone(read: Callable[..., Any]) -> None:
    rows = (
        "id,came,trial,ended\n"
        "a,2026-07-01,2026-07-15,2026-07-14T21:30:00Z\n"  # 23:30 of the 14th in Berlin
        "b,2026-07-01,2026-07-15,2026-07-14T22:30:00Z\n"  # 0:30 of the 15th
        "c,2026-07-01,2026-07-15,2026-07-15T21:30:00Z\n"
        "d,2026-07-01,2026-07-15,2026-07-15T22:30:00Z\n"  # 0:30 of the 16th
    )
    for word, who in (("before", ["a"]), ("on", ["b", "c"]), ("after", ["d"])):
        assert told(read(rows, sensor(f'ended = "{word} trial"', "Europe/Berlin"))) == who
    assert told(read(rows, sensor('ended = "before trial"', "UTC"))) == ["a", "b"]


def test_times_without_zone_and_with_it_are_one_clock_also_when_it_is_set_back(read: Callable[..., Any]) -> None:
    rows = "id,came,trial,ended\na,2026-10-01,2026-10-25 12:00,2026-10-25T11:00:00Z\n"
    rows += "b,2026-10-01,2026-10-25 12:00,2026-10-25T10:59:59Z\n"
    assert told(read(rows, sensor('ended = "on trial"', "Europe/Berlin"))) == ["a"]
    assert told(read(rows, sensor('ended = "before trial"', "Europe/Berlin"))) == ["b"]


def test_what_is_no_date_is_refused_once_and_taken_by_no_other_rule(read: Callable[..., Any]) -> None:
    rows = "id,came,trial,ended\na,2026-01-01,soon,2026-01-15\n"
    rows += "b,2026-01-01,9999-12-31,2026-01-15\nc,2026-01-01,2026-01-02,2026-01-15\n"
    more = RULE.format(dates='ended = ["before trial", "on trial"]').replace("declined", "left")
    given = read(rows, sensor('ended = "after trial"', more=more))
    assert (told(given), told(given, "left")) == (["c"], [])
    assert sorted((r["row"], r["code"], r["reason"]) for r in given.refused) == [
        (1, "bad-time", "'soon' in trial is no time that can be read."),
        (2, "absurd-time", "'9999-12-31' in trial stands for no real day."),
    ]
    log = 'prospect = "id"\nrow_is = "event"\n' + RULE.format(dates='ended = "after trial"')
    log += '[[event]]\nhappened_at = "ended"\naction = "other"\nside = "seller"\n'
    given = read(rows, log)
    assert (told(given), told(given, "other")) == (["c"], [])
    assert sorted(r["row"] for r in given.refused) == [1, 2]


def test_the_order_of_day_and_month_is_proved_by_compared_columns_too(read: Callable[..., Any]) -> None:
    rows = "id,came,trial,ended\na,2026-01-01,05.01.2026,06.01.2026\nb,2026-01-01,25.01.2026,24.01.2026\n"
    assert told(read(rows, sensor('ended = "after trial"'))) == ["a"]


@pytest.mark.parametrize("zone", ["Europe/Berlin", "America/New_York", "Asia/Kolkata", "Australia/Lord_Howe", "UTC"])
def test_local_days_are_those_of_the_zone_also_about_every_change_of_its_clock(zone: str) -> None:
    quarter = 900_000_000
    utc = np.arange(1_704_067_200_000_000, 1_767_225_600_000_000, quarter)  # 2024 and 2025
    utc = np.concatenate([utc, utc + quarter - 1])
    due = [datetime.fromtimestamp(at // 1_000_000, ZoneInfo(zone)).date().toordinal() - 719_163 for at in utc.tolist()]
    assert (local_days(utc, zone) == np.array(due)).all()
    assert len(local_days(utc[:0], zone)) == 0


@pytest.mark.parametrize(
    ("dates", "sentence"),
    [
        ('ended = "aftr trial"', "Did you mean 'after'?"),
        ('ended = "later than trial"', "must begin with before, after or on"),
        ('ended = "after"', 'write a column of the same row, like "after started_on"'),
        ('ended = "after by day"', "names no other date"),
        ('ended = "missing trial"', '"missing" stands alone'),
        ('ended = "after ended"', "not compared with itself"),
        ("ended = []", "lets no row pass"),
        ("ended = 3", "'3'"),
    ],
)
def test_a_wrong_word_is_one_sentence(read: Callable[..., Any], dates: str, sentence: str) -> None:
    with pytest.raises(BadSetting) as error:
        read(ROWS, sensor(dates))
    assert sentence in str(error.value)
    assert "[[event]] 2: dates.ended" in str(error.value)


@pytest.mark.parametrize("dates", ['ended = "after trail"', 'endet = "after trial"'])
def test_a_wrong_column_is_one_sentence(read: Callable[..., Any], dates: str) -> None:
    with pytest.raises(SensorError, match="the file has no column '(trail|endet)'. Did you mean '(trial|ended)'?"):
        read(ROWS, sensor(dates))


def test_dates_must_be_a_table(read: Callable[..., Any]) -> None:
    with pytest.raises(BadSetting, match="dates must be a table"):
        read(ROWS, HEAD.format(zone="UTC") + RULE.format(dates="").replace("{  }", '"after trial"'))


def test_a_sensor_without_dates_is_the_sensor_that_it_was() -> None:
    from pathlib import Path

    from pyrometer.plant._sources import said
    from pyrometer.sensors._config import parse

    kind = 'sensor = "csv"\npath = "x.csv"\n'
    plain, dated = (
        parse(kind + text, Path("deals.toml")) for text in (HEAD.format(zone="UTC"), sensor('ended = "after trial"'))
    )
    assert "dates={}" in repr(plain)
    assert said(plain) != said(dated)
