"""Small ledgers for the claims: records by hand, read, and what the ledger then says as plain rows."""

from collections.abc import Iterable, Mapping
from datetime import datetime, timedelta
from functools import cache
from pathlib import Path
from typing import Any

import pyarrow as pa

from pyrometer.config import EngineSettings
from pyrometer.engines.duckdb import ENGINE
from pyrometer.ledger.reading import Reading
from pyrometer.ledger.store import Ledger
from pyrometer.model.words import Words
from pyrometer.sensors import _batch
from pyrometer.sensors._batch import Batch

DAY0 = datetime(2024, 1, 1)
READ_AT = datetime(2024, 6, 1)
CODED = {
    "action": "actions",
    "actor": "actors",
    "source": "sources",
    "account": "accounts",
    "currency": "currencies",
    "file": "files",
}


@cache
def backend() -> Any:
    """One DuckDB for all claims."""
    return ENGINE.connect(EngineSettings(threads=2, memory="1GB"))


def record(prospect: str, day: float, action: str, **more: Any) -> dict[str, Any]:
    """A record that happened `day` days after 1 January 2024; by default without an id of the source."""
    base: dict[str, Any] = {
        "source": "crm",
        "source_id": None,
        "source_seq": 0,
        "prospect": prospect,
        "happened_at": DAY0 + timedelta(days=day),
        "precision": 0,
        "side": 0,
        "action": action,
        "grade": 2,
        "file": "deals.csv",
        "row": 1,
    }
    return base | more


def batch(records: Iterable[Mapping[str, Any]], refused: Iterable[Mapping[str, Any]] = ()) -> Batch:
    """A batch of these records."""
    rows, bad = list(records), list(refused)
    full = [{name: row.get(name) for name in _batch.EVENTS.names} for row in rows]
    events = pa.Table.from_pylist(full, _batch.EVENTS)
    return Batch(events, pa.Table.from_pylist([dict(b) for b in bad], _batch.REFUSED), len(rows) + len(bad))


def bad_row(row: int, raw: str, code: str = "no-time") -> dict[str, Any]:
    """A refused row."""
    reason = "The row has no time."
    return {"source": "crm", "file": "deals.csv", "row": row, "code": code, "reason": reason, "raw": raw}


def read(ledger: Ledger, records: Iterable[Mapping[str, Any]], refused: Iterable[Mapping[str, Any]] = ()) -> Reading:
    """Reads the records as one batch."""
    return ledger.read([batch(records, refused)], backend(), source="crm", read_at=READ_AT)


def events(ledger: Ledger, mark: int | None = None) -> list[dict[str, Any]]:
    """All events at a mark with words for codes, in the ledger's order."""
    tables = ledger.tables(backend(), mark)
    rows = tables.events.order_by(["prospect", "seq"]).to_pyarrow().to_pylist()
    names = {r["prospect"]: r["name"] for r in tables.prospects.to_pyarrow().to_pylist()}
    return [_spoken(row, tables.words) | {"name": names[row["prospect"]]} for row in rows]


def prospects(ledger: Ledger, mark: int | None = None) -> list[dict[str, Any]]:
    """All prospects at a mark in order of their numbers."""
    return ledger.tables(backend(), mark).prospects.order_by("prospect").to_pyarrow().to_pylist()


def paths(ledger: Ledger, mark: int | None = None) -> dict[str, list[str]]:
    """The actions of every prospect by name, in the ledger's order."""
    found: dict[str, list[str]] = {}
    for event in events(ledger, mark):
        found.setdefault(event["name"], []).append(event["action"])
    return found


def _spoken(row: dict[str, Any], words: Words) -> dict[str, Any]:
    said = {c: getattr(words, kind)[row[c]] if row[c] is not None else None for c, kind in CODED.items()}
    prev = row["prev_action"]
    return row | said | {"prev_action": words.actions[prev] if prev is not None else None}


def new(folder: Path, target: int | None = None) -> Ledger:
    """An empty ledger below the folder; `target` makes segments small."""
    ledger = Ledger.create(folder / "ledger")
    if target is not None:
        ledger.target = target
    return ledger
