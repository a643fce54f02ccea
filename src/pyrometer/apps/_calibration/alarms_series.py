"""False alarms about series: changes, calendars, spread and memory where there is none; run lengths as calculated."""

from typing import Any

import numpy as np

from pyrometer.apps._calibration.simulated import Rng, World, at_most, false_alarm
from pyrometer.model.interval import NotEnough


def _found(change: Any) -> bool | None:
    return None if isinstance(change, NotEnough) else bool(change.is_found)


def _no_level(rng: Rng) -> bool | None:
    from pyrometer.statistics import changepoint

    return _found(changepoint.of_level(rng.normal(0, 1, 60)))


def _no_rate(rng: Rng) -> bool | None:
    from pyrometer.statistics import changepoint

    return _found(changepoint.of_rate(rng.poisson(8, 60)))


def _no_share(rng: Rng) -> bool | None:
    from pyrometer.statistics import changepoint

    return _found(changepoint.of_share(rng.binomial(50, 0.3, 60), 50))


def _spread(rng: Rng) -> bool:
    from pyrometer.statistics.overdispersion import dispersion

    return dispersion(rng.poisson(12, 30)).p_value < 0.05


def _calendar(rng: Rng) -> bool | None:
    from datetime import date, timedelta

    from pyrometer.statistics.periodicity import find

    found = find(rng.normal(0, 1, 36), starts_on=[date(2023, 1, 1) + timedelta(days=30.4 * i) for i in range(36)])
    return None if isinstance(found, NotEnough) else found.is_found


def _memory(rng: Rng) -> bool:
    from pyrometer.statistics.autocorrelation import find

    return find(rng.normal(0, 1, 60)).is_beyond


def _cusum(rng: Rng) -> bool:
    """Whether the first signal falls within the median run length."""
    from pyrometer.statistics.charts import Chart, cusum
    from pyrometer.statistics.charts._reference import Reference

    made = cusum.chart(rng.normal(0, 1, 325), design=cusum.Design(h=4.7749), from_=Reference(0.0, 1.0))
    assert isinstance(made, Chart) and made.companion is not None
    return bool(np.isfinite([made.facts["first_signal"], made.companion.facts["first_signal"]]).any())


def _ewma(rng: Rng) -> bool:
    from pyrometer.statistics.charts import Chart, ewma
    from pyrometer.statistics.charts._reference import Reference

    steady = ewma.chart(rng.normal(0, 1, 400), from_=Reference(0.0, 1.0), convention="steady")
    assert isinstance(steady, Chart)
    return bool(((steady.values > steady.upper) | (steady.values < steady.lower)).any())


def _within(arl: float, n: int) -> float:
    """Chance of a signal within n points where runs last `arl` on average and end at a constant pace."""
    return 1 - (1 - 1 / arl) ** n


WORLDS = (
    false_alarm("Change of level", "a change where there is none, 60 points", _no_level, pace=4),
    at_most("Change of rate", "a change where there is none, 60 periods", _no_rate, pace=4),
    at_most("Change of share", "a change where there is none, 60 periods", _no_share, pace=4),
    false_alarm("Dispersion test", "30 counts that differ by chance alone", _spread, pace=10),
    false_alarm("Autocorrelation", "60 points without memory", _memory, pace=10),
    at_most("Periodicity", "36 months without a calendar", _calendar, pace=0.5),
    World("CUSUM", "any signal in 325 points, run length 370", _cusum, _within(370, 325), 0.03, 0.5),
    World("EWMA", "any signal in 400 points, run length 500", _ewma, _within(500, 400), 0.03),
)
