"""Encoding: new events become small integers and are sorted into their segments, still in the work folder."""

from pathlib import Path

from pyrometer.ledger import numbers, schema
from pyrometer.ledger.files import path_literal
from pyrometer.ledger.intake import Intake

NEW = "encoded"
MOVED = "moved"
CODES = {column: f"c_{column}.code" for column in schema.CODED}
HOMES = {"prospect": "h.home", "origin": "nullif(h.origin, h.home)", "segment": "h.segment"}


def encode(intake: Intake) -> None:
    """Writes new events, and older ones that move, to one folder a segment; needs `homes`, `moves` and `coded_*`."""
    joins = "".join(
        f' LEFT JOIN coded_{kind} c_{column} ON c_{column}.raw = f."{column}"' for column, kind in schema.CODED.items()
    )
    sql = f"SELECT {_columns(intake.run)} FROM fresh f JOIN homes h ON h.name = f.prospect{joins}"
    _write(intake, sql, NEW)
    moving = numbers.moved(intake)
    if moving is not None:
        _write(intake, f"SELECT {schema.names(_kept(), 'm.')} FROM ({moving}) m", MOVED)


def files(intake: Intake, segment: int) -> list[Path]:
    """What was encoded for a segment."""
    return [path for kind in (NEW, MOVED) for path in sorted((intake.work / kind).glob(f"segment={segment}/*.parquet"))]


def segments(intake: Intake) -> set[int]:
    """The segments that something was encoded for."""
    return {int(p.name.partition("=")[2]) for kind in (NEW, MOVED) for p in (intake.work / kind).glob("segment=*")}


def _kept() -> dict[str, str]:
    return {name: kind for name, kind in schema.STORED.items() if name not in schema.DERIVED}


def _columns(run: int) -> str:
    sources = {**CODES, **HOMES, "run": f"{run}"}
    return ", ".join(f'({sources.get(c) or _own(c)})::{kind} AS "{c}"' for c, kind in _kept().items())


def _own(column: str) -> str:
    return f'f."{column}"'


def _write(intake: Intake, sql: str, kind: str) -> None:
    target = path_literal(intake.work / kind)
    intake.run_sql(f"""
        COPY ({sql}) TO {target}
        (FORMAT parquet, COMPRESSION uncompressed, PARTITION_BY (segment), WRITE_PARTITION_COLUMNS true)""")
