"""XES: event logs in XML (.xes, .xes.gz); columns are named as process mining does: case:concept:name, concept:name."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import IO, Any
from xml.parsers import expat

import numpy as np
import pyarrow as pa

from pyrometer.errors import SensorError
from pyrometer.sensors import Rows, Sensor
from pyrometer.sensors._files import opened
from pyrometer.sensors._xes_fast import Log, NotPlain, taken_apart
from pyrometer.sensors._xes_patient import read_patiently

STRETCH = 32 << 20  # bytes taken at once, up to the last whole trace
MOST_HEADER = 64 << 20
MOST_TRACE = 512 << 20
TRACE, POSITION = "case:concept:name", "event:index"
_ENCODING = re.compile(rb"<\?xml[^>]*encoding\s*=\s*[\"']([A-Za-z0-9._-]+)")
_OPEN = re.compile(rb"<trace[\s>]")
_CLOSE = b"</trace>"


@dataclass(frozen=True, slots=True)
class Settings:
    """Nothing needs to be said: the file tells all."""


def rows(path: Path, settings: Settings) -> Iterator[Rows]:
    """The events of a log, all columns as text; attributes of a trace are columns named 'case:...'.

    `event:index` is an event's place in its trace, from 0. Attributes inside attributes are not read. Raises
    SensorError when the file is no event log, is broken or declares entities.
    """
    first, seen = 1, dict[str, int]()
    for log in _logs(path):
        table = _table(log, seen)
        yield Rows(table, first, _empty_traces(log, first))
        first += table.num_rows


def _logs(path: Path) -> Iterator[Log]:
    with opened(path) as stream:
        encoding, rest = _header(path, stream)
        while True:
            more = stream.read(STRETCH)
            rest += more
            cut = rest.rfind(_CLOSE) + len(_CLOSE)
            if cut >= len(_CLOSE):
                yield _log(path, rest[:cut], encoding)
                rest = rest[cut:]
            if not more:
                break
            if len(rest) > MOST_TRACE:
                raise SensorError(f"{path}: one trace is longer than {MOST_TRACE >> 20} MB; that is no event log.")
    if b"</log" not in rest:
        raise SensorError(f"{path} is cut off: the log is never closed. Fetch it again.")


def _header(path: Path, stream: IO[bytes]) -> tuple[str, bytes]:
    """The encoding, and what has been read from the first trace on."""
    start = b""
    while len(start) < MOST_HEADER:
        more = stream.read(STRETCH)
        start += more
        found = _OPEN.search(start)
        head = start[: found.start()] if found else start
        if b"<!DOCTYPE" in head or b"<!ENTITY" in head:
            raise SensorError(
                f"{path} declares a document type or entities; an event log needs none, so it is not read."
            )
        if found:
            named = _ENCODING.search(head)
            return (named[1].decode() if named else "utf-8").lower(), start[found.start() :]
        if not more:
            break
    if b"<log" not in start:
        raise SensorError(f"{path} is no event log: it has no <log> element.")
    raise SensorError(f"{path} is an event log without a single trace.")


def _log(path: Path, stretch: bytes, encoding: str) -> Log:
    if encoding in ("utf-8", "us-ascii"):
        try:
            return taken_apart(stretch)
        except NotPlain:
            pass
    try:
        return read_patiently(stretch, encoding)
    except (expat.ExpatError, LookupError, ValueError) as error:
        raise SensorError(f"{path} is broken XML: {error} (counted from a trace's beginning).") from error


def _table(log: Log, seen: dict[str, int]) -> Any:
    columns = dict(log.events)
    for key, column in log.traces.items():
        columns[f"case:{key}"] = column.take(pa.array(log.trace_of))
    columns[POSITION] = pa.array(_positions(log, seen)).cast(pa.string())
    if TRACE not in columns:
        columns[TRACE] = pa.nulls(len(log.trace_of), pa.string())
    return pa.table(columns)


def _positions(log: Log, seen: dict[str, int]) -> Any:
    """Each event's place in its trace; a name that comes again goes on counting, so no two events are one."""
    n_of = np.bincount(log.trace_of, minlength=log.n_traces)
    begins = np.concatenate([[0], np.cumsum(n_of)[:-1]]) if log.n_traces else np.zeros(0, np.int64)
    names = log.traces.get("concept:name")
    before = np.zeros(log.n_traces, np.int64)
    for i, name in enumerate(names.to_pylist() if names is not None else ()):
        before[i] = seen.get(name, 0)
        seen[name] = int(before[i] + n_of[i])
    return np.arange(len(log.trace_of)) - begins[log.trace_of] + before[log.trace_of]


def _empty_traces(log: Log, first: int) -> tuple[tuple[int, str, str], ...]:
    """Traces without any event, kept with what is known of them."""
    n_of = np.bincount(log.trace_of, minlength=log.n_traces)
    known = {key: column.to_pylist() for key, column in log.traces.items()} if (n_of == 0).any() else {}
    return tuple(
        (first, "The trace has no event.", ", ".join(f"{key}={values[i]}" for key, values in known.items()))
        for i in np.flatnonzero(n_of == 0)
    )


SENSOR = Sensor(suffixes=(".xes", ".xes.gz"), settings=Settings, rows=rows, is_sparse=True)
