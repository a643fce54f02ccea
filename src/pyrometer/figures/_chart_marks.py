"""The points of a chart: routine dots, triangles beyond a limit, open rings in a run, and the causes beside them."""

from collections.abc import Sequence

from pyrometer.figures import _svg as svg
from pyrometer.figures._chart_notes import numbered, of_data
from pyrometer.figures._labels import Paper, along, around, box, find
from pyrometer.figures._say import when
from pyrometer.figures._scale import Room
from pyrometer.figures._series import Point, runs
from pyrometer.figures._sheet import Sheet
from pyrometer.figures._style import LABEL, LINE, PAPER, POINT, STRONG, Letters, coloured, side_colour, text_colour
from pyrometer.figures._text import fit

LONGEST_NOTE = 210.0
FREE = 22.0  # square pixels of lines that a numbered note may cover; else its number stands alone
FAR = 25.0  # pixels up or down from which on a thin line joins words and point
ROOMY = 400.0  # a narrower panel holds only the numbers of notes


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
    for of in ("lower", "centre", "upper"):
        for run in runs(list(sheet.series), of=of):
            lines += along([(sheet.xs[p.i], sheet.y(getattr(p, of))) for p in run])
    for x in change_places(sheet):
        lines += along([(x, sheet.room.top), (x, sheet.room.bottom)])
    edges = Room(sheet.room.left, sheet.room.right, sheet.room.top - 8, sheet.room.bottom + 14)
    taken = [Room(x - 6, x + 6, y - 6, y + 6) for p, (x, y) in _with_marks(sheet) if p.signal]
    body = []
    for p, (x, y) in sorted(_with_marks(sheet), key=lambda pair: (not pair[0].note, -pair[0].i)):
        wanted = notes_of(p, sheet)
        for words, letters in wanted:
            free = FREE if words is wanted[0][0] and len(wanted) > 1 else float("inf")
            spot = find(words, letters, around(x, y), Paper(taken, lines, edges), most=free)
            if spot is not None:
                taken.append(box(spot, words, letters))
                if abs(spot.y - y - 4) > FAR:
                    body.append(svg.line(x, y, spot.x, spot.y - 4, stroke=LINE, stroke_width=0.8))
                body.append(svg.text(spot.x, spot.y, beside(words, spot.anchor), letters, spot.anchor))
                break
    return body


def beside(words: str, anchor: str) -> str:
    """A numbered note with its number at the end that is nearer the point."""
    number, _, rest = words.partition("  ")
    return f"{rest}  {number}" if rest and anchor == "end" else words


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
        whole = fit(f"{number}  {svg.clean(p.note)}".lstrip(), LONGEST_NOTE, LABEL)
        if not number:
            return [(whole, LABEL)]
        return [*([(whole, LABEL)] if sheet.room.right - sheet.room.left >= ROOMY else []), (number, STRONG)]
    if p.signal != "beyond" or not p.starts_on:
        return []
    fill = side_colour(p.direction, str(sheet.data.get("better") or ""))
    return [(when(p.starts_on, str(sheet.data.get("every") or "")), coloured(STRONG, text_colour(fill)))]
