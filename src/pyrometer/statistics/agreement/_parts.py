"""Parts of a coefficient: the agreement seen, that by chance, and what each item says about the two."""

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np

from pyrometer.model.interval import NotEnough
from pyrometer.statistics._checked import Floats
from pyrometer.statistics.agreement import likely
from pyrometer.statistics.agreement.ratings import Ratings


@dataclass(frozen=True, slots=True, eq=False)
class Parts:
    """A coefficient taken apart: agreement seen and by chance, and what every item says about its value.

    `less`: what is taken off for the size of the sample (alpha), of the distance to 1.
    """

    seen: float
    chance: float
    equation: likely.Equation
    less: float = 0.0


Chance = Callable[[Ratings], tuple[float, Floats]]  # agreement by chance, and each item's pull on it


def parts_of(given: Ratings, w: Floats, by_chance: Chance) -> Parts | NotEnough:
    """The agreement of each item's pairs of raters against that by chance; items rated once know only chance."""
    r = given.raters
    paired = r >= 2
    if not paired.any():
        return NotEnough("an item rated by two", "none")
    each = np.where(paired, (given.counts * (given.counts @ w.T - 1)).sum(axis=1) / np.where(paired, r * (r - 1), 1), 0)
    n_paired = float(given.weight[paired].sum())
    chance, pull = by_chance(given)
    over = given.n / n_paired * (each - chance * paired)
    seen = float((given.weight * each).sum() / n_paired)
    return Parts(seen, chance, _equation(over, 2 * (pull - chance), chance, given.weight))


def parts_of_alpha(given: Ratings, w: Floats, pulls: float) -> Parts | NotEnough:
    """The same as alpha counts it: items rated once are left out, and chance pulls `pulls` times on the error."""
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
    pull = chosen @ ((w + w.T) @ use / 2) / mean - chance * (r - mean) / mean
    each = each - raw * (r - mean) / mean
    if pulls == 1.0:
        each = each + less * (1 - each)
        raw, less = (1 - less) * raw + less, 0.0
    return Parts(raw, chance, _equation(each - chance, pulls * (pull - chance), chance, f), less)


def _equation(over: Floats, pull: Floats, chance: float, weight: Floats) -> likely.Equation:
    """What the items say about a value v: their agreement `over` chance, less v of what can be had, less their pull."""
    return likely.Equation(over - pull, pull - (1 - chance), weight)


def uses(given: Ratings) -> Floats:
    """How often each category is used, each rated item counting once."""
    r = given.raters
    rated = r > 0
    part = given.counts[rated] / r[rated][:, None]
    return np.asarray((given.weight[rated][:, None] * part).sum(axis=0) / given.n)


def own_uses(given: Ratings, w: Floats) -> tuple[float, Floats]:
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
