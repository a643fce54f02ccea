"""The plant's clock: where its days begin, for instants that the ledger keeps in UTC."""

from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from pyrometer.model.offsets import Offsets, offset
from pyrometer.model.offsets import offsets as zone_offsets

EARLIEST = datetime(2000, 1, 1)  # where nobody says when records begin
BEYOND = timedelta(days=400)  # what falls due later is not due yet, whatever the clock will show then


@dataclass(frozen=True, slots=True)
class Clock:
    """A zone by its offsets from UTC: seconds, each valid before an instant of UTC; the last one has no end."""

    zone: str = "UTC"
    offsets: Offsets = ((None, 0),)


def clock(zone: str, since: datetime | None, until: datetime) -> Clock:
    """The clock of a zone for records between two instants: each change of its offset makes every query longer.

    Records before `since` are taken to have the offset of that day.
    """
    if zone == "UTC":
        return Clock()
    return Clock(zone, zone_offsets(zone, since or EARLIEST, until + BEYOND))


def midnight(day: date, clock: Clock) -> datetime:
    """The instant of UTC at which a local day begins."""
    return datetime.combine(day, time(), ZoneInfo(clock.zone)).astimezone(UTC).replace(tzinfo=None)


def to_local(instant: datetime, clock: Clock) -> datetime:
    """An instant of UTC as local time."""
    return instant + timedelta(seconds=offset(clock.zone, instant))


def to_utc(local: datetime, clock: Clock) -> datetime:
    """A local time as an instant of UTC; one that the clock showed twice is the earlier one."""
    return local.replace(tzinfo=ZoneInfo(clock.zone)).astimezone(UTC).replace(tzinfo=None)


def local_each(instant: Any, clock: Clock) -> Any:
    """`to_local` for an expression."""
    return _shifted(instant, [(at, seconds) for at, seconds in clock.offsets])


def utc_each(local: Any, clock: Clock) -> Any:
    """`to_utc` for an expression."""
    ends = [(None if at is None else at + timedelta(seconds=seconds), -seconds) for at, seconds in clock.offsets]
    return _shifted(local, ends)


def _shifted(instant: Any, offsets: list[tuple[datetime | None, int]]) -> Any:
    import ibis

    *changes, (_, last) = offsets
    if not changes:
        return instant + ibis.interval(seconds=last) if last else instant
    cases = [(instant < at, instant + ibis.interval(seconds=seconds)) for at, seconds in changes]
    return ibis.cases(*cases, else_=instant + ibis.interval(seconds=last))
