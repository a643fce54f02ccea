"""Groups: cases by seller, whether they can be compared at all, and what the comparison says of each."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import numpy as np

from pyrometer.model.interval import NotEnough
from pyrometer.model.table import Table
from pyrometer.statistics import compare
from pyrometer.studies._parts import risk, say

ANY = 0.05  # the chance that any of equal groups is called special
ANOM_UP_TO = 50  # groups; beyond it a funnel plot (statistics.md 4c)
FEWEST = 20  # closed cases in all
FAR = 1.96  # the deviate of a group that stays special when something is allowed for
AGES, OF_AN_AGE = 10, 20  # at most so many ages at closing, of so many closed cases each


@dataclass(frozen=True, slots=True)
class Groups:
    """Counts by group, the largest first; `apart` are the counts of the cases that name no group."""

    names: tuple[str, ...]
    entered: Any
    won: Any
    lost: Any
    waiting: Any
    apart: Mapping[str, int]

    @property
    def closed(self) -> Any:
        """Won and lost by group."""
        return self.won + self.lost


@dataclass(frozen=True, slots=True)
class Compared:
    """Groups held against the whole: shares of the closed with limits, and wins over those expected."""

    groups: Groups
    value: Any
    lower: Any
    upper: Any
    outside: Any  # -1, 0, 1 by the limits
    centre: float
    p: float  # equal groups would differ as much; where the plain one is small, at like ages if that is larger
    p_extreme: float | None  # the most extreme of equal groups would lie as far out
    how: str
    expected: Any
    ratio: Any
    ratio_low: Any
    ratio_high: Any
    z: Any
    p_plain: float  # by the shares of the closed alone, whenever they closed
    z_alike: Any  # the deviate of the share won of what closes at like ages
    p_ratio: float | None  # equal groups would differ as much in pace; of more than 50 small ones not known
    shrunken: compare.Shrunken
    phi: float
    tau: float
    visible: compare.Visible | NotEnough

    @property
    def special(self) -> Any:
        """-1, 0, 1 by group: outside the limits, and on the same side with the open ones counted and at like ages."""
        far = [self.outside * z > FAR for z in (self.z, self.z_alike)]
        return np.where(far[0] & far[1], self.outside, 0)

    @property
    def too_few(self) -> Any:
        """Groups so small that nothing they could have done would have shown."""
        return (self.lower <= 0) & (self.upper >= 1)

    @property
    def is_blind(self) -> bool:
        """Whether no group could have shown any difference, and all of them together show none."""
        return bool(self.too_few.all()) and isinstance(self.visible, NotEnough) and self.p >= ANY


def read(table: Table) -> Groups:
    """The groups of the measure of that name, those without a name kept apart."""
    rows = sorted((r for r in table if r["group"] is not None), key=lambda r: (-r["n_entered"], r["group"]))
    unnamed = [r for r in table if r["group"] is None]
    columns = ("n_entered", "n_won", "n_lost", "n_open")
    entered, won, lost, waiting = (np.array([r[c] for r in rows], dtype=np.int64) for c in columns)
    apart = {c: sum(r[c] for r in unnamed) for c in columns}
    return Groups(tuple(r["group"] for r in rows), entered, won, lost, waiting, apart)


def refusal(groups: Groups) -> NotEnough | None:
    """Why these groups cannot be compared, or None when they can."""
    won, rest = _named_shares(groups)
    if groups.names and won is not None and rest is not None and rest < won / 2:
        return NotEnough(
            "the seller on every prospect, whatever became of it",
            f"a seller on {say.percent(won)} of the won but on {say.percent(rest)} of the others, so that nobody's "
            "losses are known",
        )
    if len(groups.names) < 2:
        return NotEnough("at least two sellers", say.small(len(groups.names)))
    if not groups.lost.sum():
        return NotEnough("losses that are marked", "none: without them a share of the closed is always 100%")
    if not groups.won.sum():
        return NotEnough("wins", "none: without them everybody's share of the closed is 0%")
    if groups.closed.sum() < FEWEST:
        return NotEnough(f"at least {FEWEST} won or lost", str(int(groups.closed.sum())))
    return None


def _named_shares(groups: Groups) -> tuple[float | None, float | None]:
    """The share of the won, and of all others, that names a group."""
    won = int(groups.won.sum())
    rest = int((groups.lost + groups.waiting).sum())
    all_won = won + groups.apart["n_won"]
    all_rest = rest + groups.apart["n_lost"] + groups.apart["n_open"]
    return (won / all_won if all_won else None), (rest / all_rest if all_rest else None)


def compared(groups: Groups, tables: Mapping[str | None, risk.Risk]) -> Compared:
    """The comparison of all groups with at least one closed case; `tables` are their risk tables."""
    kept = groups.closed > 0
    names = tuple(n for n, k in zip(groups.names, kept, strict=True) if k)
    entered, won, lost, waiting = (c[kept] for c in (groups.entered, groups.won, groups.lost, groups.waiting))
    these = Groups(names, entered, won, lost, waiting, groups.apart)
    k, n = these.won, these.closed
    limits = _anom(k, n) if len(n) <= ANOM_UP_TO else _funnel(k, n)
    p, alike = compare.homogeneity(k, n), _alike(names, tables)
    paced = compare.standardise({g: _table(tables[g]) for g in names})
    spread = compare.dispersion(k, n)
    shrunken = compare.shrink(k, n)
    return Compared(
        groups=these,
        value=k / n,
        **limits,
        p=max(p, alike.p) if p < ANY and len(n) <= ANOM_UP_TO else p,
        p_plain=p,
        z_alike=alike.z,
        expected=paced.expected,
        ratio=paced.ratio,
        ratio_low=paced.low,
        ratio_high=paced.high,
        z=paced.z,
        p_ratio=paced.p if len(n) <= ANOM_UP_TO else None,
        shrunken=shrunken,
        phi=spread.phi,
        tau=shrunken.tau,
        visible=_visible(k, n),
    )


def _visible(k: Any, n: Any) -> compare.Visible | NotEnough:
    """What a usual group would have had to differ by, or how many cases it would take for any difference to be seen.

    The usual one is the middle one of those there are; of two the smaller.
    """
    rate = float(np.clip(k.sum() / n.sum(), 1e-6, 1 - 1e-6))
    size = float(np.quantile(n, 0.5, method="lower"))
    found = compare.power_to_see(n, rate, size=size)
    if not isinstance(found, NotEnough):
        return found
    enough = next((m for m in range(int(size) + 1, 1000) if _shows(np.maximum(n, m), rate, float(m))), None)
    more = "more closed cases of a usual group" if enough is None else f"about {enough} closed cases of a usual group"
    return NotEnough(more, f"{size:g}")


def _shows(n: Any, rate: float, size: float) -> bool:
    return not isinstance(compare.power_to_see(n, rate, size=size), NotEnough)


def _alike(names: tuple[str, ...], tables: Mapping[str | None, risk.Risk]) -> compare.Standardised:
    """Wins of the closed against those expected at their ages when they closed.

    Where wins come sooner than losses, a group that began late has closed more wins so far, though it is like the
    others; among cases closed at one age it is not, however long each was watched.
    Source: Mantel & Haenszel 1959, J. Natl. Cancer Inst. 22:719-748; Mantel 1966 for several groups.
    """
    ended = [(tables[name].age, tables[name].gone_on, tables[name].stopped) for name in names]
    ages = np.concatenate([np.repeat(age, won + lost) for age, won, lost in ended])
    cells = int(np.clip(len(ages) // OF_AN_AGE, 1, AGES))
    edges = np.unique(np.quantile(ages, np.arange(1, cells) / cells, method="higher"))
    won, closed = (np.zeros((len(names), len(edges) + 1)) for _ in range(2))
    for i, (age, wins, losses) in enumerate(ended):
        place = np.searchsorted(edges, age, side="left")
        np.add.at(won[i], place, wins)
        np.add.at(closed[i], place, wins + losses)
    return compare.standardise_cells(names, closed, won)


def _table(counts: risk.Risk) -> compare.RiskTable:
    return compare.RiskTable(counts.age, counts.gone_on, counts.leaving - counts.gone_on, counts.late)


def _anom(k: Any, n: Any) -> dict[str, Any]:
    found = compare.anom_binomial(k, n)
    bounds = {"lower": found.lower, "upper": found.upper, "outside": found.outside}
    return {**bounds, "centre": found.centre, "p_extreme": found.p, "how": found.method}


def _funnel(k: Any, n: Any) -> dict[str, Any]:
    widest = 1 - ANY / len(n)  # as wide as for all groups at once: 99.8% would call 6 of 3,000 equal ones special
    found = compare.funnel_plot(k, n, levels=(widest,))
    bounds = {"lower": found.lower[widest], "upper": found.upper[widest], "outside": found.outside}
    return {**bounds, "centre": found.target, "p_extreme": None, "how": f"funnel plot, {found.method}"}
