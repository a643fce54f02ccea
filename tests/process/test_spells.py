"""Spells: who waited after which milestone, how long, and how it ended."""

from datetime import date, datetime
from pathlib import Path

import pytest

from tests.process.plants import plant

OPEN, GONE_ON, STOPPED = 0, 1, 2


def test_everyone_who_met_a_milestone_waits_after_it_until_gone_on_stopped_or_now(tmp_path: Path) -> None:
    text = """
    ; who: acme
    2026-01-01 00:00 customer replied
    2026-01-03 00:00 customer met
    2026-01-10 00:00 customer ordered
    ; who: bolt
    2026-01-02 00:00 customer replied
    2026-01-06 12:00 seller declined
    ; who: coil
    2026-01-04 00:00 customer replied
    """
    built = plant(tmp_path, text)
    assert built.spells(0) == [(GONE_ON, 2.0, 0.0), (STOPPED, 4.5, 0.0), (OPEN, 6.0, 0.0)]
    assert built.spells(1) == [(GONE_ON, 7.0, 0.0)]
    assert built.spells(2) == []
    assert built.spells(-1) == [(GONE_ON, 9.0, 0.0), (STOPPED, 4.5, 0.0), (OPEN, 6.0, 0.0)]


def test_skipping_a_milestone_is_going_on(tmp_path: Path) -> None:
    text = "; who: acme\n2026-01-01 00:00 customer replied\n2026-01-10 00:00 customer ordered"
    built = plant(tmp_path, text)
    assert built.spells(0) == [(GONE_ON, 9.0, 0.0)]
    assert built.spells(1) == []


def test_nobody_waits_after_a_milestone_met_later_than_the_next_one(tmp_path: Path) -> None:
    text = """
    ; who: acme
    2026-01-01 00:00 customer replied
    2026-01-05 00:00 customer ordered
    2026-01-09 00:00 customer met
    """
    built = plant(tmp_path, text)
    assert (built.spells(0), built.spells(1)) == ([(GONE_ON, 4.0, 0.0)], [])


def test_going_on_outranks_stopping_at_one_instant(tmp_path: Path) -> None:
    text = """
    ; who: acme
    2026-01-01 00:00 customer replied
    2026-01-05 00:00 customer met
    2026-01-05 00:00 seller declined
    """
    built = plant(tmp_path, text)
    assert built.spells(0) == [(GONE_ON, 4.0, 0.0)]
    assert built.spells(1) == [(STOPPED, 0.0, 0.0)]


def test_a_loss_that_was_followed_by_going_on_was_no_stop(tmp_path: Path) -> None:
    text = """
    ; who: acme
    2026-01-01 00:00 customer replied
    2026-01-03 00:00 seller declined
    2026-01-05 00:00 customer met
    2026-01-09 00:00 customer ordered
    """
    built = plant(tmp_path, text)
    assert built.spells(0) == [(GONE_ON, 4.0, 0.0)]
    assert built.spells(-1) == [(GONE_ON, 8.0, 0.0)]


def test_nobody_waits_in_a_lost_journey(tmp_path: Path) -> None:
    text = """
    ; who: acme
    2026-01-01 00:00 customer replied
    2026-01-03 00:00 seller declined
    2026-01-05 00:00 customer met
    2026-01-09 00:00 seller called
    """
    built = plant(tmp_path, text)
    assert built.spells(1) == [(STOPPED, 0.0, 0.0)]
    assert built.spells(-1) == [(STOPPED, 2.0, 0.0)]


@pytest.mark.parametrize(("first", "last"), [("2026-03-20", "2026-04-20"), ("2026-10-10", "2026-11-10")])
def test_thirty_one_days_are_thirty_one_when_clocks_change(tmp_path: Path, first: str, last: str) -> None:
    text = f"; who: acme\n{first} customer replied\n{last} customer ordered"
    built = plant(tmp_path, text, zone="Europe/Berlin")
    assert built.spells(0) == [(GONE_ON, 31.0, 0.0)]


def test_history_that_was_cut_is_late_entry_not_age_zero(tmp_path: Path) -> None:
    text = """
    ; who: gone before
    2026-01-01 00:00 customer replied
    2026-01-05 00:00 customer ordered
    ; who: seen late
    2026-01-03 00:00 customer replied
    2026-01-20 00:00 customer ordered
    ; who: seen whole
    2026-01-15 00:00 customer replied
    2026-01-20 00:00 customer ordered
    """
    built = plant(tmp_path, text, settings={"observed_from": date(2026, 1, 10)})
    assert built.spells(-1) == [(GONE_ON, 17.0, 7.0), (GONE_ON, 5.0, 0.0)]
    assert [row["late_days"] for row in built.rows("journeys")] == [9.0, 7.0, 0.0]


def test_who_waits_is_censored_where_the_records_end_not_today(tmp_path: Path) -> None:
    text = "; who: acme\n2026-01-01 00:00 customer replied\n2026-01-05 00:00 seller called"
    assert plant(tmp_path / "newest", text).spells(0) == [(OPEN, 4.0, 0.0)]
    later = plant(tmp_path / "told", text, until=datetime(2026, 1, 11))
    assert later.spells(0) == [(OPEN, 10.0, 0.0)]


def test_our_minutes_belong_to_the_milestone_they_waited_after(tmp_path: Path) -> None:
    text = """
    ; who: acme
    2025-12-31 00:00 seller called minutes=90
    2026-01-01 00:00 customer replied minutes=5
    2026-01-02 00:00 seller called minutes=10
    2026-01-03 00:00 seller wrote
    2026-01-05 00:00 customer met minutes=30
    2026-01-06 00:00 seller called minutes=20
    2026-01-07 00:00 seller called minutes=1
    """
    built = plant(tmp_path, text)
    assert [(s["milestone"], s["minutes"], s["n_actions"]) for s in built.rows("spells")] == [
        (-1, 31.0, 4),
        (0, 10.0, 2),
        (1, 21.0, 2),
    ]


def test_a_spell_carries_the_seller_and_the_fields_of_its_journey(tmp_path: Path) -> None:
    text = "; who: acme\n2026-01-01 00:00 seller:ann called trade=tin\n2026-01-02 00:00 customer replied"
    built = plant(tmp_path, text, settings={"segments": ("trade",)})
    assert {(s["seller"], s["field_trade"]) for s in built.rows("spells")} == {(0, "tin")}
