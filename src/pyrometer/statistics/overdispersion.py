"""Overdispersion: do shares or counts differ from period to period by more than chance makes them?"""

from dataclasses import dataclass
from typing import Literal, get_args

import numpy as np
from scipy import special

from pyrometer.errors import StatisticsError
from pyrometer.model.finding import Method
from pyrometer.statistics._checked import Floats
from pyrometer.statistics._points import Numbers, counts, one_of, parts, sizes

Counted = Literal["shares", "rates"]
METHOD = Method("Pearson dispersion test", "Wetherill & Brown 1991, Statistical Process Control, p. 212, 216 (qcc)")


@dataclass(frozen=True, slots=True)
class Dispersion:
    """Observed over expected variance (`ratio`, 1 = chance alone), Pearson's statistic on `df`, upper-tail p-value."""

    ratio: float
    statistic: float
    df: int
    p_value: float
    method: Method = METHOD


def dispersion(k: Numbers, n: Numbers | None = None, *, nature: Counted = "rates") -> Dispersion:
    """Dispersion of counts `k`: 'shares' (k of n cases, binomial) or 'rates' (k events in n units, Poisson; n = 1).

    Raises StatisticsError for k > n, negative counts, n of 0, fewer than two points, shares of 0 or 1 throughout.
    Source: Wetherill & Brown 1991, p. 212, 216, as in R qcc's qccOverdispersionTest.
    """
    one_of(nature, get_args(Counted), what="nature")
    some, total = _pair(k, n, nature)
    if len(some) < 2:
        raise StatisticsError("One point has no dispersion: give at least two.")
    level = float(some.sum() / total.sum())
    variance = total * level * ((1 - level) if nature == "shares" else 1.0)
    if not variance.all():
        raise StatisticsError("No event, or nothing else, in all points: there is no variation to judge.")
    statistic = float(((some - total * level) ** 2 / variance).sum())
    df = len(some) - 1
    return Dispersion(statistic / df, statistic, df, float(special.chdtrc(df, statistic)))


def _pair(k: Numbers, n: Numbers | None, nature: Counted) -> tuple[Floats, Floats]:
    if nature == "rates":
        some = counts(k)
        return some, np.ones(len(some)) if n is None else sizes(n, len(some))
    if n is None:
        raise StatisticsError("Shares need the denominators n: give both k and n.")
    return parts(k, n)
