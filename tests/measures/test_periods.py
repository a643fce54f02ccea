"""Periods: every day, week, month and quarter is there, zeros too, and half periods say so."""

from datetime import date
from pathlib import Path

from tests.process.plants import plant

TEXT = """
; who: acme
2026-01-05 09:00 seller:ann called trade=tin
2026-01-05 09:00 customer replied
2026-01-07 09:00 customer met
2026-01-20 09:00 customer ordered amount=100
; who: bolt
2026-01-06 09:00 customer replied
2026-02-02 09:00 customer ordered amount=20
; who: coil
2026-01-06 09:00 seller:ben called trade=lead
2026-01-22 09:00 customer replied
2026-02-03 09:00 seller declined
"""


def test_weeks_without_anything_are_zero_and_the_last_one_is_not_whole(tmp_path: Path) -> None:
    table = plant(tmp_path, TEXT).ask("series", of="won", period="week")
    assert [row[1:] for row in table.rows] == [
        (date(2026, 1, 5), 0, 0.0, False),
        (date(2026, 1, 12), 0, 0.0, True),
        (date(2026, 1, 19), 1, 100.0, True),
        (date(2026, 1, 26), 0, 0.0, True),
        (date(2026, 2, 2), 1, 20.0, False),
    ]


def test_a_series_of_a_milestone_counts_when_it_was_first_met(tmp_path: Path) -> None:
    table = plant(tmp_path, TEXT).ask("series", of="met", period="month")
    assert [row[1:3] for row in table.rows] == [(date(2026, 1, 1), 1), (date(2026, 2, 1), 0)]
    assert set(table["amount"]) == {None}


def test_a_series_by_group_has_every_period_of_every_group(tmp_path: Path) -> None:
    built = plant(tmp_path, TEXT, settings={"segments": ("trade",)})
    table = built.ask("series", of="entered", period="month", by="trade")
    found = {(row["group"], row["starts_on"].month): row["n"] for row in table}
    assert found == {("tin", 1): 1, ("tin", 2): 0, ("lead", 1): 1, ("lead", 2): 0, (None, 1): 1, (None, 2): 0}


def test_a_loss_that_ended_in_an_order_is_not_in_the_series_of_losses(tmp_path: Path) -> None:
    text = """
    ; who: acme
    2026-01-01 00:00 customer replied
    2026-01-02 00:00 seller declined
    2026-01-03 00:00 customer ordered
    """
    assert sum(plant(tmp_path, text).ask("series", of="lost", period="day")["n"]) == 0


def test_the_day_begins_at_midnight_of_the_plant(tmp_path: Path) -> None:
    text = "; who: a\n2026-01-05 23:30Z customer replied\n2026-01-07 00:00Z customer met"
    built = plant(tmp_path, text, zone="Europe/Berlin")
    table = built.ask("series", of="entered", period="day")
    assert [row[1:3] for row in table.rows] == [(date(2026, 1, 6), 1), (date(2026, 1, 7), 0)]


def test_closed_and_cohorts_count_by_end_and_by_entry(tmp_path: Path) -> None:
    built = plant(tmp_path, TEXT)
    assert [row[:3] for row in built.ask("closed", period="month").rows] == [
        (date(2026, 1, 1), 1, 0),
        (date(2026, 2, 1), 1, 1),
    ]
    assert [row[:5] for row in built.ask("cohorts", period="quarter").rows] == [(date(2026, 1, 1), 3, 2, 1, 0)]


def test_occupancy_sums_comings_and_goings(tmp_path: Path) -> None:
    table = plant(tmp_path, TEXT).ask("occupancy", period="week")
    assert [row[2:5] for row in table.rows if row[1] == "replied"] == [
        (1, 2, 1),
        (1, 0, 0),
        (2, 1, 0),
        (2, 0, 0),
        (0, 0, 2),
    ]
    assert [row[2] for row in table.rows if row[1] == ""] == [2, 2, 2, 2, 0]


def test_who_waited_before_history_was_cut_is_waiting_when_it_begins(tmp_path: Path) -> None:
    built = plant(tmp_path, TEXT, settings={"observed_from": date(2026, 1, 19)})
    table = built.ask("occupancy", period="week")
    assert [row[2:5] for row in table.rows if row[1] == ""] == [(2, 1, 1), (2, 0, 0), (0, 0, 2)]


def test_a_silent_source_is_zero_not_absent(tmp_path: Path) -> None:
    text = "; who: a\n2026-01-01 00:00 customer replied\n2026-01-04 00:00 customer met"
    table = plant(tmp_path, text).ask("heartbeat")
    assert [row[1:] for row in table.rows] == [(date(2026, 1, d), n) for d, n in ((1, 1), (2, 0), (3, 0), (4, 1))]


def test_groups_keep_who_has_no_seller_apart(tmp_path: Path) -> None:
    table = plant(tmp_path, TEXT).ask("groups", by="seller")
    assert {row[0]: row[1:7] for row in table.rows} == {
        None: (1, 1, 0, 0, 20.0, 2),
        "ann": (1, 1, 0, 0, 100.0, 2),
        "ben": (1, 0, 1, 0, None, 2),
    }
