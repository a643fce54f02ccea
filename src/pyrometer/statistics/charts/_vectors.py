"""Vectors: several measures a point, their covariance and their distance from the usual pattern."""

from collections.abc import Mapping

import numpy as np

from pyrometer.errors import StatisticsError
from pyrometer.model.finding import Method
from pyrometer.model.interval import NotEnough
from pyrometer.statistics._checked import Bools, Floats
from pyrometer.statistics._points import Numbers, flat, level
from pyrometer.statistics.charts import Chart

CHANCE = 0.0026997960632601866  # a false signal as rarely as three sigma on two sides


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
        return invertible(step.T @ step / (2 * max(len(step), 1)))
    return invertible(np.atleast_2d(np.cov(x[used], rowvar=False)))


def invertible(spread: Floats) -> Floats | NotEnough:
    """`spread` if it can be inverted, else NotEnough."""
    scale = np.sqrt(np.maximum(np.diag(spread), 1e-300))
    if np.linalg.cond(spread / scale[:, None] / scale[None, :]) > 1e10 or not (np.diag(spread) > 0).all():
        return NotEnough("measures that vary and do not repeat each other", "a covariance that cannot be inverted")
    return np.asarray(spread)


def distances(away: Floats, spread: Floats) -> Floats:
    """away' spread^-1 away for each row."""
    return np.asarray((away * np.linalg.solve(spread, away.T).T).sum(axis=1))


def checked_chance(chance: float) -> float:
    """A chance strictly between 0 and 1; raises StatisticsError."""
    if not 0 < chance < 1:
        raise StatisticsError(f"A chance of {chance:g} cannot be: give a number between 0 and 1.")
    return chance


def distance_chart(
    said: tuple[str, str, Method], far: Floats, limits: tuple[Floats, Floats, Floats], used: Bools,
    facts: Mapping[str, float],
) -> Chart:  # fmt: skip
    """The chart of distances `far` with its (lower, centre, upper); `said`: kind, convention, method."""
    kind, convention, method = said
    lower, centre, upper = limits
    points = len(far)
    return Chart(
        kind, far, centre, lower, upper, level(np.nan, points), used, flat(points), convention, method, facts=facts,
        limits_only=True,
    )  # fmt: skip
