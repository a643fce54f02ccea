"""Observed against expected: what each group would have reached had it worked at everybody's pace."""

from collections.abc import Hashable, Mapping, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike
from scipy.special import chdtrc

from pyrometer.errors import StatisticsError
from pyrometer.statistics._checked import Floats, Ints, counts, reals, same_length, share
from pyrometer.statistics.intervals import poisson_bounds


@dataclass(frozen=True, slots=True)
class RiskTable:
    """Exits of one group by age: `events` of interest, `others` (other exits and open cases), `late` entries.

    All (rows,); `stratum` (rows,) labels within which paces are compared. Rows of one age and stratum add up.
    """

    age: ArrayLike
    events: ArrayLike
    others: ArrayLike
    late: ArrayLike | None = None
    stratum: Sequence[Hashable] | None = None


@dataclass(frozen=True, slots=True)
class Standardised:
    """Indirect standardisation: `observed`, `expected`, `ratio`, `low`, `high`, `z` by group, all (groups,).

    `z` is the log-rank deviate of the group against all; `p` the chance of so much spread among equal groups. The ratio
    and its ends are NaN where nothing was expected.
    """

    group: tuple[Hashable, ...]
    observed: Floats
    expected: Floats
    ratio: Floats
    low: Floats
    high: Floats
    z: Floats
    p: float
    level: float


def standardise(tables: Mapping[Hashable, RiskTable], *, level: float = 0.95) -> Standardised:
    """Observed over expected exits by group, from the risk table of each.

    Expected are the cases at risk at each age (of a stratum) times the pooled hazard there, so open cases and young
    cohorts count rightly. Intervals: exact Poisson bounds, of a count with the same relative error as the observed,
    which vary less than a Poisson count: cases at risk are few, and the expected rests on them too.
    Raises StatisticsError for wrong lengths, negative or missing counts, fewer than two groups.
    Source: Keiding 1987, Int. Statist. Rev. 55; z and p: Mantel 1966 (log-rank variance); intervals: Fay & Feuer 1997,
    Stat. Med. 16 (gamma bounds of equal variance).
    """
    if len(tables) < 2:
        raise StatisticsError("Needs at least two groups to compare one with all.")
    share("level", level)
    rows = [_rows(table) for table in tables.values()]
    risk, seen = _grids(rows, [s for table in rows for s in table.layer])
    return standardise_cells(tuple(tables), risk, seen, level=level)


def standardise_cells(
    group: Sequence[Hashable], at_risk: ArrayLike, events: ArrayLike, *, level: float = 0.95
) -> Standardised:
    """As `standardise`, from cases `at_risk` and `events` given by cell (an age, in a stratum), both (groups, cells).

    For calendar periods as groups: what this month's cases at risk, by age, should have done at everybody's pace.
    Raises StatisticsError for shapes that differ, events beyond those at risk, fewer than two groups.
    Source: as `standardise`.
    """
    risk, seen = counts("at_risk", at_risk, ndim=2), counts("events", events, ndim=2)
    if risk.shape != seen.shape or len(risk) != len(group) or len(group) < 2:
        raise StatisticsError(f"Needs two groups or more and one shape: {len(group)}, {risk.shape}, {seen.shape}.")
    if (seen > risk + 1e-9).any():
        raise StatisticsError("A cell has more events than cases at risk.")
    tells = seen.any(0)  # a cell in which nobody goes tells nothing, and most are such where ages are hours
    risk, seen = risk[:, tells], seen[:, tells]
    at, gone = risk.sum(0), seen.sum(0)
    expected = (risk * (gone / np.where(at > 0, at, 1))).sum(1)
    observed = seen.sum(1)
    z, p, variance = _logrank(risk, observed - expected, at, gone)
    due = np.where(expected > 0, expected, np.nan)
    known = np.where(variance > 0, expected / np.where(variance > 0, variance, 1.0), 1.0)
    low, high = poisson_bounds(observed * known, level=level)
    ends = low / (due * known), high / (due * known)
    return Standardised(tuple(group), observed, expected, observed / due, *ends, z, p, level)


