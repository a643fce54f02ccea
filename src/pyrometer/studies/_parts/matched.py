"""Matched: what follows a step against what follows without it, milestone by milestone; an association, no effect."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from scipy.special import ndtr

from pyrometer.model.interval import Interval
from pyrometer.model.process import ProcessFacts
from pyrometer.model.table import Table
from pyrometer.studies._parts import lanes, say, vocabulary

ENOUGH = 20  # on either side, over all milestones


@dataclass(frozen=True, slots=True)
class Contrast:
    """One action: how many of those with it and without it went on, milestones matched, and the difference."""

    action: str
    n_with: int
    n_without: int
    with_: float
    without: float
    difference: float
    interval: Interval
    p: float


def contrasts(table: Table, facts: ProcessFacts) -> list[Contrast]:
    """Every action done often enough to compare, the most frequent first; the ends themselves are no steps."""
    ends = {word for d in facts.definitions if d.name in (facts.won, facts.lost) for word in d.reads}
    rows: dict[str, list[tuple[int, int, int, int]]] = {}
    names = ("n_with", "n_gone_on_with", "n_without", "n_gone_on_without")
    for row in table:
        is_step = row["action"] not in (*ends, *vocabulary.OURS)
        if is_step and row["n_with"] and row["n_without"]:
            a, b, c, d = (row[n] for n in names)
            rows.setdefault(row["action"], []).append((a, b, c, d))
    found = [_contrast(action, np.array(strata, dtype=float)) for action, strata in rows.items()]
    return sorted((c for c in found if min(c.n_with, c.n_without) >= ENOUGH), key=lambda c: (-c.n_with, c.action))


def _contrast(action: str, strata: np.ndarray) -> Contrast:
    """Mantel-Haenszel difference of shares over milestones, shares standardised to those with the step.

    Source: Greenland & Robins 1985, Biometrics 41 (risk difference); variance by stratum, weights n1 n0 / n.
    """
    n1, k1, n0, k0 = strata.T
    weight = n1 * n0 / (n1 + n0)
    p1, p0 = k1 / n1, k0 / n0
    total = weight.sum()
    with_, without = float((weight * p1).sum() / total), float((weight * p0).sum() / total)
    smooth1, smooth0 = (k1 + 0.5) / (n1 + 1), (k0 + 0.5) / (n0 + 1)  # so that 0 of n has a spread
    variance = (weight**2 * (smooth1 * (1 - smooth1) / n1 + smooth0 * (1 - smooth0) / n0)).sum() / total**2
    se = float(np.sqrt(variance))
    difference = with_ - without
    interval = Interval(difference - 1.96 * se, difference + 1.96 * se, 0.95, "Mantel-Haenszel")
    p = 2 * float(ndtr(-abs(difference) / se))
    return Contrast(action, int(n1.sum()), int(n0.sum()), with_, without, difference, interval, p)


def notable(found: Sequence[Contrast]) -> list[Contrast]:
    """Steps whose difference is beyond doubt among all compared (Bonferroni), the most frequent three."""
    return [c for c in found if c.p < 0.05 / len(found)][:3]


def says(contrast: Contrast) -> str:
    """The contrast in a sentence, which claims no effect."""
    way = "fewer" if contrast.difference < 0 else "more"
    low, high = sorted(abs(100 * x) for x in (contrast.interval.low, contrast.interval.high))
    return (
        f"With '{lanes.words(contrast.action)}' {say.count(abs(100 * contrast.difference))} points {way} go on than "
        f"without it after the same milestones (95% range {low:.0f} to {high:.0f}): associated, not shown to be its "
        "effect."
    )
