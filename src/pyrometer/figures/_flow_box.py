"""One box of the flow: what the customer did, how many go on, how many wait, how long it takes, what it costs us."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from pyrometer.figures import _svg as svg
from pyrometer.figures._say import NOTHING, between, length, number
from pyrometer.figures._style import HOT, INK, META, PAPER, RULE, STOPPED, TEXT, WAITING, WORSE, Letters, coloured
from pyrometer.figures._text import fit, width

NAME = Letters(16, 600, INK, is_serif=True)
ACTION = Letters(12, 400, TEXT)
SHARE = Letters(23, 600, INK)
FACT = Letters(13, 600, INK)
SIDE = Letters(11.5, 400, META.fill)
PAD = 11.0
COMPACT = 158.0  # below this width the side words stand under the facts, not beside them


@dataclass(frozen=True, slots=True)
class Box:
    """Where a box stands and what the whole flow shares: the largest wait and whether our hours are known."""

    left: float
    top: float
    width: float
    most_waiting: float
    has_hours: bool
    is_constraint: bool

    @property
    def is_compact(self) -> bool:
        """Whether side words stand under the facts."""
        return self.width < COMPACT


def height(box_width: float, *, has_hours: bool) -> float:
    """How high a box of that width is."""
    rows = 3 if has_hours else 2
    return 78 + rows * (36 if box_width < COMPACT else 23) + 16 + (14 if box_width < COMPACT else 0)


def draw_box(step: Mapping[str, Any], box: Box) -> list[str]:
    """The box with its words, numbers and waiting bar."""
    frame = {"stroke": WORSE, "stroke_width": 2} if box.is_constraint else {"stroke": RULE, "stroke_width": 1.2}
    high = height(box.width, has_hours=box.has_hours)
    body = [svg.rect(box.left, box.top, box.width, high, fill=PAPER, rx=3, **frame)]
    inner = box.width - 2 * PAD
    mark = width("Constraint", HOT) + 8 if box.is_constraint and not box.is_compact else 0
    x, y = box.left + PAD, box.top
    body.append(svg.text(x, y + 22, fit(svg.clean(step["name"]), inner - mark, NAME), NAME))
    if box.is_constraint:
        at = (box.left + box.width / 2, y - 7, "middle") if box.is_compact else (x + inner, y + 22, "end")
        body.append(svg.text(at[0], at[1], "Constraint", HOT, at[2]))
    body.append(svg.text(x, y + 40, fit(svg.clean(step.get("action") or ""), inner, ACTION), ACTION))
    body += share_row(step, box, y + 72)
    y += 86 if box.is_compact else 76
    for fact, side, letters in facts(step, box):
        y += 23
        body.append(svg.text(x, y, fact, FACT))
        if box.is_compact:
            y += 13
            body.append(svg.text(x, y, fit(side, inner, letters), letters))
        else:
            room = inner - width(fact, FACT) - 8
            body.append(svg.text(x + inner, y, fit(side, room, letters), letters, "end"))
        if fact.endswith("wait"):
            y += 10
            body += waiting_bar(step, box, y)
    return body


def share_row(step: Mapping[str, Any], box: Box, y: float) -> list[str]:
    """The share that goes on, large, with its 95% range."""
    inner = box.width - 2 * PAD
    share = number(step.get("share"), "share")
    x = box.left + PAD
    body = [svg.text(x, y, share, SHARE if share != NOTHING else coloured(SHARE, META.fill))]
    words = ["go on", between(step.get("low"), step.get("high"), "share")]
    if step.get("share") is None:
        words = ["cannot be", "told yet"]
    if box.is_compact:
        return [*body, svg.text(x, y + 15, fit(" ".join(words), inner, SIDE), SIDE)]
    return body + [svg.text(x + inner, y - 12 + 14 * i, w, SIDE, "end") for i, w in enumerate(words)]


def facts(step: Mapping[str, Any], box: Box) -> list[tuple[str, str, Letters]]:
    """Waiting, days and hours: the fact, the words beside it and how those are set."""
    too_long = step.get("n_too_long")
    hot = HOT if box.is_constraint and too_long else SIDE
    late = "" if too_long is None else f"{number(too_long, 'count')} too long"
    rows = [(f"{number(step.get('n_waiting'), 'count')} wait", late, hot)]
    median, p85 = step.get("median_days"), step.get("p85_days")
    days = "half: not yet" if median is None else length(median)
    rows.append((days, "85%: not yet" if p85 is None else f"85% within {number(p85, 'days')}", SIDE))
    if box.has_hours:
        hours = step.get("hours")
        words = str(step.get("hours_of") or "our time")
        rows.append((NOTHING if hours is None else f"{number(hours, 'hours')} h", words, SIDE))
    return rows


def waiting_bar(step: Mapping[str, Any], box: Box, y: float) -> list[str]:
    """How many wait, as a bar; the part that waits too long is hot."""
    inner = box.width - 2 * PAD
    n, late = step.get("n_waiting") or 0, step.get("n_too_long") or 0
    long = inner * n / box.most_waiting if box.most_waiting else 0.0
    hot = long * late / n if n else 0.0
    x = box.left + PAD
    return [svg.rect(x, y - 4, long, 4, fill=WAITING), svg.rect(x, y - 4, hot, 4, fill=WORSE)] if n else []


def exit_below(step: Mapping[str, Any], middle: float, top: float, thick: float) -> list[str]:
    """Those who stopped, dropping out below the box."""
    n = step.get("n_stopped")
    if n is None:
        return []
    words = svg.text(middle, top + 39, f"{number(n, 'count')} stopped", META, "middle")
    return [svg.rect(middle - thick / 2, top, thick, 24, fill=STOPPED), words]


def exit_beside(step: Mapping[str, Any], left: float, middle: float, thick: float) -> list[str]:
    """Those who stopped, leaving to the right of the box (on a phone)."""
    n = step.get("n_stopped")
    if n is None:
        return []
    bar = svg.rect(left, middle - thick / 2, 22, thick, fill=STOPPED)
    return [
        bar,
        *(svg.text(left + 28, middle + 4 + 14 * i, w, META) for i, w in enumerate((number(n, "count"), "stopped"))),
    ]
