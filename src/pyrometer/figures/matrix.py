"""Matrix: counts of two things crossed, each cell a square as large as its number.

`data`::

    {"unit": "count", "row_name": "Stage says", "column_name": "Customer did",
     "rows": ["Engaging", ...], "columns": ["answered", ...],
     "values": [[12, 3, null], ...],              # one list a row; null = none possible
     "hot": [[0, 2], ...]}                        # optional: cells (row, column) to outline
"""

from pyrometer.figures import FigureKind
from pyrometer.figures._frame import blank

FIGURE = FigureKind(draw=blank)
