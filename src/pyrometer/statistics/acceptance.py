"""Acceptance sampling: how many to check, how many faults to allow, and what then slips through."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike
from scipy.special import bdtr, gammaln, pdtr

from pyrometer.errors import StatisticsError
from pyrometer.model.interval import NotEnough
from pyrometer.statistics._checked import Floats, reals, share


@dataclass(frozen=True, slots=True)
class Plan:
    """A single sampling plan: check `n`, accept with at most `c` faults; the risks it truly has."""

    n: int
    c: int
    producer_risk: float
    consumer_risk: float


def oc_curve(n: int, c: int, p: ArrayLike, *, lot: int | None = None, poisson: bool = False) -> Floats:
    """Chance to accept at each true fault share `p` (points,): at most `c` faults among `n` checked.

    Binomial (a stream of cases); hypergeometric for a `lot` of that size; Poisson as the printed tables of old.
    Raises StatisticsError for n below 1, c outside 0 to n, p outside 0 to 1, a lot smaller than n.
    Source: Montgomery 2013, Introduction to Statistical Quality Control, eq. 15.1 and table 15.1.
    """
    rate = reals("p", p)
    if n < 1 or not 0 <= c <= n:
        raise StatisticsError(f"A plan checks n >= 1 and allows 0 <= c <= n; here n = {n}, c = {c}.")
    if ((rate < 0) | (rate > 1)).any():
        raise StatisticsError("'p' must lie between 0 and 1.")
    if lot is not None:
        return _hypergeometric(n, c, rate, lot)
    return np.asarray(pdtr(c, n * rate) if poisson else bdtr(float(c), n, rate))


def average_outgoing(n: int, c: int, p: ArrayLike, lot: int) -> Floats:
    """Share of faults that remain when rejected lots are checked whole and put right, at each `p`.

    Its greatest value is the AOQL.
    Raises StatisticsError for shares outside 0 to 1 or a lot smaller than the sample.
    Source: Dodge & Romig 1959; Montgomery 2013, eq. 15.4.
    """
    if not lot >= n:
        raise StatisticsError(f"The lot of {lot} is smaller than the sample of {n}.")
    rate = reals("p", p)
    return oc_curve(n, c, rate) * rate * (lot - n) / lot


def plan(good: float, bad: float, *, producer_risk: float = 0.05, consumer_risk: float = 0.1) -> Plan | NotEnough:
    """The smallest plan that rejects a fault share `good` and accepts a share `bad` no oftener than the risks say.

    Refuses when it would need more than 100,000 checks. Raises StatisticsError unless 0 < good < bad < 1.
    Source: Guenther 1969, J. Quality Technology 1 (search over c).
    """
    share("good", good), share("bad", bad), share("producer_risk", producer_risk), share("consumer_risk", consumer_risk)
    if good >= bad:
        raise StatisticsError(f"'good' ({good:g}) must lie below 'bad' ({bad:g}).")
    n = 1
    for c in range(2000):
        n = _least(c, bad, consumer_risk, n)
        if n > 100_000:
            break
        if float(bdtr(float(c), n, good)) >= 1 - producer_risk:
            accepted = float(bdtr(float(c), n, bad))
            return Plan(n, c, 1 - float(bdtr(float(c), n, good)), accepted)
    return NotEnough("a wider gap between good and bad", f"{good:g} and {bad:g}")


def _least(c: int, bad: float, risk: float, start: int) -> int:
    """The least n with a chance to accept `bad` of at most `risk`."""
    low, high = max(start, c + 1), max(start, c + 1)
    while bdtr(float(c), high, bad) > risk:
        low, high = high, high * 2
    while low < high:
        middle = (low + high) // 2
        if bdtr(float(c), middle, bad) <= risk:
            high = middle
        else:
            low = middle + 1
    return high


def _hypergeometric(n: int, c: int, rate: Floats, lot: int) -> Floats:
    if lot < n:
        raise StatisticsError(f"The lot of {lot} is smaller than the sample of {n}.")
    faults = np.round(rate * lot)[:, None]
    x = np.arange(c + 1)[None, :]
    possible = (x <= faults) & (n - x <= lot - faults)

    def choose(a: Floats | float, b: Floats | float) -> Floats:
        return np.asarray(gammaln(a + 1.0) - gammaln(b + 1.0) - gammaln(a - b + 1.0))

    safe = np.where(possible, x, np.maximum(0, n - (lot - faults)))
    log = choose(faults, safe) + choose(lot - faults, n - safe) - choose(float(lot), float(n))
    return np.asarray(np.where(possible, np.exp(log), 0.0).sum(axis=1))
