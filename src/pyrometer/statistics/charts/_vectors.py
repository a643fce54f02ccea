"""Vectors: several measures a point, their covariance and their distance from the usual pattern."""

import numpy as np

from pyrometer.errors import StatisticsError
from pyrometer.model.interval import NotEnough
from pyrometer.statistics.charts._arrays import Bools, Floats, Numbers


def vectors(rows: Numbers) -> Floats:
    """`rows` as a finite table (points, measures); raises StatisticsError."""
    try:
        x = np.asarray(rows, dtype=np.float64)
    except (TypeError, ValueError):
        raise StatisticsError("The rows are not all numbers of one length: give a table, a row a point.") from None
    if x.ndim != 2 or x.shape[1] < 1 or x.shape[0] < 1:
        raise StatisticsError(f"The rows have shape {x.shape}: give a table with a row a point and a column a measure.")
    bad = np.flatnonzero(~np.isfinite(x).all(axis=1))
    if len(bad):
        raise StatisticsError(f"Point {bad[0] + 1} lacks a value: leave out points with a measure missing.")
    return x


def covariance(x: Floats, used: Bools, *, by_differences: bool) -> Floats | NotEnough:
    """Covariance of the baseline points, or half that of their successive differences (Holmes & Mergen 1993)."""
    m, p = int(used.sum()), x.shape[1]
    if m < p + 2:
        return NotEnough(f"{p + 2} baseline points for {p} measures", f"{m}")
    if by_differences:
        step = np.diff(x, axis=0)[used[1:] & used[:-1]]
        spread = step.T @ step / (2 * max(len(step), 1))
    else:
        spread = np.atleast_2d(np.cov(x[used], rowvar=False))
    scale = np.sqrt(np.maximum(np.diag(spread), 1e-300))
    if np.linalg.cond(spread / scale[:, None] / scale[None, :]) > 1e10 or not (np.diag(spread) > 0).all():
        return NotEnough("measures that vary and do not repeat each other", "a covariance that cannot be inverted")
    return np.asarray(spread)


def distances(away: Floats, spread: Floats) -> Floats:
    """away' spread^-1 away for each row."""
    return np.asarray((away * np.linalg.solve(spread, away.T).T).sum(axis=1))
