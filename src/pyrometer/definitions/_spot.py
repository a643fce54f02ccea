"""A clause at its place: whose it is, the instants that bound it, and which events lie inside."""

from dataclasses import dataclass, replace
from datetime import date
from typing import Any

from pyrometer.definitions._sheet import START, TIME
from pyrometer.definitions._time import earlier_each, first_instant, later, later_each
from pyrometer.definitions._work import Context, Work
from pyrometer.model.definition import Clause, Outage, Span


@dataclass(frozen=True, slots=True)
class Spot:
    """A clause at its place: whose it is, by when facts must be known, when its sensors were dead.

    `lower` and `before` are the columns of the instants that since or after, and before, name; None where they
    name none. `undoing` is the clause that `until` names. `opens` and `closes` are the columns between which its window
    lies. `lasts`: it is a milestone's, which stays met even when the clause holds no more.
    """

    clause: Clause
    context: Context
    dead: tuple[Outage, ...] = ()
    lower: str | None = None
    before: str | None = None
    undoing: Clause | None = None
    opens: str | None = None
    closes: str | None = None
    lasts: bool = False


def bounded(work: Work, spot: Spot) -> Spot:
    """The spot with the columns of its window."""
    clause = spot.clause
    ends = []
    opens = spot.lower
    if opens is None and _counts_from_a_day(clause) and (clause.within or clause.within_of_start):
        opens = work.sheet.add("opens", literal(first_instant(clause, work.records.clock)))
    if clause.within is not None and opens is not None:
        ends.append(_window_end(work, spot, opens, clause.within))
    if clause.within_of_start is not None:
        opens = opens or START
        ends.append(later_each(work.sheet[START], clause.within_of_start, work.records.clock))
    closes = work.sheet.add("closes", _least(ends)) if ends else None
    return replace(spot, opens=opens, closes=closes)


def _window_end(work: Work, spot: Spot, opens: str, length: Span) -> Any:
    clock = work.records.clock
    first = first_instant(spot.clause, clock)
    if first is None:
        return later_each(work.sheet[opens], length, clock)
    return literal(later(first, length, clock))


def within_bounds(work: Work, spot: Spot, instant: Any) -> Any:
    """Does an event at `instant` lie where the clause counts? Bounds that are calendar days are dealt with before."""
    sheet, clause = work.sheet, spot.clause
    found = (instant <= sheet[spot.context.last]).fill_null(False)
    if spot.lower is not None:
        lower = sheet[spot.lower]
        found = found & ((instant > lower) if clause.after is not None else (instant >= lower)).fill_null(False)
    if spot.closes is not None:
        found = found & (instant <= sheet[spot.closes]).fill_null(False)
    if spot.before is not None:
        end = sheet[spot.before]
        looks_back = clause.within is not None and spot.lower is None and not _counts_from_a_day(clause)
        found = found & (instant < end).fill_null(not looks_back)
        if looks_back:
            found = found & (instant >= earlier_each(end, look_back(spot))).fill_null(False)
    return found


def _counts_from_a_day(clause: Clause) -> bool:
    return isinstance(clause.since or clause.after, date)


def look_back(spot: Spot) -> Span:
    """The length after `within`, where there is one."""
    assert spot.clause.within is not None
    return spot.clause.within


def literal(instant: Any) -> Any:
    """An instant as an expression."""
    import ibis

    return ibis.literal(instant).cast(TIME)


def _least(ends: list[Any]) -> Any:
    import ibis

    if len(ends) == 1:
        return ends[0]
    either_null = ends[0].isnull() | ends[1].isnull()
    return ibis.ifelse(either_null, None, ibis.least(*ends)).cast(TIME)
