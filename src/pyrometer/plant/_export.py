"""Export: every event of a mark as CSV, Parquet, XES or OCEL 2.0, packed or not, for the tools of others."""

import gzip
import json
import re
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime
from pathlib import Path
from typing import IO, TYPE_CHECKING, Any
from xml.sax.saxutils import quoteattr

from pyrometer import writing
from pyrometer.errors import BadSetting, near
from pyrometer.model.event import PRECISIONS, SIDES
from pyrometer.plant import _sources

if TYPE_CHECKING:
    from pyrometer.plant._opened import Opened

FORMATS = ("csv", "parquet", "xes", "ocel")
ENDINGS = {".csv": "csv", ".parquet": "parquet", ".xes": "xes", ".json": "ocel", ".jsonocel": "ocel"}
PACKED = ".gz"
CODED = {"action": "actions", "actor": "actors", "source": "sources", "person": "persons", "account": "accounts"}
COLUMNS = (
    "prospect", "seq", "happened_at", "known_at", "precision", "side", "actor", "action", "grade", "minutes", "cost",
    "amount", "currency", "account", "person", "about", "source",
)  # fmt: skip
RISKY = ("=", "+", "-", "@", "\t", "\r")  # a spreadsheet would run a cell that begins so
BATCH = 100_000
FORBIDDEN = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff]")  # XML 1.0, section 2.2: not even as a reference
STANDS_FOR = "\ufffd"
XES_HEAD = '<?xml version="1.0" encoding="UTF-8"?>\n<log xes.version="1.0" xmlns="http://www.xes-standard.org/">\n'


def export(plant: "Opened", path: Path, kind: str | None, *, mark: int | None = None) -> int:
    """Writes the events of that mark (default: the newest) to `path`; how many there were. Raises BadSetting.

    Where `kind` is None the file's ending tells it; a file that ends in .gz is packed.
    """
    _sources.something_read(plant)
    is_packed = path.suffix.lower() == PACKED
    kind = kind or kind_of(path)
    if kind not in FORMATS:
        raise BadSetting(f"No export format named '{kind}'.{near(kind, FORMATS)}")
    if kind == "parquet" and is_packed:
        raise BadSetting(f"Parquet is packed already. Write to {path.with_suffix('')}")
    with writing.beside(path) as private, _opened(private, is_packed=is_packed) as out:
        return WRITERS[kind](batches(plant, mark), out)


def kind_of(path: Path) -> str:
    """The format that a file's ending means, .gz aside; the ending itself where it means none."""
    stem = path.with_suffix("") if path.suffix.lower() == PACKED else path
    return ENDINGS.get(stem.suffix.lower(), stem.suffix.lstrip("."))


@contextmanager
def _opened(path: Path, *, is_packed: bool) -> Iterator[IO[bytes]]:
    """The file to write bytes to; a packed one holds neither name nor time, so equal events give equal files."""
    with path.open("wb") as raw:
        if not is_packed:
            yield raw
            return
        with gzip.GzipFile("", "wb", compresslevel=6, fileobj=raw, mtime=0) as packed:
            yield packed  # type: ignore[misc]


def batches(plant: "Opened", mark: int | None) -> Iterator[Any]:
    """Arrow batches of decoded events, by prospect and in order."""
    tables = plant.ledger.tables(plant.backend, mark)
    events = tables.events.join(tables.prospects.select("prospect", "name"), "prospect")
    events = events.order_by(["prospect", "seq"])
    for batch in plant.backend.to_pyarrow_batches(events, chunk_size=BATCH):
        yield _decoded(batch, tables.words)


def _decoded(batch: Any, words: Any) -> Any:
    import pyarrow as pa

    table = pa.Table.from_batches([batch])
    values = {name: table[name] for name in COLUMNS if name in table.column_names}
    values["prospect"] = table["name"]
    for name, dictionary in (*CODED.items(), ("currency", "currencies")):
        known = pa.array(getattr(words, dictionary), pa.string())
        values[name] = known.take(table[name].combine_chunks())
    values["side"] = pa.array(SIDES).take(table["side"].combine_chunks())
    values["precision"] = pa.array(PRECISIONS).take(table["precision"].combine_chunks())
    return pa.table({name: values[name] for name in COLUMNS})


def _parquet(tables: Iterator[Any], out: IO[bytes]) -> int:
    import pyarrow.parquet as pq

    first = next(tables)
    n: int = first.num_rows
    with pq.ParquetWriter(out, first.schema) as writer:
        writer.write_table(first)
        for table in tables:
            writer.write_table(table)
            n += table.num_rows
    return n


