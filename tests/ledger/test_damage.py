"""A ledger that the machine has damaged says which file it is and what to do; nothing is taken for something else."""

import shutil
from collections.abc import Callable
from pathlib import Path

import pytest

pytest.importorskip("duckdb")

from pyrometer.errors import LedgerError
from pyrometer.ledger import marks
from pyrometer.ledger.store import Ledger
from tests.ledger.small import events, new, read, record

WAY_OUT = "take its folders events and side away, then: pyrometer read"
ROWS = [record("acme", 0, "created", person="ann@example.com"), record("acme", 3, "replied", person="ann@example.com")]


def _halved(path: Path) -> None:
    path.write_bytes(path.read_bytes()[: path.stat().st_size // 2])


def _emptied(path: Path) -> None:
    path.write_bytes(b"")


def _scribbled(path: Path) -> None:
    path.write_bytes(bytes(range(128, 256)) * 4)


@pytest.mark.parametrize("damage", [_halved, _emptied, _scribbled, Path.unlink])
@pytest.mark.parametrize("kind", ["side/runs-*", "side/manifest-*", "side/words-*", "events/_delta_log/*1.json"])
def test_a_damaged_file_is_named_with_the_way_out(tmp_path: Path, kind: str, damage: Callable[[Path], None]) -> None:
    ledger = new(tmp_path)
    read(ledger, ROWS)
    for path in (tmp_path / "ledger").glob(kind):
        damage(path)
    if damage == Path.unlink and kind.endswith("1.json"):
        assert Ledger.open(tmp_path / "ledger").mark == 0  # a mark whose commit is gone has never been
        return
    with pytest.raises(LedgerError, match=f"The ledger is broken: .* cannot be read .* {WAY_OUT}"):
        read(Ledger.open(tmp_path / "ledger"), [*ROWS, record("acme", 9, "ordered")])


def test_a_ledger_without_its_log_is_not_taken_for_a_new_one(tmp_path: Path) -> None:
    read(new(tmp_path), ROWS)
    shutil.rmtree(tmp_path / "ledger" / "events" / "_delta_log")
    with pytest.raises(LedgerError, match=WAY_OUT):
        Ledger.at(tmp_path / "ledger")
    for part in ("events", "side"):  # what the sentence advises
        shutil.rmtree(tmp_path / "ledger" / part)
    assert read(Ledger.at(tmp_path / "ledger"), ROWS).n_new == 2


def test_a_log_that_delta_cannot_read_is_said_in_a_sentence(tmp_path: Path) -> None:
    ledger = new(tmp_path)
    read(ledger, ROWS)
    _scribbled(marks.log_file(ledger.folder, 0))
    with pytest.raises(LedgerError, match=WAY_OUT):
        read(ledger, [record("acme", 9, "ordered")])
    assert ledger.mark == 1


def test_with_another_key_the_same_person_is_never_counted_as_two(tmp_path: Path) -> None:
    ledger = new(tmp_path)
    read(ledger, ROWS)
    key = tmp_path / "ledger" / "vault" / "key"
    kept = key.read_bytes()
    more = [record("acme", 9, "ordered", person="ann@example.com")]
    for damage in (Path.unlink, _emptied, _scribbled):
        damage(key)
        with pytest.raises(LedgerError, match=r"The vault's .*key is .*Restore it from a backup"):
            read(ledger, more)
        with pytest.raises(LedgerError, match=r"The vault's .*key is "):
            ledger.vault.erase("ann@example.com")
        key.write_bytes(kept)
    assert read(ledger, more).n_new == 1
    assert len({e["person"] for e in events(ledger)}) == 1


def test_a_damaged_vault_is_said_to_be_so(tmp_path: Path) -> None:
    ledger = new(tmp_path)
    read(ledger, ROWS)
    _scribbled(tmp_path / "ledger" / "vault" / "persons.sqlite")
    with pytest.raises(LedgerError, match=r"persons.sqlite is damaged: .*Restore it from a backup"):
        ledger.vault.erase("ann@example.com")


def test_looking_is_free_where_nothing_can_be_written(tmp_path: Path) -> None:
    ledger = new(tmp_path)
    read(ledger, ROWS)
    (tmp_path / "ledger" / "staging" / "cut short").mkdir()
    (tmp_path / "ledger" / "lock").unlink()
    (tmp_path / "ledger" / "lock").mkdir()  # it cannot be opened, as in a folder on a disk that is shut
    assert len(events(Ledger.open(tmp_path / "ledger"))) == 2


@pytest.mark.parametrize("name", ["a%20b", "a\tb"])
def test_a_path_that_would_be_taken_for_another_is_refused(tmp_path: Path, name: str) -> None:
    with pytest.raises(LedgerError, match="No ledger can be kept in .* in its path. Rename that folder first."):
        Ledger.create(tmp_path / name)


@pytest.mark.parametrize("name", ["100%", 'it\'s "q"', "x*[1]?", "\u00fcml\u00e4ut;#&", "year=2024", "n" * 255])
def test_any_other_path_will_do(tmp_path: Path, name: str) -> None:
    (tmp_path / name).mkdir()
    ledger = Ledger.create(tmp_path / name / "ledger")
    assert read(ledger, ROWS).n_new == 2
    assert len(events(Ledger.open(tmp_path / name / "ledger"))) == 2
