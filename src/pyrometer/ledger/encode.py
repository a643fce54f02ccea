"""Encoding: new events become small integers and are sorted into their segments, still in the work folder.

What says the same in every new event - the source, say, or a cost that nobody told - is not carried through the
sorting: with many segments, handing out the columns is the dearest step of a reading. The segment gets it back.
"""

from collections.abc import Mapping
from pathlib import Path

from pyrometer.ledger import numbers, schema
from pyrometer.ledger.files import literal, path_literal, scan
from pyrometer.ledger.intake import Intake

NEW = "encoded"
MOVED = "moved"
CODES = {column: f"c_{column}.code" for column in schema.CODED}
HOMES = {"prospect": "h.home", "origin": "nullif(h.origin, h.home)", "segment": "h.segment"}
WHOLE = ("TINYINT", "INTEGER", "BIGINT")  # kinds whose least and greatest value tell whether all are the same


def encode(intake: Intake) -> Mapping[str, str]:
    """Writes new events, and older ones that move, to one folder a segment; needs `homes`, `moves` and `coded_*`.

    Gives what is the same in all new events, by column, as SQL: `sources` puts it back.
    """
    same = _same(intake)
    joins = "".join(
        f' LEFT JOIN coded_{kind} c_{column} ON c_{column}.raw = f."{column}"'
        for column, kind in schema.CODED.items()
        if column not in same
    )
    columns = ", ".join(f'({_value(c)})::{kind} AS "{c}"' for c, kind in schema.KEPT.items() if c not in same)
    _write(intake, f"SELECT {columns} FROM fresh f JOIN homes h ON h.name = f.prospect{joins}", NEW)
    moving = numbers.moved(intake)
    if moving is not None:
        _write(intake, f"SELECT {schema.names(schema.KEPT, 'm.')} FROM ({moving}) m", MOVED)
    return same


def sources(intake: Intake, segment: int, same: Mapping[str, str]) -> list[str]:
    """SQL that gives what was encoded for a segment with all its columns, one text a file."""
    columns = ", ".join(f'({same[c]})::{kind} AS "{c}"' if c in same else f'"{c}"' for c, kind in schema.KEPT.items())
    new = [f"SELECT {columns} FROM {scan([path])}" for path in _files(intake, NEW, segment)]
    return new + [f"SELECT {schema.names(schema.KEPT)} FROM {scan([path])}" for path in _files(intake, MOVED, segment)]


def segments(intake: Intake) -> set[int]:
    """The segments that something was encoded for."""
    return {int(p.name.partition("=")[2]) for kind in (NEW, MOVED) for p in (intake.work / kind).glob("segment=*")}


def _files(intake: Intake, kind: str, segment: int) -> list[Path]:
    return sorted((intake.work / kind).glob(f"segment={segment}/*.parquet"))


def _same(intake: Intake) -> dict[str, str]:
    """Told by the statistics of the staged files: nothing is read."""
    staged = ", ".join(path_literal(path) for path in sorted(intake.work.glob("staged-*.parquet")))
    found = intake.con.execute(f"""
        SELECT split_part(path_in_schema, ', ', 1) AS name, bool_and(coalesce(stats_null_count = num_values, false)),
               CASE WHEN bool_and(coalesce(stats_null_count = 0 AND min_is_exact AND max_is_exact, false))
                    AND min(stats_min_value) = max(stats_max_value) THEN min(stats_min_value) END
        FROM parquet_metadata([{staged}]) GROUP BY name""").fetchall()
    same = {"run": str(intake.run)}
    if intake.one("SELECT 1 FROM homes WHERE origin <> home LIMIT 1") is None:
        same["origin"] = "NULL"
    for name, is_empty, value in found:
        text = "NULL" if is_empty else None if value is None else _text(intake, name, value)
        if name in schema.KEPT and name not in HOMES and text is not None:
            same[name] = text
    return same


def _text(intake: Intake, column: str, value: str) -> str | None:
    """A value that all new events have, as the ledger keeps it; None where that cannot be told."""
    if column in schema.CODED:
        code = intake.con.execute(f"SELECT code FROM coded_{schema.CODED[column]} WHERE raw = ?", [value]).fetchone()
        return None if code is None else str(code[0])
    return literal(value) if schema.KEPT.get(column) in WHOLE else None


def _value(column: str) -> str:
    return {**CODES, **HOMES}.get(column) or f'f."{column}"'


def _write(intake: Intake, sql: str, kind: str) -> None:
    target = path_literal(intake.work / kind)
    intake.run_sql(f"""
        COPY ({sql}) TO {target}
        (FORMAT parquet, COMPRESSION uncompressed, PARTITION_BY (segment), WRITE_PARTITION_COLUMNS true)""")
