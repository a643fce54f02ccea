"""The columns of a compilation, laid out: side by side where they can be, step after step where they must."""

import sys
from collections.abc import Mapping, Sequence
from typing import Any

from pyrometer.errors import DefinitionError

MOST_STEPS = 200  # 237 took half a minute; DuckDB reads no expression of more than 1,000 levels
USUAL = 30  # so many fit in the 1,000 calls that Python allows
FRAMES = 100  # nested calls for each, ample: 93 steps did not fit in 1,000 calls, 200 do in 21,000
TOO_MANY = (
    "The definitions rest on each other in {n:,} steps one after another, and at most "
    f"{MOST_STEPS} can be judged in one pass. "
    "Let the last of them count from an action, and not from another definition."
)
SMALL = 40  # nodes up to which a light column is written out where it is read instead of being a step of its own


def stand_in(name: str, kind: Any) -> Any:
    """What stands for a column of that name and type until the table is there that holds it."""
    import ibis

    return ibis.table({name: kind}, name=f"stand_in_{name}")[name]


def lay_out(base: Any, columns: Mapping[str, Any], wanted: Sequence[str]) -> Any:
    """A table with `prospect` and the wanted columns; each column is an expression over stand-ins for others.

    Light columns are written out where light ones read them. The rest is laid out in as few steps as their reading
    each other allows, and a step carries only what later steps read.
    """
    kept = _written_out(columns, wanted)
    reads = {name: _reads(op) for name, op in kept.items()}
    steps = _steps(kept, reads)
    if len(steps) > MOST_STEPS:
        raise DefinitionError(TOO_MANY.format(n=len(steps)))
    make_room(len(steps))
    table = base
    for i, names in enumerate(steps):
        later = {r for step in steps[i + 1 :] for n in step for r in reads[n]} | set(wanted)
        carried = [c for c in table.columns if c == "prospect" or c in later]
        new = {n: _placed(kept[n], table) for n in names}
        table = table.select(*carried, **new, **({f"wall_{i}": _wall()} if i + 1 < len(steps) else {}))
    return table


def make_room(n: int) -> None:
    """Lets so many things be written one inside the other, by us, Ibis and sqlglot, which call themselves for each."""
    if n > USUAL:
        sys.setrecursionlimit(max(sys.getrecursionlimit(), 1000 + FRAMES * n))


def _written_out(columns: Mapping[str, Any], wanted: Sequence[str]) -> dict[str, Any]:
    """The columns that are needed, as operations, with light ones written out in light readers."""
    ops = {name: expression.op() for name, expression in columns.items()}
    light: dict[str, Any] = {}
    kept: dict[str, Any] = {}
    for name, op in ops.items():  # a column reads only earlier ones
        if not _is_heavy(op):
            op = _replaced(op, light)
            if _size(op) <= SMALL:
                light[name] = op
        kept[name] = op
    return _needed(kept, wanted)


def _needed(kept: Mapping[str, Any], wanted: Sequence[str]) -> dict[str, Any]:
    found: set[str] = set()
    waiting = [w for w in wanted if w in kept]
    while waiting:
        name = waiting.pop()
        if name not in found:
            found.add(name)
            waiting += [r for r in _reads(kept[name]) if r in kept]
    return {name: op for name, op in kept.items() if name in found}


def _steps(kept: Mapping[str, Any], reads: Mapping[str, frozenset[str]]) -> list[list[str]]:
    level: dict[str, int] = {}
    for name in kept:
        level[name] = 1 + max((level[r] for r in reads[name] if r in kept), default=-1)
    steps: list[list[str]] = [[] for _ in range(1 + max(level.values(), default=-1))]
    for name in kept:
        steps[level[name]].append(name)
    return steps


def _fields(op: Any) -> list[Any]:
    from ibis.expr import operations as ops

    return list(op.find(ops.Field, filter=ops.Value))


def _reads(op: Any) -> frozenset[str]:
    return frozenset(f.name for f in _fields(op))


def _replaced(op: Any, others: Mapping[str, Any]) -> Any:
    found = {f: others[f.name] for f in _fields(op) if f.name in others}
    return op.replace(found) if found else op


def _placed(op: Any, table: Any) -> Any:
    """The operation with every stand-in replaced by the table's own column, as an expression."""
    return op.replace({f: table[f.name].op() for f in _fields(op)}).to_expr()


def _is_heavy(op: Any) -> bool:
    from ibis.expr import operations as ops

    return bool(op.find((ops.ArrayFilter, ops.ArrayMap, ops.ArraySort), filter=ops.Value))


def _size(op: Any) -> int:
    from ibis.expr import operations as ops

    return len(op.find(ops.Value, filter=ops.Value))


def _wall() -> Any:
    """A column that nothing reads: it keeps Ibis from copying what is computed here into each place that reads it."""
    import ibis

    return ibis.now()
