"""Side tables: lists of files that never change; a reading adds a part, and many small parts are made one."""

from collections.abc import Sequence
from pathlib import Path
from typing import Any

from pyrometer.ledger.files import fresh_name, path_literal, scan, whole
from pyrometer.ledger.intake import Intake

MOST = 16  # as many parts as a side table may have before they are made one


def read(files: Sequence[Path], schema: Any) -> Any:
    """All parts as one Arrow table of that schema; a column that older parts do not have is empty there."""
    import pyarrow as pa

    tables = [table(path) for path in files]
    known = [t.cast(pa.schema([schema.field(name) for name in t.column_names])) for t in tables]
    return pa.concat_tables([schema.empty_table(), *known], promote_options="default")


def count(files: Sequence[Path]) -> int:
    """How many rows the parts hold, by what each says of itself; raises LedgerError where one is missing or damaged."""
    from pyarrow import parquet

    n = 0
    for path in files:
        with whole(path):
            n += parquet.read_metadata(path).num_rows
    return n


def table(path: Path) -> Any:
    """One part as an Arrow table; raises LedgerError where it is missing or damaged."""
    from pyarrow import parquet

    with whole(path):
        return parquet.read_table(path)


def add(intake: Intake, kind: str, sql: str) -> tuple[str, ...]:
    """Adds what the query gives as a part in the work folder; the names of all parts from now on."""
    files = intake.old_parts(kind)
    if len(files) >= MOST:
        return replace(intake, kind, f"SELECT * FROM {scan(files, by_name=True)} UNION ALL BY NAME ({sql})")
    return (*intake.before.parts.get(kind, ()), *replace(intake, kind, sql))


def replace(intake: Intake, kind: str, sql: str) -> tuple[str, ...]:
    """Writes what the query gives as the only part."""
    name = fresh_name(kind, "parquet")
    intake.run_sql(f"COPY ({sql}) TO {path_literal(intake.work / name)} (FORMAT parquet, COMPRESSION zstd)")
    return (name,)


def add_table(intake: Intake, kind: str, table: Any) -> tuple[str, ...]:
    """Adds an Arrow table as a part; without rows nothing is added."""
    if not table.num_rows:
        return intake.before.parts.get(kind, ())
    intake.con.register("part", table)
    names = add(intake, kind, "SELECT * FROM part")
    intake.con.unregister("part")
    return names
