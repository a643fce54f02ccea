"""Event logs in XML taken apart as one array of bytes: no loop over events, only over the names of their attributes."""

import re
from dataclasses import dataclass
from typing import Any

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

ATTRIBUTES = (b"string ", b"date ", b"int ", b"float ", b"boolean ", b"id ")
_OPENS = (b"trace>", b"event>")
_CLOSES = (b"/trace>", b"/event>")
_ENTITY = re.compile(r"&(lt|gt|amp|quot|apos|#\d{1,7}|#x[0-9a-fA-F]{1,6});")
_NAMED = {"lt": "<", "gt": ">", "amp": "&", "quot": '"', "apos": "'"}


class NotPlain(Exception):
    """The stretch is not written in the plain way that most logs are; the patient reader must take it."""


@dataclass(frozen=True, slots=True)
class Log:
    """A stretch of a log: columns of its events and of its traces (Arrow arrays), and which trace an event is of."""

    events: dict[str, Any]
    traces: dict[str, Any]
    trace_of: Any  # int64, a trace number per event, counted from 0
    n_traces: int


def taken_apart(stretch: bytes) -> Log:
    """The events and traces of whole `<trace>...</trace>` elements; raises NotPlain on anything unusual."""
    try:
        stretch.decode("utf-8")
    except UnicodeDecodeError:
        raise NotPlain from None
    marks = np.frombuffer(stretch, np.uint8)
    tags, ends = np.flatnonzero(marks == ord("<")), np.flatnonzero(marks == ord(">"))
    if len(tags) != len(ends) or not (tags < ends).all() or not (ends[:-1] < tags[1:]).all():
        raise NotPlain
    names = _names(marks, tags)
    is_attribute, step = _kinds(names)
    depth = np.cumsum(step)
    if len(depth) and (depth[-1] != 0 or depth.min() < 0 or depth.max() > 2):
        raise NotPlain
    quotes = _quotes(marks, tags[is_attribute], ends[is_attribute])
    opens = step > 0
    in_event = depth == 2
    is_event = opens & in_event
    trace = np.cumsum(opens & (depth == 1)) - 1
    return _pivoted(
        stretch, quotes, {"trace": trace, "event": np.cumsum(is_event) - 1}, (is_attribute, in_event, is_event)
    )


def _names(marks: Any, tags: Any) -> Any:
    """The eight bytes after each '<' as one number."""
    padded = np.concatenate([marks, np.zeros(9, np.uint8)])
    windows = np.lib.stride_tricks.sliding_window_view(padded, 8)
    return np.ascontiguousarray(windows[tags + 1]).view("<u8").ravel()


def _kinds(names: Any) -> tuple[Any, Any]:
    """Which tags are attributes, and +1 or -1 where a trace or an event opens or closes; others are not plain."""
    is_attribute = np.zeros(len(names), bool)
    for word in ATTRIBUTES:
        is_attribute |= _begins(names, word)
    opens, closes = (_begins(names, a) | _begins(names, b) for a, b in (_OPENS, _CLOSES))
    if not (is_attribute | opens | closes).all():
        raise NotPlain
    step = opens.astype(np.int8) - closes.astype(np.int8)
    depth = np.cumsum(step)
    wrong = _begins(names, b"trace>") & (depth != 1) | _begins(names, b"event>") & (depth != 2)
    wrong |= _begins(names, b"/event>") & (depth != 1) | _begins(names, b"/trace>") & (depth != 0)
    if wrong.any() or (is_attribute & (depth == 0)).any():
        raise NotPlain
    return is_attribute, step


def _begins(names: Any, word: bytes) -> Any:
    mask = np.uint64((1 << (8 * len(word))) - 1)
    return (names & mask) == np.uint64(int.from_bytes(word, "little"))


def _quotes(marks: Any, tags: Any, ends: Any) -> Any:
    """The four quotation marks of each attribute, n x 4; each must be exactly key="..." value="..." and closed."""
    quotes: Any = np.flatnonzero(marks == ord('"'))
    if len(quotes) != 4 * len(tags):
        raise NotPlain
    quotes = quotes.reshape(-1, 4)
    inside = (quotes[:, 0] > tags).all() and (quotes[:, 3] < ends).all() and (marks[ends - 1] == ord("/")).all()
    if not inside or not _stands(marks, quotes[:, 0], b" key=") or not _stands(marks, quotes[:, 2], b" value="):
        raise NotPlain
    return quotes


def _stands(marks: Any, before: Any, word: bytes) -> bool:
    return all((marks[before - len(word) + i] == letter).all() for i, letter in enumerate(word))


def _pivoted(stretch: bytes, quotes: Any, number: dict[str, Any], masks: tuple[Any, Any, Any]) -> Log:
    """Attributes as columns: one of each key for events, and for traces those that stand outside events."""
    is_attribute, in_event, is_event = masks
    keys, values = _cells(stretch, quotes)
    inner = in_event[is_attribute]
    n_events = int(is_event.sum())
    n_traces = int(number["trace"][-1]) + 1 if len(number["trace"]) else 0
    event, trace = number["event"][is_attribute], number["trace"][is_attribute]
    coded = keys.dictionary_encode()
    codes = coded.indices.to_numpy()
    columns: tuple[dict[str, Any], dict[str, Any]] = ({}, {})
    for code, key in enumerate(coded.dictionary.to_pylist()):
        at = np.flatnonzero(codes == code)
        for mine, of, n, found in (
            (inner[at], event, n_events, columns[0]),
            (~inner[at], trace, n_traces, columns[1]),
        ):
            if mine.any():
                found[_unescaped_text(key)] = _column(values, at[mine], of[at[mine]], n)
    return Log(columns[0], columns[1], number["trace"][is_event], n_traces)


def _cells(stretch: bytes, quotes: Any) -> tuple[Any, Any]:
    """Keys, and a text array whose every fourth element is a value; nothing is copied for it."""
    bounds = (quotes + np.array([1, 0, 1, 0])).astype(np.int32)
    n = max(bounds.size - 1, 0)
    every = pa.Array.from_buffers(pa.string(), n, [None, pa.py_buffer(bounds), pa.py_buffer(stretch)])
    return every.take(pa.array(np.arange(0, n, 4))), every


def _column(values: Any, at: Any, of: Any, n: int) -> Any:
    """The values of one key, placed by event or trace; a key that stands twice in one is not plain."""
    place = np.full(n, -1, np.int64)
    place[of] = at * 4 + 2
    if (place >= 0).sum() != len(at):
        raise NotPlain
    column = values.take(pa.array(place, mask=place < 0))
    if pc.any(pc.match_substring(column, "&")).as_py():
        coded = column.dictionary_encode()
        words = pa.array([_unescaped_text(word) for word in coded.dictionary.to_pylist()], pa.string())
        column = words.take(coded.indices)
    return column


def _unescaped_text(text: str) -> str:
    if "&" not in text:
        return text
    if text.count("&") != len(_ENTITY.findall(text)):
        raise NotPlain
    return _ENTITY.sub(_character, text)


def _character(match: "re.Match[str]") -> str:
    name = match[1]
    if name in _NAMED:
        return _NAMED[name]
    number = int(name[2:], 16) if name[1] == "x" else int(name[1:])
    if number == 0 or number > 0x10FFFF:
        raise NotPlain
    return chr(number)
