"""Autocorrelation: does a number resemble the one before it, so that runs need no special cause?"""

from dataclasses import dataclass

import numpy as np

from pyrometer.errors import StatisticsError
from pyrometer.model.finding import Method
from pyrometer.statistics._checked import Floats
from pyrometer.statistics._points import Numbers
from pyrometer.statistics._points import values as checked

METHOD = Method("lag-1 autocorrelation beside 2 / sqrt(n)", "Bartlett 1946, J. R. Stat. Soc. Suppl. 8:27-41")


@dataclass(frozen=True, slots=True)
class Autocorrelation:
    """`lag1` (-1 to 1) of `n` points; `limit` = 2 / sqrt(n).

    `is_beyond`: |lag1| > limit. `shift_at`: 0-based index of the first point after a single change of level, where
    that change explains the points better than autocorrelation does (by the Bayes information criterion), else None.
    """

    lag1: float
    limit: float
    n: int
    is_beyond: bool
    shift_at: int | None
    method: Method = METHOD

    @property
    def is_found(self) -> bool:
        """Beyond the limit, and not because of one change of level."""
        return self.is_beyond and self.shift_at is None


def lag1(values: Numbers) -> float:
    """Lag-1 autocorrelation (-1 to 1) of the values in time order; 0 where all are alike.

    Raises StatisticsError for NaN or fewer than two points. Source: Box, Jenkins & Reinsel 1994, eq. 2.1.11.
    """
    away = checked(values, at_least=2)
    away = away - away.mean()
    total = float(away @ away)
    return float(away[1:] @ away[:-1]) / total if total > 0 else 0.0


def find(values: Numbers) -> Autocorrelation:
    """Lag-1 autocorrelation with its limit, and whether one change of level explains it better.

    Raises StatisticsError for NaN or fewer than four points.
    Source: Bartlett 1946; criterion: Schwarz 1978, Ann. Statist. 6:461-464.
    """
    series = checked(values)
    if len(series) < 4:
        raise StatisticsError(f"Autocorrelation needs at least four points, has {len(series)}.")
    r, limit = lag1(series), 2 / float(np.sqrt(len(series)))
    return Autocorrelation(r, limit, len(series), abs(r) > limit, _shift(series, r) if r > limit else None)


def _shift(series: Floats, r: float) -> int | None:
    """Where one change of level explains the points better than AR(1) with the same points does; else None."""
    n = len(series)
    away = series - series.mean()
    left_by_ar = float((1 - r * r) * away[0] ** 2 + ((away[1:] - r * away[:-1]) ** 2).sum())
    before = np.cumsum(away)[:-1]
    size = np.arange(1, n)
    left_by_shift = float(away @ away) - before**2 * n / (size * (n - size))
    best = int(np.argmin(left_by_shift))
    if left_by_shift[best] <= 0:
        return best + 1
    gain = n * np.log(max(left_by_ar, 1e-300) / left_by_shift[best])
    return best + 1 if gain > np.log(n) else None
