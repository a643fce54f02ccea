"""Ids whose meaning stands in another file, or in another table of the same database, are read by their names."""

import sqlite3
import tomllib
from pathlib import Path

import pytest

from pyrometer.errors import SensorError
from pyrometer.plant import Plant, start
from pyrometer.sensors._guess import Answers, Guess, guess

ENDS = {1: "New", 2: "Talking", 3: "Closed Won", 4: "Closed Lost"}
STAGES = "id,name,order_nr\n" + "".join(f"{i},{name},{i}\n" for i, name in ENDS.items())
OWNERS = "id,name,email\n7,Ada,ada@example.com\n8,Ben,ben@example.com\n"
DEALS = "id,title,created,closed,stage_id,owner_id\n" + "".join(
    f"{i},Deal {i},2026-01-{i + 1:02d},{f'2026-02-{i + 1:02d}' if i % 4 > 1 else ''},{1 + i % 4},{7 + i % 2}\n"
    for i in range(20)
)


def guessed(folder: Path, **files: str) -> Guess:
    for name, text in files.items():
        (folder / f"{name}.csv").write_text(text, encoding="utf-8")
    return guess([folder / f"{name}.csv" for name in files], Answers(), folder / "plant")


def counts(found: Guess) -> dict[str, int]:
    return {a.action: a.n_events for a in found.actions}


def test_stages_are_known_by_their_names(tmp_path: Path) -> None:
    found = guessed(tmp_path, deals=DEALS, stages=STAGES, owners=OWNERS)
    assert counts(found) == {"entered": 20, "ordered": 5, "declined": 5, "set": 10}
    assert (found.segments, dict(found.unused)) == ((), {})
    sensor = tomllib.loads(found.sensors["deals.toml"])
    stages, owners = sensor["lookup"]
    assert stages == {
        "path": "../stages.csv",
        "key": "stage_id",
        "their_key": "id",
        "fields": ["name"],
        "prefix": "stage_",
    }
    assert (owners["key"], owners["prefix"]) == ("owner_id", "owner_")
    rules = {rule["action"]: rule for rule in sensor["event"]}
    assert rules["ordered"]["where"] == {"stage_name": "Closed Won"}
    assert rules["entered"]["actor"] == "owner_name"
    assert rules["set"]["about"] == {"stage_name": "{stage_name}"}


def test_the_order_of_the_files_does_not_matter(tmp_path: Path) -> None:
    one = guessed(tmp_path, deals=DEALS, stages=STAGES, owners=OWNERS)
    other = guessed(tmp_path, stages=STAGES, owners=OWNERS, deals=DEALS)
    assert (counts(one), one.milestones, one.won) == (counts(other), other.milestones, other.won)


@pytest.fixture
def crm(tmp_path: Path) -> Path:
    with sqlite3.connect(tmp_path / "crm.db") as link:
        for name, text in (("deals", DEALS), ("stages", STAGES), ("owners", OWNERS)):
            head, *rows = (line.split(",") for line in text.splitlines())
            link.execute(f"create table {name} ({', '.join(head)})")
            link.executemany(f"insert into {name} values ({', '.join('?' * len(head))})", rows)
    return tmp_path / "crm.db"


def test_tables_of_one_database_say_what_each_others_ids_mean(crm: Path) -> None:
    plant = start(f"sqlite:///{crm}", table=("deals", "stages", "owners"), folder=crm.parent / "plant")
    text = (plant.folder / "sensors" / "deals.toml").read_text()
    assert [look["table"] for look in tomllib.loads(text)["lookup"]] == ["stages", "owners"]
    groups = {row["group"]: (row["n_won"], row["n_lost"]) for row in plant.measure("groups")}
    assert groups == {"Ada": (5, 0), "Ben": (0, 5)}
    (reading,) = Plant(plant.folder).read()
    assert (reading.n_new, reading.n_conflicts) == (0, 0)


def test_a_look_up_in_a_table_that_is_not_there_is_one_sentence(crm: Path) -> None:
    plant = start(f"sqlite:///{crm}", table=("deals", "stages"), folder=crm.parent / "plant")
    path = plant.folder / "sensors" / "deals.toml"
    path.write_text(path.read_text().replace('table = "stages"', 'table = "stage"'))
    with pytest.raises(SensorError, match="no table 'stage'. Did you mean 'stages'"):
        Plant(plant.folder).read()
