"""Effects of a designed experiment: what each setting changed, and which changes stand out from chance."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import combinations

import numpy as np
from numpy.typing import ArrayLike
from scipy.special import stdtr, stdtrit

from pyrometer.errors import StatisticsError
from pyrometer.model.interval import NotEnough
from pyrometer.statistics._checked import Floats, reals, same_length, share
from pyrometer.statistics.designs.plans import Design, contrast


@dataclass(frozen=True, slots=True)
class Lenth:
    """Which effects of an experiment without repeats stand out: `pse` (their standard error), margins and who passes.

    `s0`: first guess of the error. `margin`: for one effect; `simultaneous`: for all. In units of the response.
    """

    s0: float
    pse: float
    margin: float
    simultaneous: float
    active: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Reduced:
    """A model of a few effects: `coef` (half effects, and the mean), `se`, `p` by name; `r2`; `sigma` of the rest."""

    coef: dict[str, float]
    se: dict[str, float]
    p: dict[str, float]
    r2: float
    sigma: float
    df: int


def effects(design: Design, y: ArrayLike, *, up_to: int | None = None) -> dict[str, float]:
    """Every effect, mean at the high setting less mean at the low, main ones first; names like 'A:B'.

    `y` (trials,) in the design's order, repeats averaged beforehand. `up_to`: the most factors in an interaction.
    For fractions an effect stands for all its aliases. Raises StatisticsError for a wrong number of responses.
    Source: Montgomery 2013, Design and Analysis of Experiments, eq. 6.22.
    """
    values = reals("y", y)
    same_length(y=values, trials=design.settings)
    found: dict[str, float] = {}
    for size in range(1, (up_to or len(design.factors)) + 1):
        for names in combinations(design.factors, size):
            signs = contrast(design.factors, design.settings, ":".join(names))
            found[":".join(names)] = float(2 * (signs @ values) / len(values))
    return found


def lenth(found: Mapping[str, float], *, level: float = 0.95) -> Lenth | NotEnough:
    """Lenth's pseudo standard error of unrepeated effects, and which exceed the simultaneous margin.

    Refuses fewer than five effects.
    Raises StatisticsError for missing effects or a level outside 0 to 1.
    Source: Lenth 1989, Technometrics 31, eq. 1 to 4.
    """
    size = np.abs(reals("effects", list(found.values())))
    m = len(size)
    if m < 5:
        return NotEnough("five effects", f"{m}")
    s0 = 1.5 * float(np.median(size))
    pse = 1.5 * float(np.median(size[size < 2.5 * s0])) if s0 > 0 else 0.0
    tail = (1 + share("level", level)) / 2
    margin = float(stdtrit(m / 3, tail)) * pse
    together = float(stdtrit(m / 3, (1 + level ** (1 / m)) / 2)) * pse
    active = tuple(name for name, effect in found.items() if abs(effect) > together)
    return Lenth(s0, pse, margin, together, active)


def fit(design: Design, y: ArrayLike, terms: Sequence[str]) -> Reduced | NotEnough:
    """Least squares of `y` on the named effects (coded -1, 1), the mean first.

    Refuses when no degree of freedom is left for the error. Raises StatisticsError for an unknown term, aliased terms.
    Source: Montgomery 2013, Design and Analysis of Experiments, section 6.4.
    """
    values = reals("y", y)
    same_length(y=values, trials=design.settings)
    columns = [contrast(design.factors, design.settings, term) for term in terms]
    x = np.column_stack([np.ones(len(values)), *columns])
    df = len(values) - x.shape[1]
    if df < 1:
        return NotEnough("fewer terms than trials", f"{len(terms)} terms in {len(values)} trials")
    if np.linalg.matrix_rank(x) < x.shape[1]:
        raise StatisticsError("Two terms have the same signs in this design; keep one of them.")
    coef = np.linalg.solve(x.T @ x, x.T @ values)
    left = float(((values - x @ coef) ** 2).sum())
    sigma = float(np.sqrt(left / df))
    se: Floats = sigma * np.sqrt(np.diag(np.linalg.inv(x.T @ x)))
    t = np.abs(coef) / np.where(se > 0, se, np.inf)
    names = ("mean", *terms)
    total = float(((values - values.mean()) ** 2).sum())
    by_name = [dict(zip(names, map(float, column), strict=True)) for column in (coef, se, 2 * stdtr(df, -t))]
    return Reduced(by_name[0], by_name[1], by_name[2], 1 - left / total if total > 0 else 1.0, sigma, df)
