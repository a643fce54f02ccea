"""Bare data: a CSV of dates and values (or dates, numerator, denominator) as a track to chart, with no plant at all."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta
from pathlib import Path
from typing import TYPE_CHECKING, Any
from zoneinfo import ZoneInfo

from pyrometer.errors import Ambiguous, SensorError, unknown

if TYPE_CHECKING:
    from pyrometer.sensors._cells import Cells
    from pyrometer.studies._parts.tracks import Track

MOST_ROWS = 20_000  # more points than a chart can show; such a file is a log
UTC = ZoneInfo("UTC")
SHAPE = "Give two columns (dates and values) or three (dates, numerator, denominator), or choose with --columns"


@dataclass(frozen=True, slots=True)
class Said:
    """What a person says about the file: its columns, and how dates and decimals are written; None: found out."""

    columns: tuple[str, ...] = ()
    day_first: bool | None = None
    decimal_comma: bool | None = None


def looks_like_file(word: str) -> bool:
    """Whether a word names a file and not a measure."""
    return Path(word).suffix.lower() in (".csv", ".tsv", ".txt", ".gz") or Path(word).is_file()


def read(path: Path, said: Said) -> tuple["Track", int]:
    """The track of a bare CSV, and how many rows without a value were left out; raises SensorError, Ambiguous."""
    import numpy as np

    bare = _chosen(_rows(path), said.columns)
    if not 2 <= len(bare.names) <= 3:
        raise SensorError(f"{path} has {len(bare.names)} columns. {SHAPE} NAME,NAME.")
    dates = _dates(bare, said)
    values = [_numbers(bare, i, said) for i in range(1, len(bare.names))]
    known = np.all([np.isfinite(v) for v in values], axis=0)
    found = sorted((d, i) for i, d in enumerate(dates) if known[i])
    if not found:
        raise SensorError(f"{path} holds no row with a date and a value.")
    _refuse_twice(bare, [d for d, _ in found])
    order = [i for _, i in found]
    made = replace(_track(bare, tuple(d for d, _ in found), [v[order] for v in values]), is_kept=False)
    return made, int((~known).sum()) + len(order) - len(made)


def _rows(path: Path) -> "Cells":
    """The cells of the file, and its header if it has one."""
    from pyrometer.sensors import _cells

    log = f"that is a log of events. Begin with: pyrometer start {path}"
    header = lambda rows: not any(_is_value(c) for c in rows[0][1])  # noqa: E731
    return _cells.cells(path, _cells.Expected(MOST_ROWS, log, SHAPE, header))


def _is_value(cell: str) -> bool:
    """Whether a cell holds a date or a number, and so cannot name a column."""
    import numpy as np

    return bool(cell) and (bool(_readable([cell], "day-first")[0]) or bool(np.isfinite(_values([cell], ".")[0][0])))


def _chosen(bare: "Cells", columns: Sequence[str]) -> "Cells":
    """Only the columns that a person chose, in that order; else all, the column of dates first."""
    if columns:
        for name in columns:
            if name not in bare.names:
                raise unknown("column", name, bare.names)
        picked = [bare.names.index(name) for name in columns]
    else:
        picked = list(range(len(bare.names)))
        at = next((i for i in picked if _is_dates(bare.column(i))), 0)
        picked = [at, *(i for i in picked if i != at)]
    rows = tuple((line, tuple(cells[i] for i in picked)) for line, cells in bare.rows)
    return replace(bare, names=tuple(bare.names[i] for i in picked), rows=rows)


def _is_dates(cells: Sequence[str]) -> bool:
    given = [c for c in cells if c]
    return bool(given) and all(
        a or b for a, b in zip(_readable(given, "day-first"), _readable(given, "month-first"), strict=True)
    )


def _readable(cells: Sequence[str], order: Any) -> Any:
    import pyarrow as pa

    from pyrometer.sensors import _times

    return _times.times(pa.array(cells, pa.string()), UTC, order=order, is_date=True).is_good


def _dates(bare: "Cells", said: Said) -> list[date]:
    """The first column as days; raises SensorError with the line, Ambiguous with the option that decides."""
    import pyarrow as pa

    from pyrometer.sensors import _times

    cells = pa.array([c or None for c in bare.column(0)], pa.string())
    order: Any = "day-first" if said.day_first else "month-first"
    if said.day_first is None:
        try:
            order = _times.proved(_times.orders(cells), bare.names[0])
        except Ambiguous as error:
            first = str(error).split(" Decide with")[0].split(" Mend the file")[0]
            raise Ambiguous(f"{bare.path}: {first} Decide with --day-first or --no-day-first.") from error
    found = _times.times(cells, UTC, order=order, is_date=True)
    for (line, row), good in zip(bare.rows, found.is_good, strict=True):
        if not good:
            raise SensorError(
                f"{bare.path}, line {line}: '{row[0]}' is no date like 2026-03-09. Leave out lines of totals."
            )
    epoch = date(1970, 1, 1)
    return [epoch + timedelta(days=int(u) // _times.DAY) for u in found.utc]


def _values(cells: Sequence[str], mark: str) -> tuple[Any, Any]:
    """Numbers (NaN where there is none) and a mask of cells that are none."""
    import numpy as np
    import pyarrow as pa

    from pyrometer.sensors import _numbers

    found, bad = _numbers.numbers(pa.array([c or None for c in cells], pa.string()), mark)
    return np.asarray(found.fill_null(float("nan")).to_numpy(zero_copy_only=False), float), np.asarray(bad)


def _numbers(bare: "Cells", i: int, said: Said) -> Any:
    """One column as numbers; raises SensorError with the line, Ambiguous with the option that decides."""
    import pyarrow as pa

    from pyrometer.sensors import _numbers as reading

    cells, mark = bare.column(i), "," if said.decimal_comma else "."
    if said.decimal_comma is None:
        try:
            mark = reading.decimal(reading.marks(pa.array([c or None for c in cells], pa.string())), bare.names[i])
        except Ambiguous as error:
            first = str(error).split(" Decide with")[0].split(" Mend the file")[0]
            raise Ambiguous(f"{bare.path}: {first} Decide with --decimal-comma or --no-decimal-comma.") from error
    found, bad = _values(cells, mark)
    for (line, row), wrong in zip(bare.rows, bad, strict=True):
        if wrong:
            raise SensorError(f"{bare.path}, line {line}: '{row[i]}' is no number.")
    return found


def _refuse_twice(bare: "Cells", days: Sequence[date]) -> None:
    for a, b in zip(days, days[1:], strict=False):
        if a == b:
            raise SensorError(f"{bare.path}: the date {a} stands twice. One row a period: add them up, or keep one.")


def _track(bare: "Cells", starts: tuple[date, ...], values: list[Any]) -> "Track":
    """Values as they are; numerator and denominator as shares, rates or averages by what they can be."""
    from pyrometer.studies._parts.tracks import Track

    every = _every(starts)
    label = bare.path.name if bare.names[1].startswith("column ") else bare.names[1]
    if len(values) == 1:
        (given,) = values
        counted = bool((given >= 0).all() and (given == given.round()).all())  # then limits stop at 0
        return Track(bare.path.name, label, every, "", "", "values", starts, given, is_plain=not counted)
    over, under = values
    if (under < 0).any() or (over[under == 0] != 0).any():
        raise SensorError(
            f"{bare.path}: a denominator is negative, or 0 under something. Correct or leave out that row."
        )
    kept = under > 0
    starts, over, under = tuple(d for d, k in zip(starts, kept, strict=True) if k), over[kept], under[kept]
    if bare.names[2].startswith("column "):
        name = f"{label}, numerator over denominator"
    else:
        name = f"{label} of {bare.names[2]}"
    whole = bool((over >= 0).all() and (over == over.round()).all())
    if whole and (under == under.round()).all() and (over <= under).all():
        return Track(bare.path.name, name, every, "", "share", "shares", starts, over, under, is_plain=False)
    if whole:
        return Track(bare.path.name, name, every, "", "", "rates", starts, over, under, is_plain=False)
    return Track(bare.path.name, name, every, "", "", "averages", starts, over / under, under, is_plain=True)


def _every(starts: Sequence[date]) -> str:
    """What one point is, by the usual gap between dates."""
    gaps = sorted((b - a).days for a, b in zip(starts, starts[1:], strict=False))
    usual = gaps[len(gaps) // 2] if gaps else 0
    ends = {"day": (1, 3), "week": (7, 7), "month": (28, 31), "quarter": (89, 92), "year": (365, 366)}
    return next((every for every, (low, high) in ends.items() if low <= usual <= high), "case")
