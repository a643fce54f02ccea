"""Pareto: bars from the largest down with a column of the share so far, and a line under the vital few.

`data` has the shape of bars; bars are put in order of value and a column 'So far' is added. `cut` (0.8 by default) is
the share so far under which the dotted line is drawn; `cut` null draws none. `total` is optional (else the sum).
"""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from itertools import accumulate
from typing import Any

from pyrometer.figures import FigureKind
from pyrometer.figures._bars import bars
from pyrometer.figures._frame import blank
from pyrometer.figures._say import number
from pyrometer.model.figure import Figure

VITAL = 0.8  # the share of the whole under which the line is drawn (Juran 1951, Quality Control Handbook)


def draw(figure: Figure, width: int) -> str:
    """The picture, `width` pixels wide."""
    rows = sorted(figure.data.get("bars") or [], key=lambda r: -(r.get("value") or 0))
    total = figure.data.get("total") or sum(r.get("value") or 0 for r in rows)
    if not rows or not total:
        return blank(figure, width)
    shares = [s / total for s in accumulate(r.get("value") or 0 for r in rows)]
    columns = ["So far", *(figure.data.get("columns") or [])]
    shown = [_with(row, share) for row, share in zip(rows, shares, strict=True)]
    data = {**figure.data, "columns": columns}
    return bars(replace(figure, data=data), shown, width, _vital(shares, figure.data.get("cut", VITAL)))


def _vital(shares: Sequence[float], cut: float | None) -> int | None:
    return None if cut is None else max(1, sum(s <= cut + 1e-9 for s in shares))


def _with(row: Mapping[str, Any], share: float) -> dict[str, Any]:
    cells, hot = list(row.get("cells") or []), list(row.get("hot_cells") or [])
    return {**row, "cells": [number(share, "share", 0), *cells], "hot_cells": [False, *hot]}


FIGURE = FigureKind(draw=draw)
