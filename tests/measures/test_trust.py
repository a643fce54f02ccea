"""Trust: what the records themselves say about how far they can be trusted."""

from dataclasses import replace
from datetime import date, datetime
from pathlib import Path

import pytest

from pyrometer.sensors import journal
from tests.process.plants import plant


def test_what_is_recorded_late_or_before_it_happened_is_counted(tmp_path: Path) -> None:
    text = """
    ; who: acme
    2026-01-01 09:00 customer replied known=2026-01-01T10:00
    2026-01-02 09:00 customer met known=2026-01-05T09:00
    2026-01-09 09:00 customer ordered known=2026-01-08T09:00
    2026-01-10 09:00 seller called
    """
    (row,) = plant(tmp_path, text).ask("lateness")
    assert (row["n"], row["n_recorded"], row["n_late"], row["n_before"]) == (4, 3, 1, 1)
    assert row["median_days"] * 24 == 1.0


def test_a_date_recorded_the_next_morning_is_not_late(tmp_path: Path) -> None:
    text = """
    ; who: acme
    2026-01-01 customer replied known=2026-01-02T09:00
    2026-01-05 customer met known=2026-01-07T09:00
    """
    (row,) = plant(tmp_path, text).ask("lateness")
    assert (row["n_late"], row["n_before"]) == (1, 0)


def test_a_source_without_recording_times_says_so(tmp_path: Path) -> None:
    (row,) = plant(tmp_path, "; who: acme\n2026-01-01 customer replied").ask("lateness")
    assert (row["n_recorded"], row["median_days"], row["p90_days"]) == (0, None, None)


def test_heaps_are_counted_in_local_time_and_dates_have_no_hours(tmp_path: Path) -> None:
    text = """
    ; who: acme
    2026-01-05 23:30:15Z customer replied
    2026-01-11 12:00:00Z customer met
    2026-01-31 seller called
    """
    table = plant(tmp_path, text, zone="Europe/Berlin").ask("heaping")
    found: dict[str, dict[int, int]] = {}
    for row in table:
        found.setdefault(row["kind"], {})[row["value"]] = row["n"]
    assert found == {
        "hour": {0: 1, 13: 1},
        "weekday": {1: 1, 6: 1, 5: 1},
        "day_of_month": {6: 1, 11: 1, 31: 1},
        "second": {0: 1, 15: 1},
    }


@pytest.mark.parametrize(("zone", "hour", "day"), [("Asia/Kathmandu", 4, 6), ("Asia/Kolkata", 4, 6), ("UTC", 22, 5)])
def test_heaps_are_right_where_the_zone_is_not_whole_hours_off(tmp_path: Path, zone: str, hour: int, day: int) -> None:
    text = "; who: acme\n2026-01-05 22:40:15Z customer replied\n2026-01-05 22:50:15Z customer met"
    table = plant(tmp_path, text, zone=zone).ask("heaping")
    assert {row["value"] for row in table if row["kind"] == "hour"} == {hour}
    assert {row["value"]: row["n"] for row in table if row["kind"] == "day_of_month"} == {day: 2}


def test_ties_whose_order_the_source_tells_are_told_apart(tmp_path: Path) -> None:
    text = """
    ; who: acme
    2026-01-05 09:00 customer replied
    2026-01-05 09:00 customer met
    2026-01-06 09:00 customer ordered
    """
    (row,) = plant(tmp_path, text).ask("ties")
    assert (row["n_events"], row["n_tied"], row["n_tied_order_unknown"]) == (3, 2, 0)


def test_ties_without_an_order_and_between_sources_are_unknown(tmp_path: Path) -> None:
    text = """
    ; who: acme
    2026-01-05 09:00 customer replied
    2026-01-05 09:00 customer met
    ; who: bolt
    2026-01-05 09:00 customer met
    """
    crm = [replace(event, source_seq=0) for event in journal.parse(text)]
    mail = [replace(crm[2], source="mail", action="wrote", source_seq=5)]
    table = plant(tmp_path, "", events=[*crm, *mail]).ask("ties")
    assert [row[1:] for row in table.rows] == [(3, 3, 3), (1, 1, 1)]


def test_fill_tells_what_was_filled_after_the_end(tmp_path: Path) -> None:
    text = """
    ; who: acme
    2026-01-01 09:00 seller:ann called trade=tin size=
    2026-01-02 09:00 customer replied trade=steel
    2026-01-03 09:00 customer ordered amount=5
    2026-01-04 09:00 seller:ann noted reason=price
    ; who: bolt
    2026-01-02 09:00 customer replied trade=steel account=BOLT
    ; who: coil
    2026-01-02 09:00 customer replied trade=brass
    """
    table = plant(tmp_path, text).ask("fill")
    rows = {row["field"]: row for row in table}
    assert set(rows) == {"account", "actor", "amount", "reason", "trade"}
    trade = rows["trade"]
    assert (trade["n_prospects"], trade["n_filled"], trade["n_values"]) == (3, 3, 2)
    assert (trade["top_value"], trade["top_share"]) == ("steel", 2 / 3)
    assert rows["reason"]["n_filled_after_end"] == 1
    assert rows["amount"]["n_filled_after_end"] == 0
    assert rows["actor"]["top_value"] == "ann"
    assert rows["account"]["top_value"] == "BOLT"


def test_a_field_that_is_called_like_a_column_is_another_field(tmp_path: Path) -> None:
    text = "; who: acme\n2026-01-01 09:00 customer replied action=tin"
    usage = plant(tmp_path, text).ask("usage")
    assert {(row["field"], row["value"]) for row in usage} == {("action", "replied"), ("action", "tin")}


def test_usage_tells_values_by_whom_and_until_when(tmp_path: Path) -> None:
    text = """
    ; who: acme
    2026-01-01 09:00 seller:ann called stage=new note=x1
    2026-01-02 23:30Z seller:ben called stage=new note=x2
    2026-01-02 23:40Z customer replied note=x3
    """
    built = plant(tmp_path, text, zone="Europe/Berlin")
    table = built.ask("usage", most_values=2)
    assert [row for row in table.rows if row[0] != "action"] == [
        ("stage", "new", 2, 1, 2, date(2026, 1, 1), date(2026, 1, 3))
    ]
    assert [row[1:5] for row in table.rows if row[0] == "action"] == [("called", 2, 1, 2), ("replied", 1, 1, 0)]
    assert {row["field"] for row in built.ask("usage")} == {"action", "note", "stage"}


def test_usage_of_a_whole_field_counts_each_prospect_and_each_of_us_once(tmp_path: Path) -> None:
    text = """
    ; who: acme
    2026-01-01 09:00 seller:ann called product=steel
    2026-01-02 09:00 seller:ann called product=tin
    ; who: bolt
    2026-01-03 09:00 seller:ben called product=tin
    ; who: core
    2026-01-04 09:00 seller:cat called product=zinc
    """
    table = plant(tmp_path, text).ask("usage", whole=True)
    assert [row for row in table.rows if row[0] == "product"] == [
        ("product", "", 4, 3, 3, date(2026, 1, 1), date(2026, 1, 4))
    ]


def test_firsts_tell_since_when_each_side_does_what(tmp_path: Path) -> None:
    text = """
    ; who: acme
    2026-01-01 09:00 seller called
    2026-01-03 09:00 customer called
    2026-01-05 09:00 seller called
    """
    assert plant(tmp_path, text).ask("firsts").rows == (
        ("called", "seller", 2, datetime(2026, 1, 1, 9), datetime(2026, 1, 5, 9)),
        ("called", "customer", 1, datetime(2026, 1, 3, 9), datetime(2026, 1, 3, 9)),
    )
