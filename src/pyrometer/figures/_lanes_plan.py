"""Which actions and ways of a lane map are drawn, and in which column each action stands."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

LANES = ("we", "customer", "rework")
MOST_NODES = 14
FAINT = 0.01  # ways below this share of the thickest one are left out, unless an action would hang loose
Node = Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Way:
    """From one action to the next, and how many went it."""

    start: str
    stop: str
    n: float


@dataclass(frozen=True, slots=True)
class Plan:
    """The actions drawn, by name; their columns; the ways drawn; how many of each were left out."""

    nodes: Mapping[str, Node]
    columns: Mapping[str, int]
    ways: tuple[Way, ...]
    n_nodes_out: int
    n_ways_out: int

    @property
    def n_columns(self) -> int:
        """How many columns the map has."""
        return max(self.columns.values()) + 1

    def lane(self, action: str) -> str:
        """The lane an action stands in."""
        found = str(self.nodes[action].get("lane") or "we")
        return found if found in LANES else "we"


def plan(data: Mapping[str, Any]) -> Plan:
    """The most frequent actions, and the ways that matter between them."""
    every = sorted(data.get("nodes") or [], key=lambda n: (-(n.get("n") or 0), str(n["action"])))
    ways = merged(data.get("edges") or [])
    nodes = {str(node["action"]): node for node in every[:MOST_NODES]}
    kept = chosen(ways, nodes)
    bare = Plan(nodes, {}, kept, len(every) - len(nodes), len(ways) - len(kept))
    return replace(bare, columns=columns_of(bare))


def merged(edges: Sequence[Mapping[str, Any]]) -> list[Way]:
    """The ways from the largest down, doubles added up."""
    total: dict[tuple[str, str], float] = {}
    for e in edges:
        key = (str(e["start"]), str(e["stop"]))
        total[key] = total.get(key, 0) + (e.get("n") or 0)
    return sorted((Way(a, b, n) for (a, b), n in total.items() if n > 0), key=lambda w: (-w.n, w.start, w.stop))


def chosen(ways: Sequence[Way], nodes: Mapping[str, Node]) -> tuple[Way, ...]:
    """The largest ways, and for every action the largest one in and the largest one out."""
    inside = [w for w in ways if w.start in nodes and w.stop in nodes]
    if not inside:
        return ()
    most = max(w.n for w in inside)
    kept = {w for w in inside[: len(nodes) * 3 // 2] if w.n >= FAINT * most}
    for action in nodes:
        kept |= set([w for w in inside if w.stop == action != w.start][:1])
        kept |= set([w for w in inside if w.start == action != w.stop][:1])
    return tuple(w for w in inside if w in kept)


def columns_of(of: Plan) -> dict[str, int]:
    """The column of each action: after those that lead to it, and after its lane's one before.

    An action may stand straight below or above the one of another lane that leads to it.
    """
    columns: dict[str, int] = {}
    filled: dict[str, int] = {}
    for action in ordered(of):
        lane = of.lane(action)
        column = filled.get(lane, -1) + 1
        before = [w for w in of.ways if w.stop == action and w.start in columns]
        for w in before:
            if w.n * 4 >= before[0].n:
                column = max(column, columns[w.start] + (1 if of.lane(w.start) == lane else 0))
        columns[action] = filled[lane] = column
    return columns


def ordered(of: Plan) -> list[str]:
    """The actions from first to last: by their position if all have one, else so that few ways lead back.

    Source: Eades, Lin, Smyth 1993, A fast and effective heuristic for the
    feedback arc set problem, Inf. Proc. Letters 47.
    """
    if all(node.get("position") is not None for node in of.nodes.values()):
        return sorted(of.nodes, key=lambda a: (of.nodes[a]["position"], a))
    left = list(of.nodes)
    first: list[str] = []
    last: list[str] = []
    while left:
        out = {a: sum(w.n for w in of.ways if w.start == a != w.stop and w.stop in left) for a in left}
        back = {a: sum(w.n for w in of.ways if w.stop == a != w.start and w.start in left) for a in left}
        sources = [a for a in left if not back[a] and out[a]]
        sinks = [a for a in left if not out[a]]
        if sinks:
            last.insert(0, sinks[-1])
            left.remove(sinks[-1])
            continue
        pick = sources[0] if sources else max(left, key=lambda a: out[a] - back[a])
        first.append(pick)
        left.remove(pick)
    return first + last
