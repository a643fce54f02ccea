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
from pyrometer.statistics._calendar import Cycle, cycles, every
from pyrometer.statistics.charts._arrays import Floats, Ints, Numbers, one_of, parts, sizes
from pyrometer.statistics.charts._arrays import counts as counted
from pyrometer.statistics.charts._arrays import values as checked

Nature = Literal["values", "shares", "rates"]
LEVEL = 0.01  # a calendar blamed wrongly replaces the chart, so it must be shown more clearly than at 5 %
SHUFFLES = (200, 1800)  # all 2,000 only where the first 200 leave it open (Besag & Clifford 1991, Biometrika 78:301)
ENOUGH_ABOVE = 30  # of the first 200: the p-value is then surely beyond the level
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
    quarter, month of year; weeks - week within month, month within quarter, month of year; months - month within
    quarter, month of year; quarters - quarter of year. Without dates: every 3, 4, 7 and 12 points. A calendar is tried
    only if its positions come round twice and three more points than positions are there.
    Shuffles are seeded: the same input gives the same p-value. NotEnough where no calendar can be tried.
    Raises StatisticsError for NaN, k > n, dates not rising or of another number than the points.
    Source: Freedman & Lane 1983 (shuffled residuals of the trend); Besag & Clifford 1991 (when to stop shuffling).
    """
    level, weight = _working(values, n, one_of(nature, get_args(Nature), what="nature"))
    if starts_on is not None and len(starts_on) != len(level):
        raise StatisticsError(f"There are {len(level)} points but {len(starts_on)} dates: give one for each point.")
    offered = every(len(level)) if starts_on is None else cycles(starts_on)
    tried = [(c, at, block) for c, at, block in offered if _comes_round(_in_blocks(at, block))]
    if not tried:
        return NotEnough("two rounds of a week, quarter or year", f"{len(level)} points")
    if np.ptp(level) <= 1e-12 * np.abs(level).max():
        return _nothing(tried[0][0], tried[0][1], level, weight)
    rng = np.random.default_rng(seed)
    tests = [_test(_blocks(at, block, level, weight), rng) for _, at, block in tried]
    adjusted = holm([p for p, _ in tests])
    shares = [_explained(at, level, weight) for _, at, _ in tried]
    scale = np.log(len(level))
    criterion = [
        len(level) * np.log(max(1 - s, 1e-12)) + np.ptp(t[1]) * scale for s, t in zip(shares, tried, strict=True)
    ]
    best = min(range(len(tried)), key=lambda i: (adjusted[i] >= LEVEL, criterion[i], i))
    cycle, at, _ = tried[best]
    return Periodicity(
        is_found=adjusted[best] < LEVEL,
        name=cycle.name,
        says=cycle.says,
        positions=at,
        labels=cycle.labels,
        profile=_profile(at, len(cycle.labels), level, weight),
        share=shares[best],
        p_value=adjusted[best],
        p_model=tests[best][1] if nature == "values" else _likelihood_p(values, n, nature, at),
        tried=tuple((c.name, p) for (c, _, _), p in zip(tried, adjusted, strict=True)),
    )


def holm(p_values: Sequence[float]) -> list[float]:
    """Holm's adjusted p-values, in the order given. Source: Holm 1979, Scand. J. Stat. 6:65-70."""
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


def _in_blocks(positions: Ints, block: Ints) -> Ints:
    """The position of each block."""
    return np.asarray(positions[np.unique(block, return_index=True)[1]])


def _blocks(positions: Ints, block: Ints, level: Floats, weight: Floats) -> tuple[Ints, Floats, Floats]:
    """Position, level and weight of each block."""
    size = np.bincount(block, weights=weight).astype(np.float64)
    return _in_blocks(positions, block), np.bincount(block, weights=weight * level) / size, size


def _one_hot(positions: Ints) -> Floats:
    return np.asarray(positions[:, None] == np.unique(positions)[None, :], dtype=np.float64)


