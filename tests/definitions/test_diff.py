"""A change of definition is shown on the same history: nobody moves unseen, and the bridge adds up."""

from typing import Any

from pyrometer.definitions.diff import diff
from pyrometer.model.definition import Definition
from tests.definitions.stories import definition, records

STORIES = {
    "long": "2026-10-01 customer met minutes=30",
    "short": "2026-10-01 customer met minutes=8",
    "two": "2026-10-01 customer met minutes=8\n2026-10-05 customer met minutes=20",
    "called": "2026-10-02 customer answered_call minutes=20",
    "none": "2026-10-01 marketing mailed",
}
OLD = definition("gave-time", 'live = { customer = ["met"], having = { minutes = "at least 5" } }')
NEW = definition(
    "gave-time",
    'live = { customer = ["met", "answered_call"], having = { minutes = "at least 10" } }',
    head="version = 2",
)
OUTER = definition("serious", 'time = { definition = "gave-time" }', kind="judgment")
ELSE = definition("replied", 'wrote = { customer = ["replied"] }')


def compared(old: list[Definition], new: list[Definition], **more: Any) -> Any:
    found, names = records(STORIES, "2026-10-31")
    return diff(old, new, found, **more), names


def test_who_moves_in_out_and_whose_date_changes() -> None:
    found, names = compared([OLD], [NEW])
    moved = {names[r["prospect"]]: (r["way"], r["old_verdict"], r["new_verdict"]) for r in found.moved}
    assert moved == {
        "short": ("out", "met", "not_met"),
        "two": ("redated", "met", "met"),
        "called": ("in", "not_met", "met"),
    }


def test_the_bridge_adds_up() -> None:
    found, _ = compared([OLD], [NEW])
    (row,) = found.bridge
    assert (row["old_version"], row["new_version"]) == (1, 2)
    assert (row["n_met_old"], row["n_moved_in"], row["n_moved_out"], row["n_met_new"]) == (3, 1, 1, 3)
    assert row["n_met_old"] + row["n_moved_in"] - row["n_moved_out"] == row["n_met_new"]
    assert row["n_redated"] == 1
    for side in ("old", "new"):
        assert sum(row[f"n_{v}_{side}"] for v in ("met", "not_met", "too_early", "cannot_tell")) == len(STORIES)


def test_a_definition_that_rests_on_a_changed_one_is_compared_and_others_are_not() -> None:
    found, _ = compared([OLD, OUTER, ELSE], [NEW, OUTER, ELSE])
    assert found.bridge["definition"] == ["gave-time", "serious"]
    assert found.bridge["n_moved_in"] == [1, 1]


def test_nothing_changed_nothing_told() -> None:
    signed = definition(
        "gave-time", 'live = { customer = ["met"], having = { minutes = "at least 5" } }', head="version = 9"
    )
    found, _ = compared([OLD], [signed])
    assert len(found.bridge) == len(found.moved) == 0


def test_new_and_dropped_definitions_have_one_side_only() -> None:
    found, _ = compared([OLD], [OLD, ELSE])
    (row,) = found.bridge
    assert (row["old_version"], row["new_version"], row["n_met_old"], row["n_met_new"]) == (None, 1, 0, 0)
    found, _ = compared([OLD, ELSE], [ELSE])
    (row,) = found.bridge
    assert (row["new_version"], row["n_met_old"], row["n_moved_out"]) == (None, 3, 3)


def test_the_list_of_movers_is_cut_but_the_bridge_counts_all() -> None:
    found, _ = compared([OLD], [NEW], limit=1)
    assert len(found.moved) == 1
    assert found.bridge["n_moved_in"] == [1]
    assert found.bridge["n_moved_out"] == [1]
