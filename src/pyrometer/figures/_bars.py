"""Bars with their numbers, and columns of further numbers beside them."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from pyrometer.figures import _svg as svg
from pyrometer.figures._frame import NARROW, head, picture
from pyrometer.figures._say import number
from pyrometer.figures._style import DARK, INK, LIGHT, META, QUIET, WORSE, WORSE_TEXT, Letters, coloured
from pyrometer.figures._text import fit, width, wrap
from pyrometer.model.figure import Figure

NAME = Letters(13, 400, INK)
VALUE = Letters(13, 600, INK)
CELL = Letters(13, 400, QUIET)
ROW, THICK, SHORTEST = 34.0, 20.0, 40.0
BESIDE = 22.0  # between two columns
Bar = Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Layout:
    """Where names end, bars start and end, where each further column ends and how wide it is."""

    names: float
    start: float
    stop: float
    columns: tuple[float, ...]
    rooms: tuple[float, ...]
    is_phone: bool

    @property
    def row(self) -> float:
        """How high a row is: on a phone the name stands over its bar."""
        return ROW + 16 if self.is_phone else ROW


def bars(figure: Figure, rows: Sequence[Bar], width_px: int, cut_after: int | None) -> str:
    """The picture; a dotted line is drawn after the first `cut_after` bars, which are dark, the others light."""
    top = head(figure, width_px)
    unit, columns = str(figure.data.get("unit") or ""), list(figure.data.get("columns") or [])
    lay = layout(rows, columns, unit, width_px)
    columns = columns[: len(lay.columns)]
    y = top.bottom + 16 + 14 * (max((len(_head(c, lay, i)) for i, c in enumerate(columns)), default=1) - 1)
    body = heads(figure.data, columns, lay, y)
    y += 12
    most = max((abs(v) for r in rows for v in (r.get("value"), r.get("high")) if v is not None), default=0)
    most = max(most, 1e-12)
    for i, row in enumerate(rows):
        body += one(row, unit, (lay, y, (lay.stop - lay.start) / most), is_dark=cut_after is None or i < cut_after)
        y += lay.row
        if cut_after is not None and i + 1 == cut_after < len(rows):
            dots = {"stroke": INK, "stroke_width": 1.2, "stroke_dasharray": "1.2 3"}
            body.append(svg.line(0, y + 1, lay.columns[-1] if lay.columns else lay.stop, y + 1, **dots))
    return picture(figure, width_px, y + 6, [*top.parts, *body])


def layout(rows: Sequence[Bar], columns: Sequence[str], unit: str, room: float) -> Layout:
    """Names take what they need up to a third; columns what they need; bars the rest.

    A column that would leave no room for bars is left out, the last one first; numbers are never cut.
    """
    is_phone = room < NARROW
    longest = max(width(svg.clean(r["label"]), NAME) for r in rows) + 4
    names = 0.0 if is_phone else min(longest, room / 3)
    each = []
    for i, column in enumerate(columns):
        cells = [str((r.get("cells") or [])[i]) if i < len(r.get("cells") or []) else "" for r in rows]
        most = max(
            [width(c, VALUE) for c in cells] + [width(column, META) * 0.56, *(width(w, META) for w in column.split())]
        )
        each.append(min(most, 96.0 if is_phone else 180.0) + BESIDE)
    numbers = max(width(number(r.get("value"), unit), VALUE) for r in rows) + 16
    start = names + (0 if is_phone else 12)
    while each and start + SHORTEST + sum(each) + numbers > room:
        each.pop()
    stop = max(start + SHORTEST, min(room, start + 560 + sum(each) + numbers) - sum(each) - numbers)
    ends, at = [], stop + numbers
    for wide in each:
        at += wide
        ends.append(at)
    return Layout(names, start, stop, tuple(ends), tuple(wide - BESIDE for wide in each), is_phone)


def _head(column: str, lay: Layout, i: int) -> list[str]:
    before = lay.columns[i - 1] if i else lay.stop + 20
    return wrap(svg.clean(column), lay.columns[i] - before - 8, META)


def heads(data: Bar, columns: Sequence[str], lay: Layout, y: float) -> list[str]:
    """What the bars and the columns show."""
    first = lay.columns[0] if lay.columns else lay.stop
    body = [svg.text(lay.start, y, fit(svg.clean(data.get("value_name") or ""), first - lay.start - 20, META), META)]
    for i, column in enumerate(columns):
        lines = _head(column, lay, i)
        body += [svg.text(lay.columns[i], y - 14 * (len(lines) - 1 - k), w, META, "end") for k, w in enumerate(lines)]
    return body


def one(row: Bar, unit: str, place: tuple[Layout, float, float], *, is_dark: bool) -> list[str]:
    """One bar: name, bar, interval, number and cells."""
    lay, y, per_unit = place
    value = row.get("value")
    body = []
    if lay.is_phone:
        room = (lay.columns[-1] if lay.columns else lay.stop + 60) - 2
        body.append(svg.text(0, y + 12, fit(svg.clean(row["label"]), room, NAME), NAME))
        y += 18
    else:
        body.append(svg.text(lay.names, y + 18.5, fit(svg.clean(row["label"]), lay.names, NAME), NAME, "end"))
    long = abs(value or 0) * per_unit
    has_interval = row.get("low") is not None and row.get("high") is not None
    fill = WORSE if row.get("hot") else DARK if is_dark and not has_interval else LIGHT
    body.append(svg.rect(lay.start, y + 4, long, THICK, fill=fill))
    end = lay.start + long
    if has_interval:
        low, high = (lay.start + max(0.0, row[k]) * per_unit for k in ("low", "high"))
        body += [
            svg.line(low, y + 14, high, y + 14, stroke=INK, stroke_width=1.4),
            svg.line(high, y + 9, high, y + 19, stroke=INK),
        ]
        end = max(end, high)
    body.append(svg.text(end + 8, y + 18.5, number(value, unit), VALUE))
    hot = row.get("hot_cells") or []
    for i, (cell, x) in enumerate(zip(row.get("cells") or [], lay.columns, strict=False)):
        letters = coloured(VALUE, WORSE_TEXT) if i < len(hot) and hot[i] else CELL
        body.append(svg.text(x, y + 18.5, fit(svg.clean(cell), lay.rooms[i] + 1, letters), letters, "end"))
    return body
