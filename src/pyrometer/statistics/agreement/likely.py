"""Likely values: the range of an agreement that the calls seen do not speak against, also near full agreement."""

from dataclasses import dataclass, replace
from itertools import combinations

import numpy as np

from pyrometer.statistics._checked import Floats
from pyrometer.statistics.agreement.ratings import Ratings

CALLS = 2.0  # added of each of the two kinds: with two raters half an item for each cell of their table (Jeffreys)
STEPS = 60  # of Newton; some five are needed
LEAST = -1.0  # no coefficient lies below
MANY = 20  # labels
HALVINGS = 28  # ends to some 1e-8


@dataclass(frozen=True, slots=True, eq=False)
class Equation:
    """What each item says about a value v: `start` + v `slope`, with the item's `weight`; all together they say 0."""

    start: Floats
    slope: Floats
    weight: Floats


def with_doubt(given: Ratings) -> Ratings:
    """The ratings and a little that nobody saw: an item that all call alike, and one that divides them in two halves.

    The first is spread over all labels, the second over all pairs of labels, so that what did not happen among few
    items is not taken to be impossible. Each weighs two calls: an item of two raters, less of an item of many.
    Source: Brown, Cai & DasGupta 2001, Statistical Science 16, sec. 4.1.3 (half an item a cell).
    """
    q = len(given.categories)
    width = given.codes.shape[1] if given.codes is not None else max(round(float(given.raters.mean())), 2)
    pairs = _pairs(q)
    alike = np.repeat(np.arange(q)[:, None], width, axis=1)
    split = np.array([[p[i % 2] for i in range(width)] for p in pairs], dtype=np.int64).reshape(-1, width)
    codes = np.concatenate([alike, split]).astype(np.int64)
    added = CALLS / max(float(given.raters[given.raters > 1].mean()), CALLS)
    weight = np.concatenate([np.full(q, added / q), np.full(len(split), added / max(len(split), 1))])
    counts = (codes[:, :, None] == np.arange(q)).sum(axis=1).astype(float)
    return replace(
        given,
        counts=np.concatenate([given.counts, counts]),
        weight=np.concatenate([given.weight, weight]),
        codes=None if given.codes is None else np.concatenate([given.codes, codes]),
    )


def _pairs(q: int) -> list[tuple[int, int]]:
    """Pairs of labels, both ways round; of very many labels each with the one half-way round, or there is no end."""
    if q <= MANY:
        return [p for a, b in combinations(range(q), 2) for p in ((a, b), (b, a))]
    return [(a, (a + q // 2) % q) for a in range(q)]


def ends(equation: Equation, limit: float) -> tuple[float, float]:
    """The lowest and the highest value whose empirical likelihood ratio (-2 log) stays within `limit`.

    Source: Owen 1988, Biometrika 75 (ratio); Owen 2001, Empirical Likelihood, sec. 3.5 (estimating equations).
    """
    e = _merged(equation)
    middle = -float((e.weight * e.start).sum() / (e.weight * e.slope).sum())
    return _end(e, middle, LEAST, limit), _end(e, middle, 1.0, limit)


def ratio(equation: Equation, value: float) -> float:
    """-2 log of the empirical likelihood ratio of a value; infinite where no weighing of the items gives it."""
    u, w = equation.start + value * equation.slope, equation.weight
    if abs(float((w * u).sum())) < 1e-12 * float(w.sum()):
        return 0.0
    if u.min() >= 0 or u.max() <= 0:
        return float("inf")
    low, high = -1 / float(u.max()), -1 / float(u.min())
    at = 0.0
    for _ in range(STEPS):
        inside = 1 + at * u
        slope = float((w * u / inside).sum())
        low, high = (at, high) if slope > 0 else (low, at)
        step = at + slope / float((w * (u / inside) ** 2).sum())
        step = step if low < step < high else (low + high) / 2
        if abs(step - at) < 1e-12 * (high - low + 1e-300) or abs(slope) < 1e-12:
            break
        at = step
    return 2 * float((w * np.log1p(at * u)).sum())


def _end(e: Equation, middle: float, far: float, limit: float) -> float:
    """Where the ratio reaches the limit between the middle and the far end; the far end where it never does."""
    if ratio(e, far) <= limit:
        return far
    inner, outer = middle, far
    for _ in range(HALVINGS):
        between = (inner + outer) / 2
        inner, outer = (between, outer) if ratio(e, between) <= limit else (inner, between)
    return inner


def _merged(e: Equation) -> Equation:
    """Items that say the same taken together."""
    both: Floats = np.column_stack([e.start, e.slope])
    kinds, place = np.unique(both.round(12), axis=0, return_inverse=True)
    weight: Floats = np.bincount(place.ravel(), weights=e.weight).astype(np.float64)
    return Equation(np.asarray(kinds[:, 0]), np.asarray(kinds[:, 1]), weight)
