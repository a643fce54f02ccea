"""Power: which difference could have been seen with so many cases, and how many cases a difference takes."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike
from scipy.special import nctdtr, ndtr, ndtri, stdtrit

from pyrometer.errors import StatisticsError
from pyrometer.model.interval import NotEnough
from pyrometer.statistics._checked import counts, number, positive, share
from pyrometer.statistics.compare.critical import critical_value


@dataclass(frozen=True, slots=True)
class Visible:
    """The smallest true rate, below and above the common one, that a group of typical size would show as special.

    `low` or `high` is None where no rate that far away exists. `difference`: the nearer of the two gaps (a share).
    """

    rate: float
    low: float | None
    high: float | None
    difference: float
    n: float
    h: float
    power: float
    level: float


def power_to_see(
    n: ArrayLike, rate: float, *, power: float = 0.8, level: float = 0.95, size: float | None = None
) -> Visible | NotEnough:
    """The seller-difference that could have been seen: ANOM of all groups, a group of median size (or `size`).

    `n` (groups,) cases by group, `rate` the common share. Normal approximation of the group's rate. Refuses when no
    difference at all would be seen. Raises StatisticsError for one group, empty groups, a rate outside 0 to 1.
    Source: Nelson, Wludyka & Copeland 2005, section 3.1 (limits); power by the normal tail outside the limit.
    """
    sizes = counts("n", n)
    share("rate", rate), share("power", power)
    h = critical_value(sizes, level=level)
    typical, everyone = float(np.median(sizes)) if size is None else float(size), float(sizes.sum())
    half = float(h * np.sqrt(rate * (1 - rate) * (everyone - typical) / (everyone * typical)))
    high = _beyond(rate + half, typical, power)
    mirrored = _beyond(1 - rate + half, typical, power)
    low = None if mirrored is None else 1 - mirrored
    gaps = [abs(x - rate) for x in (low, high) if x is not None]
    if not gaps:
        return NotEnough("more cases per group before any difference would show", f"{typical:g} in a typical group")
    return Visible(rate, low, high, min(gaps), typical, h, power, level)


def _beyond(limit: float, n: float, power: float) -> float | None:
    """The rate whose sample share exceeds `limit` with probability `power`; None when there is none below 1."""
    z = float(ndtri(power))
    if limit >= 1:
        return None
    low, high = limit, 1.0
    for _ in range(60):
        middle = (low + high) / 2
        if middle - limit < z * np.sqrt(middle * (1 - middle) / n):
            low = middle
        else:
            high = middle
    return high


def power_of_shares(n: float, p1: float, p2: float, *, level: float = 0.95) -> float:
    """Power of a two-sided comparison of two shares with `n` cases an arm (R's power.prop.test, strict = FALSE).

    Raises StatisticsError for shares outside 0 to 1. Source: Fleiss, Levin & Paik 2003, eq. 4.14, no correction.
    """
    share("p1", p1), share("p2", p2), share("level", level)
    if not n > 0:
        raise StatisticsError(f"'n' must be above zero, it is {n:g}.")
    z, both = -ndtri((1 - level) / 2), p1 + p2
    top = np.sqrt(n) * abs(p1 - p2) - z * np.sqrt(both * (1 - both / 2))
    return float(ndtr(top / np.sqrt(p1 * (1 - p1) + p2 * (1 - p2))))


def size_for_shares(p1: float, p2: float, *, power: float = 0.8, level: float = 0.95) -> float:
    """Cases an arm needed to see p1 against p2 (not rounded up). As `power_of_shares`.

    Source: as `power_of_shares`, solved for n.
    """
    share("p1", p1), share("p2", p2), share("level", level), share("power", power)
    if p1 == p2:
        raise StatisticsError("'p1' and 'p2' are equal; no number of cases tells equal shares apart.")
    z, both = -ndtri((1 - level) / 2), p1 + p2
    root = z * np.sqrt(both * (1 - both / 2)) + ndtri(power) * np.sqrt(p1 * (1 - p1) + p2 * (1 - p2))
    return float((root / (p1 - p2)) ** 2)


def power_of_means(n: float, difference: float, sd: float, *, level: float = 0.95) -> float:
    """Power of a two-sided two-sample t test with `n` cases an arm (R's power.t.test, strict = FALSE).

    `difference` and `sd` in the same unit. Raises StatisticsError for n of 1 or less, sd not above zero.
    Source: Johnson, Kotz & Balakrishnan 1995, ch. 31 (noncentral t).
    """
    share("level", level), positive("sd", sd), number("difference", difference)
    if not n > 1:
        raise StatisticsError(f"'n' must be above 1 an arm, it is {n:g}.")
    df = 2 * (n - 1)
    critical = stdtrit(df, 1 - (1 - level) / 2)
    return float(1 - nctdtr(df, abs(difference) / sd * np.sqrt(n / 2), critical))


def size_for_means(difference: float, sd: float, *, power: float = 0.8, level: float = 0.95) -> float:
    """Cases an arm needed to see a difference of means (not rounded up). As `power_of_means`.

    Source: as `power_of_means`, solved for n.
    """
    from scipy.optimize import brentq

    share("power", power), positive("sd", sd), number("difference", difference)
    if difference == 0:
        raise StatisticsError("'difference' is 0; no number of cases tells equal means apart.")
    return float(brentq(lambda n: power_of_means(n, difference, sd, level=level) - power, 1.0001, 1e7, xtol=1e-9))
