"""False alarms about activities: said to help or harm where they do nothing, or where the cause is not on record."""

from pyrometer.apps._calibration.simulated import Rng, World, at_most

JUDGED = ("helps", "harms")


def _nothing(rng: Rng) -> bool:
    from pyrometer.statistics.effects import simulated

    return simulated.says(rng, 400) in JUDGED


def _hidden(rng: Rng) -> bool:
    """A keenness that no field holds drives the seller and the customer alike."""
    from pyrometer.statistics.effects import simulated

    return simulated.says(rng, 400, hidden=1.0) in JUDGED


def _weekly(rng: Rng) -> bool:
    """The same by weeks: 400 deals, calls that do nothing."""
    from pyrometer.statistics.effects import simulated

    return simulated.says_weekly(rng, 400) in JUDGED


WORLDS: tuple[World, ...] = (
    at_most("Effect of an activity", "it does nothing: judged to help or harm", _nothing, pace=0.5),
    at_most("Effect of an activity", "calls by the week that do nothing", _weekly, pace=0.5),
    at_most("Effect of an activity", "a hidden cause of both: judged to help or harm", _hidden, pace=0.5),
)
