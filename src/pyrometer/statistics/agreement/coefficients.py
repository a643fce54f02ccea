"""Agreement coefficients: how far people agree beyond what chance would give, each with its interval."""

from dataclasses import dataclass
from typing import Literal

import numpy as np
from scipy.special import stdtrit

from pyrometer.errors import StatisticsError
from pyrometer.model.interval import Interval, NotEnough
from pyrometer.statistics._checked import Reals, share
from pyrometer.statistics.agreement.ratings import Ratings
from pyrometer.statistics.agreement.weights import Kind, Level, krippendorff_weights, weights

Errors = Literal["raw", "counts"]


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


def percent(given: Ratings, *, kind: Kind = "nominal", level: float = 0.95) -> Coefficient | NotEnough:
    """Share of pairs of raters that agree, averaged over items rated at least twice; nothing taken off for chance.

    Refuses without such an item. `kind` of weights as in `weights`. t interval (items - 1), cut at 1.
    Source: Gwet 2014, eq. 2.14.
    """
    w = weights(given.categories, kind)
    pairs = _pairs(given, w)
    if isinstance(pairs, NotEnough):
        return pairs
    each, seen = pairs
    often = given.n / float(given.weight[given.raters >= 2].sum())
    return _interval("percent", (seen, seen, 0.0), (often * each, given.weight, given), seen, level)


def fleiss(given: Ratings, *, kind: Kind = "nominal", level: float = 0.95) -> Coefficient | NotEnough:
    """Fleiss' kappa for any number of raters and missing ratings; with two raters Scott's pi.

    Chance agreement is that of two draws from the overall use of categories. Refuses when only one was ever used.
    Source: Fleiss 1971; Gwet 2014, eq. 2.18 and 5.10 (standard error with the items as the sample).
    """
    w = weights(given.categories, kind)
    use = _use(given)
    chance = float(use @ w @ use)
    pull = given.counts @ ((w + w.T) @ use / 2) / np.maximum(given.raters, 1)
    return _corrected("Fleiss kappa", given, w, (chance, pull), level)


def gwet(given: Ratings, *, kind: Kind = "nominal", level: float = 0.95) -> Coefficient | NotEnough:
    """Gwet's AC1 (AC2 with weights): stays high when one category is rare, where kappa collapses.

    Source: Gwet 2008, Brit. J. Math. Stat. Psychol. 61; Gwet 2014, eq. 4.9 and 5.14.
    """
    w = weights(given.categories, kind)
    q = len(w)
    if q < 2:
        return NotEnough("two categories to choose from", f"{q}")
    use, scale = _use(given), float(w.sum()) / (q * (q - 1))
    pull = scale * (given.counts @ (1 - use)) / np.maximum(given.raters, 1)
    name = "Gwet AC1" if kind == "nominal" else "Gwet AC2"
    return _corrected(name, given, w, (scale * float((use * (1 - use)).sum()), pull), level)


def brennan_prediger(given: Ratings, *, kind: Kind = "nominal", level: float = 0.95) -> Coefficient | NotEnough:
    """Agreement against raters who choose every category equally often.

    Source: Brennan & Prediger 1981; Gwet 2014, eq. 4.2.
    """
    w = weights(given.categories, kind)
    chance = float(w.sum()) / len(w) ** 2
    return _corrected("Brennan-Prediger", given, w, (chance, np.full(len(given.counts), chance)), level)


def cohen(given: Ratings, *, kind: Kind = "nominal", level: float = 0.95) -> Coefficient | NotEnough:
    """Cohen's kappa of two raters, weighted by `kind`; with more raters Conger's generalisation.

    Chance agreement is that of the raters' own uses of categories. Needs to know who rated what.
    Refuses when chance agreement is complete. Raises StatisticsError where only counts are known.
    Source: Cohen 1960, 1968; Conger 1980; Gwet 2014, eq. 2.23; Fleiss, Cohen & Everitt 1969 (standard error).
    """
    if given.codes is None:
        raise StatisticsError("Cohen's and Conger's kappa need each rater's own ratings, not counts of them.")
    w = weights(given.categories, kind)
    name = "Cohen kappa" if given.codes.shape[1] == 2 else "Conger kappa"
    return _corrected(name, given, w, _own_use(given, w), level)


def krippendorff(given: Ratings, *, measured: Level = "nominal", level: float = 0.95) -> Coefficient | NotEnough:
    """Krippendorff's alpha for any number of raters, missing ratings and any level of measurement.

    Items rated once are left out. (R's irr counts every pair twice when three or more raters miss nothing, and so
    takes off too little for small samples; this is Krippendorff's own count.)
    Refuses when no item was rated twice or all values are alike.
    Source: Krippendorff 2011; standard error Gwet 2014, eq. 5.17.
    """
    return _alpha(given, krippendorff_weights(given, measured), 2.0, level)


def krippendorff_weighted(
    given: Ratings, *, kind: Kind = "nominal", errors: Errors = "raw", level: float = 0.95
) -> Coefficient | NotEnough:
    """Alpha with agreement weights as the other coefficients use them (Gwet's convention). As `krippendorff`.

    `errors='counts'` is irrCAC's krippen.alpha.dist, which gives chance agreement half its pull on the error that its
    function for raw ratings ('raw', the linearisation) gives it.
    """
    return _alpha(given, weights(given.categories, kind), 2.0 if errors == "raw" else 1.0, level)


