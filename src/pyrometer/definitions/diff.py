"""Two versions on one history: who moves in, who moves out, whose date changes, and which counts shift."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from pyrometer.definitions._order import all_that_rest_on, by_name, references
from pyrometer.definitions.records import Records
from pyrometer.model.definition import VERDICTS, Definition
from pyrometer.model.table import Column, Table

BRIDGE = (
    Column("definition", "", "name of the definition"),
    Column("old_version", "", "version before; empty where it is new"),
    Column("new_version", "", "version after; empty where it was dropped"),
    Column("n_met_old", "count", "prospects that met it before"),
    Column("n_moved_in", "count", "prospects that meet it now and did not before"),
    Column("n_moved_out", "count", "prospects that met it before and do not now"),
    Column("n_met_new", "count", "prospects that meet it now: before, plus moved in, less moved out"),
    Column("n_redated", "count", "prospects that meet it by both, from another instant on"),
    Column("n_not_met_old", "count", "prospects that did not meet it before"),
    Column("n_not_met_new", "count", "prospects that do not meet it now"),
    Column("n_too_early_old", "count", "prospects of which it was too early to tell before"),
    Column("n_too_early_new", "count", "prospects of which it is too early to tell now"),
    Column("n_cannot_tell_old", "count", "prospects of which nothing could be told before"),
    Column("n_cannot_tell_new", "count", "prospects of which nothing can be told now"),
)
MOVED = (
    Column("definition", "", "name of the definition"),
    Column("prospect", "", "number of the prospect in the ledger"),
    Column("name", "", "name of the prospect in its source, where prospects were given"),
    Column("way", "", "in, out, redated, or other (between the other verdicts)"),
    Column("old_verdict", "", "verdict before"),
    Column("new_verdict", "", "verdict now"),
    Column("old_met_at", "", "met from then on, before"),
    Column("new_met_at", "", "met from then on, now"),
)


@dataclass(frozen=True, slots=True)
class Difference:
    """`bridge`: one row a definition that changed or rests on one that did; `moved`: the prospects it concerns."""

    bridge: Table
    moved: Table


def diff(
    old: Sequence[Definition], new: Sequence[Definition], records: Records, *, prospects: Any = None, limit: int = 1000
) -> Difference:
    """What a change of definitions does to the same history.

    `old` and `new` are whole sets: a definition that rests on a changed one is compared too. At most `limit`
    prospects a definition are listed; the bridge counts all. `prospects` (ledger table) gives their names.
    """
    names = changed(old, new)
    if not names:
        return Difference(Table(BRIDGE, ()), Table(MOVED, ()))
    both = _side_by_side(old, new, names, records)
    if prospects is not None:
        both = both.left_join(prospects.select("prospect", name="name"), "prospect").drop("prospect_right")
    both = both.cache()
    backend = both.get_backend()
    versions = [{d.name: d.version for d in side} for side in (old, new)]
    rows = tuple(_bridged(name, versions, backend.to_pyarrow(_counts(both, name)).to_pylist()) for name in names)
    moved = [row for name in names for row in _moved(name, backend.to_pyarrow(_movers(both, name, limit)).to_pylist())]
    return Difference(Table(BRIDGE, rows), Table(MOVED, tuple(moved)))


def changed(old: Sequence[Definition], new: Sequence[Definition]) -> tuple[str, ...]:
    """Names of the definitions (no measures) that differ in content, came, went, or rest on one that did."""
    before, after = by_name(old), by_name(new)
    names = [*after, *(n for n in before if n not in after)]
    touched = {n for n in names if _hash(before.get(n)) != _hash(after.get(n))}
    rests = {n: [r for side in (before, after) if n in side for r in references(side[n])] for n in names}
    touched = all_that_rest_on(touched, rests)
    return tuple(n for n in names if n in touched and (after.get(n) or before[n]).kind != "measure")


def _hash(definition: Definition | None) -> str:
    return "" if definition is None else definition.hash


def _side_by_side(old: Sequence[Definition], new: Sequence[Definition], names: Sequence[str], records: Records) -> Any:
    """One row a prospect: old and new verdict and met_at of each name; null where a side lacks the definition."""
    import ibis

    from pyrometer.definitions.compile import judge

    tables = []
    for side, definitions in (("old", old), ("new", new)):
        table = judge(definitions, records)
        columns: dict[str, Any] = {}
        for name in names:
            slug = name.replace("-", "_")
            for what, kind in (("verdict", "int8"), ("met_at", "timestamp(6)")):
                known = f"{slug}_{what}" in table.columns
                columns[f"{side}_{slug}_{what}"] = table[f"{slug}_{what}"] if known else ibis.null(kind)
        tables.append(table.select("prospect", **columns))
    return tables[0].inner_join(tables[1], "prospect")


def _columns(both: Any, name: str) -> dict[str, Any]:
    slug = name.replace("-", "_")
    return {f"{s}_{w}": both[f"{s}_{slug}_{w}"] for s in ("old", "new") for w in ("verdict", "met_at")}


def _counts(both: Any, name: str) -> Any:
    c = _columns(both, name)
    redated = ((c["old_verdict"] == 0) & (c["new_verdict"] == 0) & (c["old_met_at"] != c["new_met_at"])).fill_null(
        False
    )
    keys = {"old_verdict": c["old_verdict"], "new_verdict": c["new_verdict"], "redated": redated}
    return both.group_by(**keys).aggregate(n=both.count())


def _bridged(name: str, versions: Sequence[Mapping[str, int]], rows: Sequence[Mapping[str, Any]]) -> tuple[Any, ...]:
    def n(old: int | None = None, new: int | None = None) -> int:
        return sum(
            r["n"]
            for r in rows
            if (old is None or r["old_verdict"] == old) and (new is None or r["new_verdict"] == new)
        )

    met_in_both = n(0, 0)
    rest = [n(old=v) if side == "old" else n(new=v) for v in range(1, len(VERDICTS)) for side in ("old", "new")]
    redated = sum(r["n"] for r in rows if r["redated"])
    moved = (n(new=0) - met_in_both, n(old=0) - met_in_both)
    return (name, versions[0].get(name), versions[1].get(name), n(old=0), *moved, n(new=0), redated, *rest)


def _movers(both: Any, name: str, limit: int) -> Any:
    c = _columns(both, name)
    verdict = ~c["old_verdict"].identical_to(c["new_verdict"])
    moved = both.filter(verdict | ~c["old_met_at"].identical_to(c["new_met_at"]))
    named = {"name": moved["name"]} if "name" in both.columns else {}
    return moved.select("prospect", **named, **_columns(moved, name)).order_by("prospect").limit(limit)


def _moved(name: str, rows: Sequence[Mapping[str, Any]]) -> list[tuple[Any, ...]]:
    return [
        (
            name,
            r["prospect"],
            r.get("name"),
            _way(r["old_verdict"], r["new_verdict"]),
            _word(r["old_verdict"]),
            _word(r["new_verdict"]),
            r["old_met_at"],
            r["new_met_at"],
        )
        for r in rows
    ]


def _word(code: int | None) -> str | None:
    return None if code is None else VERDICTS[code]


def _way(old: int | None, new: int | None) -> str:
    if old == new:
        return "redated"
    return "in" if new == 0 else "out" if old == 0 else "other"
