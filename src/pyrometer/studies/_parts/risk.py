"""Risk: the counts of a risk table as arrays, and the cumulative incidence that follows from them."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

import numpy as np

from pyrometer.model.interval import Estimate, NotEnough
from pyrometer.model.table import Table
from pyrometer.statistics import survival

ENOUGH = 20  # under this many cases a share is refused and the cases themselves are shown (questions.md S3)
HORIZONS = (1.0, 7.0, 30.0, 90.0, 180.0, 365.0)  # days


@dataclass(frozen=True, slots=True)
class Risk:
    """Counts by age: who came under observation late, went on, stopped, and was still waiting at the end."""

    age: Any  # days, ascending
    late: Any
    gone_on: Any
    stopped: Any
    waiting: Any

    @property
    def n(self) -> int:
        """How many cases."""
        return int(self.gone_on.sum() + self.stopped.sum() + self.waiting.sum())


@dataclass(frozen=True, slots=True)
class Yield:
    """What became of those who entered, up to `age` days: shares with their doubt, and who still waits."""

    age: float
    gone_on: Estimate
    stopped: float
    waiting: float
    n_at_risk: int

    @property
    def ultimate(self) -> tuple[float, float]:
        """The share that goes on in the end: at least those who did, at most those who did and all who still wait."""
        return self.gone_on.value, min(1.0, self.gone_on.value + self.waiting)


def risk(table: Table) -> Risk:
    """The arrays of a risk table without groups."""
    return _arrays(list(table))


def by_group(table: Table) -> dict[str | None, Risk]:
    """The arrays of a risk table, group by group."""
    rows: dict[str | None, list[dict[str, Any]]] = {}
    for row in table:
        rows.setdefault(row["group"], []).append(row)
    return {group: _arrays(these) for group, these in rows.items()}


def _arrays(rows: Iterable[Mapping[str, Any]]) -> Risk:
    ordered = sorted(rows, key=lambda r: r["age_days"])
    counts = [np.array([r[c] for r in ordered], dtype=np.int64) for c in ("n_late", "n_gone_on", "n_stopped", "n_open")]
    return Risk(np.array([r["age_days"] for r in ordered], dtype=float), *counts)


def incidence(counts: Risk) -> survival.Incidence:
    """Cumulative incidence of going on and of stopping, each the rival of the other; who waits is censored."""
    exits = {"gone_on": counts.gone_on, "stopped": counts.stopped}
    return survival.incidence(counts.age, exits, counts.waiting, counts.late)


def beyond(counts: Risk, age: float) -> Risk:
    """Only those still waiting at `age` days: what becomes of them from there on."""
    kept = counts.age >= age
    return Risk(*(values[kept] for values in (counts.age, counts.late, counts.gone_on, counts.stopped, counts.waiting)))


def last_age(counts: Risk) -> float:
    """The last age at which anybody went on while enough were still watched; 0 when nobody ever did."""
    watched = at_risk(counts) >= ENOUGH
    ages = counts.age[(counts.gone_on > 0) & watched]
    return float(ages[-1]) if len(ages) else 0.0


def at_risk(counts: Risk) -> Any:
    """How many were watched and still waiting at the start of each age."""
    leaving = counts.gone_on + counts.stopped + counts.waiting
    to_come = np.append(np.cumsum(counts.late[::-1])[::-1][1:], 0)
    return np.cumsum(leaving[::-1])[::-1] - to_come


def yield_at(counts: Risk, age: float) -> Yield | NotEnough:
    """The yield by `age` days with its doubt, or what would be enough to tell it."""
    if counts.n < ENOUGH:
        return NotEnough(f"at least {ENOUGH} who reached it", str(counts.n))
    found = incidence(counts)
    gone_on = survival.at(found, "gone_on", age)
    if isinstance(gone_on, NotEnough):
        return gone_on
    i = int(np.searchsorted(found.age, age, side="right")) - 1
    watched = int(found.at_risk[i]) if i >= 0 else counts.n
    if i < 0:
        return Yield(age, gone_on, 0.0, 1.0, watched)
    return Yield(age, gone_on, float(found.cumulative["stopped"][i]), float(found.survival[i]), watched)
