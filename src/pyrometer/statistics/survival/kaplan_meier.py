"""Kaplan-Meier: the share still waiting at each age, with the intervals of R, lifelines and the textbooks."""

from typing import Literal

import numpy as np
from scipy.special import ndtri

from pyrometer.errors import StatisticsError
from pyrometer.model.interval import Estimate, Interval
from pyrometer.statistics._checked import Floats, share
from pyrometer.statistics.survival.incidence import Incidence
from pyrometer.statistics.survival.readings import crossing

Kind = Literal["log", "log-log", "plain"]
Ends = Literal["first", "sorted"]


def survival_bounds(curve: Incidence, *, interval: Kind = "log") -> tuple[Floats, Floats]:
    """Lower and upper bounds of the share still waiting, shapes (ages,), within 0 to 1.

    'log' is R's default, 'log-log' that of lifelines, 'plain' the textbook S +- z se. Where nobody is left both are 0
    for 'plain' and NaN otherwise (as R: those scales have no value there).
    Raises StatisticsError for an unknown interval. Source: Kalbfleisch & Prentice 2002, section 1.4.
    """
    s, se = curve.survival, curve.survival_se
    z = float(-ndtri((1 - curve.level) / 2))
    if interval == "plain":
        return np.clip(s - z * se, 0, 1), np.clip(s + z * se, 0, 1)
    safe = np.where(s > 0, s, 0.5)
    if interval == "log":
        low, high = safe * np.exp(-z * se / safe), np.minimum(safe * np.exp(z * se / safe), 1)
    elif interval == "log-log":
        inner = np.where(safe < 1, safe, 0.5)
        half = z * se / (inner * -np.log(inner))
        low = np.where(safe < 1, inner ** np.exp(half), 1.0)
        high = np.where(safe < 1, inner ** np.exp(-half), 1.0)
    else:
        raise StatisticsError(f"No interval '{interval}'; there is log, log-log, plain.")
    return np.where(s > 0, low, np.nan), np.where(s > 0, high, np.nan)


def nelson_aalen(curve: Incidence) -> tuple[Floats, Floats]:
    """Cumulative hazard of leaving at all, and its standard error, shapes (ages,).

    Raises nothing.
    Source: Aalen 1978; variance sum d / n^2 (R survfit std.chaz).
    """
    d = sum(curve.exits.values(), np.zeros_like(curve.age))
    safe = np.where(curve.at_risk > 0, curve.at_risk, 1.0)
    return np.cumsum(d / safe), np.sqrt(np.cumsum(d / safe**2))


def survival_quantile(
    curve: Incidence, share_: float, *, interval: Kind = "log", ends: Ends = "first"
) -> Estimate | None:
    """The age by which `share_` of all has left, by whatever way; None when not reached.

    Ends come from where `survival_bounds` cross; infinite when they never do. Bounds need not be monotone: 'first'
    takes the first crossing (R's print), 'sorted' the crossing of the bound put in order (R's quantile).
    The middle is taken where the curve rests exactly on the share (R).
    Raises StatisticsError for a share outside 0 to 1 or unknown words.
    Source: Brookmeyer & Crowley 1982; R survival 3.5, survmean and quantile.survfit.
    """
    wanted = share("share", share_)
    value = crossing(curve.age, 1 - curve.survival, wanted, flat="middle")
    if value is None:
        return None
    low, high = survival_bounds(curve, interval=interval)
    find = _first if ends == "first" else _sorted
    soonest, latest = find(curve.age, 1 - low, wanted), find(curve.age, 1 - high, wanted)
    found = (value if soonest is None else soonest, np.inf if latest is None else latest)
    return Estimate(value, Interval(*found, curve.level, interval), curve.n)


def _first(age: Floats, rising: Floats, wanted: float) -> float | None:
    return crossing(age, np.nan_to_num(rising, nan=0.0), wanted, flat="middle")


def _sorted(age: Floats, rising: Floats, wanted: float) -> float | None:
    known = ~np.isnan(rising)
    values, first = np.unique(rising[known], return_index=True)
    return crossing(age[known][first], values, wanted, flat="middle")
