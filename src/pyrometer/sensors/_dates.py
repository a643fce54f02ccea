"""Dates of one row held against each other: a rule takes the rows whose dates lie as it says, and no other."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import reduce
from typing import Any

import numpy as np
import pyarrow.compute as pc

from pyrometer.model.offsets import offsets
from pyrometer.sensors._bounds import Bound, compared, is_day
from pyrometer.sensors._config import Rule
from pyrometer.sensors._rule import Source, Tally, read_times
from pyrometer.sensors._times import DAY, Times


@dataclass(frozen=True, slots=True)
class _Dates:
    """One column: its times, the local day of each (days since 1970), and which cells are empty."""

    when: Times
    day: Any
    is_empty: Any


def kept(source: Source, table: Any, rule: Rule, at: Any, tally: Tally) -> tuple[Any, Any]:
    """Of the rows at those positions: those whose dates lie as the rule says, and those of which nobody can tell.

    The latter hold something that is no date; they are refused. Two times are compared as they stand, a day and a
    time, or two days, by the day in the sensor's zone; nothing is before, after or on a date that is missing.
    """
    if not rule.dates:
        return at, at[:0]
    part = table.select([name for name in compared(rule.dates) if not is_day(name)]).take(at)
    read = {name: _read(source, part, name) for name in compared(rule.dates)}
    unclear = np.zeros(len(at), bool)
    for name, dates in read.items():
        bad = ~dates.when.is_good & ~dates.is_empty
        tally.refusals.add_bad(at[bad & dates.when.is_absurd], "absurd-time", name, "stands for no real day")
        tally.refusals.add_bad(at[bad & ~dates.when.is_absurd], "bad-time", name, "is no time that can be read")
        unclear |= bad
    holds = ~unclear
    for name, bounds in rule.dates.items():
        holds &= reduce(np.logical_or, [_holds(read[name], bound, read.get(bound.than)) for bound in bounds])
    return at[holds], at[unclear]


def _read(source: Source, part: Any, name: str) -> _Dates:
    """A column of the rows, or a day for all of them."""
    when = read_times(source, part, name)
    is_empty = np.zeros(part.num_rows, bool)
    if not is_day(name):
        is_empty = pc.is_null(part.column(name)).to_numpy(zero_copy_only=False)
    utc = np.where(when.is_good, when.utc, 0)
    return _Dates(when, local_days(utc, source.config.zone), is_empty)


def _holds(mine: _Dates, bound: Bound, than: _Dates | None) -> Any:
    """The mask of rows in which a bound holds."""
    if than is None:
        return mine.is_empty
    by_day = mine.when.is_day | than.when.is_day | bound.by_day
    here, there = (np.where(by_day, dates.day, dates.when.utc) for dates in (mine, than))
    lies = {"before": here < there, "after": here > there, "on": here == there}[bound.word]
    return lies & mine.when.is_good & than.when.is_good


def local_days(utc: Any, zone: str) -> Any:
    """The local day (days since 1970) of instants (int64 microseconds of UTC)."""
    if zone == "UTC" or not len(utc):
        return utc // DAY
    first, last = (datetime(1970, 1, 1) + timedelta(microseconds=int(at)) for at in (utc.min(), utc.max()))
    *changes, (_, after) = offsets(zone, datetime(first.year, 1, 1), datetime(last.year + 1, 1, 1))
    since = [(at - datetime(1970, 1, 1)) // timedelta(microseconds=1) for at, _ in changes if at is not None]
    seconds = np.array([*(gap for _, gap in changes), after], np.int64)
    return (utc + seconds[np.searchsorted(np.array(since, np.int64), utc, side="right")] * 1_000_000) // DAY
