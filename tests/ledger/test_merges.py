"""Merges: the events of a prospect that was merged into another belong to that one, now and later."""

from datetime import datetime, timedelta
from itertools import permutations
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from pyrometer.ledger import merges
from tests.ledger.small import DAY0, backend, events, new, paths, prospects, read, record


def merge(name: str, into: str, day: float) -> dict[str, Any]:
    return record(name, day, "merged_into", about={"into": into})


BORN = [record(name, day, f"born {name}") for day, name in enumerate("abc")]


def test_a_merge_brings_older_events_home(tmp_path: Path) -> None:
    ledger = new(tmp_path)
    read(ledger, BORN)
    read(ledger, [merge("b", "a", 5)])
    assert paths(ledger) == {"a": ["born a", "born b", "merged_into"], "c": ["born c"]}
    assert [(p["prospect"], p["name"], p["n_events"]) for p in prospects(ledger)] == [(0, "a", 3), (2, "c", 1)]
    assert ledger.tables(backend()).n_prospects == 2
    assert paths(ledger, mark=1) == {"a": ["born a"], "b": ["born b"], "c": ["born c"]}


def test_later_events_of_the_merged_name_go_to_the_one_that_stays(tmp_path: Path) -> None:
    ledger = new(tmp_path)
    read(ledger, [*BORN, merge("b", "a", 5)])
    found = read(ledger, [record("b", 7, "replied"), *BORN])
    assert (found.n_new, found.n_same) == (1, 3)
    assert paths(ledger)["a"] == ["born a", "born b", "merged_into", "replied"]


def test_a_merge_into_a_name_not_seen_yet_makes_it(tmp_path: Path) -> None:
    ledger = new(tmp_path)
    read(ledger, [*BORN, merge("a", "z", 5)])
    assert paths(ledger) == {"z": ["born a", "merged_into"], "b": ["born b"], "c": ["born c"]}
    read(ledger, [record("z", 9, "replied")])
    assert paths(ledger)["z"] == ["born a", "merged_into", "replied"]


def test_chains_lead_to_the_last_one_in_whatever_order_they_are_read(tmp_path: Path) -> None:
    rows = [*BORN, merge("a", "b", 5), merge("b", "c", 6)]
    for number, order in enumerate(permutations(rows[3:])):
        ledger = new(tmp_path / str(number), target=1)
        read(ledger, BORN)
        for row in order:
            read(ledger, [row])
        assert paths(ledger) == {"c": ["born a", "born b", "born c", "merged_into", "merged_into"]}
        assert read(ledger, rows).n_new == 0


def test_a_circle_ends_at_the_one_the_later_merges_kept(tmp_path: Path) -> None:
    ledger = new(tmp_path)
    read(ledger, [*BORN, merge("a", "b", 5)])
    read(ledger, [merge("b", "a", 6)])
    assert paths(ledger)["a"] == ["born a", "born b", "merged_into", "merged_into"]
    assert "b" not in paths(ledger)


def test_a_later_merge_takes_along_only_the_name_it_names(tmp_path: Path) -> None:
    ledger = new(tmp_path, target=1)
    read(ledger, [*BORN, merge("a", "b", 5)])
    read(ledger, [merge("a", "c", 6)])
    assert paths(ledger) == {"b": ["born b"], "c": ["born a", "born c", "merged_into", "merged_into"]}


def test_a_merge_into_itself_or_into_nothing_changes_nothing(tmp_path: Path) -> None:
    ledger = new(tmp_path)
    read(ledger, [*BORN, merge("a", "a", 5), record("b", 6, "merged_into"), merge("c", "", 7)])
    assert set(paths(ledger)) == {"a", "b", "c"}


def test_what_derives_from_the_order_is_worked_out_anew_after_a_merge(tmp_path: Path) -> None:
    ledger = new(tmp_path, target=1)
    read(ledger, [record("a", 0, "one"), record("b", 1, "two"), record("a", 2, "three")])
    read(ledger, [merge("b", "a", 3)])
    assert [(e["seq"], e["prev_action"], e["segment"]) for e in events(ledger)] == [
        (0, None, 0),
        (1, "one", 0),
        (2, "two", 0),
        (3, "three", 0),
    ]


NAMES = st.sampled_from("abcdef")
EDGES = st.lists(
    st.tuples(NAMES, NAMES, st.integers(0, 9).map(lambda d: DAY0 + timedelta(days=d))), max_size=12, unique=True
)


@given(edges=EDGES, data=st.data())
def test_roots_do_not_depend_on_order_and_are_roots(
    edges: list[tuple[str, str, datetime]], data: st.DataObject
) -> None:
    found = merges.roots(edges)
    assert merges.roots(data.draw(st.permutations(edges))) == found
    assert not set(found.values()) & set(found)
    assert all(name != root for name, root in found.items())


@given(st.integers(1, 3000))
def test_a_long_chain_has_one_end(n: int) -> None:
    found = merges.roots([(f"{i}", f"{i + 1}", DAY0 + timedelta(days=i % 7)) for i in range(n)])
    assert set(found.values()) == {f"{n}"}
    assert len(found) == n


ROWS = st.lists(
    st.one_of(
        st.builds(record, st.sampled_from("abcde"), st.integers(0, 6), st.sampled_from(["x", "y"])),
        st.builds(merge, st.sampled_from("abcde"), st.sampled_from("abcde"), st.integers(0, 6)),
    ),
    max_size=14,
)


@settings(max_examples=15, deadline=None)
@given(rows=ROWS, cuts=st.lists(st.integers(0, 14), max_size=3).map(sorted))
def test_merges_read_bit_by_bit_end_like_merges_read_at_once(
    tmp_path_factory: pytest.TempPathFactory, rows: list[dict[str, Any]], cuts: list[int]
) -> None:
    whole = new(tmp_path_factory.mktemp("whole"))
    read(whole, rows)
    bits = new(tmp_path_factory.mktemp("bits"), target=3)
    for start, end in zip([0, *cuts], [*cuts, len(rows)], strict=True):
        read(bits, rows[start:end])
    assert paths(bits) == paths(whole)
    assert {p["name"]: p["n_events"] for p in prospects(bits)} == {n: len(path) for n, path in paths(whole).items()}
    assert read(bits, rows).n_new == 0
