"""Waste: whether even the best that an activity may do is worth less than it costs."""

from typing import Literal

import numpy as np

from pyrometer.errors import StatisticsError
from pyrometer.model.interval import Interval
from pyrometer.statistics._checked import positive
from pyrometer.statistics.compare.power import size_for_shares

Waste = Literal["waste", "worth it", "unproven"]


def waste(interval: Interval, *, value: float, cost: float) -> Waste:
    """Whether an activity is waste: even the high end of its effect times the `value` of an action is below its `cost`.

    Equivalence, not the mere lack of significance: otherwise 'unproven' until the low end pays ('worth it').
    Raises StatisticsError for value or cost not above zero. Source: Wellek 2010, ch. 1; Claxton 1999 (value decides).
    """
    if not value > 0 or not cost > 0:
        raise StatisticsError("'value' of an action and 'cost' of the activity must be above zero.")
    if interval.high * value < cost:
        return "waste"
    return "worth it" if interval.low * value > cost else "unproven"


def size_to_tell(base: float, *, value: float, cost: float, power: float = 0.8) -> float:
    """Cases with and without the activity each, to tell an effect that just pays from none.

    Raises StatisticsError as `size_for_shares`, and for an effect that no share could show. Source: as there.
    """
    gain = positive("cost", cost) / positive("value", value)
    if not 0 < base + gain < 1:
        raise StatisticsError("The effect that would pay lies outside what a share can be; check value and cost.")
    return size_for_shares(base, float(np.clip(base + gain, 1e-9, 1 - 1e-9)), power=power)
