"""Funnel plot: groups against how many cases they had, inside the limits that chance alone would give.

`data`::

    {"unit": "share", "value_name": "went on", "n_name": "prospects of the seller",
     "centre": 0.25,
     "limits": [{"level": 0.95, "n": [10, 20, ...], "lower": [...], "upper": [...]},
                {"level": 0.998, "n": [...], "lower": [...], "upper": [...]}],
     "groups": [{"n": 40, "value": 0.31, "outside": "", "label": null}, ...]}   # outside: '' | 'high' | 'low'

Dots have no names; only a group outside may carry a `label`, and only if the study gives it one.
"""

from pyrometer.figures import FigureKind
from pyrometer.figures._frame import blank

FIGURE = FigureKind(draw=blank)
