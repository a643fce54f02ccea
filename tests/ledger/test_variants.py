"""Variants: prospects with one sequence share a number, those with another never do, even if their keys collide."""

from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from pyrometer.ledger import variants
from tests.ledger.small import new, paths, prospects, read, record


def groups(ledger: object) -> dict[object, set[tuple[str, ...]]]:
    sequences = paths(ledger)  # type: ignore[arg-type]
    found: dict[object, set[tuple[str, ...]]] = {}
    for row in prospects(ledger):  # type: ignore[arg-type]
        found.setdefault(row["variant"], set()).add(tuple(sequences[row["name"]]))
    return found


def walks(sequences: list[str], first: int = 0) -> list[dict[str, object]]:
    return [record(f"p{first + i}", day, a) for i, walk in enumerate(sequences) for day, a in enumerate(walk)]


def test_the_same_steps_are_the_same_variant(tmp_path: Path) -> None:
    ledger = new(tmp_path, target=3)
    read(ledger, walks(["ab", "ba", "ab", "abb"]))
    one, two, three, four = (p["variant"] for p in prospects(ledger))
    assert one == three
    assert len({one, two, four}) == 3


def test_a_variant_is_not_joined_from_pieces(tmp_path: Path) -> None:
    ledger = new(tmp_path)
    read(ledger, [record("x", day, f"{day}") for day in range(12)] + [record("y", 0, "11"), record("z", 0, "1")])
    read(ledger, [record("y", 1, "2"), record("z", 1, "12")])
    assert len(groups(ledger)) == 3


@settings(max_examples=8, deadline=None)
@given(
    readings=st.lists(st.lists(st.text("abc", min_size=1, max_size=3), min_size=1, max_size=8), min_size=1, max_size=3)
)
def test_colliding_keys_are_told_apart_for_ever(
    tmp_path_factory: pytest.TempPathFactory, readings: list[list[str]]
) -> None:
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(variants, "key", _poor_key)
        ledger = new(tmp_path_factory.mktemp("poor"), target=4)
        for number, sequences in enumerate(readings):
            read(ledger, walks(sequences, first=100 * number))
            found = groups(ledger)
            assert all(len(sequences) == 1 for sequences in found.values())
            assert len(found) == len({s for sequences in found.values() for s in sequences})


def _poor_key(actions: str, salt: int) -> str:
    return f"(length({actions}) + {salt})::BIGINT"  # sequences of one length collide