def risk_tables(
    group: Sequence[Hashable], age: ArrayLike, events: ArrayLike, others: ArrayLike, late: ArrayLike | None = None
) -> dict[Hashable, RiskTable]:
    """The risk tables of each group from long columns, one row a group and age; groups in order of appearance.

    Raises StatisticsError for wrong lengths, negative or missing counts. Source: arithmetic alone.
    """
    ages, d, o = reals("age", age), counts("events", events), counts("others", others)
    l = np.zeros_like(d) if late is None else counts("late", late)
    same_length(group=group, age=ages, events=d, others=o, late=l)
    names = tuple(dict.fromkeys(group))
    where = _places(group, names)
    return {
        name: RiskTable(ages[where == i], d[where == i], o[where == i], l[where == i]) for i, name in enumerate(names)
    }


@dataclass(frozen=True, slots=True)
class _Rows:
    age: Floats
    events: Floats
    others: Floats
    late: Floats
    layer: Sequence[Hashable]


def _rows(table: RiskTable) -> _Rows:
    age, d, o = reals("age", table.age), counts("events", table.events), counts("others", table.others)
    l = np.zeros_like(d) if table.late is None else counts("late", table.late)
    layer = [None] * len(d) if table.stratum is None else list(table.stratum)
    same_length(age=age, events=d, others=o, late=l, stratum=layer)
    return _Rows(age, d, o, l, layer)


def _places(values: Sequence[Hashable], names: Sequence[Hashable]) -> Ints:
    place = {name: i for i, name in enumerate(names)}
    return np.asarray([place[v] for v in values], dtype=np.int64)


def _grids(rows: list[_Rows], layers: list[Hashable]) -> tuple[Floats, Floats]:
    """At risk and events, both (groups, cells); a cell is an age of a stratum."""
    names = tuple(dict.fromkeys(layers))
    grid = np.unique(np.concatenate([r.age for r in rows]))
    seen, going, coming = (np.zeros((len(rows), len(names), len(grid))) for _ in range(3))
    for i, r in enumerate(rows):
        spot = (_places(r.layer, names), np.searchsorted(grid, r.age))
        np.add.at(seen[i], spot, r.events)
        np.add.at(going[i], spot, r.events + r.others)
        np.add.at(coming[i], spot, r.late)
    risk = np.cumsum(going[..., ::-1], -1)[..., ::-1] - (np.cumsum(coming[..., ::-1], -1)[..., ::-1] - coming)
    if (risk < going - 1e-9).any():
        raise StatisticsError("More leave at an age than are under observation; check the ages of 'late'.")
    return risk.reshape(len(rows), -1), seen.reshape(len(rows), -1)


def _logrank(risk: Floats, excess: Floats, at: Floats, gone: Floats) -> tuple[Floats, float, Floats]:
    """Deviate of each group, p of all together, and the variance of each excess."""
    many = np.where(at > 1, at - 1, 1)
    factor = np.where(at > 1, gone * (at - gone) / many, 0.0)
    part = risk / np.where(at > 0, at, 1)
    v = np.diag((part * factor).sum(1)) - (part * factor) @ part.T
    own = np.sqrt(np.maximum(np.diag(v), 0))
    z = np.where(own > 0, excess / np.where(own > 0, own, 1), 0.0)
    rank, chi2 = _quadratic(v, excess)
    return z, float(chdtrc(rank, chi2)) if rank else 1.0, own**2


def _quadratic(v: Floats, excess: Floats) -> tuple[int, float]:
    """Rank of the variances v (groups, groups) and the excess weighed by their inverse.

    The excesses sum to 0, so one of all groups is left out and the rest solved by Cholesky; where groups never meet in
    a cell more of them hang together, and the eigenvalues tell how many do not (slow with thousands of groups).
    """
    from scipy import linalg

    some = np.flatnonzero(np.diag(v) > 0)
    if len(some) > 1:
        kept = some[np.arange(len(some)) != int(np.argmax(np.diag(v)[some]))]
        lower, info = linalg.lapack.dpotrf(v[np.ix_(kept, kept)], lower=1)
        # the squared pivots are the variances left once the others are known
        if not info and (np.diag(lower) ** 2 > 1e-9 * np.diag(v)[kept]).all():
            half = linalg.solve_triangular(lower, excess[kept], lower=True)
            return len(kept), float(half @ half)
    lengths, axes = np.linalg.eigh(v)
    told = np.abs(lengths) > np.abs(lengths).max() * len(v) * np.finfo(float).eps
    return int(told.sum()), float(((excess @ axes[:, told]) ** 2 / lengths[told]).sum())
