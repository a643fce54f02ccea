"""A wrong guess corrected in a TOML file is read anew: what the file said before gives way, older marks keep it."""

from pathlib import Path

import pytest
from click.testing import CliRunner

from pyrometer.apps.commands.read import COMMAND
from pyrometer.errors import PyrometerError
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


MANY = "id,owner,maker,stage,created,closed,asked,value\n" + "".join(
    f"d{i},{'ann' if i % 2 else 'ben'},{'cyd' if i % 4 else 'dan'},{('Won', 'Dead', 'Open')[i % 3]},"
    f"0{1 + i % 6}/0{2 + i % 5}/2025,{'' if i % 3 == 2 else f'0{1 + i % 6}/0{7 + i % 2}/2025'},"
    f"0{1 + i % 6}/01/2025,{i}.500\n"
    for i in range(60)
)


@pytest.fixture
def other(tmp_path: Path) -> Plant:
    (tmp_path / "deals.csv").write_text(MANY)
    return start(tmp_path / "deals.csv", folder=tmp_path / "plant", day_first=True, decimal_comma=False)


def journeys(plant: Plant) -> list[dict[str, object]]:
    return plant.backend.to_pyarrow(plant.journeys()).to_pylist()


def read_again(plant: Plant, before: str, after: str) -> list[dict[str, object]]:
    again = corrected(plant, before, after)
    again.read()
    return journeys(again)


def test_a_stage_that_means_lost_is_added_by_one_word(other: Plant) -> None:
    assert sum(j["outcome"] == 2 for j in journeys(other)) == 20  # 'Dead' was known to mean lost
    found = read_again(other, 'stage = "Dead"', 'stage = ["Dead", "Open"]')
    assert sum(j["outcome"] == 2 for j in found) == 40  # lost all the same, though no day is told on which they ended


def test_another_column_of_when_they_came_moves_every_entry(other: Plant) -> None:
    before = {j["name"]: j["entered_at"] for j in journeys(other)}
    found = {j["name"]: j["entered_at"] for j in read_again(other, 'happened_at = "created"', 'happened_at = "asked"')}
    assert all(found[name] < before[name] for name in before)  # type: ignore[operator]


def test_another_column_of_the_seller_is_another_seller(other: Plant) -> None:
    assert set(other.measure("groups")["group"]) == {"ann", "ben"}
    read_again(other, 'actor = "owner"', 'actor = "maker"')
    assert set(Plant(other.folder).measure("groups")["group"]) == {"cyd", "dan"}


def test_another_order_of_day_and_month_is_another_day(other: Plant) -> None:
    before = {j["name"]: j["entered_at"] for j in journeys(other)}
    found = {j["name"]: j["entered_at"] for j in read_again(other, "day-first", "month-first")}
    assert (before["d0"].isoformat(), found["d0"].isoformat()) == ("2025-02-01T00:00:00", "2025-01-02T00:00:00")  # type: ignore[attr-defined]


def test_another_decimal_mark_is_another_amount(other: Plant) -> None:
    before = sum(j["amount"] or 0 for j in journeys(other))  # type: ignore[misc]
    found = sum(j["amount"] or 0 for j in read_again(other, "decimal-point", "decimal-comma"))  # type: ignore[misc]
    assert (before, found) == (sum(i + 0.5 for i in range(0, 60, 3)), sum(i * 1000 + 500 for i in range(0, 60, 3)))


def test_another_zone_moves_the_days(other: Plant) -> None:
    before = {j["name"]: j["entered_at"] for j in journeys(other)}
    found = {j["name"]: j["entered_at"] for j in read_again(other, 'zone = "UTC"', 'zone = "America/New_York"')}
    assert (found["d0"] - before["d0"]).total_seconds() == 5 * 3600  # type: ignore[operator]


def test_a_path_that_is_corrected_needs_no_reading(other: Plant) -> None:
    path = other.folder / "pyrometer.toml"
    path.write_text(path.read_text().replace('won = "ordered"', 'won = "lost"').replace('lost = "lost"', ""))
    assert sum(j["outcome"] == 1 for j in journeys(Plant(other.folder))) == 20


