"""False alarms of charts: how often a new point of an unchanged process lies beyond its limits."""

from typing import Any

import numpy as np

from pyrometer.apps._calibration.simulated import Rng, World, at_most, false_alarm
from pyrometer.statistics.charts import Chart


def _last_is_out(made: Any) -> bool | None:
    if not isinstance(made, Chart):
        return None
    return bool(made.values[-1] > made.upper[-1] or made.values[-1] < made.lower[-1])


def _xmr(rng: Rng) -> bool | None:
    from pyrometer.statistics.charts import xmr

    return _last_is_out(xmr.chart(rng.normal(0, 1, 21), baseline=20))


def _laney(rng: Rng) -> bool | None:
    """Shares that differ from period to period by far more than chance."""
    from pyrometer.statistics.charts import laney_p

    n = rng.integers(4000, 6000, 41)
    return _last_is_out(laney_p.chart(rng.binomial(n, rng.normal(0.3, 0.03, 41)), n, baseline=40))


def _i_prime(rng: Rng) -> bool | None:
    from pyrometer.statistics.charts import i_prime

    n = rng.integers(10, 60, 41)
    return _last_is_out(i_prime.chart(rng.normal(50, 5 / np.sqrt(n)), n, baseline=40))


def _residual(rng: Rng) -> bool | None:
    """A series in which each point resembles the one before (.6)."""
    from pyrometer.statistics.charts import residual

    return _last_is_out(residual.chart(_remembering(rng, 61), baseline=60))


def _naive(rng: Rng) -> bool | None:
    from pyrometer.statistics.charts import xmr

    return _last_is_out(xmr.chart(_remembering(rng, 61), baseline=60))


def _remembering(rng: Rng, n: int) -> Any:
    from scipy.signal import lfilter

    return lfilter([1.0], [1.0, -0.6], rng.normal(0, 1, n + 50))[50:]


def _exact(rng: Rng) -> bool | None:
    """Rare events, 60 cases a period at 4%, the share known from 400 periods."""
    from pyrometer.statistics.charts import p

    return _last_is_out(p.chart(rng.binomial(60, 0.04, 401), 60, baseline=400, convention="exact"))


def _cohorts(rng: Rng) -> bool | None:
    """The newest of 41 months has young cases only; the pace at each age never changed."""
    from pyrometer.statistics.charts import oe

    at_risk = (rng.integers(150, 250, (41, 8)) * np.linspace(1, 0.3, 8)).astype(int)
    at_risk[-1, 2:] = 0
    return _last_is_out(oe.chart(rng.binomial(at_risk, np.linspace(0.2, 0.05, 8)), at_risk, baseline=40))


def _vector(rng: Rng, *, later: bool) -> bool | None:
    from pyrometer.statistics.charts import t2

    x = rng.multivariate_normal([0, 0, 0], [[1, 0.5, 0], [0.5, 2, 0.3], [0, 0.3, 1]], 26)
    return _last_is_out(t2.chart(x if later else x[:25], baseline=25, chance=0.05))


def _vectors(rng: Rng) -> bool | None:
    return _vector(rng, later=False)


def _new_vector(rng: Rng) -> bool | None:
    return _vector(rng, later=True)


def _subgroup(rng: Rng, *, later: bool) -> bool | None:
    from pyrometer.statistics.charts import t2_subgroups

    x = rng.multivariate_normal([0, 0], [[1, 0.7], [0.7, 1]], (21, 4))
    return _last_is_out(t2_subgroups.chart(x if later else x[:20], baseline=20, chance=0.05))


def _subgroups(rng: Rng) -> bool | None:
    return _subgroup(rng, later=False)


def _new_subgroup(rng: Rng) -> bool | None:
    return _subgroup(rng, later=True)


def _limits_of(n: int) -> float:
    from pyrometer.statistics.false_alarms import baseline_alarm_share

    return baseline_alarm_share(n)


WORLDS = (
    false_alarm("XmR chart", "a new point beyond limits of 20 points", _xmr, share=_limits_of(20), pace=20),
    false_alarm("Laney p' chart", "a new point beyond limits of 40 periods", _laney, share=_limits_of(40), pace=20),
    false_alarm("I' chart", "a new point beyond limits of 40 periods", _i_prime, share=_limits_of(40), pace=20),
    World("Residual chart", "points that remember: a new one beyond 60", _residual, _limits_of(60), 0.004, 20),
    World("XmR chart", "the same points: what the residual chart spares", _naive, 0.08, 0.05, 4),
    at_most("p chart", "exact limits, 4% of 60 cases: a new point", _exact, share=0.0027, pace=20),
    at_most("Observed over expected", "young cohorts: a new month beyond 40", _cohorts, share=0.01, pace=4),
    false_alarm("T2 chart", "a point of the 25 it rests on, chance 5%", _vectors, pace=10),
    false_alarm("T2 chart", "a new point, chance 5%", _new_vector, pace=10),
    false_alarm("T2 chart, subgroups", "one of the 20 it rests on, chance 5%", _subgroups, pace=10),
    false_alarm("T2 chart, subgroups", "a new one, chance 5%", _new_subgroup, pace=10),
)
