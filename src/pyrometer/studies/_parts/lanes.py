"""Lanes: what we did and what the customer did, with the ways between, as a picture can show it."""

from typing import Any

from pyrometer.model.figure import Figure
from pyrometer.model.table import Table
from pyrometer.studies._parts import say

MOST_WAYS = 200  # edges handed to the picture, and rows of the table; the picture draws those that matter


def words(action: str) -> str:
    """An action as people say it."""
    return action.replace("_", " ").replace("-", " ")


def figure(nodes: Table, ways: Table) -> Figure:
    """The lanes figure of the measures nodes and graph; what only the records' system notes is no step of anybody."""
    drawn = [_node(row) for row in nodes if row["side"] != "system"]
    both = [r for r in longest(ways) if "system" not in (r["side"], r["next_side"])]
    edges = [{"start": r["action"], "stop": r["next_action"], "n": r["n"]} for r in both]
    data = {"nodes": drawn, "edges": edges, "n_of": "prospects"}
    ours = sum(1 for n in drawn if n["lane"] == "we")
    theirs = say.plural(len(drawn) - ours, "kind of action", "kinds of action")
    mine = f"{say.plural(ours, 'kind of action', 'kinds of action')} of ours" if ours else "none of ours"
    alt = f"{theirs} of the customers, {mine}."
    return Figure("lanes", "What happened, step by step", alt, data)


def _node(row: dict[str, Any]) -> dict[str, Any]:
    return {
        "action": row["action"],
        "label": say.first_up(words(row["action"])),
        "lane": "customer" if row["side"] == "customer" else "we",
        "n": row["n_prospects"],
        "n_stopped": row["n_end"],
    }


def longest(ways: Table) -> Table:
    """The most frequent ways."""
    place = [c.name for c in ways.columns].index("n")
    return Table(ways.columns, tuple(sorted(ways.rows, key=lambda r: r[place] or 0, reverse=True)[:MOST_WAYS]))