@pytest.mark.parametrize(
    ("before", "after", "sentence"),
    [
        ('happened_at = "closed"', 'happened_at = "close"', "no column 'close'. Did you mean 'closed'"),
        ('stage = "Won"', 'stge = "Won"', "no column 'stge'. Did you mean 'stage'"),
        ('zone = "UTC"', 'zone = "Berlin"', "Did you mean 'Europe/Berlin'"),
        ('prospect = "id"', 'prospect = "{idd}"', "no column 'idd'. Did you mean 'id'"),
        ("day-first", "day-frist", "unknown word 'day-frist'. Did you mean 'day-first'"),
    ],
)
def test_a_slip_in_the_file_is_one_sentence_and_changes_nothing(
    other: Plant, before: str, after: str, sentence: str
) -> None:
    mark, had = other.mark, journeys(other)
    with pytest.raises(PyrometerError, match=sentence):
        corrected(other, before, after).read()
    again = corrected(other, after, before)
    assert (again.mark, journeys(again)) == (mark, had)


def test_a_value_that_no_row_has_is_told_with_the_near_one(plant: Plant) -> None:
    other = corrected(plant, 'stage = "Won"', 'stage = "Wonn"')
    result = CliRunner().invoke(COMMAND, ["--plant", str(other.folder)])
    assert result.exit_code == 0, result.output
    told = "deals: no record says 'ordered' yet ([[event]] 3). stage is never 'Wonn'. Did you mean 'Won'?"
    assert told in result.output.splitlines()


def exported_again(plant: Plant, old: str, new: str) -> Plant:
    """The next export of the same deals, in which something reads otherwise."""
    path = plant.folder.parent / "deals.csv"
    text = path.read_text()
    assert old in text
    path.write_text(text.replace(old, new))
    return Plant(plant.folder)


def test_a_deal_that_moved_on_brings_its_end_and_nothing_twice(plant: Plant) -> None:
    other = exported_again(plant, "d2,ann,Open,2025-03-15,", "d2,ann,Won,2025-03-15,2025-05-01")
    (reading,) = other.read()
    assert (reading.n_new, reading.n_conflicts) == (1, 0)
    nodes = {row["action"]: (row["n_events"], row["n_rework"]) for row in other.measure("nodes")}
    # It is no longer open: no stage of an open one is told of it.
    assert nodes == {"entered": (60, 0), "ordered": (21, 0), "declined": (20, 0), "set": (19, 0)}


def test_what_a_later_export_says_otherwise_counts_from_then_on(other: Plant) -> None:
    before = sum(j["amount"] or 0 for j in journeys(other))  # type: ignore[misc]
    later = exported_again(other, "d0,ben,dan,Won", "d0,cyd,dan,Won")
    (reading,) = later.read()  # who owned it when it entered, and when it was won
    assert (reading.n_new, reading.n_superseded, reading.n_conflicts) == (2, 2, 0)
    assert set(Plant(later.folder).measure("groups")["group"]) == {"ann", "ben", "cyd"}
    assert sum(j["amount"] or 0 for j in journeys(Plant(later.folder))) == before  # type: ignore[misc]
    (reading,) = Plant(later.folder).read()
    assert (reading.n_new, reading.n_superseded) == (0, 0)
    (reading,) = Plant(later.folder).read(anew=True)
    assert sum(j["amount"] or 0 for j in journeys(Plant(later.folder))) == before  # type: ignore[misc]


def test_a_renamed_action_is_told_to_those_who_wrote_the_definition_on_it(plant: Plant) -> None:
    corrected(plant, 'action = "ordered"', 'action = "signed"')
    done = CliRunner().invoke(COMMAND, ["--plant", str(plant.folder)])
    assert done.exit_code == 0, done.output
    assert "definitions/ordered.toml" in done.output
    assert "no sensor reports the action 'ordered'." in done.output
