"""Dates that cannot be: who was won, lost or went on before they came is told, and what each number makes of them."""

from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

import pytest

import pyrometer
from pyrometer.model.finding import Finding
from tests.process.plants import plant

TEXT = """
; who: fine
2026-01-05 09:00 customer replied
2026-01-08 09:00 customer ordered
; who: met before, by two days
2026-01-03 09:00 customer met
2026-01-05 09:00 customer replied
2026-01-08 09:00 customer ordered
; who: ordered earlier that day
2026-01-05 09:00 customer replied
2026-01-05 08:00 customer ordered
; who: ordered the evening before
2026-01-05 09:00 customer replied
2026-01-04 22:30 customer ordered
; who: lost before, by ten days
2026-01-15 09:00 customer replied
2026-01-05 09:00 customer declined
"""


def told(table: Any) -> dict[str, tuple[int, int, int]]:
    return {row["milestone"]: (row["n"], row["n_before"], row["n_far"]) for row in table}


def test_each_date_before_the_day_of_entry_is_counted_with_where_it_stands(tmp_path: Path) -> None:
    table = plant(tmp_path, TEXT).ask("before-entry")
    assert told(table) == {"": (5, 3, 2), "met": (1, 1, 1), "ordered": (4, 1, 0), "lost": (1, 1, 1)}
    worst = {row["milestone"]: (row["most_days"], row["source"], row["row"]) for row in table}
    assert worst[""] == worst["lost"]
    assert worst["lost"][0] == 10.0
    assert worst["met"][0] == 2.0
    assert worst["met"][1:] == ("journal", 3)


@pytest.mark.parametrize(("zone", "n_before"), [("UTC", 1), ("Europe/Berlin", 0), ("America/New_York", 1)])
def test_the_day_is_that_of_the_plants_zone(tmp_path: Path, zone: str, n_before: int) -> None:
    text = "; who: a\n2026-01-05 09:00Z customer replied\n2026-01-04 23:30Z customer ordered"
    assert told(plant(tmp_path, text, zone=zone).ask("before-entry"))["ordered"] == (1, n_before, 0)


def test_days_alone_tell_the_day_before_and_no_more(tmp_path: Path) -> None:
    text = """
    ; who: same day
    2026-01-05 customer replied
    2026-01-05 customer ordered
    ; who: the day before
    2026-01-05 customer replied
    2026-01-04 customer ordered
    ; who: two days before
    2026-01-05 customer replied
    2026-01-03 customer ordered
    """
    assert told(plant(tmp_path, text).ask("before-entry"))["ordered"] == (3, 2, 1)


def test_a_day_of_twenty_five_hours_is_a_day(tmp_path: Path) -> None:
    text = "; who: a\n2026-10-26 customer replied\n2026-10-25 customer ordered"
    assert told(plant(tmp_path, text, zone="Europe/Berlin").ask("before-entry"))["ordered"] == (1, 1, 0)


def deals(n: int, *, early: int, days: float = 30, outcome: str = "Won") -> str:
    """`n` deals that take ten days, 100 of them won and the rest lost, and `early` whose end lies before they came."""
    rows = ["deal id,created,closed,stage"]
    for i in range(n + early):
        came = datetime(2026, 1, 5, 9) + timedelta(hours=7 * i)
        ended = came - timedelta(days=days) if i >= n else came + timedelta(days=10)
        stage = outcome if i >= n else ("Lost", "Won")[i < 100]
        rows.append(f"d{i},{came:%Y-%m-%d %H:%M},{ended:%Y-%m-%d %H:%M},{stage}")
    return "\n".join(rows) + "\n"


def started(folder: Path, text: str) -> Any:
    (folder / "deals.csv").write_text(text, encoding="utf-8")
    return pyrometer.start(folder / "deals.csv", folder=folder / "plant", zone="UTC")


def check(finding: Finding) -> dict[str, Any]:
    return next(r for r in finding.tables["checks"] if r["check"] == "out of order")


