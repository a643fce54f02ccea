"""Matrix: counts of two things crossed, each cell a square as large as its number.

`data`::

    {"unit": "count", "row_name": "Stage says", "column_name": "Customer did",
     "rows": ["Engaging", ...], "columns": ["answered", ...],
     "values": [[12, 3, null], ...],              # one list a row; null = none possible
     "hot": [[0, 2], ...]}                        # optional: cells (row, column) to outline
"""

import math
from collections.abc import Mapping
from typing import Any

from pyrometer.figures import FigureKind
from pyrometer.figures import _svg as svg
from pyrometer.figures._frame import blank, head, picture
from pyrometer.figures._say import number
from pyrometer.figures._style import INK, LABEL, LIGHT, META, PAPER, RULE, STRONG, WORSE
from pyrometer.figures._text import at_most, fit, width
from pyrometer.model.figure import Figure

CELL, LEAST = 84.0, 40.0


def draw(figure: Figure, width: int) -> str:
    """The picture, `width` pixels wide."""
    data = figure.data
    rows, columns, values = data.get("rows") or [], data.get("columns") or [], data.get("values") or []
    if not rows or not columns or not values:
        return blank(figure, width)
    top = head(figure, width)
    names = _names(data, width)
    cell = max(LEAST, min(CELL, (width - names - 4) / len(columns)))
    y = top.bottom + 18
    body = [svg.text(names, y, fit(svg.clean(data.get("column_name") or ""), width - names, META), META)]
    body.append(svg.text(0, y, fit(svg.clean(data.get("row_name") or ""), names - 10, META), META))
    heads = [at_most(svg.clean(c), 3, cell - 6, LABEL) for c in columns]
    y += 4 + 14 * max(len(h) for h in heads)
    for j, lines in enumerate(heads):
        middle = names + (j + 0.5) * cell
        body += [svg.text(middle, y - 14 * (len(lines) - 1 - k), w, LABEL, "middle") for k, w in enumerate(lines)]
    y += 8
    body += cells(data, (names, y, cell))
    for i, row in enumerate(rows):
        lines = at_most(svg.clean(row), 2, names - 14, LABEL)
        base = y + (i + 0.5) * cell + 4 - 7 * (len(lines) - 1)
        body += [svg.text(0, base + 14 * k, w, LABEL) for k, w in enumerate(lines)]
    return picture(figure, width, y + cell * len(rows) + 6, [*top.parts, *body])


def _names(data: Mapping[str, Any], room: float) -> float:
    longest = max(width(svg.clean(w), LABEL) for w in [*data["rows"], data.get("row_name") or ""])
    return min(longest + 16, room * 0.34)


def cells(data: Mapping[str, Any], place: tuple[float, float, float]) -> list[str]:
    """A square for each pair, its area the number; marked ones are outlined."""
    left, top, cell = place
    unit, values = str(data.get("unit") or "count"), data["values"]
    hot = {(int(i), int(j)) for i, j in data.get("hot") or []}
    most = max((abs(v) for row in values for v in row if v is not None), default=0) or 1
    body = []
    for i, row in enumerate(values):
        body.append(svg.line(left, top + i * cell, left + cell * len(row), top + i * cell, stroke=RULE))
        for j, value in enumerate(row):
            if value is None:
                continue
            x, y = left + (j + 0.5) * cell, top + (i + 0.5) * cell
            side = (cell - 10) * math.sqrt(abs(value) / most)
            is_hot = (i, j) in hot
            paint = {"fill": PAPER, "stroke": WORSE, "stroke_width": 2} if is_hot else {"fill": LIGHT}
            body.append(svg.rect(x - side / 2, y - side / 2, side, side, **paint))
            written = number(value, unit)
            is_inside = side > width(written, STRONG) + 4 or not value
            at = x if is_inside else x + side / 2 + 4
            letters = STRONG if value else META
            body.append(svg.text(at, y + 4, written, letters, "middle" if is_inside else "start"))
    return [*body, svg.line(left, top, left, top + cell * len(values), stroke=INK)]


FIGURE = FigureKind(draw=draw)
