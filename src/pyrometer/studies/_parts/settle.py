"""Settling: from when on a count over time is comparable - not while the first who entered are still on their way."""

from collections.abc import Sequence
from datetime import date, timedelta
from typing import Any, Literal

import numpy as np

from pyrometer.model.process import Ask
from pyrometer.studies._parts import cut, piles, risk

MOST_OF = 0.9  # of those who get there, got there within that age; before it the count is still filling up


def settled_on(ask: Ask, of: str) -> date:
    """The first day on which a count of `of` ('entered', 'won', 'lost' or a milestone) is no longer filling up.

    Entries count from the first day. Of the others, 90% of those who get there must have had the time to; where
    history was cut, closes are complete from the first close on.
    """
    facts = ask.process
    begin = max(facts.since.date(), facts.observed_from or facts.since.date())
    if of == "entered" or of == facts.milestones[0]:
        return begin
    found = cut.cut(ask)
    if found is not None:
        return found.first_close
    if facts.observed_from is not None:
        return begin
    age = _age(ask, of)
    return begin if age is None else begin + timedelta(days=int(np.ceil(age)))


def _age(ask: Ask, of: str) -> float | None:
    counts, ends = getting_there(ask, of)
    return piles.quantile(counts.age, getattr(counts, ends), MOST_OF)


def getting_there(ask: Ask, of: str) -> tuple[risk.Risk, Literal["gone_on", "stopped"]]:
    """The counts by age since entry in which those who get to `of` ('won', 'lost' or a milestone) are one exit."""
    if of == "lost":
        return risk.risk(ask("risk-table")), "stopped"
    return risk.risk(ask("reaching", milestone="" if of == "won" else of)), "gone_on"


def kept(rows: Sequence[dict[str, Any]], since: date, count: Sequence[int], last: date | None) -> list[dict[str, Any]]:
    """The rows from `since` on, from the first in which anything happened, and none that begins near or after `last`.

    `last` is the last day anybody entered, where entries stop before the records do: what follows it fades away.
    """
    first = next((i for i, n in enumerate(count) if n), len(rows))
    if not rows:
        return []
    ends = [r["starts_on"] for r in rows[1:]] + [date.max]
    found = [
        (r, end) for i, (r, end) in enumerate(zip(rows, ends, strict=True)) if i >= first and r["starts_on"] >= since
    ]
    return [r for r, end in found if last is None or end <= last + timedelta(days=1)]


def last_day(ask: Ask, of: str = "won") -> date | None:
    """The last day on which a count of `of` is complete, where entries stop or fade before the records end; else None.

    Wins and losses of an export of closed cases alone are complete to the end; whoever else it holds is not.
    """
    found = cut.stop(ask)
    if found is not None:
        return found.last_entry
    faded = None if of in ("won", "lost", ask.process.won) else cut.fade(ask)
    return None if faded is None else faded.whole_on
