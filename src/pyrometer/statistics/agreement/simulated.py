"""Simulated judges: panels whose true agreement is known, so that intervals can be held against it."""

from dataclasses import dataclass
from typing import Literal

import numpy as np

from pyrometer.errors import StatisticsError
from pyrometer.statistics._checked import Floats, share
from pyrometer.statistics.agreement.ratings import Ratings
from pyrometer.statistics.agreement.weights import Kind, weights

Name = Literal["percent", "kappa", "gwet", "brennan_prediger"]


@dataclass(frozen=True, slots=True, eq=False)
class Panel:
    """Judges alike, who label `n_items` items drawn at random, each judge blind to the others.

    `shares` (labels,): how often an item truly is of each label. `calls` (labels, labels): of items truly of the label
    of the row, the share that a judge gives the label of the column.
    """

    shares: Floats
    calls: Floats
    n_items: int = 100
    n_judges: int = 2


def yes_no(prevalence: float, right: float, *, n_items: int = 100, n_judges: int = 2) -> Panel:
    """A panel that says yes or no: `prevalence` of the items is yes, every judge is right in the share `right` of all.

    Raises StatisticsError for shares that are not strictly between 0 and 1.
    """
    p, r = share("prevalence", prevalence), share("right", right)
    return Panel(np.array([1 - p, p]), np.array([[r, 1 - r], [1 - r, r]]), n_items, n_judges)


def draw(panel: Panel, rng: np.random.Generator) -> Ratings:
    """One study of such judges: every judge labels every item; labels are numbered from 0."""
    q = len(panel.shares)
    true = rng.choice(q, size=panel.n_items, p=panel.shares)
    upto = np.cumsum(panel.calls, axis=1)[true]
    lots = rng.random((panel.n_items, panel.n_judges))
    codes = np.minimum((lots[:, :, None] > upto[:, None, :]).sum(axis=2), q - 1)
    counts = (codes[:, :, None] == np.arange(q)).sum(axis=1).astype(float)
    return Ratings(tuple(range(q)), counts, np.ones(panel.n_items), codes.astype(np.int64))


def truth(panel: Panel, name: Name, *, kind: Kind = "nominal") -> float:
    """The coefficient over all items there could ever be, by its definition.

    'kappa' is Cohen's, Fleiss' and Krippendorff's alike: judges are alike and there is no end of items.
    Raises StatisticsError for another name.
    """
    q, w = len(panel.shares), weights(range(len(panel.shares)), kind)
    seen = float(panel.shares @ np.einsum("tk,kl,tl->t", panel.calls, w, panel.calls))
    use = panel.shares @ panel.calls
    chance = {
        "percent": 0.0,
        "kappa": float(use @ w @ use),
        "gwet": float(w.sum() / (q * (q - 1)) * (use * (1 - use)).sum()),
        "brennan_prediger": float(w.sum() / q**2),
    }
    if name not in chance:
        raise StatisticsError(f"No true value is known for '{name}'; there is {', '.join(chance)}.")
    return (seen - chance[name]) / (1 - chance[name])
