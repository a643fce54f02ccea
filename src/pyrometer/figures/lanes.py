"""Lanes: what we did, what the customer did and what was done again, with counts on every way between.

`data`::

    {"nodes": [{"action": "replied", "label": "Replied", "lane": "customer",   # we | customer | rework
                "n": 688,                     # prospects (or events) in it
                "n_stopped": 286,             # optional: how many came no further
                "position": 0.25},            # optional: 0 first .. 1 last; else found from the ways
               ...],
     "edges": [{"start": "mailed", "stop": "replied", "n": 640}, ...],   # start == stop is a loop
     "n_of": "customers"}

At most 14 nodes are drawn, the most frequent first, and the ways between them that matter; the figure says how
many actions and ways it leaves out.
"""

from pyrometer.figures import FigureKind
from pyrometer.figures._frame import blank

FIGURE = FigureKind(draw=blank)
