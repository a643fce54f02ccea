"""Control chart: a measure over time with the range of routine variation, signals shaped, causes written on it.

`data`::

    {"unit": "share",                     # share | count | days | hours | a currency code | '' (bare number)
     "better": "up",                      # up | down | '' : which direction is better (decides the colour of a signal)
     "every": "week",                     # hour | day | week | month | quarter | year | case: what one point is
     "points": [{"starts_on": "2026-10-05", "value": 0.31,     # value null = nothing in that period: a gap
                 "signal": "beyond",      # '' routine | 'beyond' a limit | another word ('run') = ring
                 "note": "Mail server down 3 days",            # optional: its cause
                 "is_aside": true,        # optional: no limit rests on it; drawn as an open square
                 "spread": 0.021,         # optional: the moving range; null for the first of a phase
                 "spread_signal": false,  # optional
                 "lower": 0.2, "centre": 0.3, "upper": 0.4,    # optional: limits and average that step (p, u, season)
                 "n": 37}, ...],          # optional: the denominator
     "phases": [{"starts_on": "2025-09-29", "label": "Baseline", "centre": 0.30,
                 "lower": 0.23, "upper": 0.36,                 # null = no such limit (a limit below a possible value)
                 "spread_centre": 0.023, "spread_upper": 0.075}, ...],   # both optional
     "notes": [{"number": 1, "at": 23, "on": "2026-03-09",    # optional: listed below, the number beside point `at`
                "kind": "cause",          # cause | set aside | new limits | baseline held
                "says": "Mail server down 3 days", "recorded_on": "2026-03-12", "by": "Ann"}, ...],
     "says": "Won, a week: 3 to 11 is routine, leave it alone.",    # optional: a sentence under the title
     "centre_name": "Average",            # optional: 'Average' or 'Median'
     "target": 0.40,                      # optional
     "too_early": "9 points; limits need 12"}    # optional: said on the picture when there are no limits

A phase holds from its `starts_on` to the next one's; the second and later ones are drawn as a change with its date.
With no phases, or phases without limits, it is a plain run chart.
"""

from pyrometer.figures import FigureKind
from pyrometer.figures._chart import chart
from pyrometer.model.figure import Figure


def draw(figure: Figure, width: int) -> str:
    """The picture, `width` pixels wide."""
    return chart(figure, width, has_limits=True)


FIGURE = FigureKind(draw=draw)
