"""Coverage of intervals of series: the date of a change, capability, the power that makes values normal."""

from typing import Any

import numpy as np

from pyrometer.apps._calibration.simulated import Rng, World, holds
from pyrometer.model.interval import NotEnough


def _dated(found: Any, last_before: int) -> bool | None:
    return None if isinstance(found, NotEnough) else bool(found.low <= last_before <= found.high)


def _when(rng: Rng) -> tuple[Any, int]:
    """Sixty periods, which of them lie after a change at a date drawn from the middle, and that date."""
    last_before = int(rng.integers(11, 48))
    return np.arange(60) > last_before, last_before


def _level(rng: Rng) -> bool | None:
    from pyrometer.statistics import changepoint

    later, date = _when(rng)
    return _dated(changepoint.of_level(rng.normal(0.75 * later, 1)), date)


def _great(rng: Rng) -> bool | None:
    from pyrometer.statistics import changepoint

    later, date = _when(rng)
    return _dated(changepoint.of_level(rng.normal(1.25 * later, 1)), date)


def _rate(rng: Rng) -> bool | None:
    from pyrometer.statistics import changepoint

    later, date = _when(rng)
    return _dated(changepoint.of_rate(rng.poisson(np.where(later, 7.0, 5.0))), date)


def _share(rng: Rng) -> bool | None:
    from pyrometer.statistics import changepoint

    later, date = _when(rng)
    return _dated(changepoint.of_share(rng.binomial(40, np.where(later, 0.4, 0.3)), 40), date)


def _capability(rng: Rng, index: str, truth: float, n: int = 60) -> bool | None:
    from pyrometer.statistics.capability import Asked, capability

    found: Any = capability(rng.normal(0, 1, n), Asked(-3, 4, 0.5))
    return holds(getattr(found, index), truth)


def _cp(rng: Rng) -> bool | None:
    return _capability(rng, "cp", 7 / 6)


def _cpk(rng: Rng) -> bool | None:
    return _capability(rng, "cpk", 1.0)


def _cpl(rng: Rng) -> bool | None:
    return _capability(rng, "cpl", 1.0)


def _cpm(rng: Rng) -> bool | None:
    return _capability(rng, "cpm", 7 / 6 / np.sqrt(1.25))


def _pp(rng: Rng) -> bool | None:
    return _capability(rng, "pp", 7 / 6)


def _ppk(rng: Rng) -> bool | None:
    return _capability(rng, "ppk", 1.0)


def _rings(rng: Rng) -> bool | None:
    from pyrometer.statistics.capability import Asked, capability

    found: Any = capability(rng.normal(0, 1, (25, 5)), Asked(-3, 4))
    return holds(found.cp, 7 / 6)


def _box_cox(rng: Rng) -> bool | None:
    from pyrometer.statistics.capability import box_cox

    return holds(box_cox(np.exp(rng.normal(1, 0.6, 60))), 0.0)


WORLDS = (
    World("Change of level", "the date of a shift of .75 sigma, 60 points", _level, pace=4),
    World("Change of level", "the date of a shift of 1.25 sigma, 60 points", _great, pace=4),
    World("Change of rate", "the date of 5 becoming 7 a period, 60 periods", _rate, pace=4),
    World("Change of share", "the date of 30% becoming 40%, 40 cases a period", _share, pace=4),
    World("Capability", "Cp from moving ranges, 60 values", _cp, pace=4),
    World("Capability", "Cp of 25 subgroups of 5", _rings, pace=2),
    World("Capability", "Cpk, 60 values", _cpk, pace=4),
    World("Capability", "lower index, 60 values", _cpl, pace=4),
    World("Capability", "Cpm, 60 values", _cpm, pace=4),
    World("Capability", "Pp, 60 values", _pp, pace=4),
    World("Capability", "Ppk, 60 values", _ppk, pace=4),
    World("Box-Cox", "the power of lognormal values", _box_cox),
)
