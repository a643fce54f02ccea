"""Schema of the ledger: the columns that events and prospects have on disk and for those who measure."""

from typing import Any

# Exposed to definitions, process and measures, in this order. Times are naive UTC microseconds.
EVENTS: dict[str, str] = {
    "prospect": "BIGINT",  # number in order of birth
    "seq": "INTEGER",  # 0 for the prospect's first event
    "happened_at": "TIMESTAMP",
    "known_at": "TIMESTAMP",
    "precision": "TINYINT",
    "side": "TINYINT",
    "grade": "TINYINT",
    "action": "INTEGER",
    "source": "INTEGER",
    "actor": "INTEGER",
    "person": "INTEGER",
    "account": "INTEGER",
    "source_seq": "BIGINT",
    "minutes": "DOUBLE",
    "cost": "DOUBLE",
    "amount": "DOUBLE",
    "currency": "INTEGER",
    "about": "MAP(VARCHAR, VARCHAR)",
    "file": "INTEGER",
    "row": "BIGINT",
    "run": "INTEGER",  # the reading that first saw the event
    "prev_action": "INTEGER",
    "since_prev_us": "BIGINT",
    "segment": "INTEGER",
}
# Kept for the ledger's own use.
HIDDEN: dict[str, str] = {
    "origin": "BIGINT",  # the prospect's own number where a merge gave the event to another; else null
    "id_high": "BIGINT",  # identity: 128 bits of (source, source_id), or of the content where there are no ids
    "id_low": "BIGINT",
    "content": "BIGINT",  # 64 bits of the content, where the source has ids; else null
}
STORED: dict[str, str] = EVENTS | HIDDEN
DERIVED = ("seq", "prev_action", "since_prev_us")  # worked out anew whenever a segment is written
KEPT: dict[str, str] = {name: kind for name, kind in STORED.items() if name not in DERIVED}
PROSPECTS: dict[str, str] = {
    "prospect": "BIGINT",
    "name": "VARCHAR",
    "first_at": "TIMESTAMP",
    "last_at": "TIMESTAMP",
    "n_events": "INTEGER",
    "variant": "BIGINT",
    "segment": "INTEGER",
}
# The column of a batch -> the dictionary that codes it.
CODED: dict[str, str] = {
    "action": "actions",
    "actor": "actors",
    "source": "sources",
    "person": "persons",
    "account": "accounts",
    "currency": "currencies",
    "file": "files",
}
SMALL = ("actions", "actors", "sources", "currencies", "files")  # kept together as JSON, read whole when opened
LARGE = ("persons", "accounts")  # kept as Parquet, read when somebody asks for a word
ORDER = "happened_at, source_seq, action_rank, id_high, id_low"  # within a prospect; rows' order never decides


def names(columns: dict[str, str], prefix: str = "") -> str:
    """The columns as a quoted SQL list."""
    return ", ".join(f'{prefix}"{name}"' for name in columns)


def empty(columns: dict[str, str]) -> str:
    """A SELECT that gives these columns and no row."""
    return "SELECT " + ", ".join(f'NULL::{kind} AS "{name}"' for name, kind in columns.items()) + " WHERE false"


def arrow() -> Any:
    """The stored columns as an Arrow schema, for the Delta table."""
    import pyarrow as pa

    kinds = {
        "BIGINT": pa.int64(),
        "INTEGER": pa.int32(),
        "TINYINT": pa.int8(),
        "DOUBLE": pa.float64(),
        "TIMESTAMP": pa.timestamp("us"),
        "MAP(VARCHAR, VARCHAR)": pa.map_(pa.string(), pa.string()),
    }
    return pa.schema([pa.field(name, kinds[kind]) for name, kind in STORED.items()])


def refused() -> Any:
    """Refused rows as kept: as the sensor gave them, and the reading that first saw them."""
    import pyarrow as pa

    from pyrometer.sensors import _batch

    return _batch.REFUSED.append(pa.field("run", pa.int32()))


def conflicts() -> Any:
    """Conflicting events as kept: as the sensor gave them, the reading that first saw them, and their identity."""
    import pyarrow as pa

    from pyrometer.sensors import _batch

    extra = [("run", pa.int32()), ("id_high", pa.int64()), ("id_low", pa.int64()), ("content", pa.int64())]
    fields = [pa.field(f.name, f.type) for f in _batch.EVENTS]
    return pa.schema([*fields, *(pa.field(name, kind) for name, kind in extra)])


def runs() -> Any:
    """Readings: which mark each made, when, and what it found; `counts` are the sensor's own, by their codes."""
    import pyarrow as pa

    counts = ("n_rows", "n_events", "n_new", "n_same", "n_refused", "n_conflicts", "n_superseded")
    head = [("run", pa.int32()), ("mark", pa.int64()), ("source", pa.string()), ("read_at", pa.timestamp("us"))]
    tail = [("settings", pa.string()), ("counts", pa.map_(pa.string(), pa.int64()))]
    return pa.schema([*head, *((name, pa.int64()) for name in counts), *tail])


def aliases() -> Any:
    """Merges of prospects: who was merged into whom, when, and who says so."""
    import pyarrow as pa

    who = [("name", pa.string()), ("into", pa.string())]
    return pa.schema([*who, ("happened_at", pa.timestamp("us")), ("source", pa.string())])
