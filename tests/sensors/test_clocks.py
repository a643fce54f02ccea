"""A day and a clock in two columns are one time: without its clock, what took hours would take none or a day."""

from pathlib import Path

import pytest

from pyrometer.errors import SensorError
from pyrometer.plant import start
from pyrometer.sensors._guess import Answers, guess
from tests.sensors.test_guess import guessed

HEAD = "CALL ID,DATE,TIME,AGENT,DISPOSITION,DNIS,CALL TIME\n"


def calls(n: int = 30) -> str:
    """Each of n people is called at ten and, six hours later on the same day, buys."""
    rows = [
        f"{i}{k},01/{14 + i % 14}/2024,{hour}:0{k}:00,Kim,{said},49170555{i:04d},00:01:1{k}"
        for i in range(n)
        for k, (hour, said) in enumerate([("10", "Call Back"), ("16", "Sale")])
    ]
    return HEAD + "\n".join(reversed(rows)) + "\n"


def test_hours_between_two_calls_of_a_day_are_told(tmp_path: Path) -> None:
    (tmp_path / "calls.csv").write_text(calls())
    plant = start(tmp_path / "calls.csv", folder=tmp_path / "plant", won=("Sale",))
    rows = plant.journeys().to_pyarrow().to_pylist()
    assert len(rows) == 30
    assert {(row["won_at"] - row["entered_at"]).total_seconds() for row in rows} == {6 * 3600 + 60}
    toml = (tmp_path / "plant" / "sensors" / "calls.toml").read_text()
    assert '"{DATE} {TIME}" = "time month-first"' in toml


def test_in_a_list_each_day_has_its_own_clock(tmp_path: Path) -> None:
    rows = "".join(f"{i};1{1 + i % 9}.02.2026;09:30;Won;2{i % 9}.02.2026;18:45\n" for i in range(20))
    head = "deal id;Anfrage Datum;Anfrage Uhrzeit;status;Closed Datum;Closed Uhrzeit\n"
    (tmp_path / "deals.csv").write_text(head + rows)
    toml = guess([tmp_path / "deals.csv"], Answers(), tmp_path / "plant").sensors["deals.toml"]
    assert 'happened_at = "{Anfrage Datum} {Anfrage Uhrzeit}"' in toml
    assert 'happened_at = "{Closed Datum} {Closed Uhrzeit}"' in toml


@pytest.mark.parametrize("other", ["Anruf Uhrzeit", "Anfrage Dauer", "Anfrage Zeit in Minuten"])
def test_a_clock_of_something_else_is_none_of_that_day(tmp_path: Path, other: str) -> None:
    rows = "".join(f"{i};1{1 + i % 9}.02.2026;00:0{i % 9};Won;2{i % 9}.02.2026\n" for i in range(20))
    toml = guessed(tmp_path, f"deal id;Anfrage Datum;{other};status;Closed Datum\n" + rows).sensors["deals.toml"]
    assert 'happened_at = "Anfrage Datum"' in toml


def test_a_day_that_a_flag_names_stays_alone(tmp_path: Path) -> None:
    assert 'happened_at = "DATE"' in guessed(tmp_path, calls(), won=("Sale",), time="DATE").sensors["deals.toml"]


def test_a_column_that_is_gone_is_named(tmp_path: Path) -> None:
    (tmp_path / "calls.csv").write_text(calls())
    plant = start(tmp_path / "calls.csv", folder=tmp_path / "plant", won=("Sale",))
    (tmp_path / "calls.csv").write_text(calls().replace(",TIME,", ",CLOCK,", 1))
    with pytest.raises(SensorError, match="the file has no column 'TIME'"):
        plant.read()
