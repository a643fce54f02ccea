"""Strip: small lines of many measures, each on the band of its routine variation, with what it says.

`data`::

    {"rows": [{"label": "Answered first mail", "says": "Routine variation; leave it alone",
               "unit": "share", "better": "up",
               "values": [0.31, 0.29, null, ...],              # oldest first; the last 26 are drawn
               "signals": ["", "", "beyond", ...],             # optional, one a value, words as in control_chart
               "is_signal": true,                              # optional: set in bold; else any signal does it
               "directions": ["", "", "down", ...],            # optional: which way a signal goes, else by the centre
               "centre": 0.30, "lower": 0.23, "upper": 0.36}, ...],   # null = too early for limits
     "every": "week"}
"""

from collections.abc import Mapping
from typing import Any

from pyrometer.figures import FigureKind
from pyrometer.figures import _svg as svg
from pyrometer.figures._frame import NARROW, blank, head, picture
from pyrometer.figures._say import between, number
from pyrometer.figures._strip import SHOWN, is_signal, strip_line
from pyrometer.figures._style import INK, META, QUIET, RULE, TEXT, WORSE_TEXT, Letters
from pyrometer.figures._text import at_most, fit
from pyrometer.model.figure import Figure

CELL = Letters(13, 400, TEXT)
BOLD = Letters(13, 600, INK)
LOUD = Letters(13, 600, WORSE_TEXT)
HEADER = Letters(12, 400, QUIET)
STRIP, ROW = 150.0, 44.0
Row = Mapping[str, Any]


def draw(figure: Figure, width: int) -> str:
    """The picture, `width` pixels wide."""
    rows = figure.data.get("rows") or []
    if not rows:
        return blank(figure, width)
    top = head(figure, width)
    lines, y = (phone if width < NARROW else wide)(figure.data, rows, width, top.bottom)
    return picture(figure, width, y + 2, [*top.parts, *lines])


def latest(row: Row) -> str:
    """The last known value as written."""
    known = [v for v in row.get("values") or [] if v is not None]
    return number(known[-1] if known else None, str(row.get("unit") or ""))


def routine(row: Row) -> str:
    """The routine range as written."""
    if row.get("lower") is None and row.get("upper") is not None:
        return f"up to {number(row['upper'], str(row.get('unit') or ''))}"
    if row.get("upper") is None:
        return "too early"
    return between(row.get("lower"), row.get("upper"), str(row.get("unit") or ""))


def wide(data: Row, rows: list[Row], room: float, y: float) -> tuple[list[str], float]:
    """A table: measure, strip, latest, routine range, what it says."""
    name, strip, last, band, says = 0.0, 236.0, 236 + STRIP + 74, 236 + STRIP + 178, 236 + STRIP + 198
    every = str(data.get("every") or "week")
    n = min(SHOWN, max(len(r.get("values") or []) for r in rows))
    heading = f"Last {every}" if n == 1 else f"Last {n} {every}s"
    titles = (("Measure", name, "start"), (heading, strip, "start"), ("Latest", last, "end"))
    y += 14
    body = [svg.text(x, y, w, HEADER, anchor) for w, x, anchor in titles]
    body += [svg.text(band, y, "Routine range", HEADER, "end"), svg.text(says, y, "What it says", HEADER)]
    body.append(svg.line(0, y + 9, room, y + 9, stroke=INK))
    y += 9
    for row in rows:
        letters = BOLD if is_signal(row) else CELL
        loud = LOUD if is_signal(row) else CELL
        lines = at_most(svg.clean(row.get("says") or ""), 4, room - says, loud)
        high = max(ROW, 14 + 17.0 * len(lines))
        base = y + high / 2 + 4.5
        body.append(svg.text(name, base, fit(svg.clean(row["label"]), 220, letters), letters))
        body += strip_line(row, strip, y + (high - ROW) / 2 + 8, STRIP, ROW - 16)
        body.append(svg.text(last, base, latest(row), letters, "end"))
        body.append(svg.text(band, base, routine(row), letters, "end"))
        first = base - 8.5 * (len(lines) - 1)
        body += [svg.text(says, first + 17 * i, words, loud) for i, words in enumerate(lines)]
        y += high
        body.append(svg.line(0, y, room, y, stroke=RULE))
    return body, y


def phone(data: Row, rows: list[Row], room: float, y: float) -> tuple[list[str], float]:
    """The same rows on a phone: name, then strip and numbers, then the words."""
    body = [svg.line(0, y, room, y, stroke=INK)]
    for row in rows:
        letters = BOLD if is_signal(row) else CELL
        body.append(svg.text(0, y + 20, fit(svg.clean(row["label"]), room, letters), letters))
        body += strip_line(row, 0, y + 30, STRIP, 26)
        body.append(svg.text(STRIP + 14, y + 41, latest(row), letters))
        body.append(svg.text(STRIP + 14, y + 55, f"routine {routine(row)}", META))
        y += 74
        loud = LOUD if is_signal(row) else CELL
        for words in at_most(svg.clean(row.get("says") or ""), 6, room, loud):
            body.append(svg.text(0, y, words, loud))
            y += 16
        body.append(svg.line(0, y, room, y, stroke=RULE))
    return body, y


FIGURE = FigureKind(draw=draw)
