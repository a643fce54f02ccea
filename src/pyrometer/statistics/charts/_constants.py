"""Constants of subgroup charts: what ranges and standard deviations of small normal samples are on average."""

from functools import lru_cache

import numpy as np
from scipy import special

LARGEST = 100  # beyond this ranges say little; statistics.md knows no chart of ranges of such subgroups


@lru_cache(maxsize=256)
def d2(n: int) -> float:
    """Mean range of n standard normal values: the integral of 1 - F^n - (1 - F)^n.

    Source: Tippett 1925, Biometrika 17:364-387.
    """
    x = np.linspace(-10, 10, 4001)
    below = special.ndtr(x)
    return float((1 - below**n - (1 - below) ** n).sum() * (x[1] - x[0]))


@lru_cache(maxsize=256)
def d3(n: int) -> float:
    """Standard deviation of the range of n standard normal values.

    Second moment: twice the integral over x and the range w of 1 - F(x+w)^n - (1-F(x))^n + (F(x+w)-F(x))^n.
    Source: Tippett 1925, Biometrika 17:364-387.
    """
    x = np.linspace(-10, 10, 801)[:, None]
    node, weight = np.polynomial.legendre.leggauss(160)
    w = 8 * (node + 1)  # a range beyond 16 does not happen
    low, high = special.ndtr(x), special.ndtr(x + w)
    inside = 1 - high**n - (1 - low) ** n + (high - low) ** n
    square = 2 * float((inside @ (8 * weight)).sum() * (x[1, 0] - x[0, 0]))
    return float(np.sqrt(square - d2(n) ** 2))


@lru_cache(maxsize=1024)
def c4(n: float) -> float:
    """Mean standard deviation of n standard normal values. Source: Montgomery 2013, eq. 6.23 and appendix VI."""
    return float(np.sqrt(2 / (n - 1)) * np.exp(special.gammaln(n / 2) - special.gammaln((n - 1) / 2)))
