"""Weight of evidence: how strongly each answer speaks for a case that will act, and how much a field carries."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike

from pyrometer.errors import StatisticsError
from pyrometer.model.interval import NotEnough
from pyrometer.statistics._checked import Floats, Ints, counts, increasing, number, reals, same_length

MOST_BINS = 8
LEAST_SHARE = 0.05  # of cases in a bin
LEAST_EVENTS = 30  # of each kind that acted and did not, in a bin


@dataclass(frozen=True, slots=True)
class Evidence:
    """Weight of evidence by bin: `good`, `bad` counts, `woe` (log odds against the base), all (bins,); `value` IV."""

    good: Floats
    bad: Floats
    woe: Floats
    value: float


@dataclass(frozen=True, slots=True)
class Bins:
    """Cuts of a numeric field: bin i holds values in (cuts[i-1], cuts[i]]; missing values have the last bin.

    `rising`: whether the share that acts rises with the value. `evidence` (bins,), that of missing values last.
    """

    cuts: tuple[float, ...]
    rising: bool
    evidence: Evidence
    has_missing: bool


def weight_of_evidence(good: ArrayLike, bad: ArrayLike, *, smoothing: float = 0.5) -> Evidence:
    """Log of share of good over share of bad by bin, and the information value that sums it.

    `good`: cases that acted, `bad`: that did not, by bin. `smoothing` is added to each cell (0: none, then a bin empty
    on one side is refused). IV below .02 says nothing, above .5 look for a leak (Siddiqi).
    Raises StatisticsError for wrong lengths, negative counts, no good or no bad, an empty cell without smoothing.
    Source: Good 1950; Siddiqi 2006, Credit Risk Scorecards, p. 81.
    """
    g, b = counts("good", good), counts("bad", bad)
    same_length(good=g, bad=b)
    number("smoothing", smoothing, least=0.0)
    if g.sum() == 0 or b.sum() == 0:
        raise StatisticsError("Needs some cases that acted and some that did not.")
    if smoothing == 0 and ((g == 0) | (b == 0)).any():
        raise StatisticsError("A bin is empty on one side; merge it or use smoothing.")
    share_good = (g + smoothing) / (g.sum() + smoothing * len(g))
    share_bad = (b + smoothing) / (b.sum() + smoothing * len(b))
    woe = np.log(share_good / share_bad)
    return Evidence(g, b, woe, float(((share_good - share_bad) * woe).sum()))


def cut(x: ArrayLike, cuts: Sequence[float]) -> Ints:
    """Bin of each value: 0 up to the first cut (included), then each up to the next; NaN gets the bin past the last.

    Raises StatisticsError for cuts that do not rise or infinite values. Source: arithmetic alone.
    """
    values = reals("x", x, missing=True)
    edges = increasing("cuts", cuts) if len(cuts) else np.empty(0)
    return np.where(np.isnan(values), len(edges) + 1, np.searchsorted(edges, values, side="left")).astype(np.int64)


def evidence_of(x: ArrayLike, y: ArrayLike, cuts: Sequence[float], *, smoothing: float = 0.5) -> Evidence:
    """Weight of evidence of a numeric field cut at `cuts` (right ends included); NaN in a bin of its own, if any.

    Raises StatisticsError as `cut` and `weight_of_evidence`. Source: as `weight_of_evidence`.
    """
    place = cut(x, cuts)
    did = _outcome(y)
    same_length(x=place, y=did)
    size = int(max(place.max(), len(cuts))) + 1
    good, bad = (np.bincount(place[did == k], minlength=size) for k in (1, 0))
    return weight_of_evidence(good, bad, smoothing=smoothing)


def monotone_bins(x: ArrayLike, y: ArrayLike, *, most: int = MOST_BINS) -> Bins | NotEnough:
    """Cuts of a numeric field whose share of good only rises or only falls: pooled adjacent violators, then merging.

    At most `most` bins, each with 5% of the cases and 30 of each kind; missing values in a bin of their own.
    Refuses when not even two such bins can be had.
    Raises StatisticsError for wrong lengths, infinite values, y other than 0 and 1.
    Source: Ayer et al. 1955 (pooling); Mironchyk & Tchistiakov 2017 (monotone binning).
    """
    values, did = reals("x", x, missing=True), _outcome(y)
    same_length(x=values, y=did)
    known = ~np.isnan(values)
    grid, place = np.unique(values[known], return_inverse=True)
    good = np.bincount(place, weights=did[known], minlength=len(grid)).astype(float)
    n: Floats = np.bincount(place, minlength=len(grid)).astype(float)
    if len(grid) < 2 or min(did[known].sum(), (1 - did[known]).sum()) < 2 * LEAST_EVENTS:
        return NotEnough(f"two values and {2 * LEAST_EVENTS} cases of each kind", f"{len(grid)} values")
    rising = float(np.corrcoef(place, did[known])[0, 1]) >= 0
    ends = _pool(np.asarray(good if rising else n - good, dtype=float), n)
    ends = _merge(ends, good, n, most, LEAST_SHARE * len(values))
    if len(ends) < 2:
        return NotEnough("two bins that differ", "one: the share that acts does not move with the value")
    cuts = tuple(float((grid[e] + grid[e + 1]) / 2) for e in ends[:-1])
    return Bins(cuts, rising, evidence_of(values, did, cuts), bool((~known).any()))


def _outcome(y: ArrayLike) -> Floats:
    did = reals("y", y)
    if not np.isin(did, (0, 1)).all():
        raise StatisticsError("'y' must be 0 or 1.")
    return did


def _pool(good: Floats, n: Floats) -> list[int]:
    """Last place of each block after pooling adjacent violators of a rising share."""
    blocks: list[tuple[float, float, int]] = []
    for i, (g, m) in enumerate(zip(good, n, strict=True)):
        block = (float(g), float(m), i)
        while blocks and blocks[-1][0] / blocks[-1][1] >= block[0] / block[1]:
            before = blocks.pop()
            block = (before[0] + block[0], before[1] + block[1], i)
        blocks.append(block)
    return [b[2] for b in blocks]


def _merge(ends: list[int], good: Floats, n: Floats, most: int, least: float) -> list[int]:
    """Merge the bin that is too small, or else the two most alike, until all rules hold."""
    while len(ends) > 1:
        starts = [0, *(e + 1 for e in ends[:-1])]
        g = np.array([good[a : b + 1].sum() for a, b in zip(starts, ends, strict=True)])
        m = np.array([n[a : b + 1].sum() for a, b in zip(starts, ends, strict=True)])
        small = (m < least) | (np.minimum(g, m - g) < LEAST_EVENTS)
        if not small.any() and len(ends) <= most:
            break
        gap = np.abs(np.diff(g / m)) * np.sqrt(m[:-1] * m[1:] / (m[:-1] + m[1:]))
        if small.any():
            worst = int(np.argmin(np.where(small, m, np.inf)))
            near = [k for k in (worst - 1, worst) if 0 <= k < len(gap)]
            drop = min(near, key=lambda k: float(gap[k]))
        else:
            drop = int(np.argmin(gap))
        ends = ends[:drop] + ends[drop + 1 :]
    return ends
