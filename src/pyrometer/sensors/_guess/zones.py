"""In which zone a file's times are: read from the offsets they carry, or asked for."""

import re
from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

import numpy as np

from pyrometer.config import zone as checked
from pyrometer.errors import PyrometerError, short
from pyrometer.sensors._columns import is_text, text
from pyrometer.sensors._dialect import LINES_ABOVE
from pyrometer.sensors._files import opened
from pyrometer.sensors._guess.load import Loaded
from pyrometer.sensors._guess.profile import Profile
from pyrometer.sensors._guess.records import Answers, Question
from pyrometer.sensors._shapes import NO_ZONE, parts

CANDIDATES = (
    "UTC", "Europe/Berlin", "Europe/London", "Europe/Helsinki", "America/New_York", "America/Chicago",
    "America/Denver", "America/Los_Angeles", "America/Sao_Paulo", "Asia/Kolkata", "Asia/Shanghai", "Asia/Tokyo",
    "Australia/Sydney",
)  # fmt: skip
SAMPLE = 5000
HEAD = 1 << 13  # bytes in which the lines above a header stand
_SAID = re.compile(r"(?:time ?zone|zeitzone)\W+([A-Za-z_]+(?:/[A-Za-z_+\-0-9]+)*)", re.IGNORECASE)


def zone(loaded: Loaded, columns: Sequence[Profile], answers: Answers) -> tuple[str, str, Question | None]:
    """(zone, why, what to ask) of a file whose events happen at those columns."""
    if answers.zone:
        checked(answers.zone)
        return answers.zone, "as you said", None
    spans = [column.span for column in columns if column.span is not None]
    if spans and all(span.offset_share == 1.0 for span in spans):
        return _of_offsets(loaded, columns[0])
    if all(span.is_day for span in spans):
        return "UTC", "only days are told, so the zone hardly matters", None
    bare = [c.name for c in columns if c.span is not None and not c.span.is_day and c.span.offset_share < 1]
    if not bare:
        name, why, _ = _of_offsets(loaded, next(c for c in columns if c.span is not None and not c.span.is_day))
        return name, f"{why}; mere days are taken as days there", None
    if any(span.offset_share > 0 for span in spans):
        text = f"In which zone are the times of {', '.join(bare)}? Some carry no offset, others do."
        return "UTC", "NOT KNOWN: some times carry an offset and others none", Question("zone", text, "--zone")
    name, line = _above(loaded)
    if name:
        return name, f"above the header stands: {line}", None
    why = f"no offset stands in {', '.join(bare)}: read as the clock showed it. Correct it, like Europe/Berlin"
    return "UTC", why + (f"; above the header stands: {line}" if line else ""), None


def _above(loaded: Loaded) -> tuple[str, str]:
    """The zone that a line above the header of a text table names, and that line; '' where none does."""
    if loaded.kind != "csv":
        return "", ""
    with opened(loaded.path) as stream:
        lines = stream.read(HEAD).decode("utf-8", "replace").splitlines()[:LINES_ABOVE]
    for line in lines:
        if all(name in line for name in list(loaded.columns)[:2]):  # the header
            break
        if (found := _SAID.search(line)) is not None:
            said = short(" ".join(line.split()))
            try:
                checked(found[1])
            except PyrometerError:
                return "", said
            return (found[1], said) if "/" in found[1] or found[1] in ("UTC", "GMT") else ("", said)
    return "", ""


def _of_offsets(loaded: Loaded, column: Profile) -> tuple[str, str, Question | None]:
    """The first well-known zone whose clock always shows the offsets that are written."""
    cells = loaded.table.column(column.name)
    if not is_text(cells):
        return "UTC", "the times are stored as instants", None
    moments, offsets = _written(text(cells).slice(0, 200_000))
    for name in CANDIDATES:
        if all(_offset(moment, ZoneInfo(name)) == offset for moment, offset in zip(moments, offsets, strict=True)):
            shown = " and ".join(f"{o // 60:+03d}:{abs(o) % 60:02d}" for o in sorted({int(o) for o in offsets}))
            return name, f"the times carry their offsets ({shown}, as there)", None
    return "UTC", "the times carry their own offsets", None


def _written(cells: Any) -> tuple[Any, Any]:
    """Instants (microseconds of UTC) and the offsets written beside them (minutes), of evenly chosen rows."""
    cells = cells.drop_null()
    step = max(1, len(cells) // SAMPLE)
    found = parts(cells.take(np.arange(0, len(cells), step)))
    good = found.is_good & (found.offset != NO_ZONE) & (found.year > 1970)
    months = (found.year[good].astype(np.int64) - 1970) * 12 + found.month[good] - 1
    days = months.astype("datetime64[M]").astype("datetime64[D]").astype(np.int64) + found.day[good] - 1
    offsets = found.offset[good].astype(np.int64)
    return days * 86_400_000_000 + found.micros[good] - offsets * 60_000_000, offsets


def _offset(moment: int, place: ZoneInfo) -> int:
    when = datetime(1970, 1, 1, tzinfo=ZoneInfo("UTC")) + timedelta(microseconds=int(moment))
    return int((when.astimezone(place).utcoffset() or timedelta()).total_seconds() // 60)
