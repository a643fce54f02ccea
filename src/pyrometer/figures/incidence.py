"""Incidence: of those who entered, how many have gone on, stopped or still wait, by days since they entered.

`data`::

    {"curves": [{"label": "Go on", "ends": "gone_on",        # gone_on grows from below, stopped hangs from above
                 "age_days": [0, 1, 2, ...], "share": [...], "low": [...], "high": [...]},
                {"label": "Stop", "ends": "stopped", "age_days": [...], "share": [...], "low": [...], "high": [...]}],
     "waiting": "Still wait",                                # optional: the name of what lies between
     "at": {"age_days": 90, "share": 0.38, "low": 0.33, "high": 0.42, "label": "within 90 days"},   # optional
     "naive": {"share": 0.67, "label": "won / (won + lost)"},    # optional: struck through beside the true one
     "at_risk": [{"age_days": 0, "n": 402}, {"age_days": 30, "n": 211}, ...],     # optional row under the axis
     "unit": "days"}                                         # days | hours (age_days stay days)

Curves are steps: `share[i]` holds from `age_days[i]` on. With one curve a group (several 'gone_on' and no 'stopped')
they are drawn as lines with bands, labelled at their ends.
"""

from pyrometer.figures import FigureKind
from pyrometer.figures._frame import blank

FIGURE = FigureKind(draw=blank)
