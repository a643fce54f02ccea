"""Settings: when a sensor file was corrected, what the source said before gives way to what it says now."""

from pathlib import Path
from typing import Any

from pyrometer.ledger.reading import Reading
from pyrometer.ledger.store import Ledger
from tests.ledger.small import READ_AT, backend, bad_row, batch, events, new, paths, prospects, record

WRONG = [record("a", 0, "creatd"), record("a", 1, "replied", source_id="1"), record("b", 0, "creatd")]
RIGHT = [record("a", 0, "created"), record("a", 1, "replied", source_id="1", amount=5.0), record("c", 0, "created")]
MAIL = [record("a", 2, "mailed", source="mail"), record("d", 2, "mailed", source="mail")]


def read(ledger: Ledger, rows: list[dict[str, Any]], settings: str, *refused: dict[str, Any]) -> Reading:
    source = rows[0]["source"] if rows else "crm"
    return ledger.read([batch(rows, refused)], backend(), source=source, read_at=READ_AT, settings=settings)


def test_a_corrected_source_replaces_what_it_said(tmp_path: Path) -> None:
    ledger = new(tmp_path, target=2)
    read(ledger, WRONG, "v1", bad_row(9, "x"))
    read(ledger, MAIL, "m")
    read(ledger, [WRONG[1] | {"amount": 2.0}], "v1")  # a conflict
    found = read(ledger, RIGHT, "v2", bad_row(8, "y"))
    assert (found.n_new, found.n_conflicts, found.mark) == (3, 0, 4)
    assert paths(ledger) == {"a": ["created", "replied", "mailed"], "c": ["created"], "d": ["mailed"]}
    assert [p["name"] for p in prospects(ledger)] == ["a", "d", "c"]
    assert [e["prev_action"] for e in events(ledger)][:3] == [None, "created", "replied"]
    assert ledger.refused()["row"].to_pylist() == [8]
    assert ledger.conflicts().num_rows == 0
    assert paths(ledger, mark=1) == {"a": ["creatd", "replied"], "b": ["creatd"]}
    assert ledger.refused(mark=1)["row"].to_pylist() == [9]
    assert ledger.tables(backend()).n_prospects == 3


def test_the_same_settings_replace_nothing(tmp_path: Path) -> None:
    ledger = new(tmp_path)
    read(ledger, WRONG, "v1")
    read(ledger, RIGHT, "v2")
    again = read(ledger, RIGHT, "v2")
    assert (again.n_new, again.n_same, again.mark) == (0, 3, 2)
    read(ledger, [record("a", 9, "ordered")], "v2")
    assert paths(ledger) == {"a": ["created", "replied", "ordered"], "c": ["created"]}


def test_a_corrected_source_may_fall_silent(tmp_path: Path) -> None:
    ledger = new(tmp_path)
    read(ledger, WRONG, "v1")
    assert read(ledger, [], "v2").mark == 2
    assert (events(ledger), prospects(ledger), ledger.tables(backend()).until) == ([], [], None)
    read(ledger, RIGHT, "v2")
    assert paths(ledger) == {"a": ["created", "replied"], "c": ["created"]}


def test_a_merge_that_a_corrected_source_no_longer_tells_is_undone(tmp_path: Path) -> None:
    ledger = new(tmp_path, target=1)
    read(ledger, MAIL, "m")
    merge = record("d", 3, "merged_into", about={"into": "a"})
    read(ledger, [*WRONG, merge], "v1")
    assert "d" not in paths(ledger)
    read(ledger, RIGHT, "v2")
    assert paths(ledger) == {"a": ["created", "replied", "mailed"], "c": ["created"], "d": ["mailed"]}
    read(ledger, [*RIGHT, merge], "v2")
    assert paths(ledger)["a"] == ["created", "replied", "mailed", "mailed", "merged_into"]
