"""Two rates: how many times more often it happens here than there, exactly."""

from dataclasses import dataclass

import numpy as np
from scipy.special import betainc, betaincinv, gammaln, xlog1py, xlogy

from pyrometer.errors import StatisticsError
from pyrometer.model.interval import Interval, NotEnough
from pyrometer.statistics._checked import counts, number, pair, positive, share, whole


@dataclass(frozen=True, slots=True)
class RateRatio:
    """Ratio of the first rate to the second with its exact interval; `p` that both are equal."""

    ratio: float
    interval: Interval
    p: float


def rate_ratio(
    first: tuple[float, float], second: tuple[float, float], *, level: float = 0.95
) -> RateRatio | NotEnough:
    """Exact comparison of two rates, each given as (count, exposure).

    Two-sided p sums all splits of the total no likelier than the one seen (R's poisson.test).
    Refuses when nothing happened anywhere. Raises StatisticsError for negative or broken counts, exposure not above 0.
    Source: Przyborowski & Wilenski 1940; interval Clopper & Pearson 1934 of the first count given the total.
    """
    (x1, t1), (x2, t2) = pair("first", first), pair("second", second)
    x = counts("counts", [x1, x2])
    whole("counts", x)
    positive("exposure", t1), positive("exposure", t2)
    total, part = float(x.sum()), t1 / (t1 + t2)
    if total == 0:
        return NotEnough("at least one event", "none")
    tail, k = (1 - share("level", level)) / 2, float(x[0])
    low = float(betaincinv(k, total - k + 1, tail)) if k > 0 else 0.0
    high = float(betaincinv(k + 1, total - k, 1 - tail)) if k < total else 1.0
    ends = low / (1 - low) * t2 / t1, high / (1 - high) * t2 / t1 if high < 1 else np.inf
    ratio = x[0] / t1 / (x[1] / t2) if x[1] > 0 else np.inf
    return RateRatio(float(ratio), Interval(*ends, level, "exact conditional"), exact_binomial(k, total, part))


def exact_binomial(k: float, n: float, rate: float) -> float:
    """Two-sided exact p that k of n came from `rate`: the chance of all counts no likelier than k (R's binom.test).

    Raises StatisticsError for k > n or a rate outside 0 to 1. Source: R stats binom.test.
    """
    share("rate", rate), number("k", k), number("n", n)
    if not 0 <= k <= n:
        raise StatisticsError(f"k = {k:g} must lie between 0 and n = {n:g}.")
    whole("counts", np.array([k, n]))
    k, n = round(k), round(n)
    top = min(int((n + 1) * rate), n)
    edge = _mass(k, n, rate) + 1e-7
    if edge >= _mass(top, n, rate):
        return 1.0
    inside, outside = (top, n + 1) if k < top else (top, -1)  # the first count beyond the top that is no likelier
    while abs(outside - inside) > 1:
        middle = (inside + outside) // 2
        inside, outside = (inside, middle) if _mass(middle, n, rate) <= edge else (middle, outside)
    low, high = (k, outside) if k < top else (outside, k)
    below = float(betainc(n - low, low + 1, 1 - rate)) if low >= 0 else 0.0
    above = float(betainc(high, n - high + 1, rate)) if high <= n else 0.0
    return min(below + above, 1.0)


def _mass(i: int, n: int, rate: float) -> float:
    """Log chance of i of n."""
    ways = gammaln(n + 1) - gammaln(i + 1) - gammaln(n - i + 1)
    return float(ways + xlogy(i, rate) + xlog1py(n - i, -rate))
