"""Funnel: the share that each group wins, against its size, with the limits of chance round the share of all."""

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

import numpy as np

from pyrometer.model.figure import Figure
from pyrometer.studies._parts import groups, say

if TYPE_CHECKING:
    from pyrometer.studies._parts.groups import Compared

SIDES = {-1: "low", 0: "", 1: "high"}


def figure(held: "Compared", special: Any, labels: Sequence[str | None], *, one: str, by: str) -> Figure:
    """Every group as a dot. `special` (groups,): -1 low, 1 high, 0 the system; `one` of the groups, told apart `by`."""
    n = held.groups.closed
    dots = [
        {"n": int(m), "value": float(v), "outside": SIDES[int(s)], "label": label}
        for m, v, s, label in zip(n, held.value, special, labels, strict=True)
    ]
    _, first = np.unique(n, return_index=True)  # rising sizes; two groups of one size have the same limits
    bounds = {"n": n, "lower": held.lower, "upper": held.upper}
    line = {name: [float(x) for x in values[first]] for name, values in bounds.items()}
    data = {
        "unit": "share",
        "value_name": "won, of won and lost",
        "n_name": f"closed cases of the {one}",
        "centre": held.centre,
        "limits": [{"level": 1 - groups.ANY, **line}],
        "groups": dots,
        "n": int(n.sum()),
        "n_of": "closed cases",
    }
    who = f"{len(n)} {one}s" if one == by else f"{len(n)} {one}s by {by}"
    outside = say.small(int((special != 0).sum()))
    alt = f"{who} around {say.percent(held.centre)}; {outside} outside the limits of chance."
    return Figure("funnel_plot", f"Share won by {by}, against the number of cases", alt, data)
