"""Intraclass correlation and gauge R&R: how much of the spread is the items' own, how much the measuring's."""

from collections.abc import Hashable, Sequence
from dataclasses import dataclass, field, replace

import numpy as np
from numpy.typing import ArrayLike
from scipy.special import fdtrc, fdtri

from pyrometer.errors import StatisticsError
from pyrometer.model.interval import Interval, NotEnough
from pyrometer.statistics._checked import Floats, reals, same_length, share
from pyrometer.statistics.agreement import squares
from pyrometer.statistics.agreement.squares import Square


@dataclass(frozen=True, slots=True)
class Intraclass:
    """Single-measure intraclass correlations of a full two-way table: absolute `agreement` and `consistency`."""

    agreement: float
    agreement_interval: Interval
    consistency: float
    consistency_interval: Interval
    n_items: int
    n_raters: int


@dataclass(frozen=True, slots=True)
class GaugeRR:
    """Variance components of a crossed study, in squared units of the measurement.

    `reproducibility` holds the operators and, where kept, their interaction with the parts. `of_total`: share of the
    total variance by component. `of_study`: ratio of standard deviations, gauge to total. `of_tolerance`: 6 sd of the
    gauge over the tolerance, None without one. `interaction_p`: the chance of so much of it where there is none.
    `intervals` of repeatability (exact), gauge and part (modified large sample), not below zero.
    """

    repeatability: float
    reproducibility: float
    gauge: float
    part: float
    total: float
    of_total: dict[str, float]
    of_study: float
    of_tolerance: float | None
    interaction_p: float
    interaction_kept: bool
    intervals: dict[str, Interval] = field(default_factory=dict)


def intraclass(scores: ArrayLike, *, level: float = 0.95) -> Intraclass | NotEnough:
    """Two-way intraclass correlation of single measures, ICC(A,1) and ICC(C,1): `scores` (items, raters), none missing.

    Refuses fewer than two items or raters, or scores without any spread. Raises StatisticsError for missing values.
    Source: McGraw & Wong 1996, Psychological Methods 1, tables 4 and 7.
    """
    x = reals("scores", scores, ndim=2)
    n, k = x.shape
    if n < 2 or k < 2:
        return NotEnough("two items and two raters", f"{n} items and {k} raters")
    mean = x.mean()
    rows = k * float(((x.mean(axis=1) - mean) ** 2).sum()) / (n - 1)
    columns = n * float(((x.mean(axis=0) - mean) ** 2).sum()) / (k - 1)
    left = x - x.mean(axis=1, keepdims=True) - x.mean(axis=0) + mean
    error = float((left**2).sum()) / ((n - 1) * (k - 1))
    if rows + error == 0:
        return NotEnough("scores that differ somewhere", "one value throughout")
    a = (rows - error) / (rows + (k - 1) * error + k * (columns - error) / n)
    c = (rows - error) / (rows + (k - 1) * error)
    squares = rows, columns, error
    ends = _agreement_ends(squares, (n, k), a, share("level", level))
    return Intraclass(a, ends, c, _consistency_ends(squares, (n, k), level), n, k)


