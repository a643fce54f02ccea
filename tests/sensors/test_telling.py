"""Exports: when a file was exported, and what a newer one does to the deals of a real plant."""

import os
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

import pytest

from pyrometer.errors import BadSetting, SensorError
from pyrometer.plant import Plant, start
from pyrometer.sensors import _config, _read
from pyrometer.sensors._telling import series, telling

NOW = datetime(2026, 3, 1, 12)
WIDE = """sensor = "csv"
path = "{path}"
zone = "Europe/Berlin"
prospect = "id"
{more}
[[event]]
happened_at = "created"
action = "entered"
side = "seller"
[[event]]
happened_at = "changed"
action = "{{stage}}"
side = "seller"
"""


def config(path: str = "deals-*.csv", more: str = "") -> _config.SensorConfig:
    return _config.parse(WIDE.format(path=path, more=more), Path("deals.toml"))


@pytest.mark.parametrize(
    ("name", "told_at"),
    [
        ("deals-2026-02-16.csv", datetime(2026, 2, 15, 23)),  # midnight in Berlin
        ("deals_20260216 (2).csv", datetime(2026, 2, 15, 23)),
        ("deals_2025-01-01_2026-02-16.csv", datetime(2026, 2, 15, 23)),  # a period: made at its end
        ("deals-2026-02-31.csv", datetime(2026, 2, 20, 9)),  # no day: when the file was last written
        ("deals.csv", datetime(2026, 2, 20, 9)),
        ("deals-2099-01-01.csv", NOW),  # nothing was exported after now
    ],
)
def test_an_export_is_of_the_day_in_its_name_or_of_when_it_was_written(
    tmp_path: Path, name: str, told_at: datetime
) -> None:
    path = tmp_path / name
    path.write_text("id\n1\n")
    written = datetime(2026, 2, 20, 9, tzinfo=UTC).timestamp()
    os.utime(path, (written, written))
    found = telling(config(), path, name, NOW)
    assert found.told_at == told_at
    assert found.is_dated == (told_at != datetime(2026, 2, 20, 9))


def test_a_row_says_all_of_its_prospect_and_a_record_with_an_id_only_of_itself() -> None:
    assert telling(config(), Path(), "deals", NOW).how == "row"
    assert telling(config(), Path(), "deals", NOW).facts == ("entered",)  # where it stands may change
    assert telling(config(more='row_is = "event"'), Path(), "deals", NOW).how == "log"
    assert telling(config(more='row_is = "event"\nid = "id"'), Path(), "deals", NOW).how == "ids"


def test_logs_whose_names_differ_by_their_day_alone_are_of_one_series() -> None:
    assert series("a/log-2026-02-16.csv") == series("a/log-2026-02-23 (1).csv") != series("a/calls-2026-02-16.csv")


def test_whole_is_true_or_false() -> None:
    assert telling(config(more="whole = true"), Path(), "deals", NOW).is_whole
    with pytest.raises(BadSetting, match="deals.toml: whole = 'yes' must be true or false."):
        config(more='whole = "yes"')


HEAD = "id,owner,stage,created,closed,value\n"
ENDS = {0: ("Won", "2026-02-10"), 1: ("Lost", "2026-02-11"), 2: ("Open", "")}


def deals(change: dict[int, str], n: int = 12) -> str:
    rows = (f"d{i},ann,{ENDS[i % 3][0]},2026-01-{i + 1:02d},{ENDS[i % 3][1]},{100 + i}" for i in range(n))
    return HEAD + "".join(change.get(i, row) + "\n" for i, row in enumerate(rows) if change.get(i) != "deleted")


def ended(plant: Plant, as_known: date | None = None) -> dict[str, tuple[int, Any]]:
    rows = plant.backend.to_pyarrow(plant.known(as_known).process.journeys).to_pylist()
    return {j["name"]: (j["outcome"], j["amount"]) for j in rows}


@pytest.mark.parametrize("names", [("deals.csv", "deals.csv"), ("deals-2026-02-16.csv", "deals-2026-02-23.csv")])
def test_the_next_export_counts_and_the_last_is_what_was_known(tmp_path: Path, names: tuple[str, str]) -> None:
    newer = deals({0: "d0,ann,Won,2026-01-01,2026-02-10,900", 1: "d1,bob,Open,2026-01-02,,101", 2: "deleted"}, 14)
    for name, text, day in zip(names, (deals({}), newer), (16, 23), strict=True):
        (tmp_path / name).write_text(text)
        at = datetime(2026, 2, day, 9, tzinfo=UTC).timestamp()
        os.utime(tmp_path / name, (at, at))
        if day == 16:
            plant = start(tmp_path / name, folder=tmp_path / "plant", zone="UTC", currency="EUR")
            sensor = next((tmp_path / "plant" / "sensors").glob("*.toml"))
            sensor.write_text(sensor.read_text().replace("deals-2026-02-16.csv", "deals-*.csv"))
    plant = Plant(tmp_path / "plant")
    (found,) = plant.read()
    assert (found.n_conflicts, found.counts["gone"]) == (0, 1)
    now, then = ended(plant), ended(plant, date(2026, 2, 20))
    assert (now["d0"], now["d1"], now["d2"]) == ((1, 900.0), (0, None), (0, None))
    assert (then["d0"], then["d1"], then["d2"]) == ((1, 100.0), (2, None), (0, None))
    assert plant.read()[0].n_new == 0


@pytest.mark.parametrize("how", ["shortened", "grown", "replaced", "gone"])
def test_a_file_that_changes_while_it_is_read_stops_the_reading(tmp_path: Path, how: str) -> None:
    (tmp_path / "one.csv").write_text("id,created,changed,stage\n1,2026-01-01,2026-01-02,Open\n")
    (tmp_path / "two.csv").write_text("id,created,changed,stage\n2,2026-01-01,2026-01-02,Open\n")
    batches = _read.events(config("*.csv"), tmp_path, now=NOW)
    next(batches)
    path = tmp_path / "two.csv"
    text = {"shortened": "id,created,changed,stage\n", "grown": path.read_text() + "3,2026-01-01,2026-01-02,Open\n"}
    if how in text:
        path.write_text(text[how])
    path.unlink() if how == "gone" else None
    (tmp_path / "new").write_text(path.read_text() if how != "gone" else "")
    (tmp_path / "new").replace(path) if how == "replaced" else None
    with pytest.raises(SensorError, match=r"two.csv changed while it was being read|no file .*two.csv"):
        list(batches)
