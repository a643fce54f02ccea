"""What a column holds: how full it is, how many values, times or numbers or words, from when to when."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any, Literal
from zoneinfo import ZoneInfo

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from pyrometer.sensors._columns import is_text, text
from pyrometer.sensors._guess.words import NO_VALUE, rank
from pyrometer.sensors._numbers import PLAIN, Marks, marks
from pyrometer.sensors._shapes import NO_TIME, NO_ZONE, parts
from pyrometer.sensors._times import DAY, FIRST_YEAR, LAST_YEAR, Orders, orders, times

Kind = Literal["time", "number", "text", "empty"]
SAMPLE = 3000  # different values that tell what a column is
MOSTLY = 0.7  # of the different values must be times: people write remarks into cells, which are refused and told
_CODED = ("time", "number")  # kinds of columns in which a word like 'n/a' stands for none
FEW = 1000  # values of which the frequencies are kept
_UTC = ZoneInfo("UTC")
_MONEY = r"(?:[\p{Sc}]\s?|[A-Z]{1,3}\$\s?|[A-Z]{3}\s)?[+-]?\d[\d.,'\s]*\s*(?:[\p{Sc}%]|[A-Z]{3})?"
_NUMBER = rf"^\s*(?:[+-]?{_MONEY}-?|\({_MONEY}\))\s*$"


@dataclass(frozen=True, slots=True)
class Span:
    """Of a column of times: first and last (naive, as written), whether days only, how many carry an offset."""

    first: datetime
    last: datetime
    is_day: bool
    offset_share: float
    median: float  # microseconds since 1970


@dataclass(frozen=True, slots=True)
class Profile:
    """What one column holds."""

    name: str
    n_rows: int
    n_filled: int
    n_values: int
    kind: Kind
    values: Mapping[str, int]  # frequencies, the most frequent first; empty when there are too many values
    is_typed: bool
    span: Span | None = None
    orders: Orders | None = None
    marks: Marks | None = None
    no_values: tuple[str, ...] = ()

    @property
    def codes(self) -> tuple[str, ...]:
        """Values that stand for none, in a column of times or numbers."""
        return self.no_values if self.kind in _CODED else ()

    @property
    def is_unique(self) -> bool:
        """Whether every row has a value of its own."""
        return self.n_values == self.n_rows > 0

    @property
    def filled_share(self) -> float:
        """The share of rows that have a value."""
        return self.n_filled / self.n_rows if self.n_rows else 0.0

    def __str__(self) -> str:
        """The evidence in words: '8,800 different values in 8,800 rows, never empty'."""
        empty = self.n_rows - self.n_filled
        filling = "never empty" if not empty else f"{empty:,} of {self.n_rows:,} empty"
        if self.span is not None:
            return f"{self.span.first:%Y-%m-%d} to {self.span.last:%Y-%m-%d}, {filling}"
        return f"{self.n_values:,} different values in {self.n_rows:,} rows, {filling}"


def profiles(table: Any) -> dict[str, Profile]:
    """The profile of each column of a table whose empty cells are null."""
    return {name: profile(name, table.column(name)) for name in table.column_names}


def profile(name: str, column: Any) -> Profile:
    """What one column holds."""
    column = column.combine_chunks() if isinstance(column, pa.ChunkedArray) else column
    words = text(column)
    counts = pc.value_counts(words.drop_null())
    values, n_of = counts.field(0), counts.field(1)
    kind = _kind(name, column, values)
    is_time = kind == "time"
    shown = orders(values) if is_time and is_text(column) else None
    none = _no_values(values) if is_text(column) else ()
    codes = none if kind in _CODED else ()
    return Profile(
        name=name,
        n_rows=len(column),
        n_filled=len(column) - column.null_count - _n_of(values, n_of, codes),
        n_values=len(values) - len(codes),
        kind=kind,
        values=_frequent(values, n_of) if len(values) <= FEW else {},
        is_typed=not is_text(column),
        span=_span(values if is_text(column) else column, n_of, shown) if is_time else None,
        orders=shown,
        marks=marks(values) if kind == "number" and is_text(column) else None,
        no_values=none,
    )


def is_told(table: Any, column: Profile) -> Any:
    """A boolean array: the rows in which a column tells something, neither empty nor a code for none."""
    cells = table.column(column.name).combine_chunks()
    there = cells.is_valid()
    return pc.and_not(there, pc.is_in(text(cells), value_set=pa.array(column.codes))) if column.codes else there


def _n_of(values: Any, n_of: Any, codes: tuple[str, ...]) -> int:
    """In how many rows one of those codes stands."""
    return int(pc.sum(n_of.filter(pc.is_in(values, value_set=pa.array(codes, pa.string())))).as_py() or 0)


def _no_values(values: Any) -> tuple[str, ...]:
    return tuple(sorted(v for v in values.slice(0, SAMPLE).to_pylist() if v.strip().lower() in NO_VALUE))


def _frequent(values: Any, n_of: Any) -> dict[str, int]:
    pairs = sorted(zip(values.to_pylist(), n_of.to_pylist(), strict=True), key=lambda pair: (-pair[1], pair[0]))
    return dict(pairs)


def _kind(name: str, column: Any, values: Any) -> Kind:
    if not len(values):
        return "empty"
    kind = column.type
    if pa.types.is_temporal(kind) and not pa.types.is_time(kind):
        return "time"
    if pa.types.is_integer(kind) or pa.types.is_floating(kind) or pa.types.is_decimal(kind):
        return "time" if _is_epoch(name, text(column).drop_null()) else "number"
    if not is_text(column):
        return "text"
    some = values.slice(0, SAMPLE)
    some = some.filter(pc.invert(pc.is_in(pc.utf8_lower(some), value_set=pa.array(sorted(NO_VALUE)))))
    if not len(some):
        return "text"
    bare = pc.mean(pc.match_substring_regex(some, r"^\s*\d+(\.\d+)?\s*$").cast(pa.float64())).as_py()
    if bare > 0.5:
        return "time" if _is_epoch(name, values) else "number"
    found = parts(some)
    if found.is_good.mean() >= MOSTLY:
        return "time"
    numeric = pc.mean(pc.match_substring_regex(some, f"{PLAIN}|{_NUMBER}").cast(pa.float64())).as_py()
    return "number" if numeric >= 0.98 else "text"


def _is_epoch(name: str, values: Any) -> bool:
    """Whether digits alone are times: seconds since 1970 or 20260131, in a column that is named like a time."""
    if all(rank(name, role) is None for role in ("time", "entered", "ended", "started")):
        return False
    found = parts(values.slice(0, SAMPLE))
    sane = found.is_good & (found.year >= 1990) & (found.year <= LAST_YEAR) & (found.month <= 12) & (found.day <= 31)
    return bool(sane.mean() >= 0.9)


def _span(column: Any, n_of: Any, shown: Orders | None) -> Span | None:
    if is_text(column):
        found = parts(column)
        kept = found.is_good & (found.year >= FIRST_YEAR) & (found.year <= LAST_YEAR)
        offset_share = float((found.offset[kept] != NO_ZONE).mean()) if kept.any() else 0.0
        clock = np.where(found.micros == NO_TIME, 0, found.micros)
        is_day = bool((clock[kept] == 0).all())
    else:
        is_day, offset_share = pa.types.is_date(column.type), 1.0 if getattr(column.type, "tz", None) else 0.0
    is_month_first = shown is not None and shown.n_month_first > shown.n_day_first
    read = times(column, _UTC, order="month-first" if is_month_first else "day-first", is_date=False)
    if not read.is_good.any():
        return None
    local = read.utc[read.is_good]
    weights = n_of.to_numpy()[read.is_good] if is_text(column) else np.ones(len(local), np.int64)
    if pa.types.is_timestamp(column.type):
        is_day = bool((local % DAY == 0).all())
    first, last = (datetime(1970, 1, 1) + timedelta(microseconds=int(m)) for m in (local.min(), local.max()))
    return Span(first, last, is_day, offset_share, _median(local, weights))


def _median(values: Any, weights: Any) -> float:
    order = np.argsort(values)
    running = np.cumsum(weights[order])
    return float(values[order][np.searchsorted(running, running[-1] / 2)])
