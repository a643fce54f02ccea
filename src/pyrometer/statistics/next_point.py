"""Next point: how often a point of an unchanged process lies outside its own chart of counts or shares."""

import numpy as np
from scipy import special

from pyrometer.statistics._checked import Floats
from pyrometer.statistics.charts import Chart
from pyrometer.statistics.charts._exact import poisson_limits
from pyrometer.statistics.false_alarms import baseline_alarm_share

GRID = 99  # quantiles over which what the limits rest on may fall; more change no third digit
COUNTED = ("c", "u", "laney-u", "p", "np")


def beyond_share(chart: Chart, *, n_used: int | None = None) -> float | None:
    """Chance (0-1) that a point of the unchanged process lies outside; None for charts of other numbers.

    With `n_used` that of a new point, limits resting on so many points like the last; without, the limits as they are.
    Poisson counts (c, u), binomial ones (p, np), negative binomial ones with Laney's spread (variance phi times mean).
    Raises StatisticsError for a baseline of fewer than 4 points.
    Source: Cameron & Trivedi 1998, sec. 3.2 (NB1); error of the mean moving range: Cryer & Ryan 1990, J. Qual. Technol.
    22:187-192; the rest is integration over the estimated average.
    """
    if chart.kind not in COUNTED or (chart.kind in ("p", "np") and chart.convention == "exact"):
        return None
    if n_used is not None:
        baseline_alarm_share(n_used)  # raises where it is too short
    size = 1.0 if chart.n is None or chart.kind == "np" else float(chart.n[-1])
    mean = float(chart.centre[-1]) * size
    sigma = float(chart.sigma[-1]) * size
    if not mean > 0 or not np.isfinite(sigma):
        return None
    phi = max(sigma * sigma / mean, 1.0) if chart.kind == "laney-u" else 1.0
    cases = None
    if chart.kind in ("p", "np"):
        cases = float(size if chart.kind == "p" or chart.n is None else chart.n[-1])
        if (chart.kind == "np" and chart.n is None) or mean >= cases:
            return None
    lower, upper = _limits(chart, mean, phi, cases, n_used)
    outside = 1 - _at_most(np.floor(upper + 1e-9), mean, phi, cases)
    below = np.where(lower > 0, _at_most(np.ceil(lower - 1e-9) - 1, mean, phi, cases), 0.0)
    return float((outside + below).mean())


def _limits(chart: Chart, mean: float, phi: float, cases: float | None, n_used: int | None) -> tuple[Floats, Floats]:
    """Limits of counts, shape (draws,), over what average and spread of so many points may come out as."""
    z = special.ndtri((np.arange(GRID) + 0.5) / GRID) if n_used else np.zeros(1)
    free = 1.0 if cases is None else 1 - mean / cases
    about = np.maximum(mean + z * np.sqrt(phi * mean * free / (n_used or 1)), 1e-9)
    if chart.convention == "exact":
        low, high = poisson_limits(about)
        return np.asarray(low), np.asarray(high)
    spread = np.ones(1)
    if chart.kind == "laney-u":
        error = np.sqrt((0.8264 * n_used - 1.082) / (n_used - 1) ** 2) if n_used else 0.0
        spread = np.sqrt(phi) * np.maximum(1 + error * z, 0.0)
    away = 3 * np.sqrt(about * (1.0 if cases is None else np.maximum(1 - about / cases, 0.0)))
    return (about[:, None] - away[:, None] * spread).ravel(), (about[:, None] + away[:, None] * spread).ravel()


def _at_most(k: Floats, mean: float, phi: float, cases: float | None) -> Floats:
    """P(K <= k) of the unchanged process; 0 below 0."""
    whole = np.maximum(k, 0.0)
    if cases is not None:
        found = special.bdtr(np.minimum(whole, cases), int(cases), mean / cases)
    elif phi > 1 + 1e-9:
        found = special.betainc(mean / (phi - 1), whole + 1, 1 / phi)
    else:
        found = special.pdtr(whole, mean)
    return np.asarray(np.where(k < 0, 0.0, found))
