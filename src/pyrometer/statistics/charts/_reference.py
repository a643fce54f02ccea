"""Reference: the level and spread that a chart with memory measures from - given, or taken from the baseline."""

from dataclasses import dataclass

from pyrometer.errors import StatisticsError
from pyrometer.model.interval import NotEnough
from pyrometer.statistics._checked import Bools, Floats
from pyrometer.statistics.charts._ranges import D2, moving_ranges


@dataclass(frozen=True, slots=True)
class Reference:
    """Target `centre` and standard deviation `sigma` of a single point, in the unit of the values."""

    centre: float
    sigma: float


def reference(values: Floats, used: Bools, given: Reference | None) -> Reference | NotEnough:
    """What was given, else mean and mean moving range / 1.128 of the baseline; raises for a sigma of 0 or less."""
    if given is not None:
        if not given.sigma > 0:
            raise StatisticsError(f"A reference sigma of {given.sigma:g} cannot be: give a number above 0.")
        return given
    ranges, kept = moving_ranges(values, used)
    if not kept.any() or not ranges[kept].any():
        return NotEnough("neighbouring baseline points that are not all alike", f"{int(used.sum())} points")
    return Reference(float(values[used].mean()), float(ranges[kept].mean()) / D2)
