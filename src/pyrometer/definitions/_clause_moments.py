"""When one clause about events holds: the k-th event, person or day, in its window; or a silence."""

from dataclasses import dataclass
from typing import Any

from pyrometer.definitions import _lists
from pyrometer.definitions._moments import CANNOT_TELL, MET, NOT_MET, TOO_EARLY, Moments, by, either, turned
from pyrometer.definitions._sheet import START, TIME
from pyrometer.definitions._time import earlier_each, first_instant, later, later_each
from pyrometer.definitions._work import Context, Work, ingredient, is_rolling, is_simple, wanted_count
from pyrometer.model.definition import Clause, Span


@dataclass(frozen=True, slots=True)
class Spot:
    """A clause at its place: whose it is, by when facts must be known, since when its sensors are dead.

    `lower` and `before` are the columns of the instants that since or after, and before, name; None where they
    name none. `opens` and `closes` are the columns between which its window lies.
    """

    clause: Clause
    context: Context
    dead_at: Any = None
    lower: str | None = None
    before: str | None = None
    opens: str | None = None
    closes: str | None = None


def moments(work: Work, spot: Spot) -> Moments:
    """When an event clause holds."""
    clause = spot.clause
    if clause.silent_for is not None:
        return _silence(work, spot, clause.silent_for)
    counted = _rolling(work, spot) if is_rolling(clause) else _counted(work, spot, _kth(work, spot))
    return turned(work.sheet, counted) if clause.at_most is not None else counted


def of_one_instant(work: Work, spot: Spot, instant: str) -> Moments:
    """When a clause holds whose only event happens at the instant in a column, if it lies within its bounds."""
    sheet = work.sheet
    kept = sheet.add("kept", within_bounds(work, spot, sheet[instant]).ifelse(sheet[instant], None).cast(TIME))
    if not is_rolling(spot.clause):
        return _counted(work, spot, kept)
    listed = sheet.add("listed", _array(sheet[kept]).filter(lambda t: t.notnull()))
    return _in_turns(work, spot, listed, 1, _within(spot))


def bounded(work: Work, spot: Spot) -> Spot:
    """The spot with the columns of its window."""
    clause = spot.clause
    ends = []
    opens = spot.lower
    if clause.within is not None and (clause.since is not None or clause.after is not None):
        if opens is None:
            opens = work.sheet.add("opens", _literal(first_instant(clause)))
        ends.append(_window_end(work, spot, opens, clause.within))
    if clause.within_of_start is not None:
        opens = opens or START
        ends.append(later_each(work.sheet[START], clause.within_of_start))
    closes = work.sheet.add("closes", _least(ends)) if ends else None
    return Spot(clause, spot.context, spot.dead_at, spot.lower, spot.before, opens, closes)


def _window_end(work: Work, spot: Spot, opens: str, within: Span) -> Any:
    first = first_instant(spot.clause)
    return later_each(work.sheet[opens], within) if first is None else _literal(later(first, within))


def _literal(instant: Any) -> Any:
    import ibis

    return ibis.literal(instant).cast(TIME)


def _least(ends: list[Any]) -> Any:
    import ibis

    if len(ends) == 1:
        return ends[0]
    either_null = ends[0].isnull() | ends[1].isnull()
    return ibis.ifelse(either_null, None, ibis.least(*ends)).cast(TIME)


def _array(*values: Any) -> Any:
    import ibis

    return ibis.array([v.cast(TIME) for v in values])


def _within(spot: Spot) -> Span:
    assert spot.clause.within is not None
    return spot.clause.within


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
        looks_back = clause.within is not None and spot.lower is None and first_instant(clause) is None
        found = found & (instant < end).fill_null(not looks_back)
        if looks_back:
            found = found & (instant >= earlier_each(end, _within(spot))).fill_null(False)
    return found


