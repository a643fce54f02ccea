"""A series as charts of levels see it: values, shares or rates with their weights and what chance does to them."""

from typing import Literal

import numpy as np

from pyrometer.errors import StatisticsError
from pyrometer.statistics._checked import Bools, Floats
from pyrometer.statistics._points import Numbers, counts, parts, sizes
from pyrometer.statistics._points import values as checked

Nature = Literal["values", "shares", "rates"]


def levels(data: Numbers, n: Numbers | None, nature: Nature) -> tuple[Floats, Floats]:
    """The level of each point (value, share or rate) and its weight."""
    if nature == "shares":
        if n is None:
            raise StatisticsError("Shares need the denominators n: give both k and n.")
        k, total = parts(data, n)
        return k / total, total
    given = counts(data) if nature == "rates" else checked(data)
    total = sizes(1.0 if n is None else n, len(given))
    return (given / total if nature == "rates" else given), total


def standard_error(centre: Floats, weight: Floats, nature: Nature) -> Floats:
    """What chance alone does to a point at that centre (for values: up to a factor)."""
    variance = {"shares": centre * (1 - centre), "rates": centre, "values": np.ones(len(centre))}[nature]
    return np.asarray(np.sqrt(np.maximum(variance, 0.0) / weight))


def deviations(raw: Floats, weight: Floats, nature: Nature, positions: Numbers, used: Bools) -> Floats:
    """Distance of each point from the baseline level of its position, for shares and rates in standard errors."""
    at = np.unique(np.asarray(positions), return_inverse=True)[1]
    size = np.bincount(at[used], weights=weight[used], minlength=int(at.max()) + 1)
    total = np.bincount(at[used], weights=(weight * raw)[used], minlength=int(at.max()) + 1)
    overall = float((weight * raw)[used].sum() / weight[used].sum())
    centre = np.where(size > 0, total / np.maximum(size, 1e-300), overall)[at]
    if nature == "values":
        return np.asarray(raw - centre)
    error = standard_error(np.full(len(raw), overall), weight, nature)
    return np.divide(raw - centre, error, out=np.zeros(len(raw)), where=error > 0)
