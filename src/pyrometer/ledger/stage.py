"""Staging: the batches of a reading go to disk first, each event with its identity; memory stays small."""

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
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
    """How much a reading brought; `counts` are the sensor's own."""

    n_rows: int
    n_events: int
    n_refused: int
    counts: Mapping[str, int]


def take(intake: Intake, batches: Iterable[Batch]) -> Staged:
    """Writes the batches to the work folder; makes the views `staged` of events and `refused_now` of refused rows."""
    import pyarrow as pa

    n_rows = n_events = n_refused = 0
    counts: Counter[str] = Counter()
    for gathered in _gathered(batches):
        n_rows += sum(batch.n_rows for batch in gathered)
        for batch in gathered:
            counts.update(batch.counts)
        refused = pa.concat_tables([_as(batch.refused, _batch.REFUSED) for batch in gathered])
        events = pa.concat_tables([_as(batch.events, _batch.EVENTS) for batch in gathered])
        _write(intake, "refused", n_refused, refused)
        _write(intake, "staged", n_events, events)
        n_events += events.num_rows
        n_refused += refused.num_rows
    _write(intake, "refused", n_refused, _batch.REFUSED.empty_table())  # so that there is one at least
    _write(intake, "staged", n_events, _batch.EVENTS.empty_table())
    for view, kind, run in (("staged", "staged", ""), ("refused_now", "refused", f", {intake.run}::INTEGER AS run")):
        files = sorted(intake.work.glob(f"{kind}-*.parquet"))
        intake.run_sql(f"CREATE TEMP VIEW {view} AS SELECT *{run} FROM {scan(files)}")
    return Staged(n_rows, n_events, n_refused, dict(sorted(counts.items())))


def _gathered(batches: Iterable[Batch]) -> Iterator[list[Batch]]:
    waiting: list[Batch] = []
    n = 0
    for batch in batches:
        waiting.append(batch)
        n += batch.events.num_rows + batch.refused.num_rows
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


def _write(intake: Intake, kind: str, first_row: int, table: Any) -> None:
    import numpy as np
    import pyarrow as pa

    path = intake.work / f"{kind}-{first_row:012d}.parquet"
    if path.exists():  # the file before has no row
        return
    rows = np.arange(first_row, first_row + table.num_rows)
    table = table.append_column("staged_row", pa.array(rows)) if kind == "staged" else table
    chunks = table.combine_chunks().to_batches(max_chunksize=ROWS_A_CHUNK)
    intake.con.register("batch", pa.Table.from_batches(chunks, table.schema))
    sql = _select("batch") if kind == "staged" else "SELECT * FROM batch"
    intake.run_sql(f"COPY ({sql}) TO {path_literal(path)} (FORMAT parquet, COMPRESSION snappy)")
    intake.con.unregister("batch")


def _select(source: str) -> str:
    plain = [f'"{c}"' for c in identity.CONTENT if c not in (*NUMBERS, "about")]
    numbers = [f'CASE WHEN isnan("{c}") THEN NULL ELSE "{c}" END AS "{c}"' for c in NUMBERS]
    cleaned = f'SELECT {", ".join([*plain, *numbers])}, {SORTED_ABOUT}, file, "row", staged_row FROM {source}'
    return identity.identified(cleaned)
