"""Ageing: those who wait now, by how long they have waited, with the part that waits too long in the hot colour.

`data`::

    {"bins": [{"from_days": 0, "to_days": 7, "n": 30, "n_too_long": 0}, ...],   # to_days null = and more
     "too_long_days": 58,                         # optional: an upright at that age
     "too_long": "longer than 85% of those who went on",   # optional: its words
     "unit": "customers"}
"""

from pyrometer.figures import FigureKind
from pyrometer.figures._frame import blank

FIGURE = FigureKind(draw=blank)
