"""Lengths of time as people write them: 30min, 4h, 30d, 2w, 1wd (a working day)."""

import re
from collections.abc import Mapping
from datetime import date
from typing import Any

from pyrometer.definitions._place import Place
from pyrometer.definitions._words import LEARNED_WORDS
from pyrometer.model.definition import Span

SECONDS: Mapping[str, int] = {"s": 1, "min": 60, "h": 3600, "d": 86400, "w": 604800}
NAMES: Mapping[str, str] = {"s": "second", "min": "minute", "h": "hour", "d": "day", "w": "week", "wd": "working day"}
_WRITTEN = re.compile(r"(\d+)\s*(s|min|h|d|w|wd)")


def read(value: Any, place: Place) -> Span:
    """A span from '30d' or { learned = ..., value = '21d', pinned = 2026-10-01 }."""
    if isinstance(value, str):
        return _written(value, place)
    if not isinstance(value, dict):
        raise place.wrong(f"a length is written like '30d' or '4h', not {value!r}.")
    for word in value:
        if word not in LEARNED_WORDS:
            raise place.unknown("word", word, LEARNED_WORDS)
    missing = [w for w in LEARNED_WORDS if w not in value]
    if missing:
        raise place.wrong(f"a learned length also needs {' and '.join(missing)}, so that it stays where it was frozen.")
    if not isinstance(value["pinned"], date):
        raise place.wrong("pinned is the day the length was frozen, like 2026-10-01 without quotes.")
    span = _written(value["value"], place)
    return Span(span.text, span.seconds, span.working_days, str(value["learned"]), value["pinned"])


def _written(value: Any, place: Place) -> Span:
    match = _WRITTEN.fullmatch(value.strip()) if isinstance(value, str) else None
    if match is None or int(match[1]) == 0:
        raise place.wrong(f"{value!r} is no length. Write a number and s, min, h, d, w or wd, like '30d'.")
    n, unit = int(match[1]), match[2]
    if unit == "wd":
        return Span(f"{n}wd", working_days=n)
    return Span(f"{n}{unit}", seconds=n * SECONDS[unit])


def in_words(span: Span) -> str:
    """'30d' as '30 days'."""
    match = _WRITTEN.fullmatch(span.text)
    if match is None:
        return span.text
    n, unit = int(match[1]), NAMES[match[2]]
    return f"{n} {unit}" + ("" if n == 1 else "s")
