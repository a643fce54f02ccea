"""When one clause about events holds: the k-th event, person or day, in its window; or a silence."""

from dataclasses import replace
from datetime import datetime
from typing import Any

from pyrometer.definitions import _lists
from pyrometer.definitions._moments import (
    CANNOT_TELL,
    MET,
    NOT_MET,
    TOO_EARLY,
    Moments,
    Points,
    Told,
    both,
    by,
    either,
    together,
    turned,
)
from pyrometer.definitions._sheet import START, TIME, Gathered, Sheet
from pyrometer.definitions._spot import Spot, literal, look_back, within_bounds
from pyrometer.definitions._time import calendar_bounds, earlier_each, first_instant
from pyrometer.definitions._work import Work, ingredient, is_rolling, is_simple, listed, wanted_count
from pyrometer.model.definition import Clause, Outage, Span

LONG_AGO = datetime(1900, 1, 1)  # before any record


def moments(work: Work, spot: Spot) -> Moments:
    """When an event clause holds."""
    clause = spot.clause
    if clause.silent_for is not None:
        return _silence(work, spot, clause.silent_for)
    if spot.undoing is not None:
        return _until(work, spot, spot.undoing)
    counted = _rolling(work, spot) if is_rolling(clause) else _counted(work, spot, _kth(work, spot))
    return turned(work.sheet, counted) if clause.at_most is not None else counted


def of_one_instant(work: Work, spot: Spot, instant: str) -> Moments:
    """When a clause holds whose only event happens at the instant in a column, if it lies within its bounds."""
    sheet = work.sheet
    lower, upper = calendar_bounds(spot.clause, work.records.clock)
    lies_inside = within_bounds(work, spot, sheet[instant])
    if lower is not None:
        lies_inside = lies_inside & (sheet[instant] >= literal(lower))
    if upper is not None:
        lies_inside = lies_inside & (sheet[instant] <= literal(upper))
    kept = sheet.add("kept", lies_inside.fill_null(False).ifelse(sheet[instant], None).cast(TIME))
    if not is_rolling(spot.clause):
        return _counted(work, spot, kept)
    listed = sheet.add("listed", _array(sheet[kept]).filter(lambda t: t.notnull()))
    return _in_turns(work, spot, listed, 1, look_back(spot))


def _array(*values: Any) -> Any:
    import ibis

    return ibis.array([v.cast(TIME) for v in values])


def _kth(work: Work, spot: Spot) -> str:
    """A column with the time of the event, person or day that decides the clause; null if there is none."""
    if is_simple(spot.clause) and not spot.context.name:
        first = work.sheet.gathered(ingredient(spot.clause, ""))
        if spot.closes is None and spot.before is None:
            return work.sheet.add("rise", first)
        return work.sheet.add("rise", within_bounds(work, spot, first).ifelse(first, None).cast(TIME))
    return _lists.kth(
        work.sheet, _events(work, spot), _lists.distinct(spot.clause, work.records.clock), wanted_count(spot.clause)
    )


def _events(work: Work, spot: Spot) -> str:
    """A column with the events that count, in order: times, or times with persons."""
    return _in_order(work, spot, ingredient(spot.clause, spot.context.name))


def _in_order(work: Work, spot: Spot, wanted: Gathered) -> str:
    found = work.sheet.gathered(wanted)
    last = work.sheet[spot.context.last]
    if wanted.keep == "h":
        kept = found.filter(lambda e: within_bounds(work, spot, e))
    else:
        kept = found.filter(lambda e: within_bounds(work, spot, e.h) & (e.k <= last if "k" in wanted.keep else True))
    return _lists.in_order(work.sheet, kept, wanted.keep)


def _counted(work: Work, spot: Spot, rise: str) -> Moments:
    """It holds from the deciding event on; certainly not before its window opens and after it has closed."""
    sheet = work.sheet

    def yes(t: Any) -> Any:
        return by(sheet, rise, t)

    def no(t: Any) -> Any:
        if spot.closes is None or spot.opens is None:
            return ~yes(t)
        return ~yes(t) & (~by(sheet, spot.opens, t) | by(sheet, spot.closes, t))

    windowed = spot.closes is not None
    edges = tuple(c for c in (spot.opens, spot.closes) if c is not None) if windowed else ()
    return Moments(
        yes=yes,
        no=no,
        code=lambda at: _told(work, spot, (yes, no), at),
        up=Points((rise, *edges[:1])),
        down=Points(edges[1:]),
        since=lambda at: rise,
        since_no=lambda at: _never_since(sheet, spot, at),
        first=rise,
        sharp=not windowed,
        blind=bool(spot.dead),
    )


def _never_since(sheet: Sheet, spot: Spot, at: str) -> str:
    """From when on it is certain at an instant that the deciding event did not come."""
    if spot.closes is None or spot.opens is None:
        return START
    was_open = (sheet[spot.opens] < sheet[spot.closes]).fill_null(False)
    closed = was_open & by(sheet, spot.closes, sheet[at])
    return sheet.add("since", closed.ifelse(sheet[spot.closes], sheet[START]).cast(TIME))


