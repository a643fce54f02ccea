"""When they came and when it ended: which columns of a file of one row a prospect tell it."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

import pyarrow.compute as pc

from pyrometer.errors import SensorError
from pyrometer.sensors._columns import matches
from pyrometer.sensors._guess import days, over, roles
from pyrometer.sensors._guess.ends import Ends
from pyrometer.sensors._guess.load import Loaded
from pyrometer.sensors._guess.over import FILLED, STRAY
from pyrometer.sensors._guess.profile import Profile, Span, is_told
from pyrometer.sensors._guess.records import Answers
from pyrometer.sensors._guess.words import COLUMNS, ending, plain, rank
from pyrometer.sensors._rule import is_day

MOST_OFFERED = 4  # columns that a sentence offers
EARLIER = 0.95  # of the rows that have both have them in this order, where one time is before another
_FIRST = COLUMNS["entered"].index("first *")
_STAGE_MOVED = ("stage change", "stage update", "entered current stage", "stage entered")


def entered(loaded: Loaded, answers: Answers, end_at: Profile | None) -> Profile | None:
    """The column of when they came in: by its name, else the earliest one; never one that comes after the end."""
    if said := roles.answered(loaded, answers.time):
        return loaded.columns[said]
    if answers.time and is_day(answers.time):
        return one_day(loaded, answers.time)
    fit = [c for c in roles.times(loaded) if c is not end_at and not _is_after(loaded, c, end_at)]
    free = [c for c in fit if rank(c.name, "ended") is None]
    named = roles.by_rank(free, "entered")
    if named is not None:
        return named if rank(named.name, "entered") != _FIRST else _before(loaded, named, free, answers)
    ends_all = [c for c in fit if c not in free and c.filled_share > roles.MOST_ENDED and end_at is not None]
    often = [c for c in free if c.filled_share > 0.5]  # an end that all rows have ends nothing: an order, then paid
    return min([*ends_all, *often], key=lambda c: c.span.median if c.span else 0.0, default=None)


def _is_after(loaded: Loaded, column: Profile, end_at: Profile | None) -> bool:
    """Whether a time mostly comes after the end, so that nobody can have entered with it."""
    if end_at is None or end_at.name not in loaded.columns or not end_at.n_filled:
        return False
    first, then = (days.days(loaded, c) for c in (column, end_at))
    n_before, n_both = days.in_order(first, then) if first is not None and then is not None else (0, 0)
    return bool(n_both) and n_before < n_both / 2


def _before(loaded: Loaded, named: Profile, others: Sequence[Profile], answers: Answers) -> Profile:
    """The column of a first call or visit, unless another one is told of more rows and is never after it."""
    mine = days.days(loaded, named, answers)
    for column in others if mine is not None else ():
        theirs = days.days(loaded, column, answers) if column.n_filled > named.n_filled else None
        n_in_order, n_both = days.in_order(theirs, mine) if theirs is not None and mine is not None else (0, 0)
        if n_both and n_in_order >= EARLIER * n_both:
            return column
    return named


def ended(loaded: Loaded, answers: Answers, end: Ends | None) -> Profile | None:
    """The column of when it ended: filled where it is won or lost; where nothing is over yet, named so."""
    if said := roles.answered(loaded, answers.ended):
        return loaded.columns[said]
    fit = [c for c in _named(loaded) if c.name != answers.time]
    if end is None:
        named = (c for c in (*over.named(loaded, "won"), *fit) if c.span is not None and ending(c.name, "won"))
        return next((c for c in named if c.name != answers.time), None)
    closed = [where for where in (end.won, end.lost) if where and count(loaded, where)]
    for needed in (closed, closed[:1]):  # one column for both ends, else that of those won
        for column in fit:
            if all(_share_filled(loaded, column, where) > FILLED for where in needed):
                return column
    taken = [answers.time or ""]
    told = over.by_words(loaded, end, taken) or _only_where(loaded, end, closed[0], taken) if closed else None
    if told is not None:
        return told
    if answers.time and is_day(answers.time):
        return one_day(loaded, answers.time)
    moved = stage_moved(loaded)
    return moved if moved is not None and all(_share_filled(loaded, moved, w) > FILLED for w in closed) else None


def lost(loaded: Loaded, end: Ends | None, over_: Profile | None) -> Profile | None:
    """The column of when those were lost, where it is another than that of those won."""
    by_name = [c for c in (*_named(loaded), *over.named(loaded, "lost")) if c.span and ending(c.name, "lost")]
    if end is None and over_ is not None:  # without a stage a column of its own tells it, by its name
        return next((c for c in by_name if c is not over_), over_)
    if end is None or over_ is None or over_.name not in loaded.columns or not (end.lost and count(loaded, end.lost)):
        return over_
    spoken = [c for c in by_name if c is not over_ and _share_filled(loaded, c, end.lost) > FILLED]
    own = spoken[0] if spoken else _only_where(loaded, end, end.lost, [over_.name])
    if own is not None and over_.filled_share > FILLED:  # that of those won is told of the open ones too
        return own
    dated = [c for c in (over_, *_named(loaded)) if _share_filled(loaded, c, end.lost) > FILLED]
    return dated[0] if dated else own or over_


def any_end(loaded: Loaded, end: Ends) -> Mapping[str, tuple[str, ...]] | None:
    """The condition of rows that are over: those won, where there are none those lost; None where nothing is."""
    return next((where for where in (end.won, end.lost) if where and count(loaded, where)), None)


def count(loaded: Loaded, where: Mapping[str, tuple[str, ...]]) -> int:
    """How many rows there are on that condition."""
    return int(pc.sum(matches(loaded.table, where)).as_py() or 0)


def stage_moved(loaded: Loaded) -> Profile | None:
    """The column of when the stage was last changed."""
    moved = [c for c in loaded.columns.values() if any(word in plain(c.name) for word in _STAGE_MOVED)]
    return next((c for c in moved if c.kind == "time" and c.span is not None), None)


def refuse_timeless(loaded: Loaded, times: tuple[Profile | None, Profile | None], end: Ends | None) -> None:
    """Raise SensorError where no column tells when they came, or on which day those were won or lost who were."""
    if times == (None, None):
        raise SensorError(
            f"{loaded.path} has no column of times, so nothing can be told about how long or how many go on. "
            "Name one with --time COLUMN, or say one day for all with --time 2026-01-31."
        )
    closed = any_end(loaded, end) if end is not None and times[1] is None else None
    if closed:
        column, values = next(iter(closed.items()))
        said = f"{column} says '{values[0]}' in {count(loaded, closed):,} rows"
        raise SensorError(
            f"{loaded.path}: {said}, but no column says on which day. Name it with --ended "
            f"COLUMN; it may be that of --time, if the file knows but one day.{offered(loaded, closed)} "
            "Is it no sale: --won none."
        )


def one_day(loaded: Loaded, day: str) -> Profile:
    """A day that was said instead of a column: everything happened on it."""
    n = loaded.table.num_rows
    try:
        moment = datetime.fromisoformat(day)
    except ValueError:
        raise SensorError(f"--time {day}: there is no such day. Write it like 2026-01-31.") from None
    span = Span(moment, moment, is_day=True, offset_share=0.0, median=0.0)
    return Profile(day, n, n, 1, "time", {}, is_typed=False, span=span)


def offered(loaded: Loaded, where: Mapping[str, tuple[str, ...]]) -> str:
    """The columns of times that rows on that condition have, as the end of a sentence; empty where there is none."""
    found = [c.name for c in roles.times(loaded) if _share_filled(loaded, c, where) > FILLED][:MOST_OFFERED]
    return f" They have: {', '.join(found)}." if found else ""


def in_order(loaded: Loaded, first: Profile, last: Profile | None) -> str:
    """The evidence that one time is not after the other, in words."""
    if last is None or last.span is None:
        return str(first)
    if last.name not in loaded.columns or first.name not in loaded.columns:
        return "as you said"
    told = days.days(loaded, first), days.days(loaded, last)
    if told[0] is None or told[1] is None:
        return str(first)
    n_in_order, n_both = days.in_order(told[0], told[1])
    return f"{first}; not after {last.name} in {n_in_order:,} of {n_both:,} rows that have both"


def _named(loaded: Loaded) -> list[Profile]:
    """Columns named like an end, those that are still empty last."""
    named = [*roles.times(loaded), *(c for c in loaded.columns.values() if c.kind == "empty")]
    fit = [(c.kind == "empty", place, c) for c in named if (place := rank(c.name, "ended")) is not None]
    return [c for _, _, c in sorted(fit, key=lambda it: it[:2])]


def _only_where(
    loaded: Loaded, end: Ends, where: Mapping[str, tuple[str, ...]], taken: Sequence[str]
) -> Profile | None:
    """The one column of times that rows on that condition hold and open ones do not, whatever it is called."""
    over_ = [matches(loaded.table, w) for w in (end.won, end.lost) if w]
    rest = pc.invert(over_[0] if len(over_) == 1 else pc.or_(*over_))
    if not rest.true_count:
        rest = pc.invert(matches(loaded.table, where))
    found = [
        c
        for c in roles.times(loaded)
        if c.name not in taken and _share_filled(loaded, c, where) > FILLED and _share_of(loaded, c, rest) < STRAY
    ]
    return found[0] if len(found) == 1 and rest.true_count else None


def _share_of(loaded: Loaded, column: Profile, rows: Any) -> float:
    """The share of those rows that have this time."""
    n_both = pc.sum(pc.and_(rows, is_told(loaded.table, column))).as_py() or 0
    return float(n_both / max(rows.true_count, 1))


def _share_filled(loaded: Loaded, column: Profile, where: Mapping[str, tuple[str, ...]]) -> float:
    """The share of the rows on that condition that have this time."""
    return _share_of(loaded, column, matches(loaded.table, where))
