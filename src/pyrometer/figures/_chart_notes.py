"""What people wrote on a chart, below it: number, day, words, and who signed; and the upright of a held baseline."""

from collections.abc import Mapping, Sequence
from typing import Any

from pyrometer.figures import _svg as svg
from pyrometer.figures._frame import NARROW
from pyrometer.figures._say import day
from pyrometer.figures._sheet import Sheet
from pyrometer.figures._style import LABEL, LINE, META, STRONG
from pyrometer.figures._text import width as width_of
from pyrometer.figures._text import wrap

LEAD, GAP, AIR = 15.5, 10.0, 22.0
Note = Mapping[str, Any]


def of_data(data: Mapping[str, Any]) -> list[Note]:
    """The notes of a chart, in the order of their numbers."""
    return sorted(data.get("notes") or [], key=lambda n: int(n["number"]))


def signed(note: Note) -> str:
    """Who wrote it down, and when: 'Ann, 12 Mar 2026'; or that nobody signed."""
    written = day(str(note["recorded_on"])) if note.get("recorded_on") else ""
    by = svg.clean(note.get("by") or "")
    return f"{by}, {written}" if by and written else by or (f"not signed, {written}" if written else "not signed")


def says(note: Note) -> str:
    """Its words, with what they do to the limits where they do."""
    words = svg.clean(note.get("says") or "")
    before = {"new limits": "Limits anew: ", "set aside": "No limit rests on it: "}.get(str(note.get("kind")), "")
    return f"{before}{words}"


def numbered(notes: Sequence[Note], at: int) -> str:
    """The numbers of the notes about one point: '1' or '1, 4'; empty where nothing is written there."""
    return ", ".join(str(n["number"]) for n in notes if n.get("at") == at and n.get("kind") in ("cause", "set aside"))


def listed(data: Mapping[str, Any], width: float, y: float) -> tuple[list[str], float]:
    """The list below a chart, and where it ends."""
    notes = of_data(data)
    if not notes:
        return [], y
    y += AIR
    body = [svg.text(0, y, "Written on this chart", META)]
    number = max(width_of(str(n["number"]), STRONG) for n in notes) + GAP
    dated = max(width_of(day(str(n["on"])), LABEL) for n in notes) + GAP
    is_narrow = width < NARROW
    for note in notes:
        y += LEAD + 2
        body.append(svg.text(0, y, str(note["number"]), STRONG))
        body.append(svg.text(number, y, day(str(note["on"])), LABEL))
        left = number if is_narrow else number + dated
        y += LEAD if is_narrow else 0
        for i, words in enumerate(wrap(f"{says(note)} ({signed(note)})", width - left - 4, LABEL)):
            y += LEAD if i else 0
            body.append(svg.text(left, y, words, LABEL))
    return body, y + 6


def held_line(sheet: Sheet) -> list[str]:
    """A thin broken upright where a held baseline ends, with its number: limits rest on what lies left of it."""
    body = []
    for note in of_data(sheet.data):
        if note.get("kind") == "baseline held":
            x = sheet.edges([sheet.series[int(note["at"])]])[0]
            body.append(svg.line(x, sheet.room.top - 4, x, sheet.room.bottom, stroke=LINE, stroke_dasharray="2 3"))
            body.append(svg.text(x, sheet.room.top - 8, str(note["number"]), STRONG, "middle"))
    return body
