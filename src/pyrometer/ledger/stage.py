"""Staging: the batches of a reading go to disk first, each event with its identity; memory stays small."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Any

from pyrometer.errors import LedgerError
from pyrometer.ledger import identity
from pyrometer.ledger.files import path_literal, scan
from pyrometer.ledger.intake import Intake
from pyrometer.sensors import _batch
from pyrometer.sensors._batch import Batch

ROWS_A_FILE = 1_000_000  # small batches are gathered to files of about this many rows
ROWS_A_CHUNK = 122_880  # what one thread takes at a time
SORTED_ABOUT = "CASE WHEN cardinality(about) > 0 THEN map_from_entries(list_sort(map_entries(about))) END AS about"
NUMBERS = ("minutes", "cost", "amount")  # a number that is none counts as not given


@dataclass(frozen=True, slots=True)
class Staged:
    """How much a reading brought, and its refused rows as an Arrow table."""

    n_rows: int
    n_events: int
    refused: Any


def take(intake: Intake, batches: Iterable[Batch]) -> Staged:
    """Writes the batches to the work folder and makes the view `staged` of all their events."""
    import pyarrow as pa

    n_rows, refused = 0, [_batch.REFUSED.empty_table()]
    total = 0
    for gathered in _gathered(batches):
        n_rows += sum(batch.n_rows for batch in gathered)
        refused += [_as(batch.refused, _batch.REFUSED) for batch in gathered]
        events = pa.concat_tables([_as(batch.events, _batch.EVENTS) for batch in gathered])
        if events.num_rows:
            _write(intake, events, total)
            total += events.num_rows
    files = sorted(intake.work.glob("staged-*.parquet"))
    source = scan(files) if files else f"({_nothing(intake)})"
    intake.run_sql(f"CREATE TEMP VIEW staged AS SELECT * FROM {source}")
    return Staged(n_rows, total, pa.concat_tables(refused))


def _gathered(batches: Iterable[Batch]) -> Iterator[list[Batch]]:
    waiting: list[Batch] = []
    n = 0
    for batch in batches:
        waiting.append(batch)
        n += batch.events.num_rows
        if n >= ROWS_A_FILE:
            yield waiting
            waiting, n = [], 0
    if waiting:
        yield waiting


def _as(table: Any, schema: Any) -> Any:
    """The table in exactly this schema; raises LedgerError where a sensor gave something else."""
    if table.schema.names != schema.names:
        raise LedgerError(f"A sensor gave the columns {table.schema.names}; the ledger takes {schema.names}.")
    for column in schema:
        empty = table[column.name].null_count
        if empty and not column.nullable:
            raise LedgerError(f"A sensor gave {empty} records without '{column.name}'; it must refuse such rows.")
    return table.cast(schema)


def _write(intake: Intake, events: Any, first_row: int) -> None:
    import pyarrow as pa

    path = intake.work / f"staged-{first_row:012d}.parquet"
    chunks = events.combine_chunks().to_batches(max_chunksize=ROWS_A_CHUNK)
    intake.con.register("batch", pa.Table.from_batches(chunks))
    intake.run_sql(f"COPY ({_select('batch', first_row)}) TO {path_literal(path)} (FORMAT parquet, COMPRESSION snappy)")
    intake.con.unregister("batch")


def _select(source: str, first_row: int) -> str:
    plain = [f'"{c}"' for c in identity.CONTENT if c not in (*NUMBERS, "about")]
    numbers = [f'CASE WHEN isnan("{c}") THEN NULL ELSE "{c}" END AS "{c}"' for c in NUMBERS]
    cleaned = f'SELECT {", ".join([*plain, *numbers])}, {SORTED_ABOUT}, file, "row" FROM {source}'
    return f"SELECT *, {first_row} + row_number() OVER () - 1 AS staged_row FROM ({identity.identified(cleaned)})"


def _nothing(intake: Intake) -> str:
    intake.con.register("nothing", _batch.EVENTS.empty_table())
    return _select("nothing", 0)
