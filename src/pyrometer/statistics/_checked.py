"""Arrays checked before any estimator sees them: a wrong one is refused in a sentence, never turned into a number."""

from collections.abc import Sequence
from typing import Any

import numpy as np
from numpy.typing import ArrayLike, NDArray

from pyrometer.errors import StatisticsError

Floats = NDArray[np.float64]
Ints = NDArray[np.int64]
Bools = NDArray[np.bool_]


def reals(name: str, values: ArrayLike, *, ndim: int = 1, missing: bool = False) -> Floats:
    """`values` as a float array of `ndim` dimensions; no NaN unless `missing`, never an infinity."""
    try:
        array = np.asarray(values, dtype=np.float64)
    except (TypeError, ValueError) as fault:
        raise StatisticsError(f"'{name}' must hold numbers only; drop or convert the rest first.") from fault
    if array.ndim != ndim:
        raise StatisticsError(f"'{name}' must have {ndim} dimension(s), it has {array.ndim}.")
    bad = np.isinf(array) if missing else ~np.isfinite(array)
    if bad.any():
        first = int(np.flatnonzero(bad.ravel())[0])
        raise StatisticsError(f"'{name}' has a missing or infinite value at position {first}; leave such rows out.")
    return array


def anyhow(name: str, values: ArrayLike) -> Floats:
    """`values` as finite numbers of any shape, single ones too."""
    try:
        array = np.asarray(values, dtype=np.float64)
    except (TypeError, ValueError) as fault:
        raise StatisticsError(f"'{name}' must hold numbers only; drop or convert the rest first.") from fault
    return reals(name, array.ravel()).reshape(array.shape)


def counts(name: str, values: ArrayLike, *, ndim: int = 1) -> Floats:
    """`values` as counts or weights: none below zero."""
    array = reals(name, values, ndim=ndim)
    if (array < 0).any():
        first = int(np.flatnonzero((array < 0).ravel())[0])
        raise StatisticsError(f"'{name}' has the negative count {array.ravel()[first]:g} at position {first}.")
    return array


def same_length(**arrays: Sequence[Any] | NDArray[Any]) -> None:
    """Raise unless all arrays are equally long."""
    lengths = {name: len(array) for name, array in arrays.items()}
    if len(set(lengths.values())) > 1:
        told = ", ".join(f"'{name}' has {length}" for name, length in lengths.items())
        raise StatisticsError(f"All must be equally long: {told}.")


def same_shape(**arrays: NDArray[Any]) -> None:
    """Raise unless all arrays are equally long, or single numbers, or rows of one length."""
    try:
        np.broadcast_shapes(*(array.shape for array in arrays.values()))
    except ValueError as fault:
        told = ", ".join(f"'{name}' has {' by '.join(map(str, a.shape))}" for name, a in arrays.items() if a.ndim)
        raise StatisticsError(f"All must be equally long, or single numbers: {told}.") from fault


def some_of(k: ArrayLike, n: ArrayLike, *, at_least: int = 1) -> tuple[Floats, Floats]:
    """`k` of `n` by group, checked: equally long, 0 <= k <= n, n > 0, whole numbers, `at_least` so many groups."""
    hits, sizes = counts("k", k), counts("n", n)
    same_length(k=hits, n=sizes)
    if len(sizes) < at_least:
        raise StatisticsError(f"Needs at least {at_least} groups, there are {len(sizes)}.")
    if (sizes == 0).any():
        raise StatisticsError(f"Group {int(np.argmin(sizes))} has no cases; leave it out before comparing.")
    if (hits > sizes).any():
        first = int(np.flatnonzero(hits > sizes)[0])
        raise StatisticsError(f"Group {first} has k = {hits[first]:g} of n = {sizes[first]:g}; k cannot exceed n.")
    whole("k", hits)
    whole("n", sizes)
    return np.round(hits), np.round(sizes)


def whole(name: str, values: Floats) -> None:
    """Raise unless all are whole numbers (but for rounding)."""
    broken = np.abs(values - np.round(values)) > 1e-6
    if broken.any():
        raise StatisticsError(f"'{name}' must hold whole numbers, it has {values[broken][0]:g}.")


def zero_or_one(name: str, values: Floats) -> None:
    """Raise unless all are 0 or 1."""
    if not np.isin(values, (0.0, 1.0)).all():
        raise StatisticsError(f"'{name}' must be 0 or 1.")


def number(name: str, value: float, *, least: float = -np.inf) -> float:
    """`value` as a finite number, not below `least`."""
    try:
        found = float(value)
    except (TypeError, ValueError) as fault:
        raise StatisticsError(f"'{name}' must be a number, it is {value!r}.") from fault
    if not np.isfinite(found):
        raise StatisticsError(f"'{name}' must be a number, it is {found:g}.")
    if found < least:
        raise StatisticsError(f"'{name}' must be at least {least:g}, it is {found:g}.")
    return found


def share(name: str, value: float) -> float:
    """`value` strictly between 0 and 1."""
    found = number(name, value)
    if not 0 < found < 1:
        raise StatisticsError(f"'{name}' must lie strictly between 0 and 1, it is {found:g}.")
    return found


def positive(name: str, value: float) -> float:
    """`value` above zero and finite."""
    found = number(name, value)
    if not found > 0:
        raise StatisticsError(f"'{name}' must be a positive number, it is {found:g}.")
    return found


def pair(name: str, values: Sequence[float]) -> tuple[float, float]:
    """`values` as two counts."""
    found = counts(name, list(values))
    if len(found) != 2:
        raise StatisticsError(f"'{name}' must hold two numbers, it has {len(found)}.")
    return float(found[0]), float(found[1])


def increasing(name: str, values: ArrayLike) -> Floats:
    """`values` as strictly rising numbers, at least one."""
    array = reals(name, values)
    if len(array) == 0:
        raise StatisticsError(f"'{name}' is empty.")
    if (np.diff(array) <= 0).any():
        raise StatisticsError(f"'{name}' must rise strictly; sort the rows and merge those of one {name} first.")
    return array
