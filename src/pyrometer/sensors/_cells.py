"""Cells: a small file of records as text, with the names of its columns and its line numbers, however it is written."""

import csv
from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from io import StringIO
from pathlib import Path

from pyrometer.errors import SensorError

DELIMITERS = (";", "\t", ",", "|")  # the first wins where two agree as well: 12,5;3 is split at the semicolon
WORKBOOKS = (".xlsx", ".xlsm", ".xls", ".ods")
Rows = Sequence[tuple[int, tuple[str, ...]]]


@dataclass(frozen=True, slots=True)
class Cells:
    """A file of records: the names of its columns, and its rows of cells with their line numbers."""

    path: Path
    names: tuple[str, ...]
    rows: tuple[tuple[int, tuple[str, ...]], ...]

    def column(self, i: int) -> list[str]:
        """The cells of one column."""
        return [cells[i] for _, cells in self.rows]


@dataclass(frozen=True, slots=True)
class Expected:
    """What the reader expects: how many rows at most, what to say of more, or of one column, and how a header looks."""

    most_rows: int
    too_many: str
    shape: str
    is_header: Callable[[Rows], bool]


def cells(path: Path, expected: Expected) -> Cells:
    """The cells of a text file; raises SensorError for no rows, too many, crooked ones or a single column."""
    from pyrometer.sensors import _encoding, _files

    if path.suffix.lower() in WORKBOOKS:
        raise SensorError(f"{path} is a workbook, and this is read from text. Save its sheet as .csv.")
    start = _files.head(path)
    with _files.opened(path) as stream:
        content = stream.read(1 << 26)
    text = content.decode(_encoding.encoding(path, start), errors="replace").lstrip("\ufeff")
    text = text.replace("\r\n", "\n").replace("\r", "\n")
    mark = text[4] if text.lower().startswith("sep=") and text[5:6] == "\n" else ""
    skip = 1 if mark else 0
    lines = csv.reader(StringIO(text, newline=""), delimiter=mark or _delimiter(text))
    rows = [(lines.line_num, tuple(c.strip() for c in row)) for row in lines if any(c.strip() for c in row)][skip:]
    if len(rows) > expected.most_rows:
        raise SensorError(f"{path} has {len(rows):,} rows: {expected.too_many}")
    if not rows:
        raise SensorError(f"{path} holds no rows.")
    return _framed(path, rows, expected)


def _delimiter(text: str) -> str:
    """The mark that splits nearly all lines into the same number of cells, two or more; a comma where none does."""

    def agreement(mark: str) -> float:
        sizes = Counter(len(row) for row in csv.reader(StringIO(text[:65536], newline=""), delimiter=mark) if row)
        size, n = sizes.most_common(1)[0] if sizes else (0, 0)
        return n / sizes.total() if size > 1 else 0.0

    return max(DELIMITERS, key=agreement)


def _framed(path: Path, rows: list[tuple[int, tuple[str, ...]]], expected: Expected) -> Cells:
    width = Counter(len(cells) for _, cells in rows).most_common(1)[0][0]
    while rows and len(rows[0][1]) < width and len(rows) > 1:
        rows = rows[1:]  # a title above the header
    crooked = next(((n, cells) for n, cells in rows if len(cells) != width), None)
    if crooked is not None:
        raise SensorError(f"{path}, line {crooked[0]}: {len(crooked[1])} cells where the others have {width}.")
    if width < 2:
        raise SensorError(f"{path} has one column. {expected.shape}.")
    has_header = expected.is_header(rows)
    names = rows[0][1] if has_header else tuple(f"column {i + 1}" for i in range(width))
    return Cells(
        path, tuple(n or f"column {i + 1}" for i, n in enumerate(names)), tuple(rows[1 if has_header else 0 :])
    )
