"""Change: when a level most likely changed, from what to what, with the doubt of the date."""

from dataclasses import dataclass
from typing import Any

import numpy as np

FEWEST = 4  # points on either side


@dataclass(frozen=True, slots=True)
class Change:
    """One change of level: the first point after it, its 95% range of points, and the levels before and after."""

    at: int
    first: int
    last: int
    before: float
    after: float


def change(scores: Any, values: Any) -> Change | None:
    """The most likely single change, or None where one level does as well or the place cannot be told.

    `scores`: distances from the expected in its standard errors, so that seasons and sizes are out; `values`: what is
    shown. Normal scores, all places equally likely beforehand; the range holds 95% of the probability. None when the
    change does not gain 2 log n on no change, or when the range covers more than a third of the points.
    Source: Smith 1975, Biometrika 62 (posterior of the change); Schwarz 1978, Ann. Statist. 6 (gain).
    """
    z = scores - scores.mean()
    n = len(z)
    places = np.arange(FEWEST, n - FEWEST + 1)
    if not np.isfinite(z).all() or len(places) < 2:
        return None
    total = float(z @ z)
    left = np.cumsum(z)[places - 1]
    rest = np.maximum(total - left**2 * n / (places * (n - places)), 1e-12)
    if n * np.log(total / rest.min()) < 2 * np.log(n):
        return None
    weight = np.exp(-(n - 2) / 2 * np.log(rest / rest.min()))
    cumulative = np.cumsum(weight / weight.sum())
    first, last = (int(places[np.searchsorted(cumulative, q)]) for q in (0.025, 0.975))
    if last - first > n / 3:
        return None
    at = int(places[np.argmin(rest)])
    return Change(at, first, last, float(values[:at].mean()), float(values[at:].mean()))
