"""Bars: things in their own order as bars with their number, and further columns of numbers beside them.

`data`::

    {"unit": "hours", "value_name": "Hours a month",
     "bars": [{"label": "Chasing after a clear no", "value": 212, "hot": false,
               "low": 190, "high": 230,                    # optional interval
               "cells": ["0.4"], "hot_cells": [true]}, ...],   # optional, one a column
     "columns": ["Customer actions per 100 h"]}            # optional
"""

from pyrometer.figures import FigureKind
from pyrometer.figures._bars import bars
from pyrometer.figures._frame import blank
from pyrometer.model.figure import Figure


def draw(figure: Figure, width: int) -> str:
    """The picture, `width` pixels wide."""
    rows = figure.data.get("bars") or []
    return bars(figure, rows, width, None) if rows else blank(figure, width)


FIGURE = FigureKind(draw=draw)
