"""Forest: estimates with their intervals, one a line, against a line of reference.

`data`::

    {"unit": "share", "value_name": "go on within 90 days",
     "reference": 0.38, "reference_name": "all together",        # both optional
     "rows": [{"label": "GTX Pro", "value": 0.41, "low": 0.36, "high": 0.46, "n": 512, "outside": ""}, ...]}

`outside`: '' | 'high' | 'low' with `better` ('up' | 'down' | '') deciding the colour. `value` null = cannot be told:
the row then says `note`.
"""

from collections.abc import Mapping, Sequence
from typing import Any

from pyrometer.figures import FigureKind
from pyrometer.figures import _svg as svg
from pyrometer.figures._frame import NARROW, blank, head, picture
from pyrometer.figures._say import DAY, LENGTHS, NOTHING, between, brief, briefs, number
from pyrometer.figures._scale import Scale, reach, thin
from pyrometer.figures._style import INK, LINE, META, POINT, RULE, SMALL, Letters, coloured, side_colour, text_colour
from pyrometer.figures._text import fit, width
from pyrometer.figures._valueaxis import marks
from pyrometer.model.figure import Figure

NAME = Letters(13, 400, INK)
VALUE = Letters(13, 600, INK)
ROW = 30.0
Row = Mapping[str, Any]


def draw(figure: Figure, width: int) -> str:
    """The picture, `width` pixels wide."""
    rows = figure.data.get("rows") or []
    if not rows:
        return blank(figure, width)
    top = head(figure, width)
    is_phone = width < NARROW
    x = across(figure.data, rows, width)
    row = ROW + (18 if is_phone else 0)
    y = top.bottom + (52 if is_phone else 36)
    at = (0.0, top.bottom + 14) if is_phone else (x.stop + 12, y - 14)
    body = [svg.text(*at, fit(_value_name(figure.data), width - at[0], META), META)]
    body += reference_name(figure.data, x, y - 12)
    for one in rows:
        if one.get("value") is not None:
            body += reference(figure.data, x, y + (16 if is_phone else -6), y + row)
        body += line_of(one, figure.data, (x, y, float(width)), is_phone=is_phone)
        y += row
    body += axis(figure.data, x, y)
    return picture(figure, width, y + 26, [*top.parts, *body])


def _value_name(data: Row) -> str:
    return svg.clean(data.get("value_name") or "")


def across(data: Row, rows: Sequence[Row], room: int) -> Scale:
    """The scale of values between the names on the left and the numbers on the right."""
    values = [r.get(k) for r in rows for k in ("value", "low", "high")] + [data.get("reference")]
    low, high = reach(values, str(data.get("unit") or ""))
    wide = [sum(width(w, letters) for w, letters in told(r, data, room)) for r in rows if r.get("value") is not None]
    right = max([118.0 if room < NARROW else 190.0, *(w + 44 for w in wide)])
    if room < NARROW:
        return Scale(low, high, 20, room - right)
    names = min(room / 3, max(width(svg.clean(r["label"]), NAME) for r in rows))
    return Scale(low, high, names + 20, min(room - right, names + 620))


def reference(data: Row, x: Scale, top: float, bottom: float) -> list[str]:
    """The upright everything is compared with, through one row."""
    value = data.get("reference")
    dots = {"stroke": INK, "stroke_dasharray": "1.2 3", "stroke_width": 1.2}
    return [] if value is None else [svg.line(x(value), top, x(value), bottom, **dots)]


def reference_name(data: Row, x: Scale, y: float) -> list[str]:
    """What the upright is."""
    value = data.get("reference")
    if value is None:
        return []
    words = f"{svg.clean(data.get('reference_name') or '')} {number(value, str(data.get('unit') or ''))}".strip()
    half = width(words, META) / 2
    return [svg.text(min(max(x(value), x.start + half), x.stop - half), y, words, META, "middle")]


def line_of(one: Row, data: Row, place: tuple[Scale, float, float], *, is_phone: bool) -> list[str]:
    """One estimate: name, interval and mark, number with range and n."""
    x, y, room = place
    label = svg.clean(one["label"])
    body = []
    if is_phone:
        body.append(svg.text(0, y + 12, fit(label, room, NAME), NAME))
        y += 16
    else:
        body.append(svg.text(0, y + 17, fit(label, x.start - 14, NAME), NAME))
    value, middle = one.get("value"), y + 13
    if value is None:
        words = svg.clean(one.get("note") or "cannot be told")
        return [*body, svg.text(x.start, y + 17, fit(words, room - x.start, META), META)]
    up = {"high": "up", "low": "down"}.get(str(one.get("outside") or ""), "")
    fill = side_colour(up, str(data.get("better") or "")) if up else POINT
    if one.get("low") is not None and one.get("high") is not None:
        body.append(
            svg.line(x(one["low"]), middle, x(one["high"]), middle, stroke=fill if up else LINE, stroke_width=2)
        )
    body.append(svg.triangle(x(value), middle, up, fill=fill) if up else svg.dot(x(value), middle, 4, fill=INK))
    at = x.stop + 12
    for words, letters in told(one, data, room):
        shown = coloured(letters, text_colour(fill)) if up and letters is VALUE else letters
        body.append(svg.text(at, y + 17, words, shown))
        at += width(words, letters) + (8 if letters is VALUE else 12)
    return body


def told(one: Row, data: Row, room: float) -> list[tuple[str, Letters]]:
    """The number with its range and, where there is room, how many it rests on."""
    unit = str(data.get("unit") or "")
    rows = [(valued(one.get("value"), data), VALUE), (ranged(one.get("low"), one.get("high"), unit), META)]
    if one.get("n") is not None and room >= NARROW:
        rows.append((f"n {number(one['n'], 'count')}", META))
    return [row for row in rows if row[0] != NOTHING]


def valued(value: float | None, data: Row) -> str:
    """The number as written; lengths of which some are less than a day each with a unit."""
    unit = str(data.get("unit") or "")
    every = [r.get("value") for r in data.get("rows") or ()]
    return briefs([value, *every])[0] if unit == "days" else number(value, unit)


def ranged(low: float | None, high: float | None, unit: str) -> str:
    """The range as written; one that begins below a day in hours or minutes."""
    if unit != "days" or low is None or high is None or not 0 < low < DAY:
        return between(low, high, unit)
    ends = brief(low), brief(high)
    return ends[0] if ends[0] == ends[1] else " to ".join(ends)


def axis(data: Row, x: Scale, y: float) -> list[str]:
    """A few round values under the rows."""
    unit = str(data.get("unit") or "")
    shown = marks(x.low, x.high, unit)
    body = [svg.line(x.start, y, x.stop, y, stroke=RULE)]
    kept = thin([x(v) for v, _ in shown], [w for _, w in shown], SMALL)
    body += [svg.text(x(shown[i][0]), y + 17, shown[i][1], SMALL, "middle") for i in kept]
    return body + ([svg.text(x.stop + 12, y + 17, unit, META)] if unit in LENGTHS and kept else [])


FIGURE = FigureKind(draw=draw)
