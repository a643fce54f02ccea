"""The right margin of a chart: limits, average and target by name and value, spread so that none touches another."""

from pyrometer.figures import _svg as svg
from pyrometer.figures._frame import NARROW
from pyrometer.figures._say import bare
from pyrometer.figures._scale import Scale
from pyrometer.figures._sheet import Sheet
from pyrometer.figures._style import LABEL, META, STRONG, Letters
from pyrometer.figures._text import spread

GAP = 15.0
STEPS = {"hour": "Hour to hour", "day": "Day to day", "week": "Week to week", "month": "Month to month"}
STEPS |= {"quarter": "Quarter to quarter", "year": "Year to year", "case": "Case to case"}


def margin(sheet: Sheet, width: int, *, has_limits: bool) -> list[str]:
    """Names and values of the last phase's lines."""
    is_narrow = width < NARROW
    last = next((p for p in reversed(sheet.series) if p.centre is not None), None)
    centre_name = str(sheet.data.get("centre_name") or "Average")
    rows: list[tuple[str, float | None, Letters]] = [("Target", sheet.data.get("target"), STRONG)]
    if last is not None:
        rows.append((centre_name, last.centre, STRONG))
    if last is not None and has_limits:
        rows.append(("Upper" if is_narrow else "Upper limit", last.upper, META))
        rows.append(("Lower" if is_narrow else "Lower limit", last.lower, META))
    return _column(rows, sheet.y, sheet, width)


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


def _column(rows: list[tuple[str, float | None, Letters]], y: Scale, sheet: Sheet, width: int) -> list[str]:
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
