"""Piles: those who wait now, held against how long those who went on ever took."""

from dataclasses import dataclass
from math import expm1
from typing import Any

import numpy as np
from scipy.special import bdtr

from pyrometer.model.interval import NotEnough
from pyrometer.model.process import Ask
from pyrometer.model.table import Table
from pyrometer.studies._parts import risk

NICE = (1, 2, 5, 7, 10, 14, 20, 30, 60, 90, 120, 180, 365)  # days, widths of a bin that people can think in
MOST_BINS = 14
HIDING = 0.05  # the chance that more dead hide among the open than are said to, at most
SURE = 0.01  # the chance that a pile of the living is taken for a dead one


@dataclass(frozen=True, slots=True)
class Pile:
    """Open cases by whole days of age and of silence."""

    age: Any
    silence: Any
    n: Any

    @property
    def total(self) -> int:
        """How many wait."""
        return int(self.n.sum())

    def older(self, days: float | None) -> int:
        """How many have waited longer than that; none when there is no limit."""
        return 0 if days is None else int(self.n[self.age > days].sum())

    def quieter(self, days: float | None) -> int:
        """How many have been silent longer than that."""
        return 0 if days is None else int(self.n[self.silence > days].sum())

    def beyond(self, age_days: float | None, silence_days: float | None) -> int:
        """How many are older or quieter than the limits."""
        old = self.age > (np.inf if age_days is None else age_days)
        quiet = self.silence > (np.inf if silence_days is None else silence_days)
        return int(self.n[old | quiet].sum())


def pile(ask: Ask, milestone: str) -> Pile:
    """Those who wait after `milestone` ('' the whole journey)."""
    table = ask("ageing", milestone=milestone)
    return Pile(*(np.array(table[c], dtype=np.int64) for c in ("age_days", "silence_days", "n")))


def quantile(values: Any, n: Any, share: float) -> float | None:
    """The value up to which `share` of all `n` lie (1: the largest); None when there is none."""
    there = n > 0
    if not there.any():
        return None
    order = np.argsort(values[there])
    cumulative = np.cumsum(n[there][order])
    return float(values[there][order][np.searchsorted(cumulative, share * cumulative[-1] - 1e-9)])


def usual(counts: risk.Risk, share: float) -> float | None:
    """The age by which `share` of those who go on do so (1: the longest of those seen); None when it cannot be told."""
    if share == 1:
        return quantile(counts.age, counts.gone_on, 1.0) if counts.gone_on.sum() >= risk.ENOUGH else None
    found = risk.quantile(counts, share)
    return None if isinstance(found, NotEnough) else found.value


def silences(table: Table, share: float) -> float | None:
    """The silence that `share` of those who ordered never exceeded before they did."""
    n = np.array(table["n"], dtype=np.int64)
    return quantile(np.array(table["gap_days"], dtype=float), n, share) if n.sum() >= risk.ENOUGH else None


def waited_beyond(counts: risk.Risk, age: float) -> float:
    """Days of waiting that were watched beyond that age, over all cases but those lost on a day that is not told."""
    after = risk.beyond(counts, age)
    return float(((after.leaving - after.undated) * (after.age - age)).sum() - (after.late * (after.age - age)).sum())


@dataclass(frozen=True, slots=True)
class Beyond:
    """What was seen beyond an age: `days` of waiting, `won` in them, and `due` at the pace of the slower half.

    `p`: the chance of so few, were they slow ones like the others. `needed`: the days of waiting, watched without a
    win, that would show that they are not; None where the pace is not known.
    """

    days: float
    won: int
    due: float
    p: float
    needed: float | None

    @property
    def is_dead(self) -> bool:
        """Whether so few won there that those who wait so long are no slow ones like the others."""
        return self.p <= SURE


def beyond(counts: risk.Risk, age: float) -> Beyond:
    """Wins beyond that age against those due at the pace of the slower half of those who won up to it.

    The pace is wins by days of waiting from the median age of the won to `age`. Where the living go on at it, each of
    the wins seen there falls beyond `age` with the chance that the days beyond have of all those days.
    Source: Przyborowski & Wilenski 1940, Biometrika 31:313-323 (two Poisson counts, one of them given their sum).
    """
    middle = quantile(counts.age, counts.gone_on, 0.5) or 0.0
    from_age = middle if middle < age else 0.0  # half or more took the longest: then the pace of all
    days = waited_beyond(counts, age)
    before = waited_beyond(counts, from_age) - days
    slower = int(counts.gone_on[(counts.age > from_age) & (counts.age <= age)].sum())
    won = int(counts.gone_on[counts.age > age].sum())
    if before <= 0 or not slower:
        return Beyond(days, won, 0.0, 1.0, None)
    p = float(bdtr(won, won + slower, days / (before + days)))
    return Beyond(days, won, slower * days / before, p, before * float(SURE ** (-1 / slower) - 1))


