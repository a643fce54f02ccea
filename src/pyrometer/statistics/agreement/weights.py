"""Weights: how much of an agreement a near miss is worth, for categories with an order."""

from collections.abc import Sequence
from typing import Any, Literal

import numpy as np

from pyrometer.errors import StatisticsError
from pyrometer.statistics._checked import Floats
from pyrometer.statistics.agreement.ratings import Ratings

Kind = Literal["nominal", "linear", "quadratic", "ordinal", "ratio"]
Level = Literal["nominal", "ordinal", "interval", "ratio"]


def weights(categories: Sequence[Any], kind: Kind = "nominal") -> Floats:
    """Agreement weights, 1 on the diagonal, shape (categories, categories).

    'linear' and 'quadratic' fall with the distance of numeric categories (of positions where they are words);
    'ordinal' is Gwet's, by pairs between two categories - not Krippendorff's ordinal metric; 'ratio' needs numbers.
    Raises StatisticsError for an unknown kind or ratio weights of words.
    Source: Gwet 2014, Handbook of Inter-Rater Reliability, section 3.5.
    """
    q = len(categories)
    values, are_numbers = _values(categories)
    gap = np.abs(values[:, None] - values)
    widest = gap.max() if q > 1 and gap.max() > 0 else 1.0
    if kind == "nominal":
        return np.eye(q)
    if kind == "linear":
        return np.asarray(1 - gap / widest)
    if kind == "quadratic":
        return np.asarray(1 - (gap / widest) ** 2)
    if kind == "ordinal":
        steps = np.abs(np.arange(q)[:, None] - np.arange(q)) + 1.0
        pairs = steps * (steps - 1) / 2
        return np.asarray(1 - pairs / max(pairs.max(), 1.0))
    if kind == "ratio":
        if not are_numbers:
            raise StatisticsError("Ratio weights need categories that are numbers.")
        return _fall(_ratio(values))
    raise StatisticsError(f"No weights '{kind}'; there is nominal, linear, quadratic, ordinal, ratio.")


def krippendorff_weights(given: Ratings, level: Level) -> Floats:
    """1 minus Krippendorff's squared difference (scaled to at most 1) of two values at a level of measurement.

    'ordinal' counts the pairable values between two categories. Raises StatisticsError for an unknown level or
    interval and ratio levels of words.
    Source: Krippendorff 2011, Computing Krippendorff's Alpha-Reliability, section E.
    """
    values, are_numbers = _values(given.categories)
    if level == "nominal":
        return np.eye(len(values))
    if level == "ordinal":
        paired = given.raters >= 2
        n = (given.counts * given.weight[:, None])[paired].sum(axis=0)
        below = np.cumsum(n) - n / 2
        return _fall((below[:, None] - below) ** 2)
    if not are_numbers:
        raise StatisticsError(f"The {level} level needs categories that are numbers.")
    if level == "interval":
        return _fall((values[:, None] - values) ** 2)
    if level == "ratio":
        return _fall(_ratio(values))
    raise StatisticsError(f"No level '{level}'; there is nominal, ordinal, interval, ratio.")


def _values(categories: Sequence[Any]) -> tuple[Floats, bool]:
    try:
        return np.array([float(c) for c in categories]), True
    except (TypeError, ValueError):
        return np.arange(len(categories), dtype=float), False


def _ratio(values: Floats) -> Floats:
    total = values[:, None] + values
    return np.asarray(np.where(total != 0, ((values[:, None] - values) / np.where(total != 0, total, 1)) ** 2, 0.0))


def _fall(squared: Floats) -> Floats:
    return np.asarray(1 - squared / max(float(squared.max()), 1e-300))
