"""Offsets: how far a zone's local time lies from UTC, and when that changes."""

from datetime import UTC, datetime, timedelta
from functools import lru_cache
from zoneinfo import ZoneInfo

STEP = timedelta(days=1)  # no zone changes its offset twice within a day
Offsets = tuple[tuple[datetime | None, int], ...]


def offset(zone: str, at: datetime) -> int:
    """Seconds that local time is ahead of UTC at a naive UTC instant."""
    shift = at.replace(tzinfo=UTC).astimezone(ZoneInfo(zone)).utcoffset()
    return int(shift.total_seconds()) if shift else 0


@lru_cache(maxsize=64)
def offsets(zone: str, since: datetime, until: datetime) -> Offsets:
    """The zone's offsets between two naive UTC instants: (valid before this instant or None, seconds), in order."""
    found: list[tuple[datetime | None, int]] = []
    at = since.replace(microsecond=0)
    while at < until:
        after = at + STEP
        if offset(zone, at) != offset(zone, after):
            found.append((_change(zone, at, after), offset(zone, at)))
        at = after
    return (*found, (None, offset(zone, at)))


def _change(zone: str, before: datetime, after: datetime) -> datetime:
    """The instant, to the second, at which the offset becomes that of `after`."""
    low, high = 0, int((after - before).total_seconds())
    while high - low > 1:
        middle = (low + high) // 2
        same = offset(zone, before + timedelta(seconds=middle)) == offset(zone, before)
        low, high = (middle, high) if same else (low, middle)
    return before + timedelta(seconds=high)
