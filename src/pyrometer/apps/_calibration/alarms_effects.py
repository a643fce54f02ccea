"""False alarms about activities: said to help or harm where they do nothing, or where the cause is not on record."""

from typing import Any

from pyrometer.apps._calibration.simulated import Rng, World, at_most


def _says(rng: Rng, *, hidden: float) -> Any:
    from pyrometer.statistics import effects
    from pyrometer.statistics.effects import simulated

    seen = simulated.moments(rng, 400, hidden=hidden)
    return effects.told(effects.judge(seen.trials, effects.Evidence(seen.placebos)))


def _nothing(rng: Rng) -> bool:
    return _says(rng, hidden=0.0) in ("helps", "harms")


def _hidden(rng: Rng) -> bool:
    """A keenness that no field holds drives the seller and the customer alike."""
    return _says(rng, hidden=1.0) in ("helps", "harms")


def _weekly(rng: Rng) -> bool:
    """The same by weeks: 400 deals, calls that do nothing."""
    from pyrometer.statistics import effects
    from pyrometer.statistics.effects import simulated

    panel, placebos = simulated.weekly(rng, 400)
    return effects.told(effects.effect(panel, placebos=placebos)) in ("helps", "harms")


WORLDS: tuple[World, ...] = (
    at_most("Effect of an activity", "it does nothing: judged to help or harm", _nothing, pace=0.5),
    at_most("Effect of an activity", "calls by the week that do nothing", _weekly, pace=0.5),
    at_most("Effect of an activity", "a hidden cause of both: judged to help or harm", _hidden, pace=0.5),
)
