"""Change point: when did the level, the share or the rate change, between which dates, and did it change at all?"""

from dataclasses import dataclass, replace
from typing import Literal, get_args

import numpy as np
from scipy import special

from pyrometer.errors import StatisticsError
from pyrometer.model.finding import Method
from pyrometer.model.interval import NotEnough
from pyrometer.statistics._argmax import quantile
from pyrometer.statistics._checked import Floats, number
from pyrometer.statistics._points import Numbers, counts, one_of, parts, sizes
from pyrometer.statistics._points import values as checked

By = Literal["posterior", "likelihood"]
ByLevel = Literal["posterior", "likelihood", "bai"]
METHOD = Method(
    "single change point by maximum likelihood",
    "Hinkley 1970, Biometrika 57:1-17; interval: Smith 1975, Biometrika 62:407-416",
)


@dataclass(frozen=True, slots=True, eq=False)
class Change:
    """One change of level.

    `last_before` is the 0-based index of the last point before the change; `low` and `high` bound it at `level`.
    `before`, `after` the levels, in the unit of the series. `statistic`: sup F for values, likelihood ratio for shares
    and rates; `p_value` of no change at all; `is_found` at 5 %. `profile`: the statistic for each point as the last one
    before the change (NaN where too near an end).
    """

    last_before: int
    low: int
    high: int
    level: float
    before: float
    after: float
    statistic: float
    p_value: float
    profile: Floats
    method: Method = METHOD

    @property
    def is_found(self) -> bool:
        """Whether a change is shown at the 5 % level."""
        return self.p_value < 0.05


def of_level(
    values: Numbers, *, trim: float = 0.15, level: float = 0.95, interval: ByLevel = "posterior"
) -> Change | NotEnough:
    """A single change in the mean of `values` (any unit), by least squares.

    `trim` (0-.5): the share of points at each end where no change is looked for. `interval`: 'posterior' (shortest that
    holds `level` of the likelihood of all dates, levels and spread integrated out), 'likelihood' (inverted likelihood
    ratio; wider) or 'bai' (asymptotic distribution of the date with a spread before and after of their own; R's
    strucchange). NotEnough with fewer than eight points. Raises StatisticsError for NaN or settings out of range.
    Source: Smith 1975, Biometrika 62, sec. 3; Eo & Morley 2015, Quant. Econ. 6:463; Bai 1997, Econometric Theory
    13:315; p-value of sup F: James, James & Siegmund 1987, Biometrika 74:71.
    """
    y = checked(values)
    one_of(interval, get_args(ByLevel), what="interval")
    ends = _ends(len(y), trim, level)
    if isinstance(ends, NotEnough):
        return ends
    size = np.arange(1, len(y))
    away = y - y.mean()
    total = float(away @ away)
    if total <= 1e-24 * float(y @ y):
        return NotEnough("values that are not all alike", "one value throughout")
    left = np.maximum(total - np.cumsum(away)[:-1] ** 2 * len(y) / (size * (len(y) - size)), 1e-12 * total)
    f = (total - left) / (left / (len(y) - 2))
    weight = -(np.log(size * (len(y) - size)) + (len(y) - 2) * np.log(left)) / 2
    ratio = len(y) * np.log(total / left)
    dates = _likely(ratio, ends, level) if interval == "likelihood" else _probable(weight, ends, level)
    found = _found(f, ends, dates, level)
    k = found.last_before
    before, after = float(y[: k + 1].mean()), float(y[k + 1 :].mean())
    low, high = found.low, found.high
    if interval == "bai":
        low, high = _bai(y, k, level)
    return _with(found, before, after, (low, high))


def of_share(
    k: Numbers, n: Numbers, *, trim: float = 0.15, level: float = 0.95, interval: By = "posterior"
) -> Change | NotEnough:
    """A single change in the share k / n, `k` of `n` cases a period, by binomial likelihood.

    `trim` and `interval` as in `of_level`. NotEnough with fewer than eight periods or one outcome throughout. Raises
    StatisticsError as the p chart does.
    Source: Hinkley & Hinkley 1970, Biometrika 57:477-488; interval: Smith 1975, sec. 2.
    """
    some, total = parts(k, n)
    return _counted(some, total, (trim, level, interval), binomial=True)


def of_rate(
    k: Numbers, n: Numbers = 1.0, *, trim: float = 0.15, level: float = 0.95, interval: By = "posterior"
) -> Change | NotEnough:
    """A single change in the rate k / n, `k` events in `n` units a period, by Poisson likelihood.

    `trim` and `interval` as in `of_level`. NotEnough with fewer than eight periods or no event. Raises StatisticsError
    as the u chart does.
    Source: Worsley 1986, Biometrika 73:91-104; interval: Raftery & Akman 1986, Biometrika 73:85-89.
    """
    some = counts(k)
    return _counted(some, sizes(n, len(some)), (trim, level, interval), binomial=False)


