"""Exports: what the newest says about a prospect counts, and what it takes back was known until then."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime, timedelta
from itertools import permutations
from pathlib import Path
from random import Random
from typing import Any

import pytest

from pyrometer.ledger.reading import Reading
from pyrometer.ledger.store import Ledger
from pyrometer.process.cut import cut
from pyrometer.sensors._batch import Batch, Telling
from tests.ledger.small import DAY0, READ_AT, backend, bad_row, batch, new, paths, record

ROW = Telling("", DAY0, "row", facts=("entered", "ordered", "declined"))
LOG = Telling("", DAY0, "log", is_one_of_many=True)
IDS = Telling("", DAY0, "ids")
NEVER = datetime(2030, 1, 1)


def export(
    day: int, rows: Sequence[dict[str, Any]], how: Telling, file: str = "", refused: Sequence[Any] = ()
) -> Batch:
    """An export made so many days after the first, each prospect in a row of its own."""
    name = file or f"deals-{DAY0 + timedelta(days=day):%Y-%m-%d}.csv"
    who = {row["prospect"]: n for n, row in enumerate(rows, 1)}
    placed = [row | {"file": name, "row": who[row["prospect"]]} for row in rows]
    told = replace(how, file=name, told_at=DAY0 + timedelta(days=day))
    return replace(batch(placed, [r | {"file": name} for r in refused]), telling=told)


def read(ledger: Ledger, *exports: Batch) -> Reading:
    return ledger.read(list(exports), backend(), source="crm", read_at=READ_AT)


def known(ledger: Ledger, day: float | None = None) -> dict[str, list[tuple[float, str, Any]]]:
    """Day, action and amount of each event of each prospect, as known then or now."""
    tables = ledger.tables(backend())
    then = cut(tables, NEVER, None if day is None else DAY0 + timedelta(days=day))
    names = {r["prospect"]: r["name"] for r in then.prospects.to_pyarrow().to_pylist()}
    found: dict[str, list[tuple[float, str, Any]]] = {}
    for row in then.events.order_by(["prospect", "seq"]).to_pyarrow().to_pylist():
        at = (row["happened_at"] - DAY0) / timedelta(days=1)
        found.setdefault(names[row["prospect"]], []).append((at, tables.words.actions[row["action"]], row["amount"]))
    return found


def deal(name: str, entered: float, **ends: Any) -> list[dict[str, Any]]:
    """The events of one row: entered, and how it ended, each under the id of the deal and the action."""
    rows = [record(name, entered, "entered", source_id=f"{name}:entered", precision=1)]
    for action, (day, amount) in ends.items():
        more = {"source_id": f"{name}:{action}", "amount": amount, "source_seq": 1, "precision": 1}
        rows.append(record(name, day, action, **more))
    return rows


FIRST = [*deal("a", 1, declined=(9, None)), *deal("b", 2, ordered=(8, 50.0)), *deal("c", 3), *deal("d", 4)]
SECOND = [*deal("a", 1), *deal("b", 2, ordered=(8, 70.0)), *deal("c", 3, ordered=(15, 20.0)), *deal("e", 11)]
THIRD = [*deal("a", 1, ordered=(20, 5.0)), *deal("b", 2, ordered=(8, 90.0)), *deal("c", 3), *deal("e", 11)]
EXPORTS = [export(10, FIRST, ROW), export(17, SECOND, ROW), export(24, THIRD, ROW)]


def test_a_lost_deal_that_was_reopened_is_open_and_was_lost(tmp_path: Path) -> None:
    ledger = new(tmp_path)
    read(ledger, EXPORTS[0])
    found = read(ledger, EXPORTS[1])
    assert (found.n_new, found.n_superseded, found.n_conflicts) == (3, 2, 0)
    assert known(ledger)["a"] == [(1, "entered", None)]
    assert known(ledger, 12)["a"] == [(1, "entered", None), (9, "declined", None)]


def test_a_corrected_amount_counts_from_the_export_that_corrects_it(tmp_path: Path) -> None:
    ledger = new(tmp_path)
    read(ledger, EXPORTS[0])
    read(ledger, EXPORTS[1])
    read(ledger, export(24, [*SECOND[:1], *FIRST[2:4]], ROW))
    amounts = {day: known(ledger, day)["b"][1][2] for day in (10, 16, 18, 23, 25)}
    assert amounts == {10: 50.0, 16: 50.0, 18: 70.0, 23: 70.0, 25: 50.0}
    assert known(ledger)["b"][1][2] == 50.0
    assert ledger.tables(backend(), 1).n_events == 6  # older marks keep what they had


def test_a_deal_that_an_export_no_longer_has_counts_and_is_told(tmp_path: Path) -> None:
    ledger = new(tmp_path)
    read(ledger, EXPORTS[0])
    assert read(ledger, EXPORTS[1]).counts == {"gone": 1}
    assert known(ledger)["d"] == [(4, "entered", None)]
    assert read(ledger, EXPORTS[1]).counts == {"gone": 1}


def test_where_an_export_holds_everybody_a_deal_it_no_longer_has_was_deleted(tmp_path: Path) -> None:
    ledger = new(tmp_path)
    read(ledger, EXPORTS[0])
    whole = replace(EXPORTS[1], telling=replace(EXPORTS[1].telling, is_whole=True))
    assert read(ledger, whole).counts == {}
    assert "d" not in known(ledger)
    assert known(ledger, 12)["d"] == [(4, "entered", None)]


@pytest.mark.parametrize("order", list(permutations(range(3))))
def test_the_order_in_which_exports_are_read_never_decides(tmp_path: Path, order: tuple[int, ...]) -> None:
    at_once = new(tmp_path / "once")
    read(at_once, *EXPORTS)
    ledger = new(tmp_path / "one", target=3)
    for number in order:
        read(ledger, EXPORTS[number])
    for day in (None, 12, 18, 25) if order == (0, 1, 2) else (None, 25):
        assert known(ledger, day) == known(at_once, day)
    assert paths(ledger) == paths(at_once)


def test_reading_exports_again_in_any_order_of_rows_changes_nothing(tmp_path: Path) -> None:
    ledger = new(tmp_path, target=3)
    read(ledger, *EXPORTS)
    mark, before = ledger.mark, known(ledger)
    shuffled = [Random(n).sample([FIRST, SECOND, THIRD][n], k=len([FIRST, SECOND, THIRD][n])) for n in range(3)]
    again = read(ledger, *(export(10 + 7 * n, rows, ROW) for n, rows in enumerate(shuffled)))
    assert (again.n_new, again.n_superseded, again.mark) == (0, 0, mark)
    later = [replace(e, telling=replace(e.telling, told_at=e.telling.told_at + timedelta(days=1))) for e in EXPORTS]
    assert read(ledger, *later).mark == mark  # copied to another folder: the same words of another day
    assert known(ledger) == before


def test_what_an_earlier_export_told_is_no_repeat_and_what_stands_twice_in_one_is(tmp_path: Path) -> None:
    ledger = new(tmp_path)
    assert read(ledger, EXPORTS[0]).counts == {}
    found = read(ledger, export(17, [*SECOND, *deal("d", 4), SECOND[0]], ROW))
    assert (found.n_same, found.counts) == (5, {"repeated": 1})


def test_a_row_that_cannot_be_read_takes_nothing_back(tmp_path: Path) -> None:
    ledger = new(tmp_path)
    read(ledger, export(10, FIRST, ROW, "deals.csv"))
    found = read(ledger, export(17, [*deal("b", 2), *deal("c", 3)], ROW, "deals.csv", [bad_row(1, "b;Won;32.13.2024")]))
    assert (found.n_superseded, found.n_refused) == (0, 1)
    assert known(ledger)["b"] == [(2, "entered", None), (8, "ordered", 50.0)]


def test_what_an_export_says_of_nobody_any_more_was_renamed_and_not_undone(tmp_path: Path) -> None:
    ledger = new(tmp_path)
    won = [event for i in range(6) for event in deal(f"p{i}", i, ordered=(i + 5, 1.0))]
    read(ledger, export(20, won, ROW))
    renamed = [event for i in range(6) for event in deal(f"p{i}", i)]
    found = read(ledger, export(27, [*renamed, *deal("q", 21)], ROW))
    assert (found.n_superseded, found.counts) == (0, {"unsaid": 6})
    assert sum(len(told) for told in known(ledger).values()) == 13


def test_a_stage_that_was_left_stays_and_one_told_of_another_day_is_corrected(tmp_path: Path) -> None:
    ledger = new(tmp_path)
    read(ledger, export(10, [*deal("a", 1), record("a", 5, "Qualified"), *deal("b", 1), record("b", 6, "Offer")], ROW))
    read(ledger, export(17, [*deal("a", 1), record("a", 12, "Offer"), *deal("b", 1), record("b", 4, "Offer")], ROW))
    assert paths(ledger) == {"a": ["entered", "Qualified", "Offer"], "b": ["entered", "Offer"]}
    assert known(ledger)["b"] == [(1, "entered", None), (4, "Offer", None)]


def test_a_log_that_is_told_again_takes_back_what_it_leaves_out(tmp_path: Path) -> None:
    ledger = new(tmp_path)
    moves = [record(name, day, f"step {day}") for name in "abc" for day in (1, 3, 5)]
    read(ledger, export(10, moves, LOG))
    corrected = [m | {"happened_at": DAY0 + timedelta(days=4)} if m is moves[1] else m for m in moves]
    found = read(ledger, export(17, corrected, LOG))
    assert (found.n_new, found.n_superseded) == (1, 1)
    assert [day for day, *_ in known(ledger)["a"]] == [1, 4, 5]
    assert [day for day, *_ in known(ledger, 12)["a"]] == [1, 3, 5]


def test_the_next_part_of_a_log_takes_nothing_back(tmp_path: Path) -> None:
    ledger = new(tmp_path)
    read(ledger, export(10, [record(name, day, "moved") for name in "abc" for day in (1, 3, 5)], LOG))
    part = [record("a", 2, "noted late"), *(record(name, 12, "moved") for name in "ab")]
    assert read(ledger, export(17, part, LOG)).n_superseded == 0
    assert read(ledger, export(17, part, LOG)).n_superseded == 0
    assert read(ledger, export(18, [record("a", 4, "called")], LOG, "calls.csv")).n_superseded == 0
    assert [action for _, action, _ in known(ledger)["a"]] == [
        "moved",
        "noted late",
        "moved",
        "called",
        "moved",
        "moved",
    ]


def test_a_record_with_an_id_speaks_for_itself_alone(tmp_path: Path) -> None:
    ledger = new(tmp_path)
    mail = record("a", 1, "replied", source_id="1")
    read(ledger, export(10, [mail, record("a", 2, "replied", source_id="2")], IDS))
    found = read(ledger, export(17, [mail | {"happened_at": DAY0}], IDS))
    assert (found.n_new, found.n_superseded, found.n_conflicts) == (1, 1, 0)
    assert known(ledger) == {"a": [(0, "replied", None), (2, "replied", None)]}
    assert known(ledger, 12) == {"a": [(1, "replied", None), (2, "replied", None)]}


def test_what_contradicts_itself_within_one_export_is_a_conflict(tmp_path: Path) -> None:
    ledger = new(tmp_path)
    read(ledger, EXPORTS[0])
    both = [*deal("b", 2, ordered=(8, 1.0)), *deal("b", 2, ordered=(9, 2.0))[1:]]
    found = read(ledger, export(17, both, ROW))
    assert (found.n_conflicts, known(ledger)["b"][1]) == (1, (8, "ordered", 1.0))


def test_an_export_that_only_takes_back_is_read_where_a_segment_has_grown_too_large(tmp_path: Path) -> None:
    ledger = new(tmp_path, target=1)
    read(ledger, export(10, FIRST, ROW))
    ledger.target = 1
    read(ledger, export(11, [*FIRST, *(record("a", 2, f"step {n}") for n in range(5))], ROW))
    found = read(ledger, export(17, [*deal("a", 1), *FIRST[2:]], ROW))
    assert (found.n_new, found.n_superseded) == (0, 6)
    assert known(ledger)["a"] == [(1, "entered", None)]


WHOLE = replace(ROW, is_whole=True)


def test_an_export_of_everybody_read_again_deletes_nobody(tmp_path: Path) -> None:
    ledger = new(tmp_path)
    first, second = export(10, FIRST, WHOLE), export(17, SECOND, WHOLE)
    read(ledger, first)
    assert read(ledger, first).mark == 1
    read(ledger, first, second)
    before = known(ledger)
    assert [read(ledger, *some).mark for some in ([first, second], [second], [first])] == [2, 2, 2]
    assert known(ledger) == before
    assert "d" not in before


def test_who_is_not_in_an_export_of_everybody_was_deleted_by_the_first_such(tmp_path: Path) -> None:
    ledger = new(tmp_path)
    third = [*deal("a", 1), *deal("b", 2, ordered=(8, 50.0)), *deal("d", 4)]
    read(ledger, export(10, FIRST, WHOLE), export(17, SECOND, WHOLE), export(24, third, WHOLE))
    there = {day: set(known(ledger, day)) for day in (10, 18, 25)}
    assert there == {10: set("abcd"), 18: set("abce"), 25: set("abd")}
    assert [known(ledger, day)["b"][1][2] for day in (10, 18, 25)] == [50.0, 70.0, 50.0]


def test_deals_that_are_purged_are_gone_though_nobody_else_was_lost(tmp_path: Path) -> None:
    ledger = new(tmp_path)
    lost = [event for i in range(6) for event in deal(f"p{i}", i, declined=(i + 5, None))]
    others = [event for i in range(7) for event in deal(f"q{i}", 3)]
    read(ledger, export(20, [*lost, *others], WHOLE))
    found = read(ledger, export(27, others, WHOLE))
    assert (found.n_superseded, found.counts) == (12, {})
    assert set(known(ledger)) == {f"q{i}" for i in range(7)}


def test_an_export_of_everybody_with_a_row_that_cannot_be_read_deletes_nobody(tmp_path: Path) -> None:
    ledger = new(tmp_path)
    read(ledger, export(10, FIRST, WHOLE))
    read(ledger, export(17, SECOND[:-1], WHOLE, refused=[bad_row(99, "d;;32.13.2024")]))
    assert known(ledger)["d"] == [(4, "entered", None)]
    read(ledger, export(24, SECOND[:-1], WHOLE, refused=[bad_row(99, ";Total: 4;", code="no-prospect")]))
    assert "d" not in known(ledger)


def test_a_stage_that_was_corrected_stays_corrected_whatever_comes_later(tmp_path: Path) -> None:
    exports = [
        export(10 + 7 * n, [*deal("a", 1), record("a", *stage)], ROW)
        for n, stage in enumerate([(4, "Demo"), (5, "Demo"), (5, "Offer")])
    ]
    ledger, at_once = new(tmp_path / "one"), new(tmp_path / "once")
    for one in exports:
        read(ledger, one)
    read(at_once, *exports)
    assert paths(ledger) == paths(at_once) == {"a": ["entered", "Offer"]}


def test_an_export_of_everybody_that_is_cut_off_deletes_nobody_and_that_is_said(tmp_path: Path) -> None:
    ledger = new(tmp_path)
    everybody = [event for i in range(10) for event in deal(f"p{i}", i)]
    read(ledger, export(20, everybody, WHOLE))
    assert read(ledger, export(27, everybody[:4], WHOLE)).counts == {"cut-off": 6}
    assert len(known(ledger)) == 10
    assert read(ledger, export(27, everybody[:4], WHOLE)).counts == {"cut-off": 6}
    assert read(ledger, export(34, everybody[:8], WHOLE)).counts == {}
    assert set(known(ledger)) == {f"p{i}" for i in range(8)}
    assert [len(known(ledger, day)) for day in (21, 28, 35)] == [10, 10, 8]  # the one cut off took nobody away
