"""Local time and calendar periods of the plant: days, weeks from Monday, months and quarters in its own zone.

The engine's session zone is never asked: the offsets of the zone between two instants are written into the
expression as cases, so that every engine gives the same calendar.
"""

from collections.abc import Iterable, Iterator
from datetime import UTC, date, datetime, time, timedelta
from typing import TYPE_CHECKING, Any, Literal, get_args
from zoneinfo import ZoneInfo

from pyrometer.errors import BadSetting, near
from pyrometer.model.offsets import Offsets, offset
from pyrometer.model.offsets import offsets as zone_offsets

if TYPE_CHECKING:
    from pyrometer.model.process import ProcessFacts

Period = Literal["day", "week", "month", "quarter"]
PERIODS: tuple[Period, ...] = get_args(Period)
UNITS = {"day": "D", "week": "W", "month": "M", "quarter": "Q"}
A_DAY = timedelta(days=1)


def checked(period: str) -> Period:
    """The period itself; raises BadSetting with the near name."""
    for known in PERIODS:
        if period == known:
            return known
    raise BadSetting(f"No period named '{period}'.{near(period, PERIODS)}")


def offsets(zone: str, since: datetime, until: datetime) -> Offsets:
    """The zone's offsets between two naive UTC instants and a day beyond both: (valid before or None, seconds)."""
    return zone_offsets(zone, since - A_DAY, until + A_DAY)


def to_local(at: datetime, zone: str) -> datetime:
    """A naive UTC instant as naive local time."""
    return at + timedelta(seconds=offset(zone, at))


def to_utc(on: date, zone: str) -> datetime:
    """The naive UTC instant at which that local day begins."""
    return datetime.combine(on, time(), ZoneInfo(zone)).astimezone(UTC).replace(tzinfo=None)


def local(column: Any, facts: "ProcessFacts") -> Any:
    """The expression of a UTC timestamp column as naive local time of the plant."""
    import ibis

    *changes, (_, last) = offsets(facts.zone, facts.since, facts.until)
    shifted = [(column < at, column + ibis.interval(seconds=seconds)) for at, seconds in changes]
    if shifted:
        return ibis.cases(*shifted, else_=column + ibis.interval(seconds=last))
    return column + ibis.interval(seconds=last) if last else column


def starts_on(column: Any, facts: "ProcessFacts", period: str) -> Any:
    """The expression of the local date on which the period of a UTC timestamp column begins."""
    return period_of(local(column, facts).date(), period)


def period_of(on: Any, period: str) -> Any:
    """The expression of the first day of the period in which a column of local dates lies."""
    return on if checked(period) == "day" else on.truncate(UNITS[checked(period)])


def dated(rows: Any, facts: "ProcessFacts", names: Iterable[str]) -> Any:
    """The rows with the local date of each of these UTC timestamp columns beside it, named by `on`."""
    return rows.mutate(**{on(name): local(rows[name], facts).date() for name in names})


def on(column: str) -> str:
    """The name of the column of local dates that belongs to a column of instants."""
    return f"date_{column}"


def cells(rows: Any, column: str, facts: "ProcessFacts", *keys: str) -> Any:
    """How many rows there are in each cell of `keys` and time: columns keys, `cell_at` (UTC), n.

    Cells are hours where the zone is whole hours off, so that its hours and days are made of whole cells, and
    minutes where it is not: events are reduced first, and their local time is told afterwards.
    """
    import ibis

    whole_hours = all(seconds % 3600 == 0 for _, seconds in offsets(facts.zone, facts.since, facts.until))
    unit: Any = "hour" if whole_hours else "minute"
    epoch = ibis.literal(datetime(1970, 1, 1)).cast("timestamp(6)")
    counted = rows.group_by(*keys, cell=rows[column].delta(epoch, unit=unit)).agg(n=rows.count())
    return counted.mutate(cell_at=epoch + counted.cell.as_interval(unit[0])).drop("cell")


def start_of(on: date, period: Period) -> date:
    """The first day of the period in which that day lies."""
    match period:
        case "day":
            return on
        case "week":
            return on - timedelta(days=on.weekday())
        case "month":
            return on.replace(day=1)
        case "quarter":
            return on.replace(month=3 * ((on.month - 1) // 3) + 1, day=1)


def next_start(start: date, period: Period) -> date:
    """The first day of the period after the one that begins on `start`."""
    longest = {"day": 1, "week": 7, "month": 31, "quarter": 92}[period]
    return start_of(start + timedelta(days=longest), period)


def periods(facts: "ProcessFacts", period: Period) -> Iterator[tuple[date, bool]]:
    """Every period that the records touch: its first day, and whether the records cover the whole of it.

    Records that carry only dates cover the last day named; records of instants reach to the newest event.
    """
    since, until = to_local(facts.since, facts.zone), to_local(facts.until, facts.zone)
    last = until.date()
    if facts.observed_from:
        since = max(since, datetime.combine(facts.observed_from, time()))
    if facts.grain == "day":
        until = datetime.combine(last + A_DAY, time())
    start = start_of(since.date(), period)
    while start <= last:
        after = next_start(start, period)
        yield start, since <= datetime.combine(start, time()) and datetime.combine(after, time()) <= until
        start = after
