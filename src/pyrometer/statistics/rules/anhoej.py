"""Anhoej rules: a run unusually long or crossings unusually few for so many points, and points beyond the limits."""

from functools import lru_cache

import numpy as np
from scipy import special

from pyrometer.model.finding import Method
from pyrometer.statistics._checked import Ints
from pyrometer.statistics.rules import Rule, RuleSet
from pyrometer.statistics.rules._patterns import Found, Points, fewer, longer, outside


def longest_allowed(n_useful: int) -> int:
    """Longest run that is still routine among `n_useful` points off the centre: round(log2(n) + 3).

    Raises nothing; 0 for no points. Source: Anhoej & Olesen 2014, PLoS ONE 9(11):e113825.
    """
    return round(float(np.log2(n_useful) + 3)) if n_useful > 0 else 0


@lru_cache(maxsize=4096)
def crossings_needed(n_useful: int) -> int:
    """Fewest crossings of the centre that are still routine: the 5 % quantile of binomial(n - 1, 1/2)."""
    if n_useful < 2:
        return 0
    below = special.bdtr(np.arange(n_useful), n_useful - 1, 0.5)
    return int(np.searchsorted(below, 0.05 * (1 - 1e-12)))


def runs(side: Ints) -> tuple[Ints, Ints, Ints]:
    """Useful points so far in the present run (shape (..., points)), number of crossings and of useful points (...).

    A point on the centre is no useful point: it neither breaks nor lengthens a run.
    """
    useful = side != 0
    place = np.maximum.accumulate(np.where(useful, np.arange(side.shape[-1]), 0), axis=-1)
    carried = np.take_along_axis(side, place, axis=-1)
    before = np.concatenate((carried[..., :1], carried[..., :-1]), axis=-1)
    crossing = useful & (before * carried < 0)
    so_far = np.cumsum(useful, axis=-1)
    start = np.maximum.accumulate(np.where(crossing, so_far - 1, 0), axis=-1)
    return so_far - start, crossing.sum(axis=-1), useful.sum(axis=-1)


def long_run(p: Points) -> Found:
    """A run longer than round(log2(n)) + 3 useful points; it completes where it first passes that length."""
    length, _, n_useful = runs(p.side)
    return longer(p, length, np.vectorize(longest_allowed, otypes=[np.int64])(n_useful))


def few_crossings(p: Points) -> Found:
    """Fewer crossings of the centre than 95 % of random series of that length show; told at the last point."""
    _, n_crossings, n_useful = runs(p.side)
    return fewer(p, n_crossings, np.vectorize(crossings_needed, otypes=[np.int64])(n_useful))


RULES = RuleSet(
    says="a point beyond the limits; a run unusually long; crossings of the centre unusually few",
    rules=(
        Rule("anhoej-limits", "a point beyond the limits", outside),
        Rule("anhoej-run", "an unusually long run on one side of the centre", long_run),
        Rule("anhoej-crossings", "unusually few crossings of the centre", few_crossings),
    ),
    method=Method("Anhoej rules", "Anhoej & Olesen 2014, PLoS ONE 9(11):e113825; Anhoej 2015, 10(3):e0121349"),
)