def _told(work: Work, spot: Spot, told: tuple[Told, Told], at: str, *, reach: Span | None = None) -> str:
    """The verdict at an instant: yes stands; else a sensor dead while evidence could come leaves it open.

    `told` are yes and no; `reach` is how far back from the instant evidence counts, where it does not count for ever.
    """
    import ibis

    t = work.sheet[at]
    yes, no = told
    found = ibis.ifelse(no(t), NOT_MET, TOO_EARLY)
    if spot.dead:
        blind = either([_hides(work, spot, outage, t, reach) for outage in spot.dead])
        found = ibis.ifelse(blind.fill_null(False), CANNOT_TELL, found)
    return work.sheet.add("code", ibis.ifelse(yes(t), MET, found).cast("int8"))


def _hides(work: Work, spot: Spot, outage: Outage, t: Any, reach: Span | None) -> Any:
    """Does the outage overlap the time in which evidence could come up to `t`? What is not known does not end it."""
    sheet = work.sheet
    parts = [literal(outage.since or LONG_AGO) < end for end in (t, *_columns(sheet, spot.closes, spot.before))]
    if outage.until is not None:
        begins = _columns(sheet, START, spot.lower, spot.opens)
        begins += [earlier_each(t, reach)] if reach is not None else []
        parts += [literal(outage.until) > begin for begin in begins]
    return both([part.fill_null(True) for part in parts])


def _columns(sheet: Sheet, *names: str | None) -> list[Any]:
    return [sheet[name] for name in names if name is not None]


def _rolling(work: Work, spot: Spot) -> Moments:
    """At least k within the time just passed."""
    events = _events(work, spot)
    if spot.clause.distinct is None:
        return _in_turns(work, spot, events, wanted_count(spot.clause), look_back(spot))
    return _in_turns_distinct(work, spot, events)


def _in_turns(work: Work, spot: Spot, times: str, k: int, within: Span) -> Moments:
    """Stretches that begin with the k-th event inside the time looked back on, and end as the events grow old."""
    starts = _lists.starts(work.sheet, times, k, within)
    ends = _lists.ends(work.sheet, times, k, within)
    return _in_stretches(work, spot, (starts, ends), within)


def _until(work: Work, spot: Spot, undoing: Clause) -> Moments:
    """From an event on until the next that undoes it."""
    done, undone = (_in_order(work, spot, listed(c, spot.context.name)) for c in (spot.clause, undoing))
    return _in_stretches(work, spot, _lists.turns(work.sheet, done, undone), None)


def _in_stretches(work: Work, spot: Spot, lists: tuple[str, str], within: Span | None) -> Moments:
    """Stretches of yes that begin and end in turns; `within` is how far back evidence counts, if not for ever."""
    sheet = work.sheet
    starts, ends = lists

    def yes(t: Any) -> Any:
        begun = sheet[starts].filter(lambda a: a <= t).length()
        over = sheet[ends].filter(lambda b: b <= t).length()
        return (begun > over).fill_null(False)

    found = _stretches(work, spot, yes, lists, within)

    def newest(lists: str, at: str, otherwise: str | None) -> str:
        begun = sheet[lists].filter(lambda a: a <= sheet[at]).maxs()
        return sheet.add("since", begun if otherwise is None else begun.fill_null(sheet[otherwise]))

    return replace(found, since=lambda at: newest(starts, at, None), since_no=lambda at: newest(ends, at, START))


def _in_turns_distinct(work: Work, spot: Spot, events: str) -> Moments:
    sheet, clause = work.sheet, spot.clause
    length, wanted = look_back(spot), wanted_count(clause)
    events = _lists.if_enough(sheet, events, wanted)
    times, old = _lists.came_and_went(sheet, events, _lists.distinct(clause, work.records.clock), length)

    def yes(t: Any) -> Any:
        recent = _lists.recent(sheet, events, _lists.distinct(clause, work.records.clock), (earlier_each(t, length), t))
        return (recent.unique().length() >= wanted).fill_null(False)

    return _stretches(work, spot, yes, (times, old), length)


def _stretches(work: Work, spot: Spot, yes: Told, lists: tuple[str, str], within: Span | None) -> Moments:
    """Stretches of yes. Only the time just passed counts, but for a milestone, which may have been met long ago."""
    reach = within if spot.clause.silent_for is not None or not spot.lasts else None

    def no(t: Any) -> Any:
        return ~yes(t)

    return Moments(
        yes=yes,
        no=no,
        code=lambda at: _told(work, spot, (yes, no), at, reach=reach),
        up=Points(lists=lists[:1]),
        down=Points(lists=lists[1:]),
        blind=bool(spot.dead),
    )


def _silence(work: Work, spot: Spot, silent_for: Span) -> Moments:
    """No event for that long, counted from the last one, or from where the clause begins to count."""
    sheet = work.sheet
    first = first_instant(spot.clause, work.records.clock)
    base = spot.lower or (START if first is None else sheet.add("base", literal(first)))
    begun = _array(sheet[base]).filter(lambda b: b <= sheet[spot.context.last])
    acts = sheet.add("acts", begun.concat(sheet[_events(work, spot)]))
    silent = turned(sheet, _in_turns(work, spot, _lists.in_order(sheet, sheet[acts], "h"), 1, silent_for))

    def code(at: str) -> str:
        found = sheet[silent.code(at)]
        return sheet.add("code", by(sheet, base, sheet[at]).ifelse(found, NOT_MET).cast("int8"))

    return Moments(
        yes=lambda t: by(sheet, base, t) & silent.yes(t),
        no=lambda t: ~by(sheet, base, t) | silent.no(t),
        code=code,
        up=silent.up,
        down=together([silent.down, Points((base,))]),
        since=silent.since,
        blind=silent.blind,
    )
