"""Run chart: a measure over time, plain or with its median, while it is too early for limits.

`data` has the shape of a control_chart; limits and ranges, if any, are not drawn.
"""

from pyrometer.figures import FigureKind
from pyrometer.figures._frame import blank

FIGURE = FigureKind(draw=blank)
