"""Strip: small lines of many measures, each on the band of its routine variation, with what it says.

`data`::

    {"rows": [{"label": "Answered first mail", "says": "Routine variation; leave it alone",
               "unit": "share", "better": "up",
               "values": [0.31, 0.29, null, ...],              # oldest first; the last 26 are drawn
               "signals": ["", "", "beyond", ...],             # optional, one a value, words as in control_chart
               "centre": 0.30, "lower": 0.23, "upper": 0.36}, ...],   # null = too early for limits
     "every": "week"}
"""

from pyrometer.figures import FigureKind
from pyrometer.figures._frame import blank

FIGURE = FigureKind(draw=blank)
