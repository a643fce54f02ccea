"""What follows our steps, and how long the way to each milestone is, counted from the ledger."""

from datetime import date
from pathlib import Path

import pytest

from pyrometer.errors import UnknownName
from tests.process.plants import Plant, plant

TEXT = """
; who: with-and-on
2026-01-01 customer replied
2026-01-03 seller:ann called
2026-01-20 customer met
; who: with-and-not
2026-01-01 customer replied
2026-01-03 seller:ann called
2026-01-04 seller:ann called
; who: too-late
2026-01-01 customer replied
2026-01-15 seller:ann called
2026-01-20 customer met
; who: gone-before
2026-01-01 customer replied
2026-01-02 seller:ann called
2026-01-04 customer met
; who: lost
2026-01-01 customer replied
2026-01-02 seller:ann called
2026-01-20 customer declined
; who: too-young
2026-03-20 customer replied
2026-03-21 seller:ann called
; who: the-end
2026-03-31 customer other
"""


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Plant:
    """Seven prospects, watched to the end of March."""
    folder: Path = tmp_path_factory.mktemp("plant")
    return plant(folder, TEXT)


def test_only_who_still_waits_at_the_landmark_counts(made: Plant) -> None:
    """Gone before it, and too young for the window: neither has it; done after it: without."""
    (row,) = list(made.ask("landmark", landmark_days=7.0, window_days=30.0))
    assert (row["milestone"], row["action"]) == ("replied", "called")
    assert (row["n_with"], row["n_gone_on_with"]) == (3, 1)  # with-and-on, with-and-not, lost
    assert (row["n_without"], row["n_gone_on_without"]) == (1, 1)  # too-late


def test_going_on_after_the_window_is_no_going_on(made: Plant) -> None:
    (row,) = list(made.ask("landmark", landmark_days=7.0, window_days=5.0))
    assert (row["n_gone_on_with"], row["n_gone_on_without"]) == (0, 0)


def test_reaching_counts_from_entry(made: Plant) -> None:
    rows = {r["age_days"]: r for r in made.ask("reaching", milestone="met")}
    assert rows[19.0]["n_gone_on"] == 2 and rows[19.0]["n_stopped"] == 1
    assert rows[3.0]["n_gone_on"] == 1
    assert sum(r["n_open"] for r in rows.values()) == 2


def test_who_skips_a_milestone_reaches_it_with_the_next(tmp_path: Path) -> None:
    text = "; who: a\n2026-01-01 customer replied\n2026-01-05 customer ordered\n; who: b\n2026-01-09 customer other\n"
    (row,) = list(plant(tmp_path, text).ask("reaching", milestone="met"))
    assert (row["age_days"], row["n_gone_on"]) == (4.0, 1)


def test_reaching_the_order_is_the_whole_journey(made: Plant) -> None:
    names = ("age_days", "n_gone_on", "n_stopped", "n_open")
    one, two = (made.ask(name) for name in ("reaching", "risk-table"))
    assert [[r[n] for n in names] for r in one] == [[r[n] for n in names] for r in two]


def test_only_who_entered_from_a_day_on_may_be_asked_for(made: Plant) -> None:
    rows = list(made.ask("reaching", milestone="met", entered_from=date(2026, 2, 1)))
    assert sum(r["n_gone_on"] + r["n_stopped"] + r["n_open"] for r in rows) == 1


def test_a_milestone_that_is_none_is_named_with_the_near_one(made: Plant) -> None:
    with pytest.raises(UnknownName, match="met"):
        made.ask("reaching", milestone="mett")
