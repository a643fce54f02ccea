"""Marks: the same mark gives the same number for ever, whoever writes meanwhile."""

import json
import multiprocessing
import time
from pathlib import Path

import pytest
from deltalake import CommitProperties, DeltaTable

from pyrometer.errors import LedgerError
from pyrometer.ledger import lock, marks
from pyrometer.ledger.files import Folder
from pyrometer.ledger.store import Ledger
from tests.ledger.small import READ_AT, backend, bad_row, batch, events, new, paths, prospects, read, record


def test_an_old_mark_stays_as_it_was(tmp_path: Path) -> None:
    ledger = new(tmp_path, target=3)
    states = [(events(ledger), prospects(ledger), ledger.refused().num_rows)]
    for day in range(20):
        read(ledger, [record(f"p{day % 6}", day, f"step {day}", source_id=f"{day}")], [bad_row(day, f"raw {day}")])
        states.append((events(ledger), prospects(ledger), ledger.refused().num_rows))
    assert ledger.mark == 20
    for mark, state in enumerate(states):
        assert (events(ledger, mark), prospects(ledger, mark), ledger.refused(mark).num_rows) == state
    assert ledger.runs()["mark"].to_pylist() == list(range(1, 21))


def test_an_opened_table_is_not_disturbed_by_a_reading(tmp_path: Path) -> None:
    ledger, engine = new(tmp_path), backend()
    read(ledger, [record("a", 0, "created")])
    before = ledger.tables(engine)
    other = Ledger.open(tmp_path / "ledger")
    other.read([batch([record("a", 1, "replied")])], engine, source="crm", read_at=READ_AT)
    assert before.events.count().execute() == 1
    assert ledger.tables(engine).mark == 1
    assert Ledger.open(tmp_path / "ledger").tables(engine).events.count().execute() == 2


def test_the_delta_table_holds_the_same_events_at_every_mark(tmp_path: Path) -> None:
    ledger = new(tmp_path, target=2)
    read(ledger, [record(name, 0, "created") for name in "abc"])
    read(ledger, [record("a", 1, "replied"), record("d", 1, "created")])
    read(ledger, [record("d", 1, "merged_into", about={"into": "b"})])
    for mark in range(4):
        table = DeltaTable(tmp_path / "ledger" / "events", version=mark)
        assert table.to_pyarrow_table().num_rows == len(events(ledger, mark))
        named = {
            tmp_path / "ledger" / "events" / s.events for s in marks.manifest(ledger.folder, mark).segments if s.events
        }
        assert {Path(uri) for uri in table.file_uris()} == named
    kinds = {field.name: str(field.type) for field in DeltaTable(tmp_path / "ledger" / "events").schema().fields}
    assert "timestamp_ntz" in kinds["happened_at"]


def test_a_mark_that_is_not_there_is_named(tmp_path: Path) -> None:
    ledger = new(tmp_path)
    read(ledger, [record("a", 0, "created")])
    with pytest.raises(LedgerError, match="has no mark 7; its marks go from 0 to 1"):
        ledger.tables(backend(), 7)
    with pytest.raises(LedgerError, match="has no mark -1"):
        ledger.tables(backend(), -1)


def test_a_folder_without_a_ledger_is_said_to_be_none(tmp_path: Path) -> None:
    with pytest.raises(LedgerError, match="is not a ledger: it has no events/_delta_log. Read some records first."):
        Ledger.open(tmp_path)


def test_a_second_ledger_is_not_made_over_the_first(tmp_path: Path) -> None:
    new(tmp_path)
    with pytest.raises(LedgerError, match="There is a ledger in .* already. Open it instead."):
        Ledger.create(tmp_path / "ledger")


def test_a_ledger_is_made_where_there_is_none(tmp_path: Path) -> None:
    assert Ledger.at(tmp_path / "ledger").mark == 0
    read(Ledger.at(tmp_path / "ledger"), [record("a", 0, "created")])
    assert Ledger.at(tmp_path / "ledger").mark == 1
    (tmp_path / "cut short" / "events" / "_delta_log").mkdir(parents=True)
    assert Ledger.at(tmp_path / "cut short").mark == 0


