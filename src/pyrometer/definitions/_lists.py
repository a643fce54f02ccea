"""Lists of events inside one prospect's row: the k-th, the distinct, and the stretches they make."""

from dataclasses import dataclass
from typing import Any, Literal

from pyrometer.definitions._clock import Clock, local_each
from pyrometer.definitions._sheet import Sheet
from pyrometer.definitions._time import aged_each, earlier_each
from pyrometer.model.definition import Clause, Span


@dataclass(frozen=True, slots=True)
class Distinct:
    """What is counted instead of events: people, or days of the plant's clock."""

    kind: Literal["people", "days"]
    clock: Clock


def distinct(clause: Clause, clock: Clock) -> Distinct | None:
    """What a clause counts instead of events; None where it counts events."""
    return None if clause.distinct is None else Distinct(clause.distinct, clock)


def _is_people(distinct: Distinct | None) -> bool:
    return distinct is not None and distinct.kind == "people"


def in_order(sheet: Sheet, events: Any, keep: str) -> str:
    """A column with the events in order of time: bare times, unless persons are kept."""
    import ibis

    if keep == "h":
        return sheet.add("times", events.sort())
    if "p" not in keep:
        return sheet.add("times", events.map(lambda e: e.h).sort())
    return sheet.add("acts", events.map(lambda e: ibis.struct({"h": e.h, "p": e.p})).sort())


def kth(sheet: Sheet, events: str, distinct: Distinct | None, k: int) -> str:
    """A column with the time of the k-th event, new person or new day; null if there are fewer."""
    if distinct is None:
        return sheet.add("rise", sheet[events][k - 1])
    times, keys = _times(sheet, events, distinct), sheet.add("keys", _keys(sheet[events], distinct))
    new = sheet.add("new", sheet[times].filter(sheet.numbered(lambda t, i: sheet[keys].index(sheet[keys][i]) == i)))
    return sheet.add("rise", sheet[new][k - 1])


def _times(sheet: Sheet, events: str, distinct: Distinct | None) -> str:
    return sheet.add("times", sheet[events].map(lambda e: e.h)) if _is_people(distinct) else events


def _keys(events: Any, distinct: Distinct | None) -> Any:
    if _is_people(distinct):
        return events.map(lambda e: e.p)
    clock = Clock() if distinct is None else distinct.clock
    return events.map(lambda e: local_each(e, clock).truncate("D"))


def recent(sheet: Sheet, events: str, distinct: Distinct | None, between: tuple[Any, Any]) -> Any:
    """Who acted, or the days acted on, after the first and not later than the second instant."""
    after, until = between
    if _is_people(distinct):
        return _keys(sheet[events].filter(lambda e: (e.h > after) & (e.h <= until)), distinct)
    return _keys(sheet[events].filter(lambda e: (e > after) & (e <= until)), distinct)


def came_and_went(sheet: Sheet, events: str, distinct: Distinct | None, within: Span) -> tuple[str, str]:
    """Columns with the times of events, and with the times at which they are too old."""
    times = _times(sheet, events, distinct)
    return times, sheet.add("old", sheet[times].map(lambda e: aged_each(e, within)))


def if_enough(sheet: Sheet, events: str, k: int) -> str:
    """A column with the events where there are k or more of them, else with none: fewer can decide nothing."""
    return sheet.add("enough", sheet[events].filter(lambda e: sheet[events].length() >= k))


def starts(sheet: Sheet, times: str, k: int, within: Span) -> str:
    """A column with the instants at which k events have come to lie within the time looked back on.

    With e the ordered times, event i completes k of them if e[i-k+1] is younger than `within`; a stretch begins
    there unless the window before, of e[i-k] on, still holds.
    """
    e = sheet[times]

    def begins(t: Any, i: Any) -> Any:
        young = earlier_each(t, within)
        fresh = (i == k - 1) | (_back(e, i, k) <= young)
        return (i >= k - 1) & fresh if k == 1 else (i >= k - 1) & (_back(e, i, k - 1) > young) & fresh

    return sheet.add("starts", e.filter(sheet.numbered(begins)))


def _back(e: Any, i: Any, steps: int) -> Any:
    """The time `steps` events before the i-th; the first one where there is none."""
    return e[(i >= steps).ifelse(i - steps, 0)]


def ends(sheet: Sheet, times: str, k: int, within: Span) -> str:
    """A column with the instants at which fewer than k events lie within the time looked back on, after k did."""
    import ibis

    e = sheet[times]

    def over(t: Any, i: Any) -> Any:
        oldest = _back(e, i, k - 1)
        old = aged_each(oldest, within)
        held = (i >= k - 1) & (t < old)
        goes_on = (i + 1 < e.length()) & (e[(i + 1 < e.length()).ifelse(i + 1, i)] < old)
        return ibis.ifelse(held & ~goes_on, old, None)

    gone = sheet.add("gone", e.map(sheet.numbered(over)))
    return sheet.add("ends", sheet[gone].filter(lambda g: g.notnull()))


def turns(sheet: Sheet, done: str, undone: str) -> tuple[str, str]:
    """Columns with the instants at which something is done while it is not so, and undone while it is.

    `done` and `undone` are columns of ordered times. What is done and undone at one instant stays done.
    """
    import ibis

    def marked(times: str, mark: int) -> Any:
        return sheet[times].map(lambda t: ibis.struct({"h": t, "done": ibis.literal(mark, type="int8")}))

    both = sheet.add("both", marked(done, 1).concat(marked(undone, 0)).sort())
    e = sheet[both]

    def begins(t: Any, i: Any) -> Any:
        return (t.done == 1) & ((i == 0) | (_back(e, i, 1).done == 0))

    def is_over(t: Any, i: Any) -> Any:
        return (t.done == 0) & (i > 0) & (_back(e, i, 1).done == 1)

    found = (sheet.add(stem, e.filter(sheet.numbered(tell))) for stem, tell in (("begun", begins), ("over", is_over)))
    starts, ends = (sheet.add("at", sheet[name].map(lambda t: t.h)) for name in found)
    return starts, ends
