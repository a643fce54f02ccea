"""Calendar positions: which weekday, which month of its quarter, which end of the month a period belongs to."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

import numpy as np

from pyrometer.errors import StatisticsError
from pyrometer.statistics._checked import Ints

DAYS_OF_WEEK = 7
MONTH_END_DAYS = 5  # the last five days of a month: where heaping by month's end falls


@dataclass(frozen=True, slots=True)
class Cycle:
    """A calendar cycle: its public name, how people say it, its positions, and the position of a day in it."""

    name: str
    says: str
    labels: tuple[str, ...]
    position: Callable[[date], int]
    fits: tuple[str, ...]  # spacings of periods at which it can show


def _days_left(day: date) -> int:
    following = (day.replace(day=28) + timedelta(days=4)).replace(day=1)
    return (following - day).days


WEEKDAYS = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")
MONTHS = (
    "January",
    "February",
    "March",
    "April",
    "May",
    "June",
    "July",
    "August",
    "September",
    "October",
    "November",
    "December",
)
CYCLES = (
    Cycle("weekday", "weekday", WEEKDAYS, lambda d: d.weekday(), ("day",)),
    Cycle(
        "end-of-month",
        "end of the month",
        ("earlier", f"last {MONTH_END_DAYS} days"),
        lambda d: int(_days_left(d) <= MONTH_END_DAYS),
        ("day",),
    ),
    Cycle(
        "last-week-of-month",
        "last week of the month",
        ("earlier", "last week"),
        lambda d: int(_days_left(d) <= DAYS_OF_WEEK),
        ("week",),
    ),
    Cycle(
        "week-within-month",
        "week within the month",
        ("week 1", "week 2", "week 3", "week 4", "week 5"),
        lambda d: (d.day - 1) // 7,
        ("week",),
    ),
    Cycle(
        "month-within-quarter",
        "month within the quarter",
        ("month 1", "month 2", "month 3"),
        lambda d: (d.month - 1) % 3,
        ("day", "week", "month"),
    ),
    Cycle("month-of-year", "month of the year", MONTHS, lambda d: d.month - 1, ("day", "week", "month")),
    Cycle("quarter-of-year", "quarter", ("Q1", "Q2", "Q3", "Q4"), lambda d: (d.month - 1) // 3, ("quarter",)),
)
MIDDLE_OF = {"day": 0, "week": 3, "month": 0, "quarter": 0}  # a week belongs where its Thursday lies (ISO 8601)


def spacing(starts_on: Sequence[date]) -> str:
    """'day', 'week', 'month', 'quarter' or 'other': how far apart the periods start, by the median gap."""
    if len(starts_on) < 2:
        return "other"
    gaps = np.diff([d.toordinal() for d in starts_on])
    if (gaps <= 0).any():
        i = int(np.flatnonzero(gaps <= 0)[0])
        raise StatisticsError(
            f"Period {i + 2} starts on {starts_on[i + 1]}, not after {starts_on[i]}: give periods in time order."
        )
    middle = float(np.median(gaps))
    for word, low, high in (("day", 1, 3), ("week", 7, 7), ("month", 28, 31), ("quarter", 90, 92)):
        if low <= middle <= high:
            return word
    return "other"


def cycles(starts_on: Sequence[date]) -> list[tuple[Cycle, Ints, Ints]]:
    """The cycles that can show at this spacing, with the position and the block of each period.

    A calendar of months is judged by whole months even where the periods are days or weeks, the end of the month by
    two parts of each month: neighbouring days are no independent witnesses of what month they lie in. The block
    numbers those units (0, 1, ...).
    """
    apart = spacing(starts_on)
    shift = timedelta(days=MIDDLE_OF.get(apart, 0))
    moved = [d + shift for d in starts_on]
    found = []
    for cycle in (c for c in CYCLES if apart in c.fits):
        position = np.array([cycle.position(d) for d in moved], dtype=np.int64)
        found.append((cycle, position, _blocks(cycle, moved, position)))
    return found


def _blocks(cycle: Cycle, days: Sequence[date], position: Ints) -> Ints:
    """The number of the unit that each period belongs to."""
    month = np.array([12 * d.year + d.month for d in days], dtype=np.int64)
    unit = {"month-within-quarter": month, "month-of-year": month, "end-of-month": 2 * month + position}
    found = np.unique(unit.get(cycle.name, np.arange(len(days))), return_inverse=True)[1]
    return np.asarray(found, dtype=np.int64)


def crossing(one: tuple[Cycle, Ints], other: tuple[Cycle, Ints]) -> tuple[Cycle, Ints]:
    """Two cycles as one whose positions are pairs; the finer one alone where it tells the other's positions too."""
    (a, at), (b, there) = one, other
    size = len(b.labels)
    places = at * size + there
    if len(np.unique(places)) == len(np.unique(there)):
        return b, there
    if len(np.unique(places)) == len(np.unique(at)):
        return a, at
    labels = tuple(f"{x}, {y}" for x in a.labels for y in b.labels)
    both = Cycle(
        f"{a.name}+{b.name}", f"{a.says} and the {b.says}", labels, lambda d: a.position(d) * size + b.position(d), ()
    )
    return both, places


def named(name: str, starts_on: Sequence[date]) -> Ints | None:
    """The positions of the periods in the cycle of that name, crossed ones joined by '+'; None where it cannot show."""
    there = {cycle.name: (cycle, position) for cycle, position, _ in cycles(starts_on)}
    parts = [there.get(part) for part in name.split("+")]
    found = parts[0]
    for part in parts[1:]:
        found = None if found is None or part is None else crossing(found, part)
    return None if found is None else found[1]


def every(n_points: int) -> list[tuple[Cycle, Ints, Ints]]:
    """Without dates: cycles of 3, 4, 7 and 12 points, as far as there are three rounds of them."""
    found = []
    for length in (3, 4, 7, 12):
        if n_points >= 3 * length:
            labels = tuple(f"place {i + 1}" for i in range(length))
            cycle = Cycle(f"every-{length}", f"place in each {length} points", labels, lambda d: 0, ())
            each = np.arange(n_points, dtype=np.int64)
            found.append((cycle, each % length, each))
    return found
