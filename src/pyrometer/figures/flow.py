"""Flow: the value stream - what customers gave us step by step, who waits, who stopped, and where it is held up.

`data`::

    {"steps": [{"name": "Time",                 # how people say the step: its name, over what the customer does
                "action": "brought the decider",
                "n_in": 402, "n_on": 151, "n_stopped": 75, "n_waiting": 176, "n_too_long": 74,
                "share": 0.38, "low": 0.33, "high": 0.42,      # of those in, who go on; null = cannot be told yet
                "median_days": 21, "p85_days": 58,             # null = not reached
                "hours": 188, "hours_of": "our time a week",   # leave out or null when minutes are not recorded
                "n_taken_up": 4, "n_back": 9},                 # stopped and taken up again; back from a later step
               ...],                                           # 1 to 8 steps, in order
     "constraint": "Time",              # name of the step that holds the flow up; null when it cannot be told
     "out_name": "signed",              # optional: what the last n_on did
     "within_days": 90,                 # optional: shares are 'go on within 90 days'
     "total_days": 57,                  # optional: the figure at the end of the ladder (never a sum of means)
     "too_long": "longer than 85% of those who went on"}       # optional: what 'too long' means, for the key line
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from pyrometer.figures import FigureKind
from pyrometer.figures import _svg as svg
from pyrometer.figures._flow_box import Box, Look, draw_box, look
from pyrometer.figures._flow_exit import LINE, again, exit_below, exit_beside
from pyrometer.figures._flow_ladder import ladder
from pyrometer.figures._frame import NARROW, blank, head, picture
from pyrometer.figures._say import length, number
from pyrometer.figures._style import META, STRONG, WAY, WORSE
from pyrometer.figures._text import fit, width, wrap
from pyrometer.model.figure import Figure

THICKEST, THINNEST = 44.0, 1.5
LEAST_BOX = 112.0
Steps = Sequence[Mapping[str, Any]]


@dataclass(frozen=True, slots=True)
class Plan:
    """How the boxes lie: how many a row, how wide the ways between them are, how the boxes look."""

    per_row: int
    way: float
    look: Look


def draw(figure: Figure, width: int) -> str:
    """The picture, `width` pixels wide; on a phone the boxes stand under each other."""
    steps = figure.data.get("steps") or []
    if not steps:
        return blank(figure, width)
    top = head(figure, width)
    across = down if width < NARROW else rows
    body, y = across(figure.data, steps, width, top.bottom)
    rungs, y = ladder(steps, figure.data, min(width, widest(steps, width)), y + 20)
    words, y = key(figure.data, width, y + 22)
    return picture(figure, width, y, [*top.parts, *body, *rungs, *words])


def widest(steps: Steps, room: int) -> float:
    """How far to the right the boxes reach."""
    if room < NARROW:
        return room
    p = plan(steps, room)
    return max(420.0, p.way + p.per_row * (p.look.width + p.way))


def thickness(n: float | None, most: float) -> float:
    """How thick the way of n customers is."""
    return max(THINNEST, (n or 0) / most * THICKEST) if most and n else 0.0


def plan(steps: Steps, room: float, constraint: str | None = None) -> Plan:
    """As many boxes a row as stay readable, the rows evenly filled."""
    labels = [number(s.get(k), "count") for s in steps for k in ("n_in", "n_on")] + [w for w, _ in joins(steps)]
    way = max(40.0, max(width(w, STRONG) for w in labels) + 8)
    most = max(1, int((room - way) // (LEAST_BOX + way)))
    n_rows = -(-len(steps) // most)
    per_row = -(-len(steps) // n_rows)
    box = min(210.0, (room - (per_row + 1) * way) / per_row)
    return Plan(per_row, way, look(steps, box, constraint))


def largest(steps: Steps) -> float:
    """The most customers on any way."""
    return max(s.get(key) or 0 for s in steps for key in ("n_in", "n_on", "n_stopped"))


def joins(steps: Steps) -> list[tuple[str, float]]:
    """Between two boxes: who skips the next step or joins there, in words; '' where all who go on come in."""
    found = []
    for a, b in zip(steps, steps[1:], strict=False):
        gap = (a.get("n_on") or 0) - (b.get("n_in") or 0)
        word = f"{number(abs(gap), 'count')} {'skip' if gap > 0 else 'join'}" if gap else ""
        found.append((word, gap))
    return found


def rows(data: Mapping[str, Any], steps: Steps, room: int, top: float) -> tuple[list[str], float]:
    """Boxes from left to right joined by ways, in as many rows as they need; who stops drops out below."""
    p = plan(steps, room, data.get("constraint"))
    most, box, high = largest(steps), p.look.width, p.look.height
    tall = high + 68 + LINE * max(len(again(s)) for s in steps)
    body = []
    for i, step in enumerate(steps):
        left = p.way + (i % p.per_row) * (box + p.way)
        y = top + 20 + (i // p.per_row) * tall
        body += draw_box(step, Box(left, y, p.look, step["name"] == data.get("constraint")))
        body += exit_below(step, left + box / 2, y + high, thickness(step.get("n_stopped"), most))
        at = y + p.look.facts_top - 3
        if i % p.per_row == 0:
            body += way(left - p.way, left, at, (step.get("n_in"), "", most))
        following = steps[i + 1] if i + 1 < len(steps) else None
        n = following.get("n_in") if following else step.get("n_on")
        word = joins(steps)[i][0] if following else ""
        body += way(left + box, left + box + p.way, at, (n, word, most))
    n_rows = -(-len(steps) // p.per_row)
    return body, top + n_rows * tall


def way(left: float, right: float, y: float, of: tuple[float | None, str, float]) -> list[str]:
    """The bar between two boxes, as thick as customers, its number above and who skips below."""
    n, word, most = of
    thick = thickness(n, most)
    middle = (left + right) / 2
    body = [svg.rect(left, y - thick / 2, right - left, thick, fill=WAY)]
    body.append(svg.text(middle, y - max(thick / 2, 4) - 7, number(n, "count"), STRONG, "middle"))
    if word:
        body.append(svg.text(middle, y + thick / 2 + 15, word, META, "middle"))
    return body


def down(data: Mapping[str, Any], steps: Steps, room: int, top: float) -> tuple[list[str], float]:
    """Boxes under each other for a phone; who stops leaves to the right."""
    most = largest(steps)
    box, gap, body, y = room - 96.0, 30.0, [], top
    shape = look(steps, box, data.get("constraint"))
    for i, step in enumerate(steps):
        body += drop(box / 2, y, gap, (step.get("n_in"), joins(steps)[i - 1][0] if i else "", most))
        y += gap
        body += draw_box(step, Box(1.0, y, shape, step["name"] == data.get("constraint")))
        body += exit_beside(step, box + 2, y + shape.facts_top - 3, thickness(step.get("n_stopped"), most))
        y += shape.height
    body += drop(box / 2, y, gap, (steps[-1].get("n_on"), str(data.get("out_name") or ""), most))
    return body, y + gap + 4


def drop(x: float, y: float, long: float, of: tuple[float | None, str, float]) -> list[str]:
    """The way down to the next box, as thick as customers, with its number beside it."""
    n, word, most = of
    thick = thickness(n, most)
    words = svg.text(x + thick / 2 + 8, y + long / 2 + 4, number(n, "count"), STRONG)
    after = x + thick / 2 + 16 + width(number(n, "count"), STRONG)
    body = [svg.rect(x - thick / 2, y, thick, long, fill=WAY), words]
    written = fit(svg.clean(word), 2 * x + 96 - after, META)  # x is the middle of the box, and 96 lies beside it
    return [*body, svg.text(after, y + long / 2 + 4, written, META)] if word else body


def key(data: Mapping[str, Any], room: float, y: float) -> tuple[list[str], float]:
    """What 'go on' and 'too long' mean here, as one quiet line under the flow."""
    parts = [f"Too long: {data['too_long']}."] if data.get("too_long") else []
    parts += [f"Go on: within {length(data['within_days'])} of coming in."] if data.get("within_days") else []
    words = svg.clean(" ".join(parts))
    if not words:
        return [], y - 6
    lines = wrap(words, room - 16, META)
    body = [svg.rect(0, y - 8, 8, 8, fill=WORSE)] if data.get("too_long") else []
    return [*body, *(svg.text(14, y + 15 * i, w, META) for i, w in enumerate(lines))], y + 15 * len(lines)


FIGURE = FigureKind(draw=draw)
