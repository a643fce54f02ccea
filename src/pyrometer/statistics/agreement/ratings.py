"""Ratings: who called which item what, some calls perhaps missing."""

from collections.abc import Hashable, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike

from pyrometer.errors import StatisticsError
from pyrometer.statistics._checked import Floats, Ints, counts, whole

MISSING = -1

Rating = Hashable | None


@dataclass(frozen=True, slots=True)
class Ratings:
    """Items by raters: `codes` (rows, raters) index into `categories`, -1 missing; `weight` (rows,) items alike.

    `counts` (rows, categories): how many raters chose each. `codes` is None where only counts are known.
    `ddof`: 1 when rows are single items (Gwet's raw ratings), 0 when they are cells of a table (his tables).
    """

    categories: tuple[Hashable, ...]
    counts: Floats
    weight: Floats
    codes: Ints | None = None
    ddof: int = 1

    @property
    def n(self) -> float:
        """How many items."""
        return float(self.weight.sum())

    @property
    def raters(self) -> Floats:
        """How many rated each row (rows,)."""
        return np.asarray(self.counts.sum(axis=1))


def ratings(rows: Sequence[Sequence[Rating]], *, categories: Sequence[Hashable] | None = None) -> Ratings:
    """Ratings from one row an item and one column a rater; None, NaN or '' where a rater gave none.

    `categories`: all that could be chosen, in order (needed when some were never used, or the order matters and is
    not that of sorting). Raises StatisticsError for rows of unequal length, no item, a value that is no category.
    Source: the reliability data matrix of Krippendorff 2011.
    """
    if not rows or not rows[0]:
        raise StatisticsError("There is no item to compare; give one row an item and one column a rater.")
    width = len(rows[0])
    if any(len(row) != width for row in rows):
        raise StatisticsError("Every item must have one value a rater; write None where a rater gave none.")
    cells = [[None if _missing(v) else v for v in row] for row in rows]
    names = tuple(categories) if categories is not None else _sorted({v for row in cells for v in row if v is not None})
    place = {name: i for i, name in enumerate(names)}
    strange = next((v for row in cells for v in row if v is not None and v not in place), None)
    if strange is not None:
        raise StatisticsError(f"'{strange}' is none of the categories: {', '.join(map(str, names))}.")
    codes = np.array([[MISSING if v is None else place[v] for v in row] for row in cells], dtype=np.int64)
    chosen = (codes[:, :, None] == np.arange(len(names))).sum(axis=1).astype(float)
    return Ratings(names, chosen, np.ones(len(codes)), codes)


def ratings_of_table(table: ArrayLike, *, categories: Sequence[Hashable] | None = None) -> Ratings:
    """Two raters' calls from their square table of counts (first rater down, second across).

    Raises StatisticsError for a table that is not square, negative counts, no item.
    Source: the contingency table of Cohen 1960.
    """
    cells = counts("table", table, ndim=2)
    if cells.shape[0] != cells.shape[1] or cells.sum() == 0:
        raise StatisticsError(f"'table' must be square and hold some items, its shape is {cells.shape}.")
    q = len(cells)
    names = tuple(categories) if categories is not None else tuple(range(1, q + 1))
    if len(names) != q:
        raise StatisticsError(f"There are {len(names)} category names for a table of {q}.")
    codes = np.indices((q, q)).reshape(2, -1).T
    kept = cells.ravel() > 0
    chosen = (codes[:, :, None] == np.arange(q)).sum(axis=1).astype(float)
    return Ratings(names, chosen[kept], cells.ravel()[kept], codes[kept], ddof=0)


def ratings_of_counts(table: ArrayLike, *, categories: Sequence[Hashable] | None = None) -> Ratings:
    """Ratings known only as how many raters chose each category: shape (items, categories), whole counts.

    Raises StatisticsError for negative or broken counts or names that do not fit.
    Source: Fleiss 1971, Psychological Bulletin 76 (the table of such counts).
    """
    cells = counts("counts", table, ndim=2)
    whole("counts", cells)
    names = tuple(categories) if categories is not None else tuple(range(1, cells.shape[1] + 1))
    if len(names) != cells.shape[1] or len(cells) == 0:
        raise StatisticsError(f"There are {len(names)} category names for counts of shape {cells.shape}.")
    return Ratings(names, cells, np.ones(len(cells)))


def _missing(value: Rating) -> bool:
    return value is None or value == "" or (isinstance(value, float) and np.isnan(value))


def _sorted(values: set[Hashable]) -> tuple[Hashable, ...]:
    try:
        return tuple(sorted(values))  # type: ignore[type-var]
    except TypeError:
        return tuple(sorted(values, key=str))