def codes(finding: Finding) -> set[str]:
    return {c.code for c in finding.cautions}


def test_wins_before_the_entry_are_won_at_once_and_every_study_of_times_says_so(tmp_path: Path) -> None:
    """The truth: 120 of 220 were won; those of whom it can be told took ten days, and twenty cannot be told."""
    made = started(tmp_path, deals(200, early=20))
    trust = made.study("trust")
    assert (check(trust)["n"], check(trust)["of"], check(trust)["verdict"]) == (20, 220, "look")
    assert "20 of 120 wins lie before the day of entry." in check(trust)["says"]
    assert "The furthest is 30 days early (../deals.csv, row 201)." in check(trust)["says"]
    assert "happened_at of the entry" in check(trust)["says"]
    assert all("out-of-order" in codes(made.study(name)) for name in ("trust", "time", "yield"))
    whole, step = (made.measure("risk-table", milestone=m) for m in ("", "entered"))
    at_once = {row["age_days"]: row["n_gone_on"] for row in whole}
    assert (sum(at_once.values()), at_once[0.0], sum(at_once.values()) - at_once[0.0]) == (120, 20, 100)
    assert sum(step["n_gone_on"]) == 100  # they wait in no step
    groups = made.measure("groups")
    assert [sum(groups[c]) for c in ("n_entered", "n_won", "n_lost", "n_open")] == [220, 120, 100, 0]


def test_losses_that_the_row_of_the_entry_dates_before_it_are_losses_at_once(tmp_path: Path) -> None:
    """The truth: 120 of 220 were lost; none is open, whichever of the two dates is wrong."""
    made = started(tmp_path, deals(200, early=20, outcome="Lost"))
    says = check(made.study("trust"))["says"]
    assert says.startswith("20 of 120 losses lie before the day of entry.")
    assert "the entry's own row dates before it is a loss at once" in says
    groups = made.measure("groups")
    assert [sum(groups[c]) for c in ("n_entered", "n_won", "n_lost", "n_open")] == [220, 100, 120, 0]


def test_one_in_hundreds_moves_nothing_and_is_no_headline(tmp_path: Path) -> None:
    made = started(tmp_path, deals(200, early=1))
    trust = made.study("trust")
    assert (check(trust)["verdict"], check(trust)["n"]) == ("fine", 1)
    assert "out-of-order" not in codes(trust) | codes(made.study("time"))
    assert "dates before the entry" not in trust.headline


def test_less_than_a_day_is_looked_at_only_where_it_is_common(tmp_path: Path) -> None:
    """Midnights of another zone: days without a time that were exported as instants."""
    seldom, often = tmp_path / "seldom", tmp_path / "often"
    seldom.mkdir()
    often.mkdir()
    found = check(started(seldom, deals(200, early=4, days=0.9)).study("trust"))
    assert (found["verdict"], found["n"] > 0) == ("fine", True)
    assert "none by more than a day, as zones and days without a time do" in found["says"]
    assert check(started(often, deals(200, early=30, days=0.9)).study("trust"))["verdict"] == "look"


def test_records_in_order_are_said_to_be_so(tmp_path: Path) -> None:
    found = check(started(tmp_path, deals(200, early=0)).study("trust"))
    assert (found["verdict"], found["n"]) == ("fine", 0)


def test_pardots_seed_has_seven_of_a_hundred_won_before_they_were_created(shared: Path, tmp_path: Path) -> None:
    seed = shared / "data" / "fivetran_connector_seeds" / "dbt_pardot" / "pardot_opportunity_data.csv"
    made = pyrometer.start(seed, folder=tmp_path / "plant", zone="UTC")
    assert told(made.measure("before-entry"))["ordered"] == (99, 7, 3)
    made = pyrometer.start(seed, folder=tmp_path / "moscow", zone="Europe/Moscow")
    assert told(made.measure("before-entry"))["ordered"] == (99, 3, 3)  # the others are midnights there
