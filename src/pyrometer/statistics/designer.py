"""Designer: the limits that a wanted number of points between false alarms calls for."""

from collections.abc import Callable
from functools import lru_cache

from scipy import special

from pyrometer.errors import StatisticsError
from pyrometer.statistics import run_length


def shewhart_limit(arl: float) -> float:
    """Width in sigma of two-sided limits with an average run length `arl` in control (370 gives 3.0).

    Raises StatisticsError for a run length outside 2 to 1,000,000. Source: Shewhart 1931; Montgomery 2013, eq. 5.2.
    """
    _check(arl)
    return -float(special.ndtri(1 / arl / 2))


def cusum_limit(arl: float, *, k: float = 0.5) -> float:
    """h in sigma of the two-sided CUSUM with an average run length `arl` in control; k in sigma.

    Raises StatisticsError for a run length outside 2 to 1,000,000.
    Source: run lengths by Page 1954; published pairs: Montgomery 2013, table 9.4 (k .5, h 4.77 for 370).
    """
    _check(arl)
    return _rising(lambda h: run_length.cusum(k=k, h=h), arl, 0.05, 40.0)


def ewma_width(arl: float, *, weight: float = 0.2) -> float:
    """Width in standard errors of the EWMA limits with an average run length `arl` in control.

    Raises StatisticsError for a run length outside 2 to 1,000,000.
    Source: run lengths by Crowder 1987; published pairs: Lucas & Saccucci 1990, table 3 (.1 and 2.814 for 500).
    """
    _check(arl)
    return _rising(lambda width: run_length.ewma(weight=weight, width=width), arl, 0.2, 6.0)


@lru_cache(maxsize=256)
def mewma_limit(n_measures: int, *, weight: float = 0.1, arl: float = 370.0) -> float:
    """T2 limit of the MEWMA of `n_measures` with an average run length `arl` in control.

    Raises StatisticsError for a run length outside 2 to 1,000,000.
    Source: run lengths by Rigdon 1995; published: Montgomery 2013, table 11.3 (2 measures, .1, 8.66 for 200).
    """
    _check(arl)
    if n_measures < 1:
        raise StatisticsError(f"{n_measures} measures cannot be: give at least 1.")
    top = 20.0 + 6 * n_measures
    return _rising(lambda h: run_length.mewma(n_measures, weight=weight, limit=h), arl, 0.1, top)


def poisson_cusum_limit(arl: float, mean: float, *, ratio: float = 2.0) -> float:
    """Log-likelihood limit of one arm of the Poisson CUSUM, `mean` events a period, for an average run length `arl`.

    Counts come whole, so the run length jumps: the smallest limit that reaches `arl`.
    Raises StatisticsError for a run length or mean that cannot be. Source: Lucas 1985, Technometrics 27:129.
    """
    _check(arl)
    return _rising(lambda h: run_length.poisson_cusum(mean, ratio=ratio, limit=h), arl, 0.5, 25.0, 1e-3)


def bernoulli_cusum_limit(arl: float, share: float, *, odds_ratio: float = 2.0) -> float:
    """Log-likelihood limit of one arm of the Bernoulli CUSUM for `arl` cases between false alarms.

    The smallest limit that reaches `arl`. Raises StatisticsError for a run length or share that cannot be.
    Source: Reynolds & Stoumbos 1999, J. Qual. Technol. 31:87.
    """
    _check(arl)
    return _rising(lambda h: run_length.bernoulli_cusum(share, odds_ratio=odds_ratio, limit=h), arl, 0.5, 25.0, 1e-3)


def _check(arl: float) -> None:
    if not 2 <= arl <= 1e6:
        raise StatisticsError(f"A run length of {arl:g} cannot be designed for: give 2 to 1,000,000 points.")


def _rising(length: Callable[[float], float], arl: float, low: float, high: float, close: float = 1e-7) -> float:
    """The smallest argument at which a rising run length reaches `arl`, by halving."""
    if length(low) >= arl:
        return low
    top = low
    while length(top) < arl:
        if top >= high:
            raise StatisticsError(f"No limit up to {high:g} gives a run length of {arl:g}: ask for a shorter one.")
        low, top = top, min(high, top * 1.5 + 0.1)
    for _ in range(40):
        middle = (low + top) / 2
        low, top = (middle, top) if length(middle) < arl else (low, middle)
        if top - low < close * top:
            break
    return top
