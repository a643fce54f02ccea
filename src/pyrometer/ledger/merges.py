"""Merges: when a source merges two prospects, the events of both belong to the one that stays."""

from collections.abc import Iterable
from datetime import datetime
from typing import Any

from pyrometer.ledger import dictionaries, parts, schema
from pyrometer.ledger.files import literal
from pyrometer.ledger.intake import Intake

Edge = tuple[str, str, datetime]  # who, into whom, when
MERGED = "merged_into"
IS_TOLD = "coalesce(about['into'], '') <> ''"  # into whom


def roots(edges: Iterable[Edge]) -> dict[str, str]:
    """Who each merged name is now, through chains.

    The latest merge of a name counts. Where merges run in a circle, the oldest of the circle is overtaken by the later
    ones: the name it took away is the one that stays.
    """
    latest: dict[str, Edge] = {}
    for edge in sorted(edges, key=lambda e: (e[2], e[1])):
        if edge[0] != edge[1]:
            latest[edge[0]] = edge
    found: dict[str, str] = {}
    for name in sorted(latest):
        _follow(name, latest, found)
    return {name: root for name, root in found.items() if name != root}


def _follow(start: str, latest: dict[str, Edge], found: dict[str, str]) -> None:
    path: list[str] = []
    seen: set[str] = set()
    name = start
    while name in latest and name not in found and name not in seen:
        path.append(name)
        seen.add(name)
        name = latest[name][1]
    if name in seen:
        circle = path[path.index(name) :]
        name = min(circle, key=lambda n: (latest[n][2], n))
    root = found.get(name, name)
    found.update(dict.fromkeys(path, root))


def known(intake: Intake) -> Any:
    """The merges that earlier readings found, as an Arrow table; makes the table `roots_before` (name, root)."""
    table = parts.read(intake.old_parts("aliases"), schema.aliases())
    _register(intake, "roots_before", roots(_edges(table)))
    return table


def found(intake: Intake) -> Any:
    """The merges among the new events, as an Arrow table of the aliases' schema."""
    return intake.con.execute(f"""
        SELECT DISTINCT prospect AS name, about['into'] AS "into", happened_at, source FROM fresh
        ANTI JOIN stillborn s ON s.id_high = fresh.id_high AND s.id_low = fresh.id_low AND s.c = coalesce(content, 0)
        WHERE action = {literal(MERGED)} AND {IS_TOLD} ORDER BY ALL""").to_arrow_table()


def staying(intake: Intake, before: Any) -> Any:
    """Of the merges before, those that nothing takes back, neither a newer export nor other settings. Needs `retiring`.

    Two records may tell of one merge: it is undone when both are taken back.
    """
    import pyarrow.compute as pc

    if intake.dropped:
        before = before.filter(pc.not_equal(before["source"], intake.dropped))
    if not before.num_rows or not intake.one("SELECT count(*) FROM retiring")[0]:
        return before
    words = dictionaries.small(intake.folder, intake.before)
    sources = ", ".join(map(literal, words["sources"]))
    return intake.con.execute(f"""
        SELECT DISTINCT p.name, e.about['into'] AS "into", e.happened_at, [{sources}][e.source + 1] AS source
        FROM (FROM {intake.kept(intake.old_events())} WHERE action = {words["actions"].index(MERGED)}) e
        JOIN {intake.old_prospects()} p ON p.prospect = coalesce(e.origin, e.prospect)
        WHERE {IS_TOLD} ORDER BY ALL""").to_arrow_table()


def resolve(intake: Intake, before: Any, now: Any) -> None:
    """Makes the tables `roots` (name, root) and `rehomed` (name, old_root, root): names that belong elsewhere now."""
    _register(intake, "roots", roots([*_edges(before), *_edges(now)]))
    intake.run_sql("""
        CREATE TEMP TABLE rehomed AS
        SELECT name, coalesce(b.root, name) AS old_root, coalesce(r.root, name) AS root
        FROM roots r FULL JOIN roots_before b USING (name)
        WHERE coalesce(b.root, name) <> coalesce(r.root, name)""")


def _edges(table: Any) -> list[Edge]:
    return list(zip(*(table[name].to_pylist() for name in ("name", "into", "happened_at")), strict=True))


def _register(intake: Intake, name: str, mapping: dict[str, str]) -> None:
    import pyarrow as pa

    table = pa.table({"name": list(mapping), "root": list(mapping.values())}, _schema())
    intake.con.register("mapping", table)
    intake.run_sql(f"CREATE TEMP TABLE {name} AS SELECT * FROM mapping")
    intake.con.unregister("mapping")


def _schema() -> Any:
    import pyarrow as pa

    return pa.schema([("name", pa.string()), ("root", pa.string())])