def _kth(work: Work, spot: Spot) -> str:
    """A column with the time of the event, person or day that decides the clause; null if there is none."""
    if is_simple(spot.clause) and not spot.context.name:
        first = work.sheet.gathered(ingredient(spot.clause, ""))
        if spot.closes is None and spot.before is None:
            return work.sheet.add("rise", first)
        return work.sheet.add("rise", within_bounds(work, spot, first).ifelse(first, None).cast(TIME))
    return _lists.kth(work.sheet, _events(work, spot), spot.clause.distinct, wanted_count(spot.clause))


def _events(work: Work, spot: Spot) -> str:
    """A column with the events that count, in order: times, or times with persons."""
    wanted = ingredient(spot.clause, spot.context.name)
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
    extra = tuple(c for c in (spot.opens, spot.closes) if c is not None) if windowed else ()
    return Moments(
        yes=yes,
        no=no,
        code=lambda at: _told(work, spot, yes, no, at),
        changes=(rise, *extra),
        first=rise,
        sharp=not windowed,
        blind=spot.dead_at is not None,
    )


def _told(work: Work, spot: Spot, yes: Any, no: Any, at: str) -> str:
    """The verdict at an instant: yes stands; else a sensor dead before the evidence was complete leaves it open."""
    import ibis

    t = work.sheet[at]
    found = ibis.ifelse(no(t), NOT_MET, TOO_EARLY)
    if spot.dead_at is not None:
        ends = [_literal(spot.dead_at) < work.sheet[c] for c in (spot.closes, spot.before) if c is not None]
        blind = (_literal(spot.dead_at) < t) & ~either([(~e).fill_null(False) for e in ends])
        found = ibis.ifelse(blind.fill_null(False), CANNOT_TELL, found)
    return work.sheet.add("code", ibis.ifelse(yes(t), MET, found).cast("int8"))


def _rolling(work: Work, spot: Spot) -> Moments:
    """At least k within the time just passed."""
    events = _events(work, spot)
    if spot.clause.distinct is None:
        return _in_turns(work, spot, events, wanted_count(spot.clause), _within(spot))
    return _in_turns_distinct(work, spot, events)


def _in_turns(work: Work, spot: Spot, times: str, k: int, within: Span) -> Moments:
    """Stretches that begin with the k-th event inside the time looked back on, and end as the events grow old."""
    sheet = work.sheet
    starts = _lists.starts(sheet, times, k, within)
    ends = _lists.ends(sheet, times, k, within)

    def yes(t: Any) -> Any:
        begun = sheet[starts].filter(lambda a: a <= t).length()
        over = sheet[ends].filter(lambda b: b <= t).length()
        return (begun > over).fill_null(False)

    return _stretches(work, spot, yes, (starts, ends))


def _in_turns_distinct(work: Work, spot: Spot, events: str) -> Moments:
    sheet, clause = work.sheet, spot.clause
    within, wanted = _within(spot), wanted_count(clause)
    times, old = _lists.came_and_went(sheet, events, clause.distinct, within)

    def yes(t: Any) -> Any:
        recent = _lists.recent(sheet, events, clause.distinct, (earlier_each(t, within), t))
        return (recent.unique().length() >= wanted).fill_null(False)

    return _stretches(work, spot, yes, (times, old))


def _stretches(work: Work, spot: Spot, yes: Any, lists: tuple[str, ...]) -> Moments:
    def no(t: Any) -> Any:
        return ~yes(t)

    return Moments(
        yes=yes,
        no=no,
        code=lambda at: _told(work, spot, yes, no, at),
        changes=(),
        lists=lists,
        blind=spot.dead_at is not None,
    )


def _silence(work: Work, spot: Spot, silent_for: Span) -> Moments:
    """No event for that long, counted from the last one, or from where the clause begins to count."""
    sheet = work.sheet
    first = first_instant(spot.clause)
    base = spot.lower or (START if first is None else sheet.add("base", _literal(first)))
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
        changes=(base,),
        lists=silent.lists,
        blind=silent.blind,
    )
