"""A wrong guess corrected in a TOML file is read anew: what the file said before gives way, older marks keep it."""

from pathlib import Path

import pytest

from pyrometer.plant import Plant, start

DEALS = "id,owner,stage,created,closed\n" + "".join(
    f"d{i},ann,{('Won', 'Lost', 'Open')[i % 3]},2025-{1 + i % 9:02d}-{13 + i % 9:02d},"
    f"{'' if i % 3 == 2 else f'2025-{2 + i % 9:02d}-{14 + i % 9:02d}'}\n"
    for i in range(60)
)


@pytest.fixture
def plant(tmp_path: Path) -> Plant:
    (tmp_path / "deals.csv").write_text(DEALS)
    return start(tmp_path / "deals.csv", folder=tmp_path / "plant")


def corrected(plant: Plant, before: str, after: str) -> Plant:
    (path,) = (plant.folder / "sensors").glob("*.toml")
    text = path.read_text()
    assert before in text
    path.write_text(text.replace(before, after))
    return Plant(plant.folder)


def won(plant: Plant) -> int:
    return sum(plant.measure("groups")["n_won"])


def test_a_corrected_rule_replaces_what_it_gave_before(plant: Plant) -> None:
    before = plant.mark
    assert won(plant) == 20
    other = corrected(plant, 'stage = "Won"', 'stage = ["Won", "Lost"]')
    other.read()
    assert won(other) == 40
    assert other.mark > before


def test_a_comment_is_no_correction(plant: Plant) -> None:
    before = plant.mark
    other = corrected(plant, "[[event]]", "# read by two people\n[[event]]")
    (reading,) = other.read()
    assert (reading.n_new, other.mark) == (0, before)


def test_the_older_mark_keeps_its_numbers(plant: Plant) -> None:
    before = plant.mark
    other = corrected(plant, 'stage = "Won"', 'stage = ["Won", "Lost"]')
    other.read()
    events = other.ledger.tables(other.backend, before).events
    assert other.backend.to_pyarrow(events.count()).as_py() == 120
