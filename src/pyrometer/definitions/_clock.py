"""The plant's clock: where its days begin, for instants that the ledger keeps in UTC."""

from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from functools import lru_cache
from typing import Any
from zoneinfo import ZoneInfo

STEP = timedelta(days=7)  # zones change their offset more rarely than this
EARLIEST = datetime(2000, 1, 1)  # records before are taken to have the offset of that day


@dataclass(frozen=True, slots=True)
class Clock:
    """A zone by its offsets from UTC: seconds, each valid before an instant of UTC; the last one has no end."""

    zone: str = "UTC"
    offsets: tuple[tuple[datetime | None, int], ...] = ((None, 0),)


def clock(zone: str, until: datetime) -> Clock:
    """The clock of a zone for instants up to some years after `until`."""
    return Clock() if zone == "UTC" else _clock(zone, until.year + 5)


@lru_cache(maxsize=16)
def _clock(zone: str, last_year: int) -> Clock:
    found: list[tuple[datetime | None, int]] = []
    at = EARLIEST
    while at.year <= last_year:
        after = at + STEP
        if _offset(zone, at) != _offset(zone, after):
            found.append((_change(zone, at, after), _offset(zone, at)))
        at = after
    return Clock(zone, (*found, (None, _offset(zone, at))))


def _offset(zone: str, at: datetime) -> int:
    shift = at.replace(tzinfo=UTC).astimezone(ZoneInfo(zone)).utcoffset()
    return int(shift.total_seconds()) if shift else 0


def _change(zone: str, before: datetime, after: datetime) -> datetime:
    low, high = 0, int((after - before).total_seconds())
    while high - low > 1:
        middle = (low + high) // 2
        same = _offset(zone, before + timedelta(seconds=middle)) == _offset(zone, before)
        low, high = (middle, high) if same else (low, middle)
    return before + timedelta(seconds=high)


def midnight(day: date, clock: Clock) -> datetime:
    """The instant of UTC at which a local day begins."""
    return datetime.combine(day, time(), ZoneInfo(clock.zone)).astimezone(UTC).replace(tzinfo=None)


def to_local(instant: datetime, clock: Clock) -> datetime:
    """An instant of UTC as local time."""
    return instant + timedelta(seconds=_offset(clock.zone, instant))


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