def _spaces(positions: Ints, weight: Floats) -> tuple[Floats, Floats, Floats]:
    """Roots of the weights; bases of a straight trend, and of the trend with a level at each position."""
    root = np.sqrt(weight / weight.mean())
    time = np.linspace(-1, 1, len(weight))[:, None]
    less = _basis(root[:, None] * np.hstack((np.ones_like(time), time)))
    return root, less, _basis(root[:, None] * np.hstack((time, _one_hot(positions))))


def _test(blocks: tuple[Ints, Floats, Floats], rng: np.random.Generator) -> tuple[float, float]:
    """P-value of one calendar by permutation, and from the F distribution."""
    at, level, weight = blocks
    root, less, more = _spaces(at, weight)
    left = root * level
    left = left - less @ (less.T @ left)
    seen = float(_f(left[:, None], less, more)[0])
    above = done = 0
    for n_shuffles in SHUFFLES:
        shuffled = rng.permuted(np.broadcast_to(left, (n_shuffles, len(left))), axis=1).T
        above += int((_f(shuffled, less, more) >= seen * (1 - 1e-9)).sum())
        done += n_shuffles
        if above >= ENOUGH_ABOVE:
            break
    extra, spare = more.shape[1] - less.shape[1], len(level) - more.shape[1]
    return (above + 1) / (done + 1), float(special.fdtrc(extra, spare, max(seen, 0.0)))


def _explained(positions: Ints, level: Floats, weight: Floats) -> float:
    """Share (0-1) of the variation round the trend that the positions explain."""
    root, less, more = _spaces(positions, weight)
    left = root * level
    left = left - less @ (less.T @ left)
    total = float(left @ left)
    return float(((more.T @ left) ** 2).sum()) / total if total > 0 else 0.0


def _basis(columns: Floats) -> Floats:
    """An orthonormal basis of the space the columns span."""
    left, size, _ = np.linalg.svd(columns, full_matrices=False)
    return np.asarray(left[:, size > 1e-9 * size[0]])


def _f(left: Floats, less: Floats, more: Floats) -> Floats:
    """F of the larger space over the smaller, for each column of `left`."""
    total = (left**2).sum(axis=0)
    by_more, by_less = ((more.T @ left) ** 2).sum(axis=0), ((less.T @ left) ** 2).sum(axis=0)
    extra, spare = more.shape[1] - less.shape[1], len(left) - more.shape[1]
    rest = np.maximum(total - by_more, 1e-12 * total + 1e-300)
    return np.asarray((by_more - by_less) / extra / (rest / spare))


def _profile(positions: Ints, n_labels: int, level: Floats, weight: Floats) -> Floats:
    """Weighted mean level at each position; NaN where there is none."""
    size = np.bincount(positions, weights=weight, minlength=n_labels)
    total = np.bincount(positions, weights=weight * level, minlength=n_labels)
    return np.asarray(np.divide(total, size, out=np.full(n_labels, np.nan), where=size > 0))


def _likelihood_p(data: Numbers, n: Numbers | None, nature: Nature, positions: Ints) -> float:
    """Likelihood ratio of a level for each position against one level, binomial or Poisson, by chi-squared."""
    level, total = _working(data, n, nature)
    profile = _profile(positions, int(positions.max()) + 1, level, total)[positions]
    overall = np.full(len(level), float((level * total).sum() / total.sum()))
    k = level * total
    ratio = special.xlogy(k, profile) - special.xlogy(k, overall)
    if nature == "shares":
        ratio = ratio + special.xlogy(total - k, 1 - profile) - special.xlogy(total - k, 1 - overall)
    return float(special.chdtrc(len(np.unique(positions)) - 1, max(2 * float(ratio.sum()), 0.0)))


def _nothing(cycle: Cycle, positions: Ints, level: Floats, weight: Floats) -> Periodicity:
    """The answer for a series that never changes."""
    profile = _profile(positions, len(cycle.labels), level, weight)
    return Periodicity(
        False, cycle.name, cycle.says, positions, cycle.labels, profile, 0.0, 1.0, 1.0, ((cycle.name, 1.0),)
    )
