"""One box of the flow: what the customer did, how many go on, how many wait, how long it takes, what it costs us."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from pyrometer.figures import _svg as svg
from pyrometer.figures._say import NOTHING, between, briefs, length, number
from pyrometer.figures._style import HOT, INK, META, PAPER, RULE, TEXT, WAITING, WORSE, Letters, coloured
from pyrometer.figures._text import at_most, fit, width

NAME = Letters(16, 600, INK, is_serif=True)
ACTION = Letters(12, 400, TEXT)
SHARE = Letters(23, 600, INK)
FACT = Letters(13, 600, INK)
SIDE = Letters(11.5, 400, META.fill)
PAD = 11.0
Step = Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Look:
    """What all boxes of a flow share: width, lines of names and actions, whether side words stand under the facts."""

    width: float
    n_name: int
    n_action: int
    is_compact: bool
    has_hours: bool
    most_waiting: float
    mark: float  # room over the names for the word 'Constraint', where it does not fit beside one

    @property
    def inner(self) -> float:
        """The width of the words in a box."""
        return self.width - 2 * PAD

    @property
    def height(self) -> float:
        """How high each box is."""
        facts = (3 if self.has_hours else 2) * (36 if self.is_compact else 23)
        return self.facts_top + self.under_share + facts + 10 + 12

    @property
    def under_share(self) -> float:
        """The room between the large share and the facts: its range stands there where it is not beside it."""
        return 19.0 if self.is_compact else 9.0

    @property
    def facts_top(self) -> float:
        """How far the large share lies below the top of the box."""
        return 34 + self.mark + 18 * self.n_name + 15 * self.n_action + (0 if self.n_action else 4)


@dataclass(frozen=True, slots=True)
class Box:
    """Where one box stands, how it looks, and whether it is the constraint."""

    left: float
    top: float
    look: Look
    is_constraint: bool


def look(steps: Sequence[Step], width_px: float, constraint: str | None) -> Look:
    """The look in which every word of every box of that width fits, names in at most two lines."""
    has_hours = any(s.get("hours") is not None for s in steps)
    inner = width_px - 2 * PAD
    names = [len(at_most(svg.clean(s["name"]), 2, inner, NAME)) for s in steps]
    actions = [len(at_most(svg.clean(s.get("action") or ""), 2, inner, ACTION)) for s in steps]
    most = max((s.get("n_waiting") or 0 for s in steps), default=0)
    wide = [width(a, FACT) + width(b, letters) + 8 for s in steps for a, b, letters in facts(s, True, has_hours)]
    wide += [width(number(s.get("share"), "share"), SHARE) + 8 + max(width(w, SIDE) for w in beside(s)) for s in steps]
    held = [svg.clean(s["name"]) for s in steps if s["name"] == constraint]
    mark = 16.0 if any(width(words, NAME) + width("Constraint", HOT) + 8 > inner for words in held) else 0.0
    return Look(width_px, max(names), max(actions), max(wide) > inner, has_hours, most, mark)


def draw_box(step: Step, box: Box) -> list[str]:
    """The box with its words, numbers and waiting bar."""
    frame = {"stroke": WORSE, "stroke_width": 2} if box.is_constraint else {"stroke": RULE, "stroke_width": 1.2}
    look, x, y = box.look, box.left + PAD, box.top
    body = [svg.rect(box.left, y, look.width, look.height, fill=PAPER, rx=3, **frame)]
    if box.is_constraint:
        at = (x, y + 18, "start") if look.mark else (x + look.inner, y + 22, "end")
        body.append(svg.text(at[0], at[1], "Constraint", HOT, at[2]))
    y += look.mark
    for i, words in enumerate(at_most(svg.clean(step["name"]), 2, look.inner, NAME)):
        body.append(svg.text(x, y + 22 + 18 * i, words, NAME))
    for i, words in enumerate(at_most(svg.clean(step.get("action") or ""), 2, look.inner, ACTION)):
        body.append(svg.text(x, y + 22 + 18 * look.n_name + 15 * i, words, ACTION))
    top = box.top + look.facts_top
    return [*body, *share_row(step, box, top + 5), *fact_rows(step, box, top + look.under_share)]


def fact_rows(step: Step, box: Box, y: float) -> list[str]:
    """Waiting with its bar, days and hours; side words beside the facts, or under them where there is no room."""
    look, x, body = box.look, box.left + PAD, []
    for fact, side, letters in facts(step, box.is_constraint, look.has_hours):
        y += 23
        body.append(svg.text(x, y, fact, FACT))
        if look.is_compact:
            y += 13
        place = (x, "start") if look.is_compact else (x + look.inner, "end")
        body.append(svg.text(place[0], y, fit(side, look.inner, letters), letters, place[1]))
        if fact.endswith("wait"):
            y += 10
            body += waiting_bar(step, box, y)
    return body


def beside(step: Step) -> tuple[str, str]:
    """The words beside the large share."""
    if step.get("share") is None:
        return "cannot be", "told yet"
    return "go on", between(step.get("low"), step.get("high"), "share")


def share_row(step: Step, box: Box, y: float) -> list[str]:
    """The share that goes on, large, with its 95% range."""
    inner = box.look.inner
    share = number(step.get("share"), "share")
    x = box.left + PAD
    body = [svg.text(x, y, share, SHARE if share != NOTHING else coloured(SHARE, META.fill))]
    words = beside(step)
    if box.look.is_compact:
        return [*body, svg.text(x, y + 15, fit(" ".join(words), inner, SIDE), SIDE)]
    return body + [svg.text(x + inner, y - 12 + 14 * i, w, SIDE, "end") for i, w in enumerate(words)]


def facts(step: Step, is_constraint: bool, has_hours: bool) -> list[tuple[str, str, Letters]]:  # noqa: FBT001
    """Waiting, days and hours: the fact, the words beside it and how those are set."""
    too_long = step.get("n_too_long")
    late = "" if too_long is None else f"{number(too_long, 'count')} too long"
    waits = "waits" if step.get("n_waiting") == 1 else "wait"
    here = f"{number(step.get('n_waiting'), 'count')} {waits}"
    rows = [(here, late, HOT if is_constraint and too_long else SIDE)]
    median, p85 = step.get("median_days"), step.get("p85_days")
    days = "half: not yet" if median is None else length(median) if median else "same day"
    within = f"85% within {briefs([median, p85])[1]}" if p85 else "85% the same day"
    rows.append((days, "85%: not yet" if p85 is None else within, SIDE))
    if has_hours:
        hours = step.get("hours")
        words = str(step.get("hours_of") or "our time")
        rows.append((NOTHING if hours is None else f"{number(hours, 'hours')} h", words, SIDE))
    return rows


def waiting_bar(step: Step, box: Box, y: float) -> list[str]:
    """How many wait, as a bar; the part that waits too long is hot."""
    inner = box.look.inner
    n, late = step.get("n_waiting") or 0, step.get("n_too_long") or 0
    long = inner * n / box.look.most_waiting if box.look.most_waiting else 0.0
    hot = long * late / n if n else 0.0
    x = box.left + PAD
    return [svg.rect(x, y - 4, long, 4, fill=WAITING), svg.rect(x, y - 4, hot, 4, fill=WORSE)] if n else []