def _alpha(given: Ratings, w: Reals, pulls: float, level: float) -> Coefficient | NotEnough:
    paired = given.raters >= 2
    if not paired.any():
        return NotEnough("an item rated by two", "none")
    chosen, f, r = given.counts[paired], given.weight[paired], given.raters[paired]
    mean = float((f * r).sum() / f.sum())
    less = 1 / float((f * r).sum())
    each = (chosen * (chosen @ w.T - 1)).sum(axis=1) / (mean * (r - 1))
    raw = float((f * each).sum() / f.sum())
    use = (f[:, None] * chosen).sum(axis=0) / (f.sum() * mean)
    chance = float(use @ w @ use)
    if chance >= 1 - 1e-12:
        return NotEnough("ratings that differ somewhere", "one value throughout")
    seen = (1 - less) * raw + less
    plain = (raw - chance) / (1 - chance)  # not yet corrected for the size of the sample
    pull = chosen @ ((w + w.T) @ use / 2) / mean - chance * (r - mean) / mean
    score = (each - raw * (r - mean) / mean - chance) / (1 - chance)
    if pulls == 1.0:
        plain = (seen - chance) / (1 - chance)
        score = score + less * (1 - each + raw * (r - mean) / mean) / (1 - chance)
    score = score - pulls * (1 - plain) * (pull - chance) / (1 - chance)
    found = ((seen - chance) / (1 - chance), seen, chance)
    return _interval("Krippendorff alpha", found, (score, f, given), plain, level)


def _pairs(given: Ratings, w: Reals) -> tuple[Reals, float] | NotEnough:
    """Agreement of each item's pairs of raters (0 for items rated once) and its mean over the others."""
    r = given.raters
    paired = r >= 2
    if not paired.any():
        return NotEnough("an item rated by two", "none")
    each = np.where(paired, (given.counts * (given.counts @ w.T - 1)).sum(axis=1) / np.where(paired, r * (r - 1), 1), 0)
    return each, float((given.weight * each).sum() / given.weight[paired].sum())


def _use(given: Ratings) -> Reals:
    """How often each category is used, each rated item counting once."""
    r = given.raters
    rated = r > 0
    part = given.counts[rated] / r[rated][:, None]
    return np.asarray((given.weight[rated][:, None] * part).sum(axis=0) / given.n)


def _own_use(given: Ratings, w: Reals) -> tuple[float, Reals]:
    """Chance agreement of raters with their own uses, and each item's pull on it (Gwet's linearisation)."""
    assert given.codes is not None
    q, r = len(w), given.codes.shape[1]
    called = (given.codes[:, :, None] == np.arange(q)) * given.weight[:, None, None]
    did = (given.codes >= 0).astype(float)
    rated = (did * given.weight[:, None]).sum(axis=0)
    p = called.sum(axis=0) / np.maximum(rated, 1)[:, None]
    middle = p.mean(axis=0)
    spread = (p.T @ p - r * np.outer(middle, middle)) / (r - 1)
    chance = float((w * (np.outer(middle, middle) - spread / r)).sum())
    others = r * middle - p  # what all other raters together use, (raters, categories)
    own = (given.codes[:, :, None] == np.arange(q)).astype(float)
    excess = own - (did - rated / given.n)[:, :, None] * p
    symmetric = (w + w.T) / 2
    pull = np.einsum("igl,kl,gk,g->i", excess, symmetric, others, given.n / np.maximum(rated, 1)) / (r * (r - 1))
    return chance, pull


def _corrected(
    name: str, given: Ratings, w: Reals, by_chance: tuple[float, Reals], level: float
) -> Coefficient | NotEnough:
    pairs = _pairs(given, w)
    if isinstance(pairs, NotEnough):
        return pairs
    each, seen = pairs
    chance, pull = by_chance
    if chance >= 1 - 1e-12:
        return NotEnough("ratings that differ somewhere", "one value throughout")
    value = (seen - chance) / (1 - chance)
    paired = given.raters >= 2
    often = given.n / float(given.weight[paired].sum())
    score = often * (each - chance * paired) / (1 - chance) - 2 * (1 - value) * (pull - chance) / (1 - chance)
    return _interval(name, (value, seen, chance), (score, given.weight, given), value, level)


def _interval(
    name: str, found: tuple[float, float, float], scores: tuple[Reals, Reals, Ratings], about: float, level: float
) -> Coefficient:
    """The coefficient with its error from the items' scores; t on all items less one (as irrCAC)."""
    value, seen, chance = found
    score, f, given = scores
    n = float(f.sum())
    se = float(np.sqrt((f * (score - about) ** 2).sum() / n / max(n - given.ddof, 1)))
    half = float(stdtrit(max(given.n - 1, 1), 1 - (1 - share("level", level)) / 2)) * se
    ends = Interval(value - half, min(value + half, 1.0), level, "t")
    return Coefficient(name, value, se, ends, seen, chance, int(n))