def test_a_commit_by_other_software_hides_nothing(tmp_path: Path) -> None:
    ledger = new(tmp_path)
    read(ledger, [record("a", 0, "created")])
    table = DeltaTable(tmp_path / "ledger" / "events")
    table.alter.set_table_properties({"delta.appendOnly": "false"}, commit_properties=CommitProperties({"by": "other"}))
    again = Ledger.open(tmp_path / "ledger")
    assert (again.mark, len(events(again))) == (2, 1)
    assert read(again, [record("a", 1, "replied")]).mark == 3
    assert paths(again) == {"a": ["created", "replied"]}


def test_a_ledger_of_a_later_kind_is_not_guessed_at(tmp_path: Path) -> None:
    ledger = new(tmp_path)
    read(ledger, [record("a", 0, "created")])
    (path,) = (tmp_path / "ledger" / "side").glob("manifest-*.json")
    path.write_text(json.dumps(json.loads(path.read_text()) | {"format": 99}))
    with pytest.raises(LedgerError, match="was written by a later Pyrometer .format 99.. Upgrade Pyrometer."):
        ledger.tables(backend())
    path.unlink()
    with pytest.raises(LedgerError, match="The ledger is broken: .* cannot be read"):
        ledger.tables(backend())


def test_a_hole_in_the_log_is_said_to_be_one(tmp_path: Path) -> None:
    ledger = new(tmp_path)
    read(ledger, [record("a", 0, "created")])
    read(ledger, [record("a", 1, "created")])
    marks.log_file(ledger.folder, 1).unlink()
    with pytest.raises(
        LedgerError,
        match="The ledger is broken: .*1.json cannot be read .No such file or directory.. Restore .*ledger from",
    ):
        ledger.tables(backend(), 1)


def test_two_writers_at_once_are_refused(tmp_path: Path) -> None:
    ledger = new(tmp_path)
    with (
        lock.held(Folder(tmp_path / "ledger").lock),
        pytest.raises(LedgerError, match="is being written by process [0-9]+"),
    ):
        read(ledger, [record("a", 0, "created")])
    assert read(ledger, [record("a", 0, "created")]).mark == 1


def test_a_lock_left_by_the_dead_does_not_hold(tmp_path: Path) -> None:
    ledger = new(tmp_path)
    (tmp_path / "ledger" / "lock").write_text("4194304\n")
    assert read(ledger, [record("a", 0, "created")]).mark == 1


def _hold(path: Path, ready: "multiprocessing.synchronize.Event") -> None:
    with lock.held(path):
        ready.set()
        time.sleep(60)


def test_looking_is_free_while_another_process_writes(tmp_path: Path) -> None:
    ledger = new(tmp_path)
    read(ledger, [record("a", 0, "created")])
    spawn = multiprocessing.get_context("spawn")
    ready = spawn.Event()
    writer = spawn.Process(target=_hold, args=(tmp_path / "ledger" / "lock", ready))
    writer.start()
    try:
        assert ready.wait(30)
        (tmp_path / "ledger" / "staging" / "at work").mkdir()
        opened = Ledger.open(tmp_path / "ledger")
        assert len(events(opened)) == 1
        assert (tmp_path / "ledger" / "staging" / "at work").is_dir()  # what the writer is at is left alone
        with pytest.raises(LedgerError, match=f"by process {writer.pid}"):
            read(opened, [record("a", 1, "replied")])
    finally:
        writer.kill()
        writer.join()
    assert Ledger.open(tmp_path / "ledger").mark == 1
    assert not (tmp_path / "ledger" / "staging" / "at work").exists()
    assert read(ledger, [record("a", 1, "replied")]).mark == 2


def test_a_stale_handle_reads_on_from_the_newest_mark(tmp_path: Path) -> None:
    one, two = new(tmp_path), Ledger.open(tmp_path / "ledger")
    read(one, [record("a", 0, "created")])
    assert read(two, [record("a", 0, "created"), record("a", 1, "replied")]).mark == 2
    assert paths(two) == {"a": ["created", "replied"]}


def test_of_two_that_make_a_ledger_at_once_one_is_told_to_wait(tmp_path: Path) -> None:
    (tmp_path / "ledger").mkdir()
    with (
        lock.held(tmp_path / "ledger" / "lock"),
        pytest.raises(LedgerError, match="is being written by process .* Try again when it is done."),
    ):
        Ledger.at(tmp_path / "ledger")
    assert Ledger.at(tmp_path / "ledger").mark == 0
