"""Adding lengths of time: seconds as they are, working days over weekends; for one instant and for a column."""

from datetime import date, datetime, time, timedelta
from typing import Any

from pyrometer.definitions._clock import Clock, local_each, midnight, to_local, to_utc, utc_each
from pyrometer.model.definition import Clause, Span

DAY = timedelta(days=1)
SATURDAY = 5


def later(instant: datetime, span: Span, clock: Clock) -> datetime:
    """The instant `span` later. A working day begun on a weekend begins on Monday; holidays are not known."""
    if not span.working_days:
        return instant + timedelta(seconds=span.seconds)
    local = to_local(instant, clock)
    if local.weekday() >= SATURDAY:
        local = datetime.combine(local.date(), time()) + DAY * (7 - local.weekday())
    weekends = (local.weekday() + span.working_days) // 5
    return to_utc(local + DAY * (span.working_days + 2 * weekends), clock)


def later_each(instant: Any, span: Span, clock: Clock) -> Any:
    """`later` for an expression."""
    import ibis

    if not span.working_days:
        return instant + ibis.interval(seconds=span.seconds)
    local = local_each(instant, clock)
    weekday = local.day_of_week.index().cast("int64")
    monday = local.truncate("D") + (7 - weekday).as_interval("D")
    begun = ibis.ifelse(weekday >= SATURDAY, monday, local)
    day = ibis.ifelse(weekday >= SATURDAY, 0, weekday)
    return utc_each(begun + (span.working_days + 2 * ((day + span.working_days) // 5)).as_interval("D"), clock)


def aged_each(instant: Any, span: Span) -> Any:
    """The instant at which something of `instant` is too old to lie in the last `span` (no working days)."""
    import ibis

    return instant + ibis.interval(seconds=span.seconds)


def earlier_each(instant: Any, span: Span) -> Any:
    """The instant `span` (never working days: the parser refuses them) before an expression."""
    import ibis

    return instant - ibis.interval(seconds=span.seconds)


def first_instant(clause: Clause, clock: Clock) -> datetime | None:
    """Where a clause that counts from a day of the calendar begins: `since` at its start, `after` at its end."""
    if isinstance(clause.since, date):
        return midnight(clause.since, clock)
    if isinstance(clause.after, date):
        return midnight(clause.after + DAY, clock)
    return None


def calendar_bounds(clause: Clause, clock: Clock) -> tuple[datetime | None, datetime | None]:
    """First and last instant that count, as far as days of the calendar decide them."""
    lower = first_instant(clause, clock)
    upper = later(lower, clause.within, clock) if lower is not None and clause.within is not None else None
    if isinstance(clause.before, date):
        end = midnight(clause.before, clock)
        upper = end - datetime.resolution if upper is None else min(upper, end - datetime.resolution)
        if clause.within is not None and clause.since is None and clause.after is None:
            lower = end - timedelta(seconds=clause.within.seconds)
    return lower, upper
