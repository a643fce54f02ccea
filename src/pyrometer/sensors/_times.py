"""Times read as instants of UTC or as days: order of day and month proved, zones and clock changes by one rule."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from pyrometer.errors import Ambiguous
from pyrometer.sensors._config import Order
from pyrometer.sensors._shapes import NO_TIME, NO_ZONE, Parts, parts

DAY = 86_400_000_000  # microseconds
FIRST_YEAR, LAST_YEAR = 1971, 2100  # 1900, 1970-01-01 and 9999 stand for 'unknown' or 'never' in exports
_EPOCH = np.datetime64("1970-01-01", "D")
_MONTH_DAYS = np.array([0, 31, 29, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31, 0])


@dataclass(frozen=True, slots=True)
class Orders:
    """What a column shows about day and month: how many values prove each order, how many would differ."""

    n_day_first: int = 0
    n_month_first: int = 0
    n_either: int = 0
    example: str = ""

    def __add__(self, other: "Orders") -> "Orders":
        """Evidence of two stretches of one column."""
        return Orders(
            self.n_day_first + other.n_day_first,
            self.n_month_first + other.n_month_first,
            self.n_either + other.n_either,
            self.example or other.example,
        )


@dataclass(frozen=True, slots=True)
class Times:
    """A column of times. `utc` int64 microseconds; the rest are masks over the rows."""

    utc: Any
    is_day: Any
    is_good: Any  # neither empty nor unreadable
    is_absurd: Any  # a real date, but outside 1971-2100
    is_ambiguous: Any  # a local time that the clock showed twice
    is_nonexistent: Any  # a local time that the clock jumped over

    def take(self, rows: Any) -> "Times":
        """The times at those positions."""
        return Times(*(getattr(self, name)[rows] for name in self.__slots__))


def orders(column: Any) -> Orders:
    """The evidence for the order of day and month in a text column (an Arrow string array)."""
    words = pc.unique(column.drop_null())
    found = parts(words)
    first, second = found.day, found.month
    is_open = found.is_good & found.is_open
    doubt = is_open & (first <= 12) & (second <= 12) & (first != second)
    return Orders(
        n_day_first=int((is_open & (first > 12) & (second <= 12)).sum()),
        n_month_first=int((is_open & (second > 12) & (first <= 12)).sum()),
        n_either=int(doubt.sum()),
        example=words[int(np.argmax(doubt))].as_py() if doubt.any() else "",
    )


def proved(found: Orders, column: str) -> Order:
    """The order of day and month that the evidence proves; raises Ambiguous naming what decides."""
    if found.n_day_first and found.n_month_first:
        raise Ambiguous(
            f"Column '{column}' writes some dates day first ({found.n_day_first} values) and others month first "
            f"({found.n_month_first}). Mend the file, or decide with {_way_out(column)}",
            "day_first",
        )
    if found.n_either and not found.n_day_first and not found.n_month_first:
        raise Ambiguous(
            f"Column '{column}': '{found.example}' may be day first or month first, and no value decides. "
            f"Decide with {_way_out(column)}",
            "day_first",
        )
    return "month-first" if found.n_month_first else "day-first"


def _way_out(column: str) -> str:
    return (
        f'fields = {{ "{column}" = "time day-first" }} or "time month-first" in the sensor file '
        "(--day-first or --no-day-first)."
    )


def times(column: Any, zone: ZoneInfo, *, order: Order, is_date: bool) -> Times:
    """The instants of an Arrow column: text, date, timestamp or numbers since 1970.

    A time without offset is local to `zone`. Where the clock showed it twice or never, it is read with the offset
    that held before the change. A day begins at local midnight of `zone`. With `is_date` only the day as written
    counts: neither its clock nor its offset moves it.
    """
    kind = column.type
    if pa.types.is_string(kind):
        return _of_text(column, zone, order=order, is_date=is_date)
    if pa.types.is_date(kind):
        local = pc.cast(pc.cast(column, pa.timestamp("us")), pa.int64())
        return _of_local(column, local, zone, is_date=True, has_offset=False)
    if pa.types.is_timestamp(kind):
        local = pc.cast(pc.cast(column, pa.timestamp("us", kind.tz), safe=False), pa.int64())
        return _of_local(column, local, zone, is_date=is_date, has_offset=kind.tz is not None)
    text = pc.cast(pc.cast(column, pa.int64(), safe=False), pa.string())
    return _of_text(text, zone, order=order, is_date=is_date)


def _of_text(column: Any, zone: ZoneInfo, *, order: Order, is_date: bool) -> Times:
    coded = column.dictionary_encode()
    if not len(coded.dictionary):
        return Times(np.zeros(len(column), np.int64), *(np.zeros(len(column), bool) for _ in range(5)))
    found = parts(coded.dictionary)
    codes = pc.fill_null(coded.indices, 0).to_numpy(zero_copy_only=False)
    rows = _of_parts(found, zone, order=order, is_date=is_date).take(codes)
    rows.is_good[~column.is_valid().to_numpy(zero_copy_only=False)] = False
    return rows


def _of_parts(found: Parts, zone: ZoneInfo, *, order: Order, is_date: bool) -> Times:
    swap = found.is_open & (order == "month-first")
    month, day = np.where(swap, found.day, found.month), np.where(swap, found.month, found.day)
    good = found.is_good & ~(found.is_open & (order == "year-first")) & (month >= 1) & (month <= 12) & (day >= 1)
    month = np.where(good, month, 13)
    leap = (found.year % 4 == 0) & ((found.year % 100 != 0) | (found.year % 400 == 0))
    good &= day <= np.where((month == 2) & ~leap, 28, _MONTH_DAYS[month])
    year, month, day = (np.where(good, part, 1) for part in (found.year, month, day))
    months = (year.astype(np.int64) - 1970) * 12 + month - 1
    days = months.astype("datetime64[M]").astype("datetime64[D]").astype(np.int64) + day - 1
    is_day = (found.micros == NO_TIME) | is_date
    local = days * DAY + np.where(is_day, 0, found.micros)
    has_offset = (found.offset != NO_ZONE) & ~is_day
    offset = np.where(has_offset, found.offset, 0).astype(np.int64) * 60_000_000
    return _placed(local, zone, is_day=is_day, is_good=good, offset=np.where(has_offset, offset, NO_ZONE))


def _of_local(column: Any, local: Any, zone: ZoneInfo, *, is_date: bool, has_offset: bool) -> Times:
    good = column.is_valid().to_numpy(zero_copy_only=False)
    local = pc.fill_null(local, 0).to_numpy(zero_copy_only=False)
    if is_date:
        local = local - local % DAY
    offset = np.full(len(local), 0 if has_offset and not is_date else NO_ZONE, np.int64)
    return _placed(local, zone, is_day=np.full(len(local), is_date), is_good=good, offset=offset)


def _placed(local: Any, zone: ZoneInfo, *, is_day: Any, is_good: Any, offset: Any) -> Times:
    """Local microseconds to UTC; `offset` in microseconds, NO_ZONE where the zone decides."""
    low = (FIRST_YEAR - 1970) * 365 * DAY
    high = int((np.datetime64(f"{LAST_YEAR + 1}-01-01", "D") - _EPOCH).astype(int)) * DAY
    absurd = is_good & ((local < low) | (local >= high))
    by_zone = is_good & ~absurd & (offset == NO_ZONE)
    utc = local - np.where(offset == NO_ZONE, 0, offset)
    twice, never = np.zeros(len(local), bool), np.zeros(len(local), bool)
    if zone.key != "UTC" and by_zone.any():
        utc[by_zone], twice[by_zone], never[by_zone] = _to_utc(local[by_zone], zone)
    return Times(utc, is_day, is_good & ~absurd, absurd, twice & ~is_day, never & ~is_day)


def _to_utc(local: Any, zone: ZoneInfo) -> tuple[Any, Any, Any]:
    """Local microseconds as UTC, and masks of those shown twice or never; offsets are looked up once a day."""
    days, place = np.unique(local // DAY, return_inverse=True)
    begins = [_offset(int(day) * DAY, zone) for day in days]
    ends = [_offset(int(day) * DAY + DAY, zone) for day in days]
    offset = np.array(begins, np.int64)[place]
    twice, never = np.zeros(len(local), bool), np.zeros(len(local), bool)
    changing = np.flatnonzero((np.array(begins) != np.array(ends))[place])
    moments, where = np.unique(local[changing], return_inverse=True)
    if len(moments):
        found = np.array([_change(int(moment), zone) for moment in moments])
        offset[changing], twice[changing], never[changing] = (found[where, i] for i in range(3))
    return local - offset, twice, never


def _offset(local: int, zone: ZoneInfo) -> int:
    """Microseconds east of UTC at a local time; fold 0, that is the offset before a change."""
    gap = (datetime(1970, 1, 1) + timedelta(microseconds=local)).replace(tzinfo=zone).utcoffset()
    return 0 if gap is None else gap // timedelta(microseconds=1)


def _change(local: int, zone: ZoneInfo) -> tuple[int, bool, bool]:
    """(offset before the change, shown twice?, never shown?) of a local time on a day when the clock changes."""
    moment = (datetime(1970, 1, 1) + timedelta(microseconds=local)).replace(tzinfo=zone)
    before, after = (moment.replace(fold=fold).utcoffset() or timedelta() for fold in (0, 1))
    return before // timedelta(microseconds=1), before > after, before < after
