"""Clusters: honest standard errors when one account owns several cases, by Poisson bootstrap weights."""

from collections.abc import Hashable, Mapping, Sequence
from dataclasses import replace
from hashlib import blake2b

import numpy as np
from numpy.typing import ArrayLike

from pyrometer.errors import StatisticsError
from pyrometer.statistics._checked import Floats, Ints, counts
from pyrometer.statistics.survival.incidence import Incidence

FEWEST = 50  # replicates; below it the standard error itself is uncertain by more than a tenth

POISSON = np.cumsum([np.exp(-1.0) / f for f in (1, 1, 2, 6, 24, 120, 720, 5040, 40320)])


def poisson_weights(cluster: Sequence[Hashable], replicates: int = 200, *, salt: str = "") -> Ints:
    """Poisson(1) weights, shape (replicates, rows): equal for all rows of a cluster, fixed by its name and `salt`.

    The same cluster has the same weights in any order of rows, any subset and any machine. Names hash by their text.
    Raises StatisticsError for fewer than one replicate.
    Source: Chamandy et al. 2012 (Estimating uncertainty for massive data streams), section 2.
    """
    if not replicates >= 1:
        raise StatisticsError(f"'replicates' must be at least 1, it is {replicates}.")
    names = tuple(dict.fromkeys(cluster))
    drawn = np.array([_draw(f"{salt}|{name}", replicates) for name in names], dtype=np.int64).reshape(-1, replicates)
    place = {name: i for i, name in enumerate(names)}
    return drawn[[place[c] for c in cluster]].T.copy()


def clustered(
    curve: Incidence, exits: Mapping[str, ArrayLike], open_: ArrayLike, late: ArrayLike | None = None
) -> Incidence:
    """`curve` with standard errors from bootstrap counts: `exits` way out -> (replicates, ages), `open_` likewise.

    Each replicate holds the counts under one set of cluster weights (summed in the engine by the same grouping).
    Raises StatisticsError for fewer than 50 replicates or shapes that do not fit the curve.
    Source: Efron & Tibshirani 1993, ch. 6; Owen & Eckles 2012 (cluster-wise weights).
    """
    gone = {cause: counts(f"exits[{cause}]", d, ndim=2) for cause, d in exits.items()}
    still = counts("open_", open_, ndim=2)
    coming = np.zeros_like(still) if late is None else counts("late", late, ndim=2)
    shapes = {a.shape for a in (still, coming, *gone.values())}
    if shapes != {(len(still), len(curve.age))} or set(gone) != set(curve.exits):
        raise StatisticsError("Bootstrap counts must have shape (replicates, ages) for each way out of the curve.")
    if len(still) < FEWEST:
        raise StatisticsError(f"Needs at least {FEWEST} replicates for a standard error, there are {len(still)}.")
    every = sum(gone.values(), np.zeros_like(still))
    leaving = every + still
    here = np.cumsum(leaving[:, ::-1], 1)[:, ::-1] - (np.cumsum(coming[:, ::-1], 1)[:, ::-1] - coming)
    safe = np.where(here > 0, here, 1.0)
    after = np.cumprod(1 - np.minimum(every / safe, 1.0), axis=1)
    before = np.concatenate((np.ones((len(after), 1)), after[:, :-1]), axis=1)
    se = {cause: _sd(np.cumsum(before * d / safe, axis=1)) for cause, d in gone.items()}
    return replace(curve, se=se, survival_se=_sd(after), method=curve.method + ", clustered bootstrap")


def _sd(values: Floats) -> Floats:
    return np.asarray(values.std(axis=0, ddof=1))


def _draw(name: str, replicates: int) -> Ints:
    """Poisson(1) draws from a counter-based hash, eight to a digest of 64 bytes."""
    blocks = [blake2b(f"{name}|{i}".encode(), digest_size=64).digest() for i in range((replicates + 7) // 8)]
    uniform = np.frombuffer(b"".join(blocks), dtype="<u8")[:replicates] / 2.0**64
    return np.searchsorted(POISSON, uniform, side="right").astype(np.int64)
