"""Rules: rows become events, every row is an event or a refusal, and the order of rows says nothing."""

import random
import time
from collections.abc import Callable
from datetime import datetime
from pathlib import Path
from typing import Any

import pyarrow as pa
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from pyarrow import parquet

from pyrometer.errors import Ambiguous, SensorError

WIDE = """
prospect = "id"
zone = "Europe/Berlin"
fields = { value = "money EUR decimal-point" }
missing = { value = ["n/a"] }
[[event]]
happened_at = "opened"
action = "entered"
side = "seller"
actor = "owner"
about = { sector = "{sector}", source = "export" }
[[event]]
where = { stage = "Won" }
happened_at = "closed"
time_required = true
action = "ordered"
side = "customer"
amount = "value"
[[event]]
where = { stage = "Lost*" }
happened_at = "closed"
action = "declined"
side = "customer"
"""
DEALS = """id,opened,closed,stage,value,owner,sector
a,2026-01-05,2026-02-01,Won,1200.50,Ada,Steel
b,2026-01-06,2026-02-02,Lost - price,n/a,Ben,
c,2026-01-07,,Open,,Ada,Glass
d,,,Open,,Ada,Glass
e,2026-01-08,,Won,5,Ada,Glass
,2026-01-08,,Open,,Ada,Glass
f,2026-02-30,,Open,,Ada,Glass
g,2026-01-09,2026-02-02,Won,cheap,Ada,Glass
"""
LOG = """
prospect = "case"
row_is = "event"
[[event]]
where = { what = ["sent back", "replied"] }
happened_at = "t"
action = "{what}"
side = "customer"
grade = 2
[[event]]
where = { what = "*" }
happened_at = "t"
action = "{what}"
side = "seller"
started_at = "from"
"""


def test_a_row_of_a_wide_table_gives_an_event_for_each_rule_that_matches(read: Callable[..., Any]) -> None:
    found = read(DEALS, WIDE)
    got = [(e["prospect"], e["action"], e["amount"], e["currency"], e["source_seq"]) for e in found.events]
    assert got == [
        ("a", "entered", None, None, 0),
        ("b", "entered", None, None, 0),
        ("c", "entered", None, None, 0),
        ("e", "entered", None, None, 0),
        ("g", "entered", None, None, 0),
        ("a", "ordered", 1200.5, "EUR", 1),
        ("b", "declined", None, None, 2),
    ]
    entered = found.events[0]
    assert (entered["actor"], dict(entered["about"]), entered["file"], entered["row"]) == (
        ("Ada", {"sector": "Steel", "source": "export"}, "deals.csv", 1)
    )
    assert dict(found.events[1]["about"]) == {"source": "export"}  # an empty cell is no field
    assert entered["happened_at"] == datetime(2026, 1, 4, 23)  # midnight in Berlin


def test_a_row_that_cannot_be_read_is_kept_with_code_sentence_and_row(read: Callable[..., Any]) -> None:
    found = read(DEALS, WIDE)
    assert sorted((r["row"], r["code"]) for r in found.refused) == [
        (4, "no-time"),
        (5, "no-time"),
        (6, "no-prospect"),
        (7, "bad-time"),
        (8, "bad-number"),
    ]
    by_row = {r["row"]: r for r in found.refused}
    assert by_row[7]["reason"] == "'2026-02-30' in opened is no time that can be read."
    assert by_row[7]["raw"] == "f,2026-02-30,,Open,,Ada,Glass"
    assert by_row[5]["reason"] == "closed is empty, so it cannot be told when 'ordered' happened."
    assert found.n_rows == 8


def test_in_a_log_the_first_matching_rule_takes_the_row(read: Callable[..., Any]) -> None:
    found = read(
        "case,what,t,from\n1,sent,2026-01-01 10:00,2026-01-01 09:30\n1,sent back,2026-01-02 10:00,\n1,,2026-01-03,\n",
        LOG,
    )
    assert [(e["action"], e["side"], e["minutes"], e["grade"]) for e in found.events] == [
        ("sent back", 0, None, 2),
        ("sent", 1, 30.0, 0),
    ]
    assert [(r["row"], r["code"]) for r in found.refused] == [(3, "no-rule")]


CELL = st.sampled_from(["", "2026-01-05", "2026-99-99", "05.01.2026 10:00", "Won", "Lost", "7", "x", "1900-01-01", " "])


