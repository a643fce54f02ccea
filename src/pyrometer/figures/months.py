"""Months: what each month (or position in the quarter) usually brings, against what chance alone would bring.

`data`::

    {"unit": "count",
     "panels": [{"label": "Won", "centre": 120,
                 "positions": [{"label": "Jan", "value": 131, "lower": 95, "upper": 148,   # band without periodicity
                                "values": [128, 134], "signal": ""}, ...]}, ...]}          # signal: '' | 'high' | 'low'

One panel a series (won and lost beside each other); `values` are the single years, drawn as small dots.
"""

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from pyrometer.figures import FigureKind
from pyrometer.figures import _svg as svg
from pyrometer.figures._frame import NARROW, blank, head, picture
from pyrometer.figures._say import number
from pyrometer.figures._scale import Room, Scale, reach, thin
from pyrometer.figures._style import (
    BAND,
    INK,
    LINE,
    POINT,
    RULE,
    SMALL,
    STRONG,
    coloured,
    side_colour,
    text_colour,
)
from pyrometer.figures._text import fit, width
from pyrometer.figures._valueaxis import left_of, value_axis
from pyrometer.model.figure import Figure

Panel = Mapping[str, Any]
HIGH, GAP = 150.0, 30.0


def draw(figure: Figure, width: int) -> str:
    """The picture, `width` pixels wide; short panels (the months of a quarter) stand beside each other."""
    panels = [p for p in figure.data.get("panels") or [] if p.get("positions")]
    if not panels:
        return blank(figure, width)
    top = head(figure, width)
    longest = max(len(p["positions"]) for p in panels)
    per_row = 1 if width < NARROW or longest > 6 else min(3, len(panels))
    wide = (width - GAP * (per_row - 1)) / per_row
    body: list[str] = []
    for i, panel in enumerate(panels):
        left = (i % per_row) * (wide + GAP)
        y = top.bottom + 8 + (i // per_row) * (HIGH + 66)
        body += one(panel, str(figure.data.get("unit") or ""), Room(left, left + wide, y + 34, y + 34 + HIGH))
    n_rows = -(-len(panels) // per_row)
    return picture(figure, width, top.bottom + 8 + n_rows * (HIGH + 66), [*top.parts, *body])


def one(panel: Panel, unit: str, room: Room) -> list[str]:
    """A panel: for each position the range chance allows, the single years, and the usual value."""
    spots = panel["positions"]
    values = [v for s in spots for v in (s.get("value"), s.get("lower"), s.get("upper"), *(s.get("values") or ()))]
    low, high = reach([*values, panel.get("centre")], unit)
    room = replace(room, left=room.left + left_of(low, high, unit, 3))
    y = Scale(low, high, room.bottom, room.top)
    axis = value_axis(y, unit, room.left, 3)
    each = (room.right - room.left) / len(spots)
    body = [
        svg.text(
            room.left, room.top - 18, fit(svg.clean(panel.get("label") or ""), room.right - room.left, STRONG), STRONG
        )
    ]
    for i, spot in enumerate(spots):
        body += position(spot, (room.left + i * each, each), y)
    centre = panel.get("centre")
    if centre is not None:
        body.append(svg.line(room.left, y(centre), room.right, y(centre), stroke=INK, stroke_width=1))
        body.append(svg.text(room.right, room.top - 18, f"average {number(centre, unit)}", SMALL, "end"))
    body.append(svg.line(room.left, room.bottom + 6, room.right, room.bottom + 6, stroke=RULE))
    marks = [mark(s, panel, unit, (room.left + (i + 0.5) * each, each), y) for i, s in enumerate(spots)]
    return axis + body + [m for found in marks for m in found] + labels(panel, room, each)


def position(spot: Panel, place: tuple[float, float], y: Scale) -> list[str]:
    """The range that chance alone would give at one position, and the single years as small dots."""
    left, each = place
    body = []
    lower, upper = spot.get("lower"), spot.get("upper")
    if upper is not None:
        floor = y(lower if lower is not None else y.low)
        body.append(svg.rect(left, y(upper), each, floor - y(upper), fill=BAND, shape_rendering="crispEdges"))
        for limit in (lower, upper):
            if limit is not None:
                body.append(svg.line(left, y(limit), left + each, y(limit), stroke=LINE, stroke_dasharray="4 3"))
    middle = left + each / 2 + min(12.0, each / 4)
    return body + [svg.dot(middle, y(v), 1.7, fill=LINE) for v in spot.get("values") or () if v is not None]


def mark(spot: Panel, panel: Panel, unit: str, place: tuple[float, float], y: Scale) -> list[str]:
    """The usual value of one position: a dot, or a triangle and its number outside the range of chance."""
    value, signal = spot.get("value"), spot.get("signal")
    if value is None:
        return []
    x, each = place
    if not signal:
        return [svg.dot(x, y(value), 3.2, fill=POINT)]
    up = "up" if signal == "high" else "down"
    fill = side_colour(up, str(panel.get("better") or ""))
    letters = coloured(STRONG, text_colour(fill))
    words = number(value, unit)
    at = y(value) - 10 if up == "up" else y(value) + 18
    shown = [svg.text(x + 7, at, words, letters, "end")] if width(words, letters) < each else []
    return [svg.triangle(x, y(value), up, fill=fill), *shown]


def labels(panel: Panel, room: Room, each: float) -> list[str]:
    """The names of the positions, as many as fit."""
    names = [fit(svg.clean(s.get("label") or ""), max(each * 2, 40), SMALL) for s in panel["positions"]]
    places = [room.left + (i + 0.5) * each for i in range(len(names))]
    return [svg.text(places[i], room.bottom + 22, names[i], SMALL, "middle") for i in thin(places, names, SMALL, 4)]


FIGURE = FigureKind(draw=draw)
