"""Flow: the value stream - what customers gave us step by step, who waits, who stopped, and where it is held up.

`data`::

    {"steps": [{"name": "Time",                 # how people say the step: its name, over what the customer does
                "action": "brought the decider",
                "n_in": 402, "n_on": 151, "n_stopped": 75, "n_waiting": 176, "n_too_long": 74,
                "share": 0.38, "low": 0.33, "high": 0.42,      # of those in, who go on; null = cannot be told yet
                "median_days": 21, "p85_days": 58,             # null = not reached
                "hours": 188, "hours_of": "our time a week"},  # leave out or null when minutes are not recorded
               ...],                                           # 1 to 8 steps, in order
     "constraint": "Time",              # name of the step that holds the flow up; null when it cannot be told
     "out_name": "signed",              # optional: what the last n_on did
     "within_days": 90,                 # optional: shares are 'go on within 90 days'
     "total_days": 57,                  # optional: the figure at the end of the ladder (never a sum of means)
     "too_long": "longer than 85% of those who went on"}       # optional: what 'too long' means, for the key line
"""

from pyrometer.figures import FigureKind
from pyrometer.figures._frame import blank

FIGURE = FigureKind(draw=blank)
