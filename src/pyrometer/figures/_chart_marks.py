"""The points of a chart: routine dots, triangles beyond a limit, open rings in a run, and the causes beside them."""

from collections.abc import Sequence

from pyrometer.figures import _svg as svg
from pyrometer.figures._chart_notes import numbered, of_data
from pyrometer.figures._labels import Paper, along, around, box, find
from pyrometer.figures._say import when
from pyrometer.figures._scale import Room
from pyrometer.figures._series import Point
from pyrometer.figures._sheet import Sheet
from pyrometer.figures._style import LABEL, LINE, PAPER, POINT, STRONG, Letters, coloured, side_colour, text_colour
from pyrometer.figures._text import fit

LONGEST_NOTE = 210.0


def line_of(run: Sequence[Point], sheet: Sheet) -> str:
    """The thin line that joins neighbouring points."""
    return svg.path(svg.points(sheet.place(p) for p in run), fill="none", stroke=LINE)


def marks(sheet: Sheet) -> list[str]:
    """Every point by its shape; signals are drawn last, above the others."""
    r = 3.0 if sheet.step >= 8 else 2.2 if sheet.step >= 4.5 else 1.4
    known = [p for p in sheet.series if p.value is not None]
    return [mark(p, sheet, r) for p in sorted(known, key=lambda p: bool(p.signal))]


def mark(p: Point, sheet: Sheet, r: float) -> str:
    """One point: small dot routine, triangle beyond limits, open ring in a pattern, open square set aside."""
    x, y = sheet.place(p)
    fill = side_colour(p.direction, str(sheet.data.get("better") or ""))
    if p.is_aside:
        r = max(2.6, r)
        return svg.rect(x - r, y - r, 2 * r, 2 * r, fill=PAPER, stroke=POINT)
    if p.signal == "beyond":
        return svg.triangle(x, y, p.direction, fill=fill)
    if p.signal:
        return svg.dot(x, y, max(2.6, r * 1.35), fill=PAPER, stroke=fill, stroke_width=max(1.4, r * 0.65))
    return svg.dot(x, y, r, fill=POINT)


def notes(sheet: Sheet) -> list[str]:
    """Causes beside their points, and the date beside a point beyond limits that has no cause yet."""
    lines = along([sheet.place(p) for p in sheet.series if p.value is not None])
    for x in change_places(sheet):
        lines += along([(x, sheet.room.top), (x, sheet.room.bottom)])
    edges = Room(sheet.room.left, sheet.room.right, sheet.room.top - 8, sheet.room.bottom + 14)
    taken = [Room(x - 6, x + 6, y - 6, y + 6) for p, (x, y) in _with_marks(sheet) if p.signal]
    body = []
    for p, (x, y) in sorted(_with_marks(sheet), key=lambda pair: (not pair[0].note, -pair[0].i)):
        for words, letters in notes_of(p, sheet):
            spot = find(words, letters, around(x, y), Paper(taken, lines, edges))
            if spot is not None:
                taken.append(box(spot, words, letters))
                body.append(svg.text(spot.x, spot.y, words, letters, spot.anchor))
                break
    return body


def change_places(sheet: Sheet) -> list[float]:
    """Where the uprights of changes stand."""
    pairs = zip(sheet.series, sheet.series[1:], strict=False)
    return [sheet.edges([b])[0] for a, b in pairs if b.phase != a.phase]


def _with_marks(sheet: Sheet) -> list[tuple[Point, tuple[float, float]]]:
    return [(p, sheet.place(p)) for p in sheet.series if p.value is not None]


def notes_of(p: Point, sheet: Sheet) -> list[tuple[str, Letters]]:
    """The words beside a point, best first, and how they are set: a cause quiet, a point without one in its colour.

    Where there is no room for the words of a cause, its number in the list below stands alone.
    """
    number = numbered(of_data(sheet.data), p.i)
    if p.note:
        whole = fit(svg.clean(f"{number} {p.note}"), LONGEST_NOTE, LABEL)
        return [(whole, LABEL), *([(number, STRONG)] if number else [])]
    if p.signal != "beyond" or not p.starts_on:
        return []
    fill = side_colour(p.direction, str(sheet.data.get("better") or ""))
    return [(when(p.starts_on, str(sheet.data.get("every") or "")), coloured(STRONG, text_colour(fill)))]
