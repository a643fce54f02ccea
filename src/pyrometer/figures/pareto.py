"""Pareto: bars from the largest down with a column of the share so far, and a line under the vital few.

`data` has the shape of bars; bars are put in order of value and a column 'So far' is added. `cut` (0.8 by default) is
the share so far under which the dotted line is drawn; `cut` null draws none. `total` is optional (else the sum).
"""

from pyrometer.figures import FigureKind
from pyrometer.figures._frame import blank

FIGURE = FigureKind(draw=blank)