@given(st.lists(st.tuples(CELL, CELL, CELL, CELL, CELL), min_size=1, max_size=12))
@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_no_row_is_lost_whatever_it_holds(read: Callable[..., Any], rows: list[tuple[str, ...]]) -> None:
    sensor = WIDE.replace("fields = {", 'fields = { opened = "time day-first", closed = "time day-first",')
    text = "id,opened,closed,stage,value,owner,sector\n" + "".join(
        ",".join([*row, "Ada", "Glass"]) + "\n" for row in rows
    )
    found = read(text, sensor)
    told = {e["row"] for e in found.events} | {r["row"] for r in found.refused}
    assert told == set(range(1, len(rows) + 1))
    assert found.n_rows == len(rows)


def test_the_order_of_rows_changes_no_event(read: Callable[..., Any]) -> None:
    head, *body = DEALS.splitlines()
    whole = read(DEALS, WIDE)
    random.Random(1).shuffle(body)
    shuffled = read("\n".join([head, *body]), WIDE)

    def bare(found: Any) -> list[str]:
        return sorted(str({k: v for k, v in e.items() if k != "row"}) for e in found.events)

    assert bare(whole) == bare(shuffled)


def test_a_stage_entry_is_the_first_row_of_a_run_and_other_rows_set_a_field(read: Callable[..., Any]) -> None:
    sensor = """
    prospect = "deal"
    row_is = "event"
    [[event]]
    changed = "stage"
    happened_at = "t"
    action = "{stage}"
    side = "seller"
    [[event]]
    happened_at = "t"
    action = "set"
    side = "seller"
    about = ["amount"]
    """
    rows = ["1,A,2026-01-01,5", "1,A,2026-01-02,6", "1,B,2026-01-03,6", "1,A,2026-01-04,6", "2,A,2026-01-02,9"]
    found = read("deal,stage,t,amount\n" + "\n".join(reversed(rows)), sensor)
    got = sorted((e["prospect"], e["happened_at"].day, e["action"]) for e in found.events)
    assert got == [("1", 1, "A"), ("1", 2, "set"), ("1", 3, "B"), ("1", 4, "A"), ("2", 2, "A")]
    assert [dict(e["about"]) for e in found.events if e["action"] == "set"] == [{"amount": "6"}]


def test_columns_of_another_file_are_added_by_key(read: Callable[..., Any], tmp_path: Path) -> None:
    (tmp_path / "users.csv").write_text("user,day\n1,2026-01-05\n2,2026-01-06\n", encoding="utf-8")
    sensor = """
    prospect = "id"
    seq = 3
    lookup = [{ path = "users.csv", key = "id", their_key = "user", fields = ["day"] }]
    [[event]]
    happened_at = "day"
    action = "visited"
    side = "customer"
    """
    found = read("id\n2\n1\n3\n", sensor)
    assert [(e["prospect"], e["happened_at"].day, e["source_seq"]) for e in found.events] == [("2", 6, 3), ("1", 5, 3)]
    assert [(r["row"], r["code"]) for r in found.refused] == [(3, "no-time")]
    others = read("id\n2\n1\n3\n", sensor.replace('"day"] }', '"day"], only_known = true }'))
    assert (others.refused, others.counts, others.n_rows) == ([], {"of-others": 1}, 3)


def test_a_key_that_stands_twice_in_the_other_file_is_refused(read: Callable[..., Any], tmp_path: Path) -> None:
    (tmp_path / "users.csv").write_text("id,day\n1,2026-01-05\n1,2026-01-06\n", encoding="utf-8")
    sensor = """
    prospect = "id"
    lookup = [{ path = "users.csv", key = "id", fields = ["day"] }]
    [[event]]
    happened_at = "day"
    action = "visited"
    side = "customer"
    """
    with pytest.raises(SensorError, match="users.csv has '1' 2 times in 'id'"):
        read("id\n1\n", sensor)


def test_an_id_of_the_source_is_the_identity_and_its_place_orders_equal_times(read: Callable[..., Any]) -> None:
    sensor = """
    prospect = "case"
    row_is = "event"
    id = "{case}:{n}"
    seq = "n"
    [[event]]
    happened_at = "t"
    action = "{what}"
    side = "seller"
    """
    found = read("case,n,what,t\nx,7,b,2026-01-01\nx,8,a,2026-01-01\n", sensor)
    assert [(e["source_id"], e["source_seq"]) for e in found.events] == [("x:7", 7), ("x:8", 8)]


