"""Cut history: do the records begin with an export, so that whoever was won or lost before is missing?"""

from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

import numpy as np
from scipy.special import pdtr

from pyrometer.model.process import Ask
from pyrometer.studies._parts import piles, risk, say

SURE = 7.0  # expected closes before the first one seen: by chance none of seven has a probability of e^-7 = .0009
LATELY = 56  # days before the last entry, over which the rate of entries is taken
RARE = 0.001  # the chance that steady entries look as if they faded
STOP_DAYS, STOP_ENTRIES = 7, 20.0  # a week, and so many entries to expect in it: by chance none has e^-20


@dataclass(frozen=True, slots=True)
class Cut:
    """From when wins and losses are recorded, and how many should have come before, had they been."""

    first_close: date
    first_entry: date
    n_before: int  # who entered before the first close
    expected: float  # closes to expect before it, given how fast cases close

    @property
    def sentence(self) -> str:
        """What it means, with the numbers."""
        return (
            f"The first win or loss is dated {say.day(self.first_close)}, but {say.plural(self.n_before, 'prospect')} "
            f"entered before, the first on {say.day(self.first_entry)}. At the usual speed about "
            f"{say.count(self.expected)} of them should have been won or lost by then; there are none. Earlier closes "
            f"are missing from the records: the history was cut at the start of the export."
        )


def cut(ask: Ask) -> Cut | None:
    """The cut of the history, or None when closes begin when they should, or a cut cannot be told.

    Expected are the closes of those who entered before the first close, each with the probability of being closed
    by then (Kaplan-Meier on all cases; the missing ones make it too small, so the test errs towards silence).
    """
    entries = _per_day(ask, "entered")
    closes = sorted(day for of in ("won", "lost") for day in _per_day(ask, of))
    if not entries or not closes:
        return None
    first = closes[0]
    before = {day: n for day, n in entries.items() if day < first}
    if not before:
        return None
    expected = _closed_by(ask, np.array([(first - day).days - 1 for day in before])) @ np.array(list(before.values()))
    if expected < SURE or ask.process.observed_from is not None:
        return None
    return Cut(first, min(before), sum(before.values()), float(expected))


@dataclass(frozen=True, slots=True)
class Stop:
    """The last day anybody entered, and how many should have entered since."""

    last_entry: date
    until: date
    expected: float

    @property
    def sentence(self) -> str:
        """What it means, with the numbers."""
        return (
            f"Nobody entered after {say.day(self.last_entry)}, though the records reach {say.day(self.until)} and "
            f"about {say.count(self.expected)} should have: the export holds only those who entered by then."
        )


def stop(ask: Ask) -> Stop | None:
    """Whether entries stop before the records do, as in exports of 'all that were created by a day'; else None."""
    entries = _per_day(ask, "entered")
    if not entries:
        return None
    last, until = max(entries), ask.process.until.date()
    gap = (until - last).days
    lately = sum(n for day, n in entries.items() if (last - day).days < LATELY)
    expected = lately / LATELY * gap
    if gap < STOP_DAYS or expected < STOP_ENTRIES or gap <= _fading(risk.risk(ask("risk-table"))):
        return None
    return Stop(last, until, expected)


def _fading(counts: risk.Risk) -> float:
    """Days before the end in which an export of closed cases alone fades away: 99% of them took less; 0 if any is open.

    A gap in entries longer than that is no fading: nobody was taken in.
    """
    ended = counts.gone_on + counts.stopped
    if not ended.any() or counts.censored.any():
        return 0.0
    return piles.quantile(counts.age, ended, 0.99) or 0.0


@dataclass(frozen=True, slots=True)
class Fade:
    """How few entered in the last `days`, beside the days before them, where nobody is open; complete until `whole_on`.

    An export of closed cases alone leaves out who entered lately and is not over yet: its entries fade away.
    """

    days: float
    lately: int
    before: float
    whole_on: date

    @property
    def sentence(self) -> str:
        """What it means, with the numbers."""
        length = say.days(self.days)
        return (
            f"Nobody is open, and in the last {length} {say.count(self.lately)} entered, where in {length} before it "
            f"was {say.count(self.before)}: the export seems to hold closed cases alone, and of the latest who entered "
            "only the quick ones. Its yields and lengths leave out who is still on the way."
        )


def fade(ask: Ask) -> Fade | None:
    """Whether entries fade away because only closed cases were exported; None where somebody is open, or none do.

    The time by which 85% of the closed are over, held against the two such stretches before it (Poisson).
    """
    counts = risk.risk(ask("risk-table"))
    nearly_all = _fading(counts)
    if not nearly_all:
        return None
    most = piles.quantile(counts.age, counts.gone_on + counts.stopped, 0.85) or 0.0
    window, until = max(most, 1.0), ask.process.until.date()
    ago = {(until - day).days: n for day, n in _per_day(ask, "entered").items()}
    lately, earlier = (sum(n for days, n in ago.items() if a <= days / window < b) for a, b in ((0, 1), (1, 3)))
    if not ago or max(ago) < 3 * window or pdtr(lately, earlier / 2) > RARE:
        return None
    return Fade(window, lately, earlier / 2, until - timedelta(days=int(np.ceil(nearly_all))))


def _per_day(ask: Ask, of: str) -> dict[date, int]:
    return {row["starts_on"]: row["n"] for row in ask("series", of=of, period="day") if row["n"]}


def _closed_by(ask: Ask, ages: Any) -> Any:
    """The share that is won or lost by each of those ages; 0 where nobody was watched."""
    counts = risk.risk(ask("risk-table"))
    if not counts.n:
        return np.zeros(len(ages))
    found = risk.incidence(counts)
    at = np.searchsorted(found.age, ages, side="right")
    return np.append(0.0, 1 - found.survival)[at]
