"""Wheeler's four states: is the process predictable, and does it give what is asked?"""

from dataclasses import dataclass
from typing import Literal

import numpy as np

from pyrometer.model.finding import Method
from pyrometer.model.interval import NotEnough
from pyrometer.statistics.capability import Asked, _bounds
from pyrometer.statistics.charts import POINTS_FOR_LIMITS, Chart
from pyrometer.statistics.rules import RuleSet, signals

State = Literal["ideal", "threshold", "brink of chaos", "chaos"]
METHOD = Method("Wheeler's four states", "Wheeler & Chambers 1992, Understanding SPC, sec. 1.6; Wheeler 2012")


@dataclass(frozen=True, slots=True)
class Standing:
    """The state, what to do about it, and what it rests on.

    `is_predictable`: no signal by the rules; `gives_what_is_asked`: every point, and both limits where the process is
    predictable, lie within the bounds; `outside_share` (0-1) of the points lay outside.
    """

    state: State
    advice: str
    is_predictable: bool
    gives_what_is_asked: bool
    outside_share: float
    method: Method = METHOD


STATE_OF: dict[tuple[bool, bool], State] = {
    (True, True): "ideal",
    (True, False): "threshold",
    (False, True): "brink of chaos",
    (False, False): "chaos",
}
ADVICE: dict[State, str] = {
    "ideal": "Leave it alone and keep the chart.",
    "threshold": "The process does all it can: change the process, or what is asked. Do not chase single points.",
    "brink of chaos": "It gives what is asked by luck: find the causes of the signals before it stops.",
    "chaos": "Find and remove the causes of the signals first; only then is there a process to improve.",
}


def standing(chart: Chart, asked: Asked, *, rules: str | RuleSet = "anhoej") -> Standing | NotEnough:
    """Which of the four states the process is in: predictable or not, giving what is asked or not.

    NotEnough with fewer than 12 points or a chart without limits. Raises UnknownName for a rule set that is none.
    Source: Wheeler & Chambers 1992, sec. 1.6.
    """
    if len(chart) < POINTS_FOR_LIMITS or not np.isfinite(chart.upper).any():
        return NotEnough(f"{POINTS_FOR_LIMITS} points with limits", f"{len(chart)} points")
    low, high = _bounds(asked)
    steady = not signals(chart, rules)
    outside = float(((chart.values < low) | (chart.values > high)).mean())
    held = bool(chart.lower[-1] >= low and chart.upper[-1] <= high) if steady else outside == 0
    kept = outside == 0 and held
    state = STATE_OF[steady, kept]
    return Standing(state, ADVICE[state], steady, kept, outside)
