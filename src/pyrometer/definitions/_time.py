"""Adding lengths of time: seconds as they are, working days over weekends; for one instant and for a column."""

from datetime import date, datetime, time, timedelta
from typing import Any

from pyrometer.model.definition import Clause, Span

DAY = timedelta(days=1)
SATURDAY = 5


def later(instant: datetime, span: Span) -> datetime:
    """The instant `span` later. A working day begun on a weekend begins on Monday; holidays are not known."""
    if not span.working_days:
        return instant + timedelta(seconds=span.seconds)
    if instant.weekday() >= SATURDAY:
        instant = datetime.combine(instant.date(), time()) + DAY * (7 - instant.weekday())
    weekends = (instant.weekday() + span.working_days) // 5
    return instant + DAY * (span.working_days + 2 * weekends)


def later_each(instant: Any, span: Span) -> Any:
    """`later` for an expression."""
    import ibis

    if not span.working_days:
        return instant + ibis.interval(seconds=span.seconds)
    weekday = instant.day_of_week.index().cast("int64")
    monday = instant.truncate("D") + (7 - weekday).as_interval("D")
    begun = ibis.ifelse(weekday >= SATURDAY, monday, instant)
    day = ibis.ifelse(weekday >= SATURDAY, 0, weekday)
    return begun + (span.working_days + 2 * ((day + span.working_days) // 5)).as_interval("D")


def earlier_each(instant: Any, span: Span) -> Any:
    """The instant `span` (never working days: the parser refuses them) before an expression."""
    import ibis

    return instant - ibis.interval(seconds=span.seconds)


def first_instant(clause: Clause) -> datetime | None:
    """Where a clause that counts from a day of the calendar begins: `since` at its start, `after` at its end."""
    if isinstance(clause.since, date):
        return datetime.combine(clause.since, time())
    if isinstance(clause.after, date):
        return datetime.combine(clause.after, time()) + DAY
    return None


def calendar_bounds(clause: Clause) -> tuple[datetime | None, datetime | None]:
    """First and last instant that count, as far as days of the calendar decide them."""
    lower = first_instant(clause)
    upper = later(lower, clause.within) if lower is not None and clause.within is not None else None
    if isinstance(clause.before, date):
        end = datetime.combine(clause.before, time())
        upper = end - datetime.resolution if upper is None else min(upper, end - datetime.resolution)
        if clause.within is not None and clause.since is None and clause.after is None:
            lower = end - timedelta(seconds=clause.within.seconds)
    return lower, upper
