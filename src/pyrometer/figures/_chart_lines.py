"""The lines of a chart: the band of routine variation, limits, average, target and the uprights of changes."""

from collections.abc import Sequence
from dataclasses import dataclass

from pyrometer.figures import _svg as svg
from pyrometer.figures._chart_notes import of_data
from pyrometer.figures._say import day
from pyrometer.figures._series import Point, runs
from pyrometer.figures._sheet import Sheet
from pyrometer.figures._style import BAND, INK, LINE, META, STRONG, Letters
from pyrometer.figures._text import at_most, fit

WASH = {"fill": BAND, "shape_rendering": "crispEdges"}  # neighbouring stretches join without a seam


@dataclass(frozen=True, slots=True)
class PhaseTitle:
    """The words over a phase, line by line, where they start, and whether a change opens it."""

    x: float
    lines: tuple[tuple[str, Letters], ...]
    is_change: bool


def titles(sheet: Sheet) -> list[PhaseTitle]:
    """What stands over each phase: the first one's name, then date and name of each change."""
    phases = sheet.data.get("phases") or []
    starts = {p.phase: sheet.edges([p])[0] for p in reversed(sheet.series)}
    if len(starts) < 2:
        return []
    found, changes = [], [n for n in of_data(sheet.data) if n.get("kind") == "new limits"]
    for k in sorted(starts):
        following = [starts[j] for j in sorted(starts) if j > k]
        room = (min(following) if following else sheet.room.right + 90) - starts[k] - 14
        label = svg.clean(phases[k].get("label") or "")
        opening = next(p.i for p in sheet.series if p.phase == k)
        number = next((str(n["number"]) for n in changes if n.get("at") == opening), "")
        head = f"{number} Change, ".lstrip() + day(str(phases[k].get("starts_on") or sheet.series[0].starts_on))
        found.append(PhaseTitle(starts[k], _lines(label, head if k else "", room), k > 0))
    return found


def _lines(label: str, head: str, room: float) -> tuple[tuple[str, Letters], ...]:
    if room < 24:
        return ()
    if not head:
        return ((fit(label or "Baseline", room, META), META),)
    named = at_most(label, 2, room, STRONG) if label else []
    return ((fit(head, room, META), META), *((words, STRONG) for words in named))


def change_lines(sheet: Sheet, over: Sequence[PhaseTitle], top: float) -> list[str]:
    """A thin upright at each change with its date and name."""
    body = []
    for title in over:
        if title.is_change:
            body.append(svg.line(title.x, top - 10, title.x, sheet.room.bottom + 4, stroke=INK, stroke_width=1))
        x = title.x + 7 if title.is_change else title.x
        body += [svg.text(x, top + 14.0 * i, words, letters) for i, (words, letters) in enumerate(title.lines)]
    return body


def bands(sheet: Sheet) -> list[str]:
    """The wash between the limits; without a lower limit it reaches down to the panel's edge, likewise up."""
    body = []
    for run in runs(list(sheet.series), of="centre"):
        for stretch in _equal(run):
            if stretch[0].lower is None and stretch[0].upper is None:
                continue
            left, right = sheet.edges(stretch)
            upper = sheet.room.top if stretch[0].upper is None else sheet.y(stretch[0].upper)
            lower = sheet.room.bottom if stretch[0].lower is None else sheet.y(stretch[0].lower)
            body.append(svg.rect(left, upper, right - left, lower - upper, **WASH))
    return body


def _equal(run: Sequence[Point]) -> list[list[Point]]:
    found: list[list[Point]] = []
    for p in run:
        if found and (found[-1][-1].lower, found[-1][-1].upper) == (p.lower, p.upper):
            found[-1].append(p)
        else:
            found.append([p])
    return found


def step_line(sheet: Sheet, run: Sequence[Point], of: str) -> str:
    """The path of a limit or average that may change from point to point."""
    xs, ys, last = [], [], None
    for p in run:
        value = getattr(p, of)
        if value != last:
            xs.append(sheet.edges([p])[0])
            ys.append(sheet.y(value))
            last = value
    return svg.steps(xs, ys, sheet.edges(run)[1])


def limit_lines(sheet: Sheet) -> list[str]:
    """Limits, dashed."""
    return [
        svg.path(step_line(sheet, run, of), fill="none", stroke=LINE, stroke_dasharray="4 3")
        for of in ("lower", "upper")
        for run in runs(list(sheet.series), of=of)
    ]


def centre_lines(sheet: Sheet) -> list[str]:
    """Averages, solid."""
    return [
        svg.path(step_line(sheet, run, "centre"), fill="none", stroke=INK, stroke_width=1.2)
        for run in runs(list(sheet.series), of="centre")
    ]


def target_line(sheet: Sheet) -> list[str]:
    """The target, dotted."""
    target = sheet.data.get("target")
    if target is None:
        return []
    y = sheet.y(target)
    return [svg.line(sheet.room.left, y, sheet.room.right, y, stroke=INK, stroke_width=1.2, stroke_dasharray="1.2 3")]
