"""Parted: a merge that a newer export takes back is undone, and who was one then is one as known then."""

from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from pyrometer.ledger.store import Ledger
from tests.ledger.small import READ_AT, backend, batch, events, new, paths, prospects, record
from tests.ledger.small import read as read_plain
from tests.ledger.test_exports import ROW, deal, export, known, read

FACTS = replace(ROW, facts=(*ROW.facts, "merged_into"))


def merge(name: str, into: str, day: float) -> dict[str, Any]:
    return record(name, day, "merged_into", source_id=f"{name}:merged_into", about={"into": into}, precision=1)


APART = [*deal("a", 1), *deal("b", 2, ordered=(8, 50.0)), *deal("c", 3)]
ONE = [*APART, merge("b", "a", 12)]


def told(ledger: Ledger, day: float | None = None) -> dict[str, list[str]]:
    return {name: [action for _, action, _ in rows] for name, rows in known(ledger, day).items()}


TWO_PATHS = {"a": ["entered"], "b": ["entered", "ordered"], "c": ["entered"]}
ONE_PATH = {"a": ["entered", "entered", "ordered", "merged_into"], "c": ["entered"]}


@pytest.mark.parametrize("target", [1, 100])
def test_a_merge_that_is_taken_back_is_undone(tmp_path: Path, target: int) -> None:
    ledger = new(tmp_path, target)
    read(ledger, export(10, APART, FACTS))
    read(ledger, export(17, ONE, FACTS))
    assert told(ledger) == ONE_PATH
    found = read(ledger, export(24, APART, FACTS))
    assert (found.n_new, found.n_superseded) == (0, 1)
    assert paths(ledger) == told(ledger) == TWO_PATHS
    assert [(p["name"], p["n_events"]) for p in prospects(ledger)] == [("a", 1), ("b", 2), ("c", 1)]
    assert told(ledger, 20) == ONE_PATH
    assert told(ledger, 11) == told(ledger, 25) == TWO_PATHS
    assert paths(ledger, mark=2) == ONE_PATH
    read(ledger, export(31, ONE, FACTS))  # and merged again
    assert told(ledger) == told(ledger, 20) == ONE_PATH
    assert told(ledger, 28) == told(ledger, 11) == TWO_PATHS


def test_later_events_go_to_whom_they_belong_once_the_merge_is_undone(tmp_path: Path) -> None:
    ledger = new(tmp_path)
    read(ledger, export(10, ONE[:-1], FACTS), export(17, ONE, FACTS))
    read(ledger, export(24, [*APART, record("b", 21, "declined", source_id="b:declined")], FACTS))
    assert told(ledger) == TWO_PATHS | {"b": ["entered", "ordered", "declined"]}
    assert told(ledger, 20) == ONE_PATH
    assert told(ledger, 23)["a"] == [*ONE_PATH["a"], "declined"]  # nobody had parted them by then
    assert [e["seq"] for e in events(ledger)] == [0, 0, 1, 2, 0]


def test_in_a_chain_only_the_merge_that_is_taken_back_is_undone(tmp_path: Path) -> None:
    ledger = new(tmp_path, target=1)
    chain = [*APART, merge("a", "b", 12), merge("b", "c", 13)]
    read(ledger, export(17, chain, FACTS))
    assert set(told(ledger)) == {"c"}
    read(ledger, export(24, chain[:-1], FACTS))
    assert told(ledger) == {"b": ["entered", "entered", "ordered", "merged_into"], "c": ["entered"]}
    assert set(told(ledger, 20)) == {"c"}
    assert set(told(ledger, 12.5)) == {"b", "c"}
    assert told(ledger, 11) == TWO_PATHS


def test_a_merge_that_goes_elsewhere_in_a_newer_export_leads_there(tmp_path: Path) -> None:
    ledger = new(tmp_path)
    read(ledger, export(17, ONE, FACTS))
    read(ledger, export(24, [*APART, merge("b", "c", 12)], FACTS))
    assert set(told(ledger)) == {"a", "c"}
    assert told(ledger)["c"] == ["entered", "entered", "ordered", "merged_into"]
    assert told(ledger, 20) == ONE_PATH


def test_a_merge_that_another_source_tells_too_stays(tmp_path: Path) -> None:
    ledger = new(tmp_path)
    other = merge("b", "a", 12) | {"source": "mail", "source_id": None}
    ledger.read([batch([other])], backend(), source="mail", read_at=READ_AT)
    read(ledger, export(17, ONE, FACTS))
    read(ledger, export(24, APART, FACTS))
    assert set(told(ledger)) == {"a", "c"}


def test_a_deal_whose_merge_goes_with_it_leaves_the_other_as_it_was(tmp_path: Path) -> None:
    ledger = new(tmp_path)
    read(ledger, export(17, ONE, FACTS))
    whole = replace(FACTS, is_whole=True)
    read(ledger, export(24, [row for row in APART if row["prospect"] != "b"], whole))
    assert told(ledger) == {"a": ["entered"], "c": ["entered"]}
    assert told(ledger, 20) == ONE_PATH


def test_who_was_merged_later_was_somebody_else_then(tmp_path: Path) -> None:
    ledger = new(tmp_path)
    rows: Sequence[dict[str, Any]] = [record(name, n, "called") for n, name in enumerate("abc")]
    read_plain(ledger, [*rows, merge("b", "z", 5), merge("c", "z", 6), merge("b", "a", 9)])
    assert set(told(ledger)) == {"a", "z"}
    assert told(ledger, 3) == {name: ["called"] for name in "abc"}
    assert told(ledger, 7) == {"a": ["called"], "z": ["called", "called", "merged_into", "merged_into"]}


def test_what_was_taken_back_before_a_merge_is_known_then_under_its_own_name(tmp_path: Path) -> None:
    ledger = new(tmp_path)
    read(ledger, export(10, APART, FACTS))
    changed = [*deal("a", 1), *deal("b", 2, ordered=(8, 70.0)), *deal("c", 3), merge("b", "a", 12)]
    read(ledger, export(17, changed, FACTS))
    assert known(ledger, 11)["b"] == [(2, "entered", None), (8, "ordered", 50.0)]
    assert [amount for _, _, amount in known(ledger)["a"]] == [None, None, 70.0, None]
