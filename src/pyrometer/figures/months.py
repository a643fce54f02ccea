"""Months: what each month (or position in the quarter) usually brings, against what chance alone would bring.

`data`::

    {"unit": "count",
     "panels": [{"label": "Won", "centre": 120,
                 "positions": [{"label": "Jan", "value": 131, "lower": 95, "upper": 148,   # band without periodicity
                                "values": [128, 134], "signal": ""}, ...]}, ...]}          # signal: '' | 'high' | 'low'

One panel a series (won and lost beside each other); `values` are the single years, drawn as small dots.
"""

from pyrometer.figures import FigureKind
from pyrometer.figures._frame import blank

FIGURE = FigureKind(draw=blank)
