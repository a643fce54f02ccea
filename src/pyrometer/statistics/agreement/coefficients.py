"""Agreement coefficients: how far people agree beyond what chance would give, each with its interval.

`ends` of an interval: 't' is the value and its error times t, as irrCAC and Gwet print it; with few items, a rare
category or nearly full agreement it covers too seldom (84% where 95% is said). 'likelihood' covers what it says there
too: the empirical likelihood ratio of the same linearised error, with half an item a cell added (see `likely`).
"""

from collections.abc import Callable
from dataclasses import dataclass, replace
from typing import Literal

import numpy as np
from scipy.special import stdtrit

from pyrometer.errors import StatisticsError
from pyrometer.model.interval import Interval, NotEnough
from pyrometer.statistics._checked import Floats, share
from pyrometer.statistics.agreement import likely
from pyrometer.statistics.agreement._parts import Parts, own_uses, parts_of, parts_of_alpha, uses
from pyrometer.statistics.agreement.ratings import Ratings
from pyrometer.statistics.agreement.weights import Kind, Level, krippendorff_weights, weights

Errors = Literal["raw", "counts"]
Ends = Literal["t", "likelihood"]


@dataclass(frozen=True, slots=True)
class Coefficient:
    """A chance-corrected agreement: `value` at most 1, standard error, interval, agreement `seen` and `by_chance`."""

    name: str
    value: float
    se: float
    interval: Interval
    seen: float
    by_chance: float
    n_items: int


def percent(
    given: Ratings, *, kind: Kind = "nominal", level: float = 0.95, ends: Ends = "t"
) -> Coefficient | NotEnough:
    """Share of pairs of raters that agree, averaged over items rated at least twice; nothing taken off for chance.

    Refuses without such an item. `kind` of weights as in `weights`; `ends` of the interval as in the module.
    Raises StatisticsError for a `kind` that is none.
    Source: Gwet 2014, eq. 2.14.
    """
    w = weights(given.categories, kind)
    return _found("percent", given, lambda g: parts_of(g, w, lambda _: (0.0, np.zeros(len(g.counts)))), (level, ends))


def fleiss(given: Ratings, *, kind: Kind = "nominal", level: float = 0.95, ends: Ends = "t") -> Coefficient | NotEnough:
    """Fleiss' kappa for any number of raters and missing ratings; with two raters Scott's pi.

    Chance agreement is that of two draws from the overall use of categories. Refuses when only one was ever used.
    `ends` of the interval as in the module.
    Raises StatisticsError for a `kind` that is none.
    Source: Fleiss 1971; Gwet 2014, eq. 2.18 and 5.10 (standard error with the items as the sample).
    """
    w = weights(given.categories, kind)

    def by_chance(g: Ratings) -> tuple[float, Floats]:
        use = uses(g)
        return float(use @ w @ use), g.counts @ ((w + w.T) @ use / 2) / np.maximum(g.raters, 1)

    return _found("Fleiss kappa", given, lambda g: parts_of(g, w, by_chance), (level, ends))


def gwet(given: Ratings, *, kind: Kind = "nominal", level: float = 0.95, ends: Ends = "t") -> Coefficient | NotEnough:
    """Gwet's AC1 (AC2 with weights): stays high when one category is rare, where kappa collapses.

    `ends` of the interval as in the module.
    Raises StatisticsError for a `kind` that is none.
    Source: Gwet 2008, Brit. J. Math. Stat. Psychol. 61; Gwet 2014, eq. 4.9 and 5.14.
    """
    w = weights(given.categories, kind)
    q = len(w)
    if q < 2:
        return NotEnough("two categories to choose from", f"{q}")
    scale = float(w.sum()) / (q * (q - 1))

    def by_chance(g: Ratings) -> tuple[float, Floats]:
        use = uses(g)
        return scale * float((use * (1 - use)).sum()), scale * (g.counts @ (1 - use)) / np.maximum(g.raters, 1)

    name = "Gwet AC1" if kind == "nominal" else "Gwet AC2"
    return _found(name, given, lambda g: parts_of(g, w, by_chance), (level, ends))


def brennan_prediger(
    given: Ratings, *, kind: Kind = "nominal", level: float = 0.95, ends: Ends = "t"
) -> Coefficient | NotEnough:
    """Agreement against raters who choose every category equally often.

    `ends` of the interval as in the module.
    Raises StatisticsError for a `kind` that is none.
    Source: Brennan & Prediger 1981; Gwet 2014, eq. 4.2.
    """
    w = weights(given.categories, kind)
    chance = float(w.sum()) / len(w) ** 2

    def by_chance(g: Ratings) -> tuple[float, Floats]:
        return chance, np.full(len(g.counts), chance)

    return _found("Brennan-Prediger", given, lambda g: parts_of(g, w, by_chance), (level, ends))


