"""Funnel plot: groups against how many cases they had, inside the limits that chance alone would give.

`data`::

    {"unit": "share", "value_name": "went on", "n_name": "prospects of the seller",
     "centre": 0.25,
     "limits": [{"level": 0.95, "n": [10, 20, ...], "lower": [...], "upper": [...]},
                {"level": 0.998, "n": [...], "lower": [...], "upper": [...]}],
     "groups": [{"n": 40, "value": 0.31, "outside": "", "label": null}, ...]}   # outside: '' | 'high' | 'low'

Dots have no names; only a group outside may carry a `label`, and only if the study gives it one.
"""

from collections.abc import Mapping
from typing import Any

from pyrometer.figures import FigureKind
from pyrometer.figures import _svg as svg
from pyrometer.figures._frame import NARROW, blank, head, picture
from pyrometer.figures._labels import Paper, around, box, find
from pyrometer.figures._say import number
from pyrometer.figures._scale import Room, Scale, reach, thin, ticks
from pyrometer.figures._style import (
    INK,
    LINE,
    META,
    PAPER,
    POINT,
    RULE,
    SMALL,
    STRONG,
    coloured,
    side_colour,
    text_colour,
)
from pyrometer.figures._text import fit, spread
from pyrometer.figures._valueaxis import left_of, value_axis
from pyrometer.model.figure import Figure

Data = Mapping[str, Any]


def draw(figure: Figure, width: int) -> str:
    """The picture, `width` pixels wide."""
    groups = [g for g in figure.data.get("groups") or [] if g.get("value") is not None]
    if not groups:
        return blank(figure, width)
    top = head(figure, width)
    above = top.bottom + 26
    unit = str(figure.data.get("unit") or "")
    most, least = max(g["n"] for g in groups), min(g["n"] for g in groups)
    low, high = reach(_shown(figure.data, groups, least), unit)
    right = width - (84 if width < NARROW else 150)
    room = Room(left_of(low, high, unit), right, above, above + (220 if width < NARROW else 300))
    x = Scale(least * 0.94 if least * 2 > most else 0.0, most * 1.06, room.left, room.right)
    y = Scale(low, high, room.bottom, room.top)
    body = [svg.text(0, top.bottom + 10, svg.clean(figure.data.get("value_name") or ""), META)]
    body += lines(figure.data, x, y, room) + value_axis(y, unit, room.left)
    body += dots(figure.data, groups, x, y) + names(figure.data, groups, x, y, room)
    body += ends(figure.data, y, room, width) + n_axis(figure.data, x, room, width)
    return picture(figure, width, room.bottom + 40, [*top.parts, *body])


def _shown(data: Data, groups: list[Data], least: float) -> list[float | None]:
    values: list[float | None] = [g["value"] for g in groups] + [data.get("centre")]
    for limit in data.get("limits") or []:
        kept = [i for i, n in enumerate(limit["n"]) if n >= least]
        values += [limit[side][i] for side in ("lower", "upper") for i in kept]
    return values


def lines(data: Data, x: Scale, y: Scale, room: Room) -> list[str]:
    """The centre, solid, and the limits of chance, dashed; nothing is drawn outside the panel."""
    body = []
    for limit in data.get("limits") or []:
        for side in ("lower", "upper"):
            known = [(n, v) for n, v in zip(limit["n"], limit[side], strict=True) if v is not None and v > 0]
            spots = [(x(n), y(v)) for n, v in known if v < 1 or data.get("unit") != "share"]
            inside = [
                s for s in spots if room.top - 1 <= s[1] <= room.bottom + 1 and room.left <= s[0] <= room.right + 1
            ]
            if len(inside) > 1:
                body.append(svg.path(svg.points(inside), fill="none", stroke=LINE, stroke_dasharray="4 3"))
    if data.get("centre") is not None:
        body.append(svg.line(room.left, y(data["centre"]), room.right, y(data["centre"]), stroke=INK, stroke_width=1.2))
    return body


def dots(data: Data, groups: list[Data], x: Scale, y: Scale) -> list[str]:
    """A dot a group; outside the limits a triangle in the colour of better or worse."""
    body = []
    for g in sorted(groups, key=lambda g: bool(g.get("outside"))):
        place = x(g["n"]), y(g["value"])
        if g.get("outside"):
            up = "up" if g["outside"] == "high" else "down"
            body.append(svg.triangle(*place, up, fill=side_colour(up, str(data.get("better") or ""))))
        else:
            body.append(svg.dot(*place, 3.6, fill=POINT, stroke=PAPER, stroke_width=0.8))
    return body


def names(data: Data, groups: list[Data], x: Scale, y: Scale, room: Room) -> list[str]:
    """Names of groups outside the limits, if the study gives them; all others stay dots."""
    marks = [Room(x(g["n"]) - 5, x(g["n"]) + 5, y(g["value"]) - 5, y(g["value"]) + 5) for g in groups]
    taken, body = list(marks), []
    for g in groups:
        if not g.get("outside") or not g.get("label"):
            continue
        up = "up" if g["outside"] == "high" else "down"
        letters = coloured(STRONG, text_colour(side_colour(up, str(data.get("better") or ""))))
        words = fit(svg.clean(g["label"]), 180, letters)
        spot = find(words, letters, around(x(g["n"]), y(g["value"])), Paper(taken, (), _wider(room)))
        if spot is not None:
            taken.append(box(spot, words, letters))
            body.append(svg.text(spot.x, spot.y, words, letters, spot.anchor))
    return body


def _wider(room: Room) -> Room:
    return Room(room.left, room.right, room.top - 14, room.bottom + 2)


def ends(data: Data, y: Scale, room: Room, width: float) -> list[str]:
    """The names of the lines at their right ends."""
    unit = str(data.get("unit") or "")
    rows = []
    if data.get("centre") is not None:
        rows.append((y(data["centre"]), f"All {number(data['centre'], unit)}", STRONG))
    for limit in data.get("limits") or []:
        level = number(limit["level"], "share")
        rows += [(y(limit[s][-1]), level, META) for s in ("upper", "lower") if limit[s] and limit[s][-1] is not None]
    places = spread([at + 4 for at, _, _ in rows], 14, room.top, room.bottom)
    left = room.right + 10
    return [
        svg.text(left, at, fit(words, width - left, letters), letters)
        for (_, words, letters), at in zip(rows, places, strict=True)
    ]


def n_axis(data: Data, x: Scale, room: Room, width: float) -> list[str]:
    """How many cases a group had."""
    body = [svg.line(room.left, room.bottom + 6, room.right, room.bottom + 6, stroke=RULE)]
    marked = ticks(x.low, x.high, 4 if width < NARROW else 7, whole=True)
    labels = [number(n, "count") for n in marked]
    for i in thin([x(n) for n in marked], labels, SMALL):
        body.append(svg.text(x(marked[i]), room.bottom + 22, labels[i], SMALL, "middle"))
    return [*body, svg.text(room.right, room.bottom + 37, svg.clean(data.get("n_name") or "cases"), META, "end")]


FIGURE = FigureKind(draw=draw)
