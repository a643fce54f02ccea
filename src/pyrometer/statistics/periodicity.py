"""Periodicity: does the number depend on where in the week, month, quarter or year its period lies?

A number that swings with the calendar is not a process out of control: each of its swings would look like a special
cause. So this is asked first, before limits are drawn.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Literal, get_args

import numpy as np
from scipy import special

from pyrometer.errors import StatisticsError
from pyrometer.model.finding import Method
from pyrometer.model.interval import NotEnough
from pyrometer.statistics._calendar import Cycle, crossing, cycles, every
from pyrometer.statistics._checked import Floats, Ints
from pyrometer.statistics._points import Numbers, one_of, parts, sizes
from pyrometer.statistics._points import counts as counted
from pyrometer.statistics._points import values as checked
from pyrometer.statistics._shuffled import blocks, explained, in_blocks, p_values, profile

Nature = Literal["values", "shares", "rates"]
LEVEL = 0.01  # a calendar blamed wrongly replaces the chart, so it must be shown more clearly than at 5 %
MOST_TOGETHER = 3  # calendars taken out together
FEWEST_CROSSED = 2  # points at each crossing of calendars, as the seasonal chart needs for a level of its own
POINTS_A_LEVEL = 5  # on average over the crossings: fewer, and the levels would follow the noise
METHOD = Method(
    "permutation F test by calendar position, a straight trend removed, Holm over the calendars tried",
    "Freedman & Lane 1983, J. Bus. Econ. Stat. 1(4):292-298; Holm 1979, Scand. J. Stat. 6:65-70",
)


@dataclass(frozen=True, slots=True, eq=False)
class Periodicity:
    """What the calendar explains.

    `is_found` at the 1 % level; `name` the calendar that explains most ('month-within-quarter', 'weekday', ...) and
    `says` it in words; `positions` (one a point, 0-based) index `labels` and `profile` (level at each position, in the
    unit of the series; NaN where the records have none); `share` of the variation around the trend that it explains
    (0-1); `p_value` by permutation, adjusted for the calendars tried; `p_model` from the F distribution (values) or the
    likelihood ratio (shares, rates) without adjustment; `tried` the adjusted p-value of each calendar.
    Where two or three calendars show, each beside the others, `name` joins theirs ('weekday+end-of-month'), a position
    is one of each ('Monday, last 5 days'), and `p_value` is the largest. `also`: calendars that show too, but for whose
    crossing the series is too short.
    """

    is_found: bool
    name: str
    says: str
    positions: Ints
    labels: tuple[str, ...]
    profile: Floats
    share: float
    p_value: float
    p_model: float
    tried: tuple[tuple[str, float], ...]
    also: tuple[str, ...] = ()
    method: Method = METHOD


def find(
    values: Numbers,
    *,
    n: Numbers | None = None,
    nature: Nature = "values",
    starts_on: Sequence[date] | None = None,
    seed: int = 0,
) -> Periodicity | NotEnough:
    """Which calendar position the series depends on, if any.

    `values`: numbers (nature 'values'), counts k out of `n` ('shares') or counts k in `n` units ('rates', n defaults to
    1); `starts_on`: the first day of each period, rising. Tried by spacing: days - weekday, end of month, month within
    quarter, month of year; weeks - last week of the month, week within the month, month within quarter, month of year;
    months - month within quarter, month of year; quarters - quarter of year. Without dates: every 3, 4, 7, 12 points.
    A calendar is tried only if its positions come round twice and three more points than positions are there.
    Where one shows, its levels are taken out and the others are tried on what is left, until none shows (three at
    most). Shuffles are seeded: the same input gives the same p-value. NotEnough where no calendar can be tried.
    Raises StatisticsError for NaN, k > n, dates not rising or of another number than the points.
    Source: Freedman & Lane 1983 (shuffled residuals of the trend); Besag & Clifford 1991 (when to stop shuffling).
    """
    level, weight = _working(values, n, one_of(nature, get_args(Nature), what="nature"))
    if starts_on is not None and len(starts_on) != len(level):
        raise StatisticsError(f"There are {len(level)} points but {len(starts_on)} dates: give one for each point.")
    offered = every(len(level)) if starts_on is None else cycles(starts_on)
    tried = [(c, at, block) for c, at, block in offered if _comes_round(in_blocks(at, block))]
    if not tried:
        return NotEnough("two rounds of a week, quarter or year", f"{len(level)} points")
    if np.ptp(level) <= 1e-12 * np.abs(level).max():
        return _nothing(tried[0][0], tried[0][1], level, weight)
    rng = np.random.default_rng(seed)
    first = _clearest(tried, level, weight, rng)
    cycle, at, p, also = _joined(tried, (level, weight), first, rng)
    return Periodicity(
        is_found=p < LEVEL,
        name=cycle.name,
        says=cycle.says,
        positions=at,
        labels=cycle.labels,
        profile=profile(at, len(cycle.labels), level, weight),
        share=explained(at, level, weight),
        p_value=p,
        p_model=first.p_model if nature == "values" else _likelihood_p(values, n, nature, at),
        tried=tuple((c.name, q) for (c, _, _), q in zip(tried, first.adjusted, strict=True)),
        also=also,
    )


Offered = tuple[Cycle, Ints, Ints]


@dataclass(frozen=True, slots=True)
class _Clearest:
    """Which of the calendars tried shows most clearly, the adjusted p-values of all, and its own from the model."""

    which: int
    adjusted: tuple[float, ...]
    p_model: float

    @property
    def p(self) -> float:
        """Its adjusted p-value."""
        return self.adjusted[self.which]


def _clearest(tried: Sequence[Offered], level: Floats, weight: Floats, rng: np.random.Generator) -> _Clearest:
    """The calendar that explains most for its number of positions, among those that show."""
    tests = [p_values(blocks(at, block, level, weight), rng) for _, at, block in tried]
    adjusted = holm([p for p, _ in tests])
    shares = [explained(at, level, weight) for _, at, _ in tried]
    scale = np.log(len(level))
    criterion = [
        len(level) * np.log(max(1 - s, 1e-12)) + np.ptp(t[1]) * scale for s, t in zip(shares, tried, strict=True)
    ]
    best = min(range(len(tried)), key=lambda i: (adjusted[i] >= LEVEL, criterion[i], i))
    return _Clearest(best, tuple(adjusted), tests[best][1])


def _joined(
    tried: Sequence[Offered], data: tuple[Floats, Floats], first: _Clearest, rng: np.random.Generator
) -> tuple[Cycle, Ints, float, tuple[str, ...]]:
    """The first calendar with those that show beside it, crossed; their largest p-value; and those left uncrossed."""
    level, weight = data
    cycle, at, _ = tried[first.which]
    p, also, rest = first.p, list[str](), [t for i, t in enumerate(tried) if i != first.which]
    taken = 1
    while p < LEVEL and rest and taken < MOST_TOGETHER:
        left = level - profile(at, len(cycle.labels), level, weight)[at]
        if np.ptp(left) <= 1e-12 * np.abs(level).max():
            break
        found = _clearest(rest, left, weight, rng)
        if found.p >= LEVEL:
            break
        more, there, _ = rest.pop(found.which)
        crossed, places = crossing((cycle, at), (more, there))
        seen = np.unique(places, return_counts=True)[1]
        if seen.min() < FEWEST_CROSSED or len(places) < POINTS_A_LEVEL * len(seen):
            also.append(more.says)
            continue
        cycle, at, p, taken = crossed, places, max(p, found.p), taken + 1
    return cycle, at, p, tuple(also)


def holm(p_values: Sequence[float]) -> list[float]:
    """Holm's adjusted p-values, in the order given; raises StatisticsError for p-values outside 0 to 1.

    Source: Holm 1979, Scand. J. Stat. 6:65-70.
    """
    if len(p_values) and (counted(p_values, what="p-values") > 1).any():
        raise StatisticsError("A p-value lies between 0 and 1.")
    ranked = sorted(range(len(p_values)), key=lambda i: p_values[i])
    adjusted, so_far = [0.0] * len(p_values), 0.0
    for rank, i in enumerate(ranked):
        so_far = max(so_far, min(1.0, p_values[i] * (len(p_values) - rank)))
        adjusted[i] = so_far
    return adjusted


def _working(data: Numbers, n: Numbers | None, nature: Nature) -> tuple[Floats, Floats]:
    """The level of each point and its weight (its denominator)."""
    if nature == "values":
        level = checked(data)
        return level, np.ones(len(level)) if n is None else sizes(n, len(level))
    if nature == "rates":
        k = counted(data)
        total = sizes(1.0 if n is None else n, len(k))
        return k / total, total
    if n is None:
        raise StatisticsError("Shares need the denominators n: give both k and n.")
    k, total = parts(data, n)
    return k / total, total


def _comes_round(positions: Ints) -> bool:
    """Whether each position present comes at least twice, in at least two rounds, with points to spare."""
    seen = np.unique(positions, return_counts=True)[1]
    returns = int((np.diff(positions) < 0).sum())
    return len(seen) >= 2 and seen.min() >= 2 and returns >= 2 - (seen.min() >= 3) and len(positions) >= len(seen) + 3


def _likelihood_p(data: Numbers, n: Numbers | None, nature: Nature, positions: Ints) -> float:
    """Likelihood ratio of a level for each position against one level, binomial or Poisson, by chi-squared."""
    level, total = _working(data, n, nature)
    own = profile(positions, int(positions.max()) + 1, level, total)[positions]
    overall = np.full(len(level), float((level * total).sum() / total.sum()))
    k = level * total
    ratio = special.xlogy(k, own) - special.xlogy(k, overall)
    if nature == "shares":
        ratio = ratio + special.xlogy(total - k, 1 - own) - special.xlogy(total - k, 1 - overall)
    return float(special.chdtrc(len(np.unique(positions)) - 1, max(2 * float(ratio.sum()), 0.0)))


def _nothing(cycle: Cycle, positions: Ints, level: Floats, weight: Floats) -> Periodicity:
    """The answer for a series that never changes."""
    flat = profile(positions, len(cycle.labels), level, weight)
    return Periodicity(
        False, cycle.name, cycle.says, positions, cycle.labels, flat, 0.0, 1.0, 1.0, ((cycle.name, 1.0),)
    )