def cohen(given: Ratings, *, kind: Kind = "nominal", level: float = 0.95, ends: Ends = "t") -> Coefficient | NotEnough:
    """Cohen's kappa of two raters, weighted by `kind`; with more raters Conger's generalisation.

    Chance agreement is that of the raters' own uses of categories. Needs to know who rated what.
    Refuses when chance agreement is complete. Raises StatisticsError where only counts are known.
    `ends` of the interval as in the module.
    Source: Cohen 1960, 1968; Conger 1980; Gwet 2014, eq. 2.23; Fleiss, Cohen & Everitt 1969 (standard error).
    """
    if given.codes is None:
        raise StatisticsError("Cohen's and Conger's kappa need each rater's own ratings, not counts of them.")
    w = weights(given.categories, kind)
    name = "Cohen kappa" if given.codes.shape[1] == 2 else "Conger kappa"
    return _found(name, given, lambda g: parts_of(g, w, lambda g: own_uses(g, w)), (level, ends))


def krippendorff(
    given: Ratings, *, measured: Level = "nominal", level: float = 0.95, ends: Ends = "t"
) -> Coefficient | NotEnough:
    """Krippendorff's alpha for any number of raters, missing ratings and any level of measurement.

    Items rated once are left out. (R's irr counts every pair twice when three or more raters miss nothing, and so
    takes off too little for small samples; this is Krippendorff's own count.)
    Refuses when no item was rated twice or all values are alike. `ends` of the interval as in the module.
    Raises StatisticsError for a level that is none.
    Source: Krippendorff 2011; standard error Gwet 2014, eq. 5.17.
    """
    w = krippendorff_weights(given, measured)
    return _found("Krippendorff alpha", given, lambda g: parts_of_alpha(g, w, 2.0), (level, ends))


def krippendorff_weighted(
    given: Ratings, *, kind: Kind = "nominal", errors: Errors = "raw", level: float = 0.95, ends: Ends = "t"
) -> Coefficient | NotEnough:
    """Alpha with agreement weights as the other coefficients use them (Gwet's convention). As `krippendorff`.

    `errors='counts'` is irrCAC's krippen.alpha.dist, which gives chance agreement half its pull on the error that its
    function for raw ratings ('raw', the linearisation) gives it.
    Source: Gwet 2014, eq. 5.17; R irrCAC, krippen.alpha.raw and krippen.alpha.dist.
    """
    w, pulls = weights(given.categories, kind), 2.0 if errors == "raw" else 1.0
    return _found("Krippendorff alpha", given, lambda g: parts_of_alpha(g, w, pulls), (level, ends))


def _found(
    name: str, given: Ratings, taken: Callable[[Ratings], Parts | NotEnough], asked: tuple[float, Ends]
) -> Coefficient | NotEnough:
    """The coefficient with its error and interval, from its parts."""
    parts = taken(given)
    if isinstance(parts, NotEnough):
        return parts
    if parts.chance >= 1 - 1e-12:
        return NotEnough("ratings that differ somewhere", "one value throughout")
    e, room = parts.equation, 1 - parts.chance
    plain = (parts.seen - parts.chance) / room  # not yet corrected for the size of the sample
    n = float(e.weight.sum())
    score = (e.start + plain * e.slope) / room
    se = float(np.sqrt((e.weight * score**2).sum() / n / max(n - given.ddof, 1)))
    value = plain + parts.less * (1 - plain)
    t = float(stdtrit(max(given.n - 1, 1), 1 - (1 - share("level", asked[0])) / 2))
    ends = Interval(value - t * se, min(value + t * se, 1.0), asked[0], "t")
    if asked[1] == "likelihood":
        ends = _likely(taken(likely.with_doubt(given)), t, replace(ends, method="empirical likelihood"), parts.less)
    ends = replace(ends, low=min(ends.low, value), high=max(ends.high, value))
    seen = value * room + parts.chance
    return Coefficient(name, value, se, ends, seen, parts.chance, int(n))


def _likely(parts: Parts | NotEnough, t: float, shown: Interval, less: float) -> Interval:
    assert isinstance(parts, Parts)  # with doubt added, labels differ somewhere
    low, high = (v + less * (1 - v) for v in likely.ends(parts.equation, t * t))
    return replace(shown, low=low, high=high)
