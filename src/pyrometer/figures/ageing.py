"""Ageing: those who wait now, by how long they have waited, with the part that waits too long in the hot colour.

`data`::

    {"bins": [{"from_days": 0, "to_days": 7, "n": 30, "n_too_long": 0}, ...],   # to_days null = and more
     "too_long_days": 58,                         # optional: an upright at that age
     "too_long": "longer than 85% of those who went on",   # optional: its words
     "unit": "customers"}
"""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Any

from pyrometer.figures import FigureKind
from pyrometer.figures import _svg as svg
from pyrometer.figures._frame import blank, head, picture
from pyrometer.figures._say import length, number
from pyrometer.figures._scale import Room, Scale, thin
from pyrometer.figures._style import HOT, INK, LABEL, META, PAPER, RULE, SMALL, WAITING, WORSE
from pyrometer.figures._text import at_most, width
from pyrometer.model.figure import Figure

Bin = Mapping[str, Any]
HIGH = 190.0
OVER = replace(SMALL, rim=PAPER)


def draw(figure: Figure, width: int) -> str:
    """The picture, `width` pixels wide."""
    bins = figure.data.get("bins") or []
    if not bins or not any(b.get("n") for b in bins):
        return blank(figure, width)
    top = head(figure, width)
    room = Room(2, width - 2, top.bottom + 64, top.bottom + 64 + HIGH)
    each = (room.right - room.left) / len(bins)
    y = Scale(0, max(b["n"] for b in bins), room.bottom, room.top)
    body = total(figure.data, bins, top.bottom + 14)
    for i, one in enumerate(bins):
        body += column(one, room.left + i * each, each, y)
    body += [svg.line(room.left, room.bottom, room.right, room.bottom, stroke=RULE)]
    body += threshold(figure.data, bins, room, each) + counts(bins, room.left, each, y) + ages(bins, room, each)
    return picture(figure, width, room.bottom + 38, [*top.parts, *body])


def total(data: Bin, bins: Sequence[Bin], y: float) -> list[str]:
    """How many wait, and how many of them too long."""
    n, late = sum(b["n"] for b in bins), sum(b.get("n_too_long") or 0 for b in bins)
    unit = svg.clean(data.get("unit") or "customers")
    words = f"{number(n, 'count')} {unit} wait, "
    if not late:
        return [svg.text(0, y, f"{words}none too long", LABEL)]
    hot = f"{number(late, 'count')} too long ({number(late / n, 'share')})"
    return [svg.text(0, y, words, LABEL), svg.text(width(words, LABEL), y, hot, HOT)]


def column(one: Bin, left: float, each: float, y: Scale) -> list[str]:
    """The bar of one age: how many, with the too-long part hot on top."""
    n, late = one["n"], one.get("n_too_long") or 0
    wide = max(1.0, each - (3 if each > 14 else 1))
    body = [svg.rect(left, y(n), wide, y(0) - y(n), fill=WAITING)] if n else []
    body += [svg.rect(left, y(n), wide, y(0) - y(late), fill=WORSE)] if late else []
    return body


def counts(bins: Sequence[Bin], left: float, each: float, y: Scale) -> list[str]:
    """How many, over each bar."""
    body = []
    for i, one in enumerate(bins):
        words = number(one["n"], "count")
        if one["n"] and width(words, OVER) < each + 2:
            body.append(svg.text(left + (i + 0.5) * each - 1.5, y(one["n"]) - 5, words, OVER, "middle"))
    return body


def threshold(data: Bin, bins: Sequence[Bin], room: Room, each: float) -> list[str]:
    """An upright at the age from which waiting is too long, with what that means; an arrow where it lies beyond."""
    age = data.get("too_long_days")
    if age is None:
        return []
    words = length(age) + (f": {svg.clean(data['too_long'])}" if data.get("too_long") else "")
    end = bins[-1].get("to_days")
    if end is not None and age > end:
        lines = at_most(f"{words} →", 2, room.right - room.left, META)
        return [svg.text(room.right, y, w, META, "end") for y, w in zip(over(room, lines), lines, strict=True)]
    at = room.left
    for one in bins:
        end = one.get("to_days")
        if end is not None and age >= end:
            at += each
        else:
            part = 0.0 if end is None else (age - one["from_days"]) / (end - one["from_days"])
            at += each * min(1.0, max(0.0, part))
            break
    is_right = at < (room.left + room.right) / 2
    space = room.right - at - 8 if is_right else at - room.left - 8
    x, anchor = (at + 6, "start") if is_right else (at - 6, "end")
    lines = at_most(words, 2, space, META)
    written = [svg.text(x, y, w, META, anchor) for y, w in zip(over(room, lines), lines, strict=True)]
    return [svg.line(at, room.top - 32, at, room.bottom, stroke=INK, stroke_width=1), *written]


def over(room: Room, lines: Sequence[str]) -> list[float]:
    """Where lines of words stand over the numbers of the highest bars."""
    return [room.top - 22 - 14 * (len(lines) - 1 - i) for i in range(len(lines))]


def ages(bins: Sequence[Bin], room: Room, each: float) -> list[str]:
    """The ages at the edges between the bars."""
    places = [room.left + i * each for i in range(len(bins))]
    labels = [number(b["from_days"], "count") for b in bins]
    if bins[-1].get("to_days") is None:
        labels[-1] += " and more"
        places[-1] += each / 2
    if bins[-1].get("to_days") is not None:
        places.append(room.right)
        labels.append(number(bins[-1]["to_days"], "count"))
    shifted = [
        min(max(x, room.left + width(w, SMALL) / 2), room.right - width(w, SMALL) / 2)
        for x, w in zip(places, labels, strict=True)
    ]
    body = [svg.text(shifted[i], room.bottom + 17, labels[i], SMALL, "middle") for i in thin(shifted, labels, SMALL)]
    return [*body, svg.text(room.right, room.bottom + 33, "days waited", META, "end")]


FIGURE = FigureKind(draw=draw)