def _counted(k: Floats, n: Floats, settings: tuple[float, float, By], *, binomial: bool) -> Change | NotEnough:
    trim, level, interval = settings
    one_of(interval, get_args(By), what="interval")
    ends = _ends(len(k), trim, level)
    if isinstance(ends, NotEnough):
        return ends
    some, size = np.cumsum(k), np.cumsum(n)
    if some[-1] == 0 or (binomial and some[-1] == size[-1]):
        return NotEnough("both outcomes, or some events", "one outcome throughout")

    def fit(events: Floats, units: Floats) -> Floats:
        found = special.xlogy(events, events / units)
        return np.asarray(found + special.xlogy(units - events, 1 - events / units) if binomial else found)

    before, after = fit(some[:-1], size[:-1]), fit(some[-1] - some[:-1], size[-1] - size[:-1])
    ratio = np.maximum(2 * (before + after - fit(some[-1:], size[-1:])), 0.0)
    sides = (some[:-1], size[:-1]), (some[-1] - some[:-1], size[-1] - size[:-1])
    weight = sum((_marginal(*side, binomial=binomial) for side in sides), np.zeros(len(k) - 1))
    dates = _likely(ratio, ends, level) if interval == "likelihood" else _probable(weight, ends, level)
    found = _found(ratio, ends, dates, level)
    at = found.last_before
    rates = float(some[at] / size[at]), float((some[-1] - some[at]) / (size[-1] - size[at]))
    return _with(found, *rates, (found.low, found.high))


def _ends(n: int, trim: float, level: float) -> tuple[int, float] | NotEnough:
    """How many points lie at least on each side of a change, and as a share."""
    if not 0 <= trim < 0.5 or not 0 < level < 1:
        raise StatisticsError("A change point needs a trim of 0 to below .5 and a level between 0 and 1.")
    if n < 8:
        return NotEnough("eight points", f"{n}")
    least = max(2, int(np.floor(trim * n)))
    return least, least / n


def _marginal(events: Floats, units: Floats, *, binomial: bool) -> Floats:
    """Log likelihood of a stretch with its rate integrated out (Jeffreys' prior)."""
    if binomial:
        return np.asarray(special.betaln(events + 0.5, units - events + 0.5))
    return np.asarray(special.gammaln(events + 0.5) - (events + 0.5) * np.log(units))


def _likely(ratio: Floats, ends: tuple[int, float], level: float) -> tuple[int, int]:
    """Bounds of the dates whose log likelihood lies less than x below the best, with (1 - exp(-x))^2 = level.

    At 95 % x is 3.68 (twice that, 7.35, in Eo & Morley 2015, table 1).
    """
    near = np.flatnonzero(ratio >= ratio[_inside(ratio, ends)].max() + 2 * np.log(1 - np.sqrt(level)))
    return int(near.min()), int(near.max())


def _probable(weight: Floats, ends: tuple[int, float], level: float) -> tuple[int, int]:
    """The shortest stretch of dates that holds `level` of the integrated likelihood over all dates within the ends."""
    upto = np.concatenate(([0.0], np.cumsum(special.softmax(weight[_inside(weight, ends)]))))
    last = np.searchsorted(upto, upto[:-1] + level * upto[-1] - 1e-12)
    reached = np.flatnonzero(last < len(upto))
    first = int(reached[np.argmin((last - np.arange(len(last)))[reached])])
    before = _inside(weight, ends).start
    return before + first, before + int(last[first]) - 1


def _inside(dates: Floats, ends: tuple[int, float]) -> slice:
    """The dates far enough from both ends."""
    return slice(ends[0] - 1, len(dates) + 1 - ends[0])


def _found(statistic: Floats, ends: tuple[int, float], dates: tuple[int, int], level: float) -> Change:
    """The best date, its interval and the chance of such a statistic without any change."""
    shown = np.full(len(statistic), np.nan)
    shown[_inside(statistic, ends)] = statistic[_inside(statistic, ends)]
    best = int(np.nanargmax(shown))
    return Change(
        last_before=best,
        low=min(dates[0], best),
        high=max(dates[1], best),
        level=level,
        before=np.nan,
        after=np.nan,
        statistic=float(shown[best]),
        p_value=sup_p(float(shown[best]), ends[1]),
        profile=np.concatenate((shown, [np.nan])),
    )


def _with(found: Change, before: float, after: float, bounds: tuple[int, int]) -> Change:
    return replace(found, before=before, after=after, low=bounds[0], high=bounds[1])


def sup_p(statistic: float, trim: float) -> float:
    """Chance (0-1) that the largest of the statistics over all dates but `trim` at each end is as large without change.

    Source: James, James & Siegmund 1987, Biometrika 74:71-83, eq. 4 (8.85 gives .05 at trim .15, as Andrews 1993).
    Raises StatisticsError for a statistic below 0 or a trim outside 0 to .5.
    """
    number("statistic", statistic, least=0.0)
    if not 0 < trim < 0.5:
        raise StatisticsError(f"A trim of {trim:g} cannot be: give a share above 0 and below .5.")
    b2 = max(statistic, 1e-12)
    if b2 < 2:
        return 1.0
    b, tail = float(np.sqrt(b2)), float(np.exp(-b2 / 2) / np.sqrt(2 * np.pi))
    return min(1.0, b * tail * ((1 - 1 / b2) * 2 * float(np.log((1 - trim) / trim)) + 4 / b2))


def _bai(y: Floats, k: int, level: float) -> tuple[int, int]:
    """Bounds of the last point before the change from the limit distribution of the date."""
    before, after = y[: k + 1], y[k + 1 :]
    jump = float(after.mean() - before.mean()) ** 2
    spread = float(before.var()), float(after.var())
    if max(spread) <= 1e-24 * jump:
        return k, k
    least = 1e-6 * max(spread)  # a stretch without any spread: its date is sure on that side
    first, last = max(spread[0], least), max(spread[1], least)
    scale = jump / first
    low, high = (quantile(q, last / first) for q in ((1 - level) / 2, (1 + level) / 2))
    return k - int(np.floor(high / scale)) - 1, k - int(np.floor(low / scale))
