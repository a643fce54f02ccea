"""Points of a series, as the charts take them: checked once, refused in one sentence that names the point."""

from typing import Literal, TypeVar

import numpy as np
import numpy.typing as npt

from pyrometer.errors import StatisticsError
from pyrometer.statistics._checked import Bools, Floats, Ints

Numbers = npt.ArrayLike
Baseline = int | npt.ArrayLike | None
Word = TypeVar("Word", bound=str)


def values(data: Numbers, *, what: str = "values", at_least: int = 1) -> Floats:
    """`data` as one finite float array; raises StatisticsError for text, NaN, infinity, a wrong shape or too few."""
    try:
        array = np.asarray(data, dtype=np.float64)
    except (TypeError, ValueError):
        raise StatisticsError(f"The {what} are not all numbers: give a flat list of numbers.") from None
    if array.ndim != 1:
        raise StatisticsError(f"The {what} have {array.ndim} dimensions: give one flat list, a number a point.")
    if len(array) < at_least:
        raise StatisticsError(f"There are {len(array)} {what}: give at least {at_least}.")
    bad = np.flatnonzero(~np.isfinite(array))
    if len(bad):
        raise StatisticsError(f"Point {bad[0] + 1} of the {what} is {array[bad[0]]}: leave out points without a value.")
    return array


def counts(data: Numbers, *, what: str = "counts", at_least: int = 1) -> Floats:
    """`data` as counts of at least 0 (weighted counts need not be whole); raises StatisticsError."""
    array = values(data, what=what, at_least=at_least)
    bad = np.flatnonzero(array < 0)
    if len(bad):
        raise StatisticsError(f"Point {bad[0] + 1} of the {what} is {array[bad[0]]:g}: a count cannot be negative.")
    return array


def sizes(data: Numbers, n_points: int, *, what: str = "denominators") -> Floats:
    """`data` (one number a point, or one for all) as denominators above 0; raises StatisticsError."""
    given = np.asarray(data)
    array = values(np.full(n_points, data) if given.ndim == 0 else data, what=what)
    if len(array) != n_points:
        raise StatisticsError(f"There are {n_points} points but {len(array)} {what}: give one for each point.")
    bad = np.flatnonzero(array <= 0)
    if len(bad):
        raise StatisticsError(
            f"Point {bad[0] + 1} has a denominator of {array[bad[0]]:g}: no rate exists there; "
            "leave that period out or join it to its neighbour."
        )
    return array


def parts(k: Numbers, n: Numbers) -> tuple[Floats, Floats]:
    """Counts `k` out of `n`; raises StatisticsError where k > n, besides what `counts` and `sizes` raise."""
    some = counts(k)
    total = sizes(n, len(some))
    bad = np.flatnonzero(some > total * (1 + 1e-12))
    if len(bad):
        i = bad[0]
        raise StatisticsError(f"Point {i + 1} counts {some[i]:g} out of {total[i]:g}: the part exceeds the whole.")
    return some, total


def whole(data: Floats, *, what: str = "counts") -> Floats:
    """`data` rounded to whole numbers; raises StatisticsError where a number is not whole."""
    near = np.rint(data)
    bad = np.flatnonzero(np.abs(data - near) > 1e-6)
    if len(bad):
        raise StatisticsError(f"Point {bad[0] + 1} of the {what} is {data[bad[0]]:g}: exact limits need whole counts.")
    return near


def mask(baseline: Baseline, n_points: int) -> Bools:
    """Which points the limits rest on: all (None), the first so many (a whole number), or a yes/no a point."""
    if baseline is None:
        return np.ones(n_points, dtype=np.bool_)
    given = np.asarray(baseline)
    if given.ndim == 0:
        if not 1 <= int(given) <= n_points:
            raise StatisticsError(f"A baseline of {int(given)} points does not fit {n_points} points.")
        return np.asarray(np.arange(n_points) < int(given))
    if given.shape != (n_points,):
        raise StatisticsError(
            f"The baseline marks {given.size} points, there are {n_points}: give a yes or no for each."
        )
    marked = given.astype(np.bool_)
    if not marked.any():
        raise StatisticsError("The baseline marks no point: limits must rest on some.")
    return marked


def one_of(word: str, known: tuple[Word, ...], *, what: str) -> Word:
    """`word` if known; raises StatisticsError with what there is."""
    for each in known:
        if each == word:
            return each
    raise StatisticsError(f"No {what} named '{word}'. There is: {', '.join(known)}.")


def level(number: float, n_points: int) -> Floats:
    """One number for each point."""
    return np.full(n_points, number, dtype=np.float64)


def flat(n_points: int) -> Ints:
    """The phase of a chart with one set of limits: 0 for each point."""
    return np.zeros(n_points, dtype=np.int64)


Limits = Literal["normal", "exact"]
