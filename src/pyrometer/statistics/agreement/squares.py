"""Mean squares: the doubt in a spread that is made up of several, as in a gauge study."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from scipy.special import chdtri, fdtri

from pyrometer.model.interval import Interval
from pyrometer.statistics._checked import share

METHOD = "modified large sample"


@dataclass(frozen=True, slots=True)
class Square:
    """A mean square, in squared units of the measurement, and its degrees of freedom."""

    mean: float
    df: int


def of_sum(parts: Sequence[tuple[float, Square]], level: float) -> Interval:
    """Interval of a sum of mean squares, each times a number not below zero; exact for one mean square.

    Source: Graybill & Wang 1980, JASA 75:869.
    """
    value = sum(c * s.mean for c, s in parts)
    low = np.sqrt(sum((_down(s, level) * c * s.mean) ** 2 for c, s in parts))
    high = np.sqrt(sum((_up(s, level) * c * s.mean) ** 2 for c, s in parts))
    return Interval(
        max(float(value - low), 0.0), float(value + high), level, METHOD if len(parts) > 1 else "chi-square"
    )


def of_difference(more: Square, less: Square, over: float, level: float) -> Interval:
    """Interval of (`more` - `less`) / `over`, mean squares that do not depend on each other; not below zero.

    Source: Ting, Burdick, Graybill, Jeyaratnam & Lu 1990, J. Stat. Comput. Simul. 35:135.
    """
    a, b = more.mean, less.mean
    tail = 1 - (1 - share("level", level)) / 2
    above, below = float(fdtri(more.df, less.df, tail)), float(fdtri(more.df, less.df, 1 - tail))
    g1, h2 = _down(more, level), _up(less, level)
    h1, g2 = _up(more, level), _down(less, level)
    g12 = ((above - 1) ** 2 - g1**2 * above**2 - h2**2) / above
    h12 = ((1 - below) ** 2 - h1**2 * below**2 - g2**2) / below
    low = (a - b) - np.sqrt(max((g1 * a) ** 2 + (h2 * b) ** 2 + g12 * a * b, 0.0))
    high = (a - b) + np.sqrt(max((h1 * a) ** 2 + (g2 * b) ** 2 + h12 * a * b, 0.0))
    return Interval(max(float(low) / over, 0.0), max(float(high) / over, 0.0), level, METHOD)


def _down(s: Square, level: float) -> float:
    """How far down, as a share of the mean square, the truth may lie."""
    return 1 - s.df / float(chdtri(s.df, (1 - level) / 2))


def _up(s: Square, level: float) -> float:
    """How far up."""
    return s.df / float(chdtri(s.df, 1 - (1 - level) / 2)) - 1
