"""Tidying: old marks go with the files that only they need; what stays is as it was, whenever it is cut short."""

import json
import shutil
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from deltalake import DeltaTable

from pyrometer.errors import LedgerError
from pyrometer.ledger import lock
from pyrometer.ledger.store import Ledger
from tests.ledger.small import READ_AT, backend, bad_row, batch, events, new, prospects, read, record

N_MARKS = 12
NOW = datetime.now(UTC).replace(tzinfo=None)


@pytest.fixture(scope="module")
def old(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A ledger of twelve marks, one made every ten days until today: each rewrites a segment and adds refused rows."""
    ledger = new(tmp_path_factory.mktemp("old"), target=3)
    for day in range(N_MARKS):
        read(ledger, [record(f"p{day % 5}", day, f"step {day}", source_id=f"{day}")], [bad_row(day, f"raw {day}")])
    for mark in range(N_MARKS + 1):
        made(ledger, mark, NOW - timedelta(days=10 * (N_MARKS - mark)))
    return ledger.folder.root


@pytest.fixture
def ledger(old: Path, tmp_path: Path) -> Ledger:
    """A copy of it."""
    return Ledger.open(Path(shutil.copytree(old, tmp_path / "ledger")))


def made(ledger: Ledger, mark: int, at: datetime) -> None:
    """Moves the making of a mark to another time."""
    path = ledger.folder.log / f"{mark:020d}.json"
    lines = [json.loads(line) for line in path.read_text().splitlines()]
    for line in lines:
        if "commitInfo" in line:
            line["commitInfo"]["timestamp"] = int(at.replace(tzinfo=UTC).timestamp() * 1000)
    path.write_text("\n".join(map(json.dumps, lines)))


def state(ledger: Ledger, mark: int) -> tuple[Any, ...]:
    """All that can be seen of a mark."""
    side = (ledger.runs(mark), ledger.refused(mark), ledger.conflicts(mark))
    return events(ledger, mark), prospects(ledger, mark), [table.to_pylist() for table in side]


def files(ledger: Ledger) -> set[str]:
    return {p.name for place in (ledger.folder.side, ledger.folder.events) for p in place.iterdir() if p.is_file()}


def test_what_stays_is_as_it_was_and_what_is_forgotten_says_so(ledger: Ledger) -> None:
    before, n_before = {mark: state(ledger, mark) for mark in range(N_MARKS + 1)}, len(files(ledger))
    done = ledger.tidy(NOW - timedelta(days=45))
    assert (done.first, done.n_marks) == (7, 7)  # mark 7 stood until mark 8 was made, 40 days ago
    assert n_before - len(files(ledger)) == done.n_files > 7
    assert done.n_bytes > 0
    for mark in range(7, N_MARKS + 1):
        assert state(ledger, mark) == before[mark]
        assert DeltaTable(ledger.folder.events, version=mark).to_pyarrow_table().num_rows == len(before[mark][0])
    with pytest.raises(LedgerError, match=r"has forgotten mark 6 \(pyrometer tidy\); its marks go from 7 to 12\."):
        ledger.tables(backend(), 6)
    with pytest.raises(LedgerError, match="has no mark 13; its marks go from 7 to 12"):
        ledger.tables(backend(), 13)


def test_the_newest_mark_is_never_forgotten_and_the_ledger_grows_on(ledger: Ledger) -> None:
    before = state(ledger, N_MARKS)
    assert ledger.tidy(NOW + timedelta(days=1)).first == N_MARKS
    assert state(ledger, N_MARKS) == before
    assert ledger.tidy(NOW + timedelta(days=1)).n_files == 0
    found = read(ledger, [record("p1", 99, "ordered", source_id="99"), record("p0", 0, "step 0", source_id="0")])
    assert (found.n_new, found.n_same, found.mark) == (1, 1, N_MARKS + 1)
    assert len(events(Ledger.open(ledger.folder.root))) == N_MARKS + 1


def test_a_reader_at_a_mark_that_stays_is_not_disturbed(ledger: Ledger) -> None:
    engine = backend()
    reader = Ledger.open(ledger.folder.root).tables(engine)
    other = Ledger.open(ledger.folder.root)
    other.read([batch([record("p9", 1, "created")])], engine, source="crm", read_at=READ_AT)
    other.tidy(NOW - timedelta(days=1))  # the reader's mark was superseded a moment ago
    assert reader.mark == N_MARKS
    assert reader.events.count().execute() == N_MARKS
    assert reader.words.actions


def test_nothing_old_enough_is_nothing_done(ledger: Ledger) -> None:
    before = files(ledger)
    done = ledger.tidy(NOW - timedelta(days=400))
    assert (done.first, done.n_marks, done.n_files) == (0, 0, 0)
    assert files(ledger) == before


def test_what_others_put_there_stays(ledger: Ledger) -> None:
    for name in ("part-00000-of-spark.snappy.parquet", "notes.txt"):
        (ledger.folder.events / name).write_bytes(b"theirs")
    ledger.tidy(NOW)
    assert {"part-00000-of-spark.snappy.parquet", "notes.txt"} <= files(ledger)


def test_two_do_not_tidy_or_read_at_once(ledger: Ledger) -> None:
    with lock.held(ledger.folder.lock), pytest.raises(LedgerError, match="is being written by process"):
        ledger.tidy(NOW)


def test_cut_short_anywhere_it_has_done_nothing_or_can_be_done_again(
    old: Path, ledger: Ledger, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    watched = (1, 6, 7, N_MARKS)
    before = {mark: state(ledger, mark) for mark in watched}
    n_files = ledger.tidy(NOW - timedelta(days=45)).n_files
    for n_removed in (0, 1, 3, 5, 6, 7, 8, n_files // 2, n_files - 1):
        cut = Ledger.open(Path(shutil.copytree(old, tmp_path / f"cut-{n_removed}")))
        with monkeypatch.context() as patch:
            patch.setattr(Path, "unlink", stopping(n_removed))
            with pytest.raises(KeyboardInterrupt):
                cut.tidy(NOW - timedelta(days=45))
        for mark in watched:
            try:  # whole, or not there at all
                assert state(cut, mark) == before[mark]
            except LedgerError as error:
                assert f"has forgotten mark {mark} " in str(error)
                assert mark < 7
        cut.tidy(NOW - timedelta(days=45))
        assert files(cut) == files(ledger)


def stopping(after: int) -> Callable[..., None]:
    """The removal of files, stopped after so many."""
    left, remove = iter(range(after)), Path.unlink

    def unlink(path: Path, *, missing_ok: bool = False) -> None:
        if next(left, None) is None:
            raise KeyboardInterrupt
        remove(path, missing_ok=missing_ok)

    return unlink
