"""Event logs in XML read tag by tag: slower, for whatever is not written in the plain way."""

from typing import Any
from xml.parsers import expat

import numpy as np
import pyarrow as pa

from pyrometer.sensors._xes_fast import ATTRIBUTES, Log

_KINDS = frozenset(name.decode().strip() for name in ATTRIBUTES)


class _Reader:
    """Holds what expat has told so far; attributes inside attributes are not taken in."""

    def __init__(self) -> None:
        self.traces: list[dict[str, str]] = []
        self.events: list[dict[str, str]] = []
        self.trace_of: list[int] = []
        self._into: dict[str, str] | None = None
        self._path: list[str] = []

    def start(self, tag: str, given: dict[str, str]) -> None:
        """A tag opens."""
        parent = self._path[-1] if self._path else ""
        self._path.append(tag)
        if tag == "trace" and parent == "log":
            self.traces.append({})
            self._into = self.traces[-1]
        elif tag == "event" and parent == "trace":
            self.events.append({})
            self.trace_of.append(len(self.traces) - 1)
            self._into = self.events[-1]
        elif tag in _KINDS and parent in ("trace", "event") and self._into is not None and "key" in given:
            self._into[given["key"]] = given.get("value", "")

    def end(self, tag: str) -> None:
        """A tag closes."""
        self._path.pop()
        if tag == "event":
            self._into = self.traces[-1] if self.traces else None


def read_patiently(stretch: bytes, encoding: str) -> Log:
    """The events and traces of whole `<trace>` elements; raises expat.ExpatError on broken XML."""
    reader = _Reader()
    parser = expat.ParserCreate(encoding)
    parser.StartElementHandler, parser.EndElementHandler = reader.start, reader.end
    parser.Parse("<log>".encode(encoding), False)  # noqa: FBT003 - expat takes it so
    parser.Parse(stretch, False)  # noqa: FBT003
    parser.Parse("</log>".encode(encoding), True)  # noqa: FBT003
    trace_of = np.array(reader.trace_of, np.int64)
    return Log(_columns(reader.events), _columns(reader.traces), trace_of, len(reader.traces))


def _columns(records: list[dict[str, str]]) -> dict[str, Any]:
    keys = dict.fromkeys(key for record in records for key in record)
    return {key: pa.array([record.get(key) for record in records], pa.string()) for key in keys}