def gauge_rr(  # noqa: PLR0913 - the columns, and the conventions in which tools differ
    operator: Sequence[Hashable],
    part: Sequence[Hashable],
    y: ArrayLike,
    *,
    tolerance: float | None = None,
    drop_above: float = 0.05,
    level: float = 0.95,
) -> GaugeRR:
    """Crossed gauge study: every operator measures every part equally often, at least twice.

    The interaction is dropped into the error when its p exceeds `drop_above` (.05 JASP, .25 Minitab); negative
    components count as zero. `tolerance`: width of the specification in the unit of `y`.
    Raises StatisticsError for wrong lengths, missing values, a design that is not full, fewer than two of anything.
    Source: AIAG MSA 4th ed. 2010, ch. III B; Montgomery 2013, eq. 8.23 to 8.27; intervals Burdick, Borror & Montgomery
    2003, J. Quality Technology 35, table 3.
    """
    cube = _cube(operator, part, reals("y", y))
    o, p, r = cube.shape
    mean = cube.mean()
    by_part, by_operator, cell = cube.mean(axis=(0, 2)), cube.mean(axis=(1, 2)), cube.mean(axis=2)
    ss_p, ss_o = o * r * float(((by_part - mean) ** 2).sum()), p * r * float(((by_operator - mean) ** 2).sum())
    ss_i = r * float(((cell - by_operator[:, None] - by_part + mean) ** 2).sum())
    ss_e = float(((cube - cell[:, :, None]) ** 2).sum())
    df_i, df_e = (o - 1) * (p - 1), o * p * (r - 1)
    chance = float(fdtrc(df_i, df_e, (ss_i / df_i) / (ss_e / df_e))) if ss_e > 0 else 0.0
    kept = chance <= drop_above
    error = Square(ss_e / df_e, df_e) if kept else Square((ss_e + ss_i) / (df_e + df_i), df_e + df_i)
    between = Square(ss_i / df_i, df_i) if kept else error
    crossing = max((between.mean - error.mean) / r, 0.0) if kept else 0.0
    by_operators, by_parts = Square(ss_o / (o - 1), o - 1), Square(ss_p / (p - 1), p - 1)
    operators = max((by_operators.mean - between.mean) / (p * r), 0.0) + crossing
    parts = max((by_parts.mean - between.mean) / (o * r), 0.0)
    found = _shares((error.mean, operators, parts), tolerance, chance, kept=kept)
    inner = [((p - 1) / (p * r), between), ((r - 1) / r, error)] if kept else [(1 - 1 / (p * r), error)]
    ends = {
        "repeatability": squares.of_sum([(1.0, error)], level),
        "gauge": squares.of_sum([(1 / (p * r), by_operators), *inner], level),
        "part": squares.of_difference(by_parts, between, o * r, level),
    }
    return replace(found, intervals=ends)


def _shares(components: tuple[float, float, float], tolerance: float | None, p: float, *, kept: bool) -> GaugeRR:
    error, operators, parts = components
    gauge, total = error + operators, error + operators + parts
    safe = total if total > 0 else 1.0
    named = {"gauge": gauge, "repeatability": error, "reproducibility": operators, "part": parts, "total": total}
    return GaugeRR(
        repeatability=error,
        reproducibility=operators,
        gauge=gauge,
        part=parts,
        total=total,
        of_total={name: value / safe for name, value in named.items()},
        of_study=float(np.sqrt(gauge / safe)),
        of_tolerance=None if tolerance is None else 6 * float(np.sqrt(gauge)) / tolerance,
        interaction_p=p,
        interaction_kept=kept,
    )


def _cube(operator: Sequence[Hashable], part: Sequence[Hashable], y: Floats) -> Floats:
    """Values by operator, part and repeat."""
    same_length(operator=operator, part=part, y=y)
    who, what = tuple(dict.fromkeys(operator)), tuple(dict.fromkeys(part))
    cells: dict[tuple[Hashable, Hashable], list[float]] = {}
    for o, p, value in zip(operator, part, y, strict=True):
        cells.setdefault((o, p), []).append(float(value))
    sizes = {len(cells.get((o, p), [])) for o in who for p in what}
    if len(who) < 2 or len(what) < 2 or len(sizes) != 1 or min(sizes) < 2:
        raise StatisticsError("A crossed study needs two operators, two parts, and each pair measured twice or more.")
    return np.array([[cells[o, p] for p in what] for o in who])


def _agreement_ends(squares: tuple[float, float, float], size: tuple[int, int], a: float, level: float) -> Interval:
    rows, columns, error = squares
    n, k = size
    tail = 1 - (1 - level) / 2
    b, d = k * a / (n * (1 - a)), 1 + k * a * (n - 1) / (n * (1 - a))
    v = (b * columns + d * error) ** 2 / ((b * columns) ** 2 / (k - 1) + (d * error) ** 2 / ((n - 1) * (k - 1)))
    above, below = float(fdtri(n - 1, v, tail)), float(fdtri(v, n - 1, tail))
    rest = k * columns + (k * n - k - n) * error
    low = n * (rows - above * error) / (above * rest + n * rows)
    high = n * (below * rows - error) / (rest + n * below * rows)
    return Interval(low, high, level, "F (McGraw & Wong)")


def _consistency_ends(squares: tuple[float, float, float], size: tuple[int, int], level: float) -> Interval:
    rows, _, error = squares
    n, k = size
    tail = 1 - (1 - level) / 2
    f = rows / error if error > 0 else np.inf
    low, high = f / float(fdtri(n - 1, (n - 1) * (k - 1), tail)), f * float(fdtri((n - 1) * (k - 1), n - 1, tail))
    ends = [(x - 1) / (x + k - 1) if np.isfinite(x) else 1.0 for x in (low, high)]
    return Interval(ends[0], ends[1], level, "F (McGraw & Wong)")
