"""Exits of the flow: who stopped after a step, who of them was taken up again, and who came back from a later step."""

from collections.abc import Mapping
from typing import Any

from pyrometer.figures import _svg as svg
from pyrometer.figures._say import number
from pyrometer.figures._style import META, SMALL, STOPPED
from pyrometer.figures._text import width

LINE = 15.0  # from one line of words to the next
HOOK = 13.0  # the room of the sign before a line
Step = Mapping[str, Any]


def again(step: Step) -> list[tuple[str, str]]:
    """How many were taken up again and how many came back, with the words for a narrow place; nobody is not said."""
    told = ((step.get("n_taken_up"), "taken up again"), (step.get("n_back"), "back from later"))
    return [(number(n, "count"), words) for n, words in told if n]


def hook(x: float, y: float) -> str:
    """The sign of a way back: up, round, and to the left."""
    d = f"M{svg.short(x + 9)} {svg.short(y)}v-3a3 3 0 0 0-3-3h-5m2.5-2.5-2.5 2.5 2.5 2.5"
    return svg.path(d, fill="none", stroke=META.fill, stroke_width=1.1)


def exit_below(step: Step, middle: float, top: float, thick: float) -> list[str]:
    """Those who stopped, dropping out below the box, and those who came again, a line each."""
    n, body = step.get("n_stopped"), []
    if n is not None:
        words = svg.text(middle, top + 39, f"{number(n, 'count')} stopped", META, "middle")
        body = [svg.rect(middle - thick / 2, top, thick, 24, fill=STOPPED), words]
    for i, said in enumerate(map(" ".join, again(step)), 1):
        left, y = middle - (width(said, SMALL) + HOOK) / 2, top + 39 + LINE * i
        body += [hook(left, y), svg.text(left + HOOK, y, said, SMALL)]
    return body


def exit_beside(step: Step, left: float, middle: float, thick: float) -> list[str]:
    """The same to the right of the box (on a phone), the words under each other."""
    n, body, y = step.get("n_stopped"), [], middle + 4
    if n is not None:
        body = [svg.rect(left, middle - thick / 2, 22, thick, fill=STOPPED)]
        body += [svg.text(left + 28, y + 14 * i, w, META) for i, w in enumerate((number(n, "count"), "stopped"))]
    y += 14
    for said, words in again(step):
        first, _, rest = words.rpartition(" ")
        body.append(hook(left + 14, y + 20))
        body += [svg.text(left + 28, y + 20 + 14 * i, w, SMALL) for i, w in enumerate((said, first, rest))]
        y += 48
    return body
