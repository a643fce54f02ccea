"""Forest: estimates with their intervals, one a line, against a line of reference.

`data`::

    {"unit": "share", "value_name": "go on within 90 days",
     "reference": 0.38, "reference_name": "all together",        # both optional
     "rows": [{"label": "GTX Pro", "value": 0.41, "low": 0.36, "high": 0.46, "n": 512, "outside": ""}, ...]}

`outside`: '' | 'high' | 'low' with `better` ('up' | 'down' | '') deciding the colour. `value` null = cannot be told:
the row then says `note`.
"""

from pyrometer.figures import FigureKind
from pyrometer.figures._frame import blank

FIGURE = FigureKind(draw=blank)