def test_each_row_is_a_prospect_on_one_day_only_where_somebody_says_so(read: Callable[..., Any]) -> None:
    sensor = """
    prospect = "@row"
    [[event]]
    where = { status = "Won" }
    happened_at = "2026-01-31"
    action = "ordered"
    side = "customer"
    """
    found = read("status\nWon\nLost\nWon\n", sensor)
    assert [(e["prospect"], e["happened_at"]) for e in found.events] == [
        ("1", datetime(2026, 1, 31)),
        ("3", datetime(2026, 1, 31)),
    ]


def test_what_has_not_happened_yet_is_refused_when_the_present_is_known(read: Callable[..., Any]) -> None:
    sensor = 'prospect = "id"\n[[event]]\nhappened_at = "t"\naction = "x"\nside = "seller"\n'
    text = "id,t\n1,2026-01-05\n2,2099-01-01\n"
    assert len(read(text, sensor).events) == 2
    found = read(text, sensor, now=datetime(2026, 2, 1))
    assert [(r["row"], r["code"]) for r in found.refused] == [(2, "future-time")]


def test_a_column_that_proves_no_order_stops_the_reading_until_somebody_says_it(
    read: Callable[..., Any],
) -> None:
    sensor = 'prospect = "id"\nFIELDS\n[[event]]\nhappened_at = "t"\naction = "x"\nside = "seller"\n'
    text = "id,t\n1,03/04/2026\n2,05/04/2026\n"
    with pytest.raises(Ambiguous, match="Column 't'"):
        read(text, sensor.replace("FIELDS", ""))
    found = read(text, sensor.replace("FIELDS", 'fields = { t = "date day-first" }'))
    assert [e["happened_at"].month for e in found.events] == [4, 4]
    proved = read(text + "3,25/04/2026\n", sensor.replace("FIELDS", ""))
    assert [e["happened_at"].day for e in proved.events] == [3, 5, 25]


def test_several_files_of_one_pattern_are_one_source(read: Callable[..., Any], tmp_path: Path) -> None:
    for month in (1, 2):
        (tmp_path / f"export-{month}.csv").write_text(f"id,t\n{month},2026-0{month}-05\n", encoding="utf-8")
    sensor = 'path = "export-*.csv"\nprospect = "id"\n[[event]]\nhappened_at = "t"\naction = "x"\nside = "seller"\n'
    found = read(None, sensor)
    assert [(e["prospect"], e["file"], e["row"]) for e in found.events] == [
        ("1", "export-1.csv", 1),
        ("2", "export-2.csv", 1),
    ]
    with pytest.raises(SensorError, match="no file matches"):
        read(None, sensor.replace("export-", "import-"))


def test_a_column_that_the_file_lacks_is_named_with_the_near_one(read: Callable[..., Any]) -> None:
    sensor = 'prospect = "idd"\n[[event]]\nhappened_at = "t"\naction = "x"\nside = "seller"\n'
    with pytest.raises(SensorError, match="no column 'idd'. Did you mean 'id'"):
        read("id,t\n1,2026-01-05\n", sensor)


def test_the_machines_time_zone_and_locale_change_nothing(
    read: Callable[..., Any], monkeypatch: pytest.MonkeyPatch
) -> None:
    found = []
    for zone in ("UTC", "Asia/Tokyo", "America/Sao_Paulo"):
        monkeypatch.setenv("TZ", zone)
        time.tzset()
        found.append(read(DEALS, WIDE).events)
    monkeypatch.undo()
    time.tzset()
    assert found[0] == found[1] == found[2]


def test_nan_in_a_typed_column_is_an_empty_cell(read: Callable[..., Any], tmp_path: Path) -> None:
    table = pa.table({"id": ["a"], "t": [datetime(2026, 1, 5)], "value": [float("nan")]})
    parquet.write_table(table, tmp_path / "deals.parquet")
    rule = 'prospect = "id"\n[[event]]\nhappened_at = "t"\naction = "x"\nside = "seller"\namount = "value"\n'
    found = read(None, 'sensor = "parquet"\n' + rule, name="deals.parquet")
    assert ([e["amount"] for e in found.events], found.refused) == ([None], [])
