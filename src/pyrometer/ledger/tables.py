"""Tables: what definitions, process and measures see of the ledger at a mark."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta
from hashlib import sha256
from pathlib import Path
from typing import Any

from pyrometer.engines import duckdb
from pyrometer.errors import LedgerError
from pyrometer.ledger import dictionaries, marks, schema
from pyrometer.ledger.files import Folder, scan
from pyrometer.ledger.manifest import Manifest
from pyrometer.ledger.retired import AMENDED
from pyrometer.model.words import Words

KINDS = {
    "BIGINT": "int64",
    "INTEGER": "int32",
    "TINYINT": "int8",
    "DOUBLE": "float64",
    "TIMESTAMP": "timestamp(6)",
    "VARCHAR": "string",
    "MAP(VARCHAR, VARCHAR)": "map<string, string>",
}
EPOCH = datetime(1970, 1, 1)
RETIRED = schema.EVENTS | {"retired_at": "TIMESTAMP"}
ORIGINS = {c: k for c, k in AMENDED.items() if c not in ("untold_from", "told_from")} | {"own": "BIGINT"}
NAMED = {name: schema.PROSPECTS[name] for name in ("prospect", "name", "segment")}


@dataclass(frozen=True, slots=True)
class LedgerTables:
    """The ledger at a mark. `events` and `prospects` are Ibis tables; `since` and `until` naive UTC (None: empty).

    `state` is a name that no other state of any ledger has: a ledger that was restored may give a mark a second time.

    `retired`: what newer exports took back, events with `retired_at`. `amended`: which events (run, file, row, action,
    happened_at) nobody told from `untold_from` (null: ever) to `told_from`. Both None where there are none. Views that
    are made when asked for: `origins`, which events a merge gave to another, with `own`, their prospect's number;
    `everybody`, number, name and segment of all prospects there ever were.
    """

    events: Any
    prospects: Any
    retired: Any
    amended: Any
    origins: Callable[[], Any]
    everybody: Callable[[], Any]
    words: Words
    mark: int
    state: str
    since: datetime | None
    until: datetime | None
    n_events: int
    n_prospects: int


def tables(folder: Folder, backend: Any, mark: int) -> LedgerTables:
    """Views on the files of that mark in the backend, which must be DuckDB; nothing is copied."""
    only_duckdb(backend)
    manifest = marks.manifest(folder, mark)
    stem = f"{sha256(str(folder.root.resolve()).encode()).hexdigest()[:12]}_{mark}"
    events = [folder.events / s.events for s in manifest.segments if s.events is not None]
    prospects = [folder.side / s.prospects for s in manifest.segments if s.n_events]
    first = [s.first_us for s in manifest.segments if s.first_us is not None]
    last = [s.last_us for s in manifest.segments if s.last_us is not None]
    everybody = [folder.side / s.prospects for s in manifest.segments]
    retired, amended = (
        [folder.side / name for name in manifest.parts.get(kind, ())] for kind in ("retired", "amended")
    )
    return LedgerTables(
        events=_view(backend, f"events_{stem}", schema.EVENTS, _select(events, schema.EVENTS)),
        prospects=_view(backend, f"prospects_{stem}", schema.PROSPECTS, _living(prospects, manifest)),
        retired=_view(backend, f"retired_{stem}", RETIRED, _retired(retired)) if retired else None,
        amended=_view(backend, f"amended_{stem}", AMENDED, _amended(amended)) if amended else None,
        origins=lambda: _view(backend, f"origins_{stem}", ORIGINS, _origins(events)),
        everybody=lambda: _view(backend, f"everybody_{stem}", NAMED, _select(everybody, NAMED)),
        words=dictionaries.words(folder, manifest),
        mark=mark,
        state=marks.last_named(folder, mark) or "",
        since=EPOCH + timedelta(microseconds=min(first)) if first else None,
        until=EPOCH + timedelta(microseconds=max(last)) if last else None,
        n_events=sum(s.n_events for s in manifest.segments),
        n_prospects=sum(s.n_prospects for s in manifest.segments),
    )


def only_duckdb(backend: Any) -> None:
    """Raises LedgerError for another engine."""
    if backend.name != "duckdb":
        raise LedgerError(f"The engine '{backend.name}' cannot open a ledger. Write in [engine]: kind = \"duckdb\"")


def _retired(files: list[Path]) -> str:
    """Under the prospects' own numbers; what is derived from an event's place whoever puts it there works out."""
    columns = {c: f"NULL::{RETIRED[c]}" for c in schema.DERIVED} | {"prospect": "coalesce(origin, prospect)"}
    return f"SELECT {', '.join(f'{columns.get(c, c)} AS {c}' for c in RETIRED)} FROM {scan(files)}"


def _amended(files: list[Path]) -> str:
    """Older files know of no gaps."""
    both = f"{schema.empty(AMENDED)} UNION ALL BY NAME SELECT * FROM {scan(files, by_name=True)}"
    return f"SELECT {schema.names(AMENDED)} FROM ({both})"


def _origins(files: list[Path]) -> str:
    columns = ", ".join(f'"{c}"' for c in ORIGINS if c != "own")
    return f"SELECT DISTINCT {columns}, origin AS own FROM {scan(files)} WHERE origin IS NOT NULL"


def _living(files: list[Path], manifest: Manifest) -> str:
    """A prospect that was merged into another keeps its number, but has no events and is not shown."""
    sql = _select(files, schema.PROSPECTS)
    return f"{sql} WHERE n_events > 0" if any(s.n_hidden for s in manifest.segments) and files else sql


def _select(files: list[Path], columns: dict[str, str]) -> str:
    return f"SELECT {schema.names(columns)} FROM {scan(files)}" if files else schema.empty(columns)


def _view(backend: Any, name: str, columns: dict[str, str], sql: str) -> Any:
    import ibis

    return duckdb.view(backend, name, ibis.schema({column: KINDS[kind] for column, kind in columns.items()}), sql)
