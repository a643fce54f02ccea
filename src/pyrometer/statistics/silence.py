"""Silence: which silent stretches of a source that is counted day by day are too long for a living one."""

from dataclasses import dataclass
from typing import Any

import numpy as np

RARE = 0.01  # the chance of so long a silence anywhere in the records
AROUND = 56  # days on either side of a silence, by which it is judged: sources grow and shrink
FEWEST_DAYS = 20  # days with events, under which nobody knows how long a source is usually silent
MOST_RUNS = 30  # of the longest silences are judged


@dataclass(frozen=True, slots=True)
class Silence:
    """Silent days from position `first` up to, not including, `last`; `p`: the chance of so long a silence anywhere."""

    first: int
    last: int
    p: float


def silences(n: Any, weekday: Any) -> list[Silence]:
    """The longest silences in order of time; `n` are counts of consecutive days, `weekday` 0 to 6 for each of them.

    `p` is the chance that all days of the stretch are silent, by how often such days are in the weeks around it, times
    the number of days (Bonferroni); 1 where the source was heard on too few days to know how often it is silent.
    """
    silent = np.asarray(n) == 0
    is_known = int((~silent).sum()) >= FEWEST_DAYS
    weekday = np.asarray(weekday)
    edges = np.flatnonzero(np.diff(np.concatenate(([0], silent, [0]))))
    runs = sorted(zip(edges[::2].tolist(), edges[1::2].tolist(), strict=True), key=lambda run: run[0] - run[1])
    chances = [_chance(silent, weekday, *run) if is_known else 1.0 for run in runs[:MOST_RUNS]]
    found = [Silence(*run, min(1.0, len(silent) * p)) for run, p in zip(runs, chances, strict=False)]
    return sorted(found, key=lambda s: s.first)


def _chance(silent: Any, weekday: Any, first: int, last: int) -> float:
    """The chance that all days of a stretch are silent, by how often days are in the weeks around it.

    The larger of two: each weekday for itself, and all days alike. How often is not known better than so few days tell
    it: Laplace's rule of succession, day after day.
    """
    around = np.zeros(len(silent), dtype=bool)
    around[max(0, first - AROUND) : last + AROUND] = True
    around[first:last] = False
    quiet = np.bincount(weekday[around], weights=silent[around], minlength=7)
    n, long = (np.bincount(weekday[days], minlength=7) for days in (around, slice(first, last)))
    each = sum(_succession(*one) for one in zip(quiet, n, long, strict=True))
    return float(np.exp(max(each, _succession(quiet.sum(), n.sum(), last - first))))


def _succession(quiet: float, n: float, long: int) -> float:
    """The log of the chance that `long` more days are silent when `quiet` of `n` were (Laplace 1774)."""
    more = np.arange(long)
    return float(np.log((quiet + 1 + more) / (n + 2 + more)).sum())
