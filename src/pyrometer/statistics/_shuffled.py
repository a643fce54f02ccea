"""Shuffled: does the level differ by calendar position, by shuffling what a straight trend leaves?"""

import numpy as np
from scipy import special

from pyrometer.statistics._checked import Floats, Ints

SHUFFLES = (200, 1800)  # all 2,000 only where the first 200 leave it open (Besag & Clifford 1991, Biometrika 78:301)
ENOUGH_ABOVE = 30  # of the first 200: the p-value is then surely beyond the level


def in_blocks(positions: Ints, block: Ints) -> Ints:
    """The position of each block."""
    return np.asarray(positions[np.unique(block, return_index=True)[1]])


def blocks(positions: Ints, block: Ints, level: Floats, weight: Floats) -> tuple[Ints, Floats, Floats]:
    """Position, level and weight of each block."""
    size = np.bincount(block, weights=weight).astype(np.float64)
    return in_blocks(positions, block), np.bincount(block, weights=weight * level) / size, size


def _one_hot(positions: Ints) -> Floats:
    return np.asarray(positions[:, None] == np.unique(positions)[None, :], dtype=np.float64)


def _spaces(positions: Ints, weight: Floats) -> tuple[Floats, Floats, Floats]:
    """Roots of the weights; bases of a straight trend, and of the trend with a level at each position."""
    root = np.sqrt(weight / weight.mean())
    time = np.linspace(-1, 1, len(weight))[:, None]
    less = _basis(root[:, None] * np.hstack((np.ones_like(time), time)))
    return root, less, _basis(root[:, None] * np.hstack((time, _one_hot(positions))))


def p_values(blocks: tuple[Ints, Floats, Floats], rng: np.random.Generator) -> tuple[float, float]:
    """P-value of one calendar by permutation, and from the F distribution."""
    at, level, weight = blocks
    root, less, more = _spaces(at, weight)
    left = root * level
    left = left - less @ (less.T @ left)
    seen = float(_f(left[:, None], less, more)[0])
    above = done = 0
    for n_shuffles in SHUFFLES:
        shuffled = rng.permuted(np.broadcast_to(left, (n_shuffles, len(left))), axis=1).T
        above += int((_f(shuffled, less, more) >= seen * (1 - 1e-9)).sum())
        done += n_shuffles
        if above >= ENOUGH_ABOVE:
            break
    extra, spare = more.shape[1] - less.shape[1], len(level) - more.shape[1]
    return (above + 1) / (done + 1), float(special.fdtrc(extra, spare, max(seen, 0.0)))


def explained(positions: Ints, level: Floats, weight: Floats) -> float:
    """Share (0-1) of the variation round the trend that the positions explain."""
    root, less, more = _spaces(positions, weight)
    left = root * level
    left = left - less @ (less.T @ left)
    total = float(left @ left)
    return float(((more.T @ left) ** 2).sum()) / total if total > 0 else 0.0


def _basis(columns: Floats) -> Floats:
    """An orthonormal basis of the space the columns span."""
    left, size, _ = np.linalg.svd(columns, full_matrices=False)
    return np.asarray(left[:, size > 1e-9 * size[0]])


def _f(left: Floats, less: Floats, more: Floats) -> Floats:
    """F of the larger space over the smaller, for each column of `left`."""
    total = (left**2).sum(axis=0)
    by_more, by_less = ((more.T @ left) ** 2).sum(axis=0), ((less.T @ left) ** 2).sum(axis=0)
    extra, spare = more.shape[1] - less.shape[1], len(left) - more.shape[1]
    rest = np.maximum(total - by_more, 1e-12 * total + 1e-300)
    return np.asarray((by_more - by_less) / extra / (rest / spare))


def profile(positions: Ints, n_labels: int, level: Floats, weight: Floats) -> Floats:
    """Weighted mean level at each position; NaN where there is none."""
    size = np.bincount(positions, weights=weight, minlength=n_labels)
    total = np.bincount(positions, weights=weight * level, minlength=n_labels)
    return np.asarray(np.divide(total, size, out=np.full(n_labels, np.nan), where=size > 0))