@dataclass(frozen=True, slots=True)
class Hidden:
    """How many dead may hide among the open: `n_long_ago` entered before the limit.

    `most`: of all open, at most so many are dead (95%), if the dead entered early or late as all others did.
    """

    n_long_ago: int
    most: int


def hidden(ask: Ask, found: Pile, age: float) -> Hidden:
    """The dead among the open, at most: the young ones cannot be told from the living, but those of old can.

    Each of the dead entered before the limit with the chance that all had; at most so many are there as would still
    leave no more beyond it than there are, once in twenty times.
    Source: Clopper & Pearson 1934, Biometrika 26, p. 404 (a tail inverted, one-sided; here for the number of trials).
    """
    until = ask.process.until.date()
    entered = [((until - r["starts_on"]).days, r["n"]) for r in ask("series", of="entered", period="day")]
    long_ago, everybody = sum(n for days, n in entered if days > age), sum(n for _, n in entered)
    n_old = found.older(age)
    dead = np.arange(n_old, max(found.total, n_old) + 1)
    chance = bdtr(n_old, dead, min(long_ago / everybody, 1.0) if everybody else 0.0)
    return Hidden(long_ago, int(dead[chance > HIDING][-1]))


def most_likely(counts: risk.Risk, age: float, days: int) -> float | None:
    """The chance of winning within so many `days`, at most, of one who has waited beyond `age` (95%, one-sided).

    None where somebody won beyond that age, or where too few days were watched beyond it to bound the chance.
    Source: Garwood 1936, Biometrika 28, p. 437 (exact bound of a Poisson mean of which none was seen).
    """
    from pyrometer.statistics import intervals

    exposure = waited_beyond(counts, age)
    won = int(risk.beyond(counts, age).gone_on.sum() - counts.gone_on[counts.age == age].sum())
    if exposure <= 0 or won:
        return None
    most = days * intervals.poisson_exact(0, exposure, level=0.9).high
    return -expm1(-most) if most <= 0.5 else None


def chances(found: Pile, counts: risk.Risk, limit: float) -> list[tuple[Any, ...]]:
    """The chance to go on yet, by how long one has waited already; the last row is of those beyond the limit."""
    ages = sorted({0.0, *(usual(counts, q) or 0.0 for q in (0.25, 0.5, 0.75, 0.9)), limit + 1})
    rows: list[tuple[Any, ...]] = []
    for low, high in zip(ages, (*ages[1:], None), strict=True):
        inside = (found.age >= low) & (found.age < (np.inf if high is None else high))
        after = risk.beyond(counts, low)
        chance = risk.yield_at(after, max(risk.last_age(after), low))
        n = int(found.n[inside].sum())
        if isinstance(chance, NotEnough):
            rows.append((low, high, n, None, None, None, after.n))
            continue
        doubt = chance.gone_on.interval
        rows.append((low, high, n, chance.gone_on.value, doubt.low, doubt.high, after.n))
    return rows


def bins(found: Pile, limit: float | None) -> list[dict[str, Any]]:
    """The pile by age in bins of a width that people think in, each with its part beyond the limit.

    The bins reach up to the limit, unless it is more than twice the oldest: the bars would stand in a corner.
    """
    oldest = int(found.age.max()) if len(found.age) else 0
    oldest = int(limit) if limit is not None and oldest < limit <= 2 * oldest else oldest
    width = next((w for w in NICE if oldest / w < MOST_BINS), 365 * (1 + oldest // (365 * MOST_BINS)))
    rows = []
    for low in range(0, oldest + 1, width):
        inside = (found.age >= low) & (found.age < low + width)
        hot = inside & (found.age > (np.inf if limit is None else limit))
        n, n_hot = int(found.n[inside].sum()), int(found.n[hot].sum())
        rows.append({"from_days": low, "to_days": low + width, "n": n, "n_too_long": n_hot})
    return rows