def _csv(tables: Iterator[Any], out: IO[bytes]) -> int:
    import pyarrow.csv as pc

    n, writer = 0, None
    for table in tables:
        flat = _flat(table)
        writer = writer or pc.CSVWriter(out, flat.schema)
        writer.write_table(flat)
        n += flat.num_rows
    if writer:
        writer.close()
    return n


def _flat(table: Any) -> Any:
    """Text that no spreadsheet runs as a formula; `about` as JSON."""
    import pyarrow as pa
    import pyarrow.compute as pc

    about = [json.dumps(dict(a), ensure_ascii=False) if a else None for a in table["about"].to_pylist()]
    table = table.set_column(table.column_names.index("about"), "about", pa.array(about, pa.string()))
    for i, field in enumerate(table.schema):
        if field.type == pa.string():
            text = table[field.name]
            risky = pc.is_in(pc.utf8_slice_codeunits(text, 0, 1), pa.array(RISKY))
            table = table.set_column(i, field, pc.if_else(risky, pc.binary_join_element_wise("'", text, ""), text))
    return table


def _xes(tables: Iterator[Any], out: IO[bytes]) -> int:
    n, now = 0, None
    out.write(XES_HEAD.encode())
    for table in tables:
        for row in table.to_pylist():
            if row["prospect"] != now:
                out.write(b"</trace>\n" if now is not None else b"")
                now = row["prospect"]
                out.write(f'<trace><string key="concept:name" value={_quoted(now)}/>\n'.encode())
            out.write(_xes_event(row).encode())
            n += 1
    out.write(b"</trace>\n" if now is not None else b"")
    out.write(b"</log>\n")
    return n


def _xes_event(row: dict[str, Any]) -> str:
    cells = [
        ("string", "concept:name", row["action"]),
        ("date", "time:timestamp", _iso(row["happened_at"])),
        ("string", "org:resource", row["actor"]),
        ("string", "side", row["side"]),
        ("int", "grade", row["grade"]),
        ("float", "minutes", row["minutes"]),
        ("float", "amount", row["amount"]),
        *(("string", key, value) for key, value in row["about"] or ()),
    ]
    inner = "".join(f"<{kind} key={_quoted(k)} value={_quoted(str(v))}/>" for kind, k, v in cells if v is not None)
    return f"<event>{inner}</event>\n"


def _quoted(text: str) -> str:
    """An attribute's value; a character that XML forbids gives way to the one that stands for what is unreadable."""
    return quoteattr(FORBIDDEN.sub(STANDS_FOR, text))


def _ocel(tables: Iterator[Any], out: IO[bytes]) -> int:
    """OCEL 2.0 JSON: prospects, accounts and actors as objects, each event related to those it touches."""
    objects: dict[str, str] = {}
    actions: set[str] = set()
    events: list[dict[str, Any]] = []
    for table in tables:
        for row in table.to_pylist():
            touched = [(kind, row[kind]) for kind in ("prospect", "account", "actor") if row[kind]]
            objects |= {f"{kind}:{name}": kind for kind, name in touched}
            actions.add(row["action"])
            events.append(_ocel_event(row, len(events), touched))
    attributes = [{"name": n, "type": t} for n, t in (("side", "string"), ("grade", "integer"), ("amount", "float"))]
    document = {
        "objectTypes": [{"name": kind, "attributes": []} for kind in sorted(set(objects.values()))],
        "eventTypes": [{"name": action, "attributes": attributes} for action in sorted(actions)],
        "objects": [{"id": i, "type": k, "attributes": [], "relationships": []} for i, k in sorted(objects.items())],
        "events": events,
    }
    out.write(json.dumps(document, ensure_ascii=False).encode())
    return len(events)


def _ocel_event(row: dict[str, Any], number: int, touched: list[tuple[str, str]]) -> dict[str, Any]:
    held = {"side": row["side"], "grade": row["grade"], "amount": row["amount"]}
    return {
        "id": f"e{number}",
        "type": row["action"],
        "time": _iso(row["happened_at"]),
        "attributes": [{"name": k, "value": v} for k, v in held.items() if v is not None],
        "relationships": [{"objectId": f"{kind}:{name}", "qualifier": kind} for kind, name in touched],
    }


def _iso(at: datetime) -> str:
    return at.isoformat(timespec="microseconds") + "Z"


WRITERS = {"csv": _csv, "parquet": _parquet, "xes": _xes, "ocel": _ocel}
