"""Control and run charts share this drawing: the panel of values, the panel of ranges, one time axis below."""

from collections.abc import Mapping, Sequence
from typing import Any

from pyrometer.figures import _svg as svg
from pyrometer.figures._chart_lines import bands, centre_lines, change_lines, limit_lines, target_line, titles
from pyrometer.figures._chart_marks import line_of, marks, notes
from pyrometer.figures._chart_notes import held_line, listed
from pyrometer.figures._frame import NARROW, blank, head, picture
from pyrometer.figures._margin import margin, margin_room, spread_margin
from pyrometer.figures._scale import Room, Scale, reach
from pyrometer.figures._series import Point, points, runs
from pyrometer.figures._sheet import Sheet
from pyrometer.figures._style import LINE, META, POINT, SMALL, WORSE
from pyrometer.figures._timeaxis import time_axis
from pyrometer.figures._valueaxis import left_of, value_axis
from pyrometer.model.figure import Figure

SPREAD_HIGH, AXIS_HIGH = 60.0, 26.0


def chart(figure: Figure, width: int, *, has_limits: bool) -> str:
    """The whole picture of a series; without limits it is a run chart."""
    series = points(figure.data)
    if all(p.value is None for p in series):
        return blank(figure, width)
    top = head(figure, width)
    unit = str(figure.data.get("unit") or "")
    low, high = reach(shown(figure.data, series, has_limits=has_limits), unit)
    left = left_of(low, high, unit)
    right = width - margin_room(figure.data, series, width, has_limits=has_limits)
    across = Room(left, right, 0, 0)
    sheet = Sheet(figure.data, tuple(series), places(len(series), across), across, Scale(0, 1, 1, 0))
    words = titles(sheet) if has_limits else []
    above = top.bottom + 16 + max((14.0 * len(t.lines) for t in words), default=0)
    room = Room(left, right, above, above + (200 if width < NARROW else 236))
    sheet = Sheet(sheet.data, sheet.series, sheet.xs, room, Scale(low, high, room.bottom, room.top))
    body = [*top.parts, *panel(sheet, width, has_limits=has_limits)]
    body += change_lines(sheet, words, top.bottom + 16) if has_limits else []
    bottom = room.bottom + 6
    if has_limits and any(p.spread is not None for p in series):
        below = Room(left, right, room.bottom + 26, room.bottom + 26 + SPREAD_HIGH)
        body += spread_panel(sheet, below, width)
        bottom = below.bottom + 6
    body += time_axis([p.starts_on for p in series], figure.data.get("every", ""), sheet.xs, bottom)
    below_axis, end = listed(figure.data, width, bottom + AXIS_HIGH)
    return picture(figure, width, end, [*body, *below_axis])


def places(n: int, room: Room) -> tuple[float, ...]:
    """Where n points lie, evenly from left to right with a little air at both ends."""
    if n < 2:
        return ((room.left + room.right) / 2,) * n
    air = min(10.0, (room.right - room.left) / n / 2)
    step = (room.right - room.left - 2 * air) / (n - 1)
    return tuple(room.left + air + i * step for i in range(n))


def shown(data: Mapping[str, Any], series: Sequence[Point], *, has_limits: bool) -> list[float | None]:
    """Every value that must lie inside the panel."""
    values = [p.value for p in series] + [data.get("target")]
    if has_limits:
        values += [limit for p in series for limit in (p.lower, p.upper)]
    return [*values, *(p.centre for p in series)]


def panel(sheet: Sheet, width: int, *, has_limits: bool) -> list[str]:
    """The values with their band, limits, average, target, marks, notes and the names in the margin."""
    body = bands(sheet) + limit_lines(sheet) if has_limits else []
    body += [*value_axis(sheet.y, sheet.unit, sheet.room.left), *target_line(sheet)]
    body += centre_lines(sheet)
    body += [line_of(run, sheet) for run in _joined(sheet.series)]
    body += held_line(sheet) + marks(sheet) + notes(sheet)
    early = sheet.data.get("too_early")
    if early:
        body.append(svg.text(sheet.room.left, sheet.room.top - 4, f"Too early for limits: {early}", META))
    return body + margin(sheet, width, has_limits=has_limits)


def _joined(series: Sequence[Point]) -> list[list[Point]]:
    found: list[list[Point]] = [[]]
    for point in series:
        if point.value is None:
            found.append([])
        else:
            found[-1].append(point)
    return [run for run in found if run]


def spread_panel(sheet: Sheet, room: Room, width: int) -> list[str]:
    """The panel of moving ranges: how far each value lies from the one before, with its limit."""
    phases = sheet.data.get("phases") or []
    known = [p.spread for p in sheet.series if p.spread is not None]
    limits = [f.get("spread_upper") for f in phases]
    high = max([v for v in [*known, *limits] if v is not None]) or 1.0
    y = Scale(0, high * 1.04, room.bottom, room.top)
    body = [svg.text(room.left - 10, room.bottom + 4, "0", SMALL, "end")]
    for run in runs(list(sheet.series), of="spread"):
        left, right = sheet.edges(run)
        of = phases[run[0].phase] if phases else {}
        for key, dash in (("spread_centre", None), ("spread_upper", "4 3")):
            if of.get(key) is not None:
                body.append(svg.line(left, y(of[key]), right, y(of[key]), stroke=LINE, stroke_dasharray=dash))
        spots = [(sheet.xs[p.i], y(p.spread or 0.0)) for p in run]
        body.append(svg.path(svg.points(spots), fill="none", stroke=LINE, stroke_width=0.9))
        r = 1.6 if sheet.step >= 5 else 1.1
        for p, (x, at) in zip(run, spots, strict=True):
            hot = p.is_spread_signal
            body.append(svg.dot(x, at, r * 1.9 if hot else r, fill=WORSE if hot else POINT))
    return body + spread_margin(sheet, y, width)
