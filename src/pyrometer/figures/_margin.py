"""The right margin of a chart: limits, average and target by name and value, spread so that none touches another."""

from collections.abc import Mapping, Sequence
from typing import Any

from pyrometer.figures import _svg as svg
from pyrometer.figures._frame import NARROW
from pyrometer.figures._say import bare
from pyrometer.figures._scale import Scale
from pyrometer.figures._series import Point
from pyrometer.figures._sheet import Sheet
from pyrometer.figures._style import LABEL, META, STRONG, Letters
from pyrometer.figures._text import spread
from pyrometer.figures._text import width as width_of

GAP = 15.0
STEPS = {"hour": "Hour to hour", "day": "Day to day", "week": "Week to week", "month": "Month to month"}
STEPS |= {"quarter": "Quarter to quarter", "year": "Year to year", "case": "Case to case"}


Row = tuple[str, float | None, Letters]


def rows_of(data: Mapping[str, Any], series: Sequence[Point], width: int, *, has_limits: bool) -> list[Row]:
    """Names and values of the last phase's lines."""
    is_narrow = width < NARROW
    last = next((p for p in reversed(series) if p.centre is not None), None)
    rows: list[Row] = [("Target", data.get("target"), STRONG)]
    if last is not None:
        rows.append((str(data.get("centre_name") or "Average"), last.centre, STRONG))
    if last is not None and has_limits:
        rows.append(("Upper" if is_narrow else "Upper limit", last.upper, META))
        rows.append(("Lower" if is_narrow else "Lower limit", last.lower, META))
    return [row for row in rows if row[1] is not None]


def margin_room(data: Mapping[str, Any], series: Sequence[Point], width: int, *, has_limits: bool) -> float:
    """How wide the margin is, so that every name stands beside its whole value."""
    rows = rows_of(data, series, width, has_limits=has_limits)
    unit = str(data.get("unit") or "")
    digits = _digits([v for _, v, _ in rows if v is not None], unit)
    least = 92.0 if width < NARROW else 158.0
    return max([least, *(12 + width_of(n, STRONG) + 10 + width_of(bare(v, unit, digits), STRONG) for n, v, _ in rows)])


def margin(sheet: Sheet, width: int, *, has_limits: bool) -> list[str]:
    """Names and values of the last phase's lines, at the right."""
    return _column(rows_of(sheet.data, sheet.series, width, has_limits=has_limits), sheet.y, sheet, width)


def spread_margin(sheet: Sheet, y: Scale, width: int) -> list[str]:
    """Names and values of the last phase's range limit and mean range."""
    phases = sheet.data.get("phases") or []
    if not phases:
        return []
    step = STEPS.get(str(sheet.data.get("every")), "Step to step")
    names = ("Range", "Step") if width < NARROW else ("Range limit", step)
    last = phases[sheet.series[-1].phase]
    rows = [(names[0], last.get("spread_upper"), META), (names[1], last.get("spread_centre"), META)]
    return _column(rows, y, sheet, width)


def _column(rows: list[Row], y: Scale, sheet: Sheet, width: int) -> list[str]:
    known = [(name, value, letters) for name, value, letters in rows if value is not None]
    roof = min(y.start, y.stop)
    at = spread([y(value) + 4 for _, value, _ in known], GAP, roof, max(y.start, y.stop) + 6)
    digits = _digits([value for _, value, _ in known], sheet.unit)
    body = []
    for (name, value, letters), place in zip(known, at, strict=True):
        body.append(svg.text(sheet.room.right + 12, place, name, letters if letters is STRONG else LABEL))
        body.append(svg.text(width, place, bare(value, sheet.unit, digits), STRONG, "end"))
    return body


def _digits(values: list[float], unit: str) -> int:
    size = max((abs(v) for v in values), default=0.0) * (100 if unit == "share" else 1)
    return 0 if size >= 1000 else 1 if size >= 1 else 3
