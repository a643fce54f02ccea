"""Days of two columns side by side: which of them is told for whom, and which comes first."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any
from zoneinfo import ZoneInfo

import numpy as np

from pyrometer.sensors._config import Order
from pyrometer.sensors._guess.load import Loaded
from pyrometer.sensors._guess.profile import Profile
from pyrometer.sensors._guess.records import Answers
from pyrometer.sensors._times import DAY, Orders, times

SAME = 0.95  # of the rows have the same day, or the next one, in both columns


@dataclass(frozen=True, slots=True)
class Days:
    """The days of one column, counted from 1970, and which rows have one."""

    day: Any
    is_told: Any


def days(loaded: Loaded, column: Profile, answers: Answers | None = None) -> Days | None:
    """The days that a column tells; None where nothing says whether day or month comes first."""
    found = column.orders or Orders()
    said = answers.day_first if answers is not None else None
    if said is None and found.n_either and bool(found.n_day_first) is bool(found.n_month_first):
        return None
    first = said if said is not None else not found.n_month_first
    order: Order = "day-first" if first else "month-first"
    read = times(loaded.table.column(column.name).combine_chunks(), ZoneInfo("UTC"), order=order, is_date=True)
    return Days(read.utc // DAY, np.asarray(read.is_good))


def in_order(first: Days, then: Days) -> tuple[int, int]:
    """(rows in which the first is not after the other, rows that have both)."""
    both = first.is_told & then.is_told
    return int((first.day <= then.day)[both].sum()), int(both.sum())


def finer(loaded: Loaded, column: Profile, others: Sequence[Profile]) -> Profile:
    """The column itself, or where it tells but days the earliest other that tells their clock: within a day of each."""
    mine = days(loaded, column) if column.span is not None and column.span.is_day else None
    fit = [c for c in others if mine is not None and c.span is not None and not c.span.is_day]
    same = [c for c in fit if mine is not None and _are_same(mine, days(loaded, c))]
    return min(same, key=lambda c: c.span.median if c.span else 0.0, default=column)


def _are_same(mine: Days, theirs: Days | None) -> bool:
    """Whether two columns tell the same days, but for the hours between two zones."""
    if theirs is None or not mine.is_told.any():
        return False
    near = mine.is_told & theirs.is_told & (np.abs(mine.day - theirs.day) <= 1)
    return bool(near.sum() >= SAME * mine.is_told.sum())
