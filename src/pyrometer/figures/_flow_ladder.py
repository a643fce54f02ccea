"""The day ladder under the flow: how many days each step takes, end to end, the constraint hot."""

from collections.abc import Mapping, Sequence
from typing import Any

from pyrometer.figures import _svg as svg
from pyrometer.figures._say import briefs, number
from pyrometer.figures._style import INK, META, PAPER, QUIET, WAY, WORSE, Letters
from pyrometer.figures._text import fit, width

TOTAL = Letters(13.5, 600, INK)
HIGH, ROW = 15.0, 15.0
NOTHING = 1e-6  # days: less is no length


def ladder(
    steps: Sequence[Mapping[str, Any]], data: Mapping[str, Any], right: float, y: float
) -> tuple[list[str], float]:
    """The ladder from the left edge to `right` at y, and where its words end."""
    days = [s.get("median_days") for s in steps]
    if sum(d is not None and d > NOTHING for d in days) < 2:
        return [], y
    total = data.get("total_days")
    end = right - (width(number(total, "days"), TOTAL) + 14 if total is not None else 0)
    start = width("Days", META) + 10
    unknown = 14.0
    per_day = (end - start - unknown * sum(d is None for d in days)) / sum(d or 0 for d in days)
    body, x, marks = [svg.text(0, y + 12, "Days", META)], start, []
    for step, d, said in zip(steps, days, briefs(days), strict=True):
        long = unknown if d is None else d * per_day
        hot = step["name"] == data.get("constraint")
        paint = (
            {"fill": PAPER, "stroke": QUIET, "stroke_dasharray": "2 2"}
            if d is None
            else {"fill": WORSE if hot else WAY}
        )
        body.append(svg.rect(x, y, max(0.8, long - 1.5), HIGH, **paint))
        marks.append((x, f"{svg.clean(step['name'])} {'not yet' if d is None else said}"))
        x += long
    if total is not None:
        body.append(svg.text(right, y + 12.5, number(total, "days"), TOTAL, "end"))
    words, rows = in_rows(marks, start, end)
    body += [svg.text(at, y + HIGH + 14 + ROW * row, written, META) for at, row, written in words]
    return body, y + HIGH + 14 + ROW * (rows - 1)


def in_rows(marks: Sequence[tuple[float, str]], left: float, right: float) -> tuple[list[tuple[float, int, str]], int]:
    """Each mark's words at its place or as near as the edge allows, in the first row where they touch nothing."""
    ends: list[float] = []
    found = []
    for x, words in marks:
        written = fit(words, right - left, META)
        at = min(x, right - width(written, META))
        row = next((i for i, taken in enumerate(ends) if taken + 9 <= at), len(ends))
        ends[row : row + 1] = [at + width(written, META)]
        found.append((at, row, written))
    return found, max(1, len(ends))
