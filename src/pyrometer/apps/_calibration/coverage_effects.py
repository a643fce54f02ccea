"""Coverage of an activity's effect: simulated customers of whom it is known what the activity does to them."""

from typing import Any

from pyrometer.apps._calibration.simulated import Rng, World, holds


def _judged(rng: Rng, gain: float) -> tuple[Any, float]:
    """Moments of 400 customers, the keen of whom get the activity sooner: what is found, and the truth."""
    from pyrometer.statistics import effects
    from pyrometer.statistics.effects import simulated

    seen = simulated.moments(rng, 400, gain=gain)
    return effects.judge(seen.trials, effects.Evidence(seen.placebos)), simulated.truth(gain, seen.trials)


def _helps(rng: Rng) -> bool | None:
    found, true = _judged(rng, 0.5)
    return holds(getattr(found, "estimate", None), true)


def _nothing(rng: Rng) -> bool | None:
    found, _ = _judged(rng, 0.0)
    return holds(getattr(found, "estimate", None), 0.0)


WORLDS = (
    World("Effect of an activity", "it helps, the keen get it sooner, 400 customers", _helps, pace=0.5),
    World("Effect of an activity", "it does nothing, the keen get it sooner", _nothing, pace=0.5),
)
