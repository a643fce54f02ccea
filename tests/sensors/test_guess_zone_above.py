"""A zone that a line above the header names is taken; a name that is no zone is told, never guessed at."""

from datetime import datetime
from pathlib import Path

import pytest

from pyrometer.plant import start
from pyrometer.sensors._guess import Answers, guess

ROWS = "deal,stage,changed_at\n" + "".join(
    f"D{i},New,2024-01-{i % 28 + 1:02d} 00:30:00\nD{i},Closed Won,2024-02-{i % 28 + 1:02d} 10:30:00\n"
    for i in range(40)
)


def told(tmp_path: Path, above: str, **answers: str) -> str:
    (tmp_path / "deals.csv").write_text(f"{above}\n{ROWS}")
    return guess([tmp_path / "deals.csv"], Answers(**answers), tmp_path / "plant").sensors["deals.toml"]


@pytest.mark.parametrize(
    ("above", "zone"),
    [
        ("Parameters:TimeZone=Europe/Berlin;Currency=EUR", "Europe/Berlin"),
        ("Report of 2024\n\n# Time zone: America/Argentina/Buenos_Aires\n", "America/Argentina/Buenos_Aires"),
        ("Zeitzone;UTC\n", "UTC"),
        ("Time zone: PST\n", "UTC"),
        ("TimeZone=Nowhere/Land\x1b[2J\n", "UTC"),
        ("A report without one\n", "UTC"),
    ],
)
def test_the_zone_above_the_header_is_taken(tmp_path: Path, above: str, zone: str) -> None:
    found = told(tmp_path, above)
    assert f'zone = "{zone}"' in found
    assert ("above the header stands: " in found) is ("zone" in above.lower())
    assert "\x1b" not in found


def test_what_a_person_says_outranks_the_file(tmp_path: Path) -> None:
    assert 'zone = "Asia/Tokyo"  # as you said' in told(tmp_path, "TimeZone=Europe/Berlin", zone="Asia/Tokyo")


def test_a_column_called_zone_is_no_line_above(tmp_path: Path) -> None:
    rows = ROWS.replace("deal,stage", "deal,time zone,stage", 1).replace(",New", ",Asia/Tokyo,New")
    (tmp_path / "deals.csv").write_text(rows.replace(",Closed", ",Asia/Tokyo,Closed"))
    assert 'zone = "UTC"' in guess([tmp_path / "deals.csv"], Answers(), tmp_path / "plant").sensors["deals.toml"]


def test_the_first_hour_of_a_day_stays_on_its_day(tmp_path: Path) -> None:
    (tmp_path / "deals.csv").write_text(f"TimeZone=Europe/Berlin\n{ROWS}")
    plant = start(tmp_path / "deals.csv", folder=tmp_path / "plant")
    entered = min(row["entered_at"] for row in plant.journeys().to_pyarrow().to_pylist())
    assert entered == datetime(2023, 12, 31, 23, 30)
    assert plant.study("yield").provenance.zone == "Europe/Berlin"
