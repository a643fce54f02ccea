"""How a text table is written: its encoding, its delimiter, where its header stands."""

import codecs
import csv
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from io import StringIO
from pathlib import Path

from pyrometer.errors import SensorError
from pyrometer.sensors._encoding import MENDED
from pyrometer.sensors._files import HEAD

DELIMITERS = (",", ";", "\t", "|")
MOST_COLUMNS = 2000
SAMPLE = 1 << 18  # characters
MOST_AGREE = 0.55  # of the lines must have one number of cells
LINES_ABOVE = 10  # a header stands in the first lines or nowhere


@dataclass(frozen=True, slots=True)
class Dialect:
    """How one text table is written. `above` counts the lines before the header, `names` are its columns."""

    encoding: str
    delimiter: str
    above: int
    names: tuple[str, ...]
    pads: bool = False  # a space follows each delimiter


def dialect(path: Path, start: bytes, *, encoding: str, delimiter: str) -> Dialect:
    """How the table is written, from its first bytes; `delimiter` '' is found out. Raises SensorError."""
    text = _decoded(path, start, encoding)
    above = 0
    if text.lower().startswith("sep=") and len(text) > 5 and text[5] in "\r\n":  # a hint that Excel leaves
        delimiter, above = text[4], 1
        text = text.split("\n", 1)[-1]
    found = delimiter or _delimiter(path, text)
    records = _records(text, found)
    if not records:
        raise SensorError(f"{path} is empty.")
    header = header_of(records)
    names = records[header]
    above += _lines_above(text, found, header)
    pads = len(names) > 1 and all(name.startswith(" ") for name in names[1:])
    return Dialect(encoding, found, above, _checked(path, names, records[header + 1 :]), pads)


def _decoded(path: Path, start: bytes, encoding: str) -> str:
    try:
        errors = "replace" if encoding == MENDED else "strict"
        text = codecs.getincrementaldecoder(encoding.removesuffix("-mended"))(errors=errors).decode(start)
    except (UnicodeDecodeError, LookupError) as error:
        raise SensorError(f"{path} is not text in {encoding}: {error}.") from error
    text = text.lstrip("\ufeff").replace("\r\n", "\n").replace("\r", "\n")
    if len(start) >= HEAD and "\n" not in text:
        raise SensorError(f"{path}: its first line is longer than a megabyte; that is no table.")
    if not text.strip():
        raise SensorError(f"{path} is empty.")
    text = text[:SAMPLE] if len(text) > SAMPLE else text
    cut_off = len(start) >= HEAD or len(text) == SAMPLE
    return text.rsplit("\n", 1)[0] + "\n" if cut_off and "\n" in text else text


def _records(text: str, delimiter: str) -> list[list[str]]:
    csv.field_size_limit(1 << 24)
    rows = csv.reader(StringIO(text, newline=""), delimiter=delimiter)
    return [row for row in rows if row]


def _lines_above(text: str, delimiter: str, header: int) -> int:
    """How many lines stand above record number `header`, blank ones too."""
    reader = csv.reader(StringIO(text, newline=""), delimiter=delimiter)
    n_records, before = 0, 0
    for row in reader:
        if row and n_records == header:
            return before
        n_records += bool(row)
        before = reader.line_num
    return before


def _is_table_above(text: str, mark: str, n_above: int) -> bool:
    """Whether the lines above a header are themselves a table by another delimiter: then the file is two in one."""
    lines = [line for line in text.split("\n") if line.strip()][:n_above]
    counts = [[line.count(other) for line in lines] for other in DELIMITERS if other != mark]
    return any(n[:1] != [0] and n.count(n[0]) > 2 for n in counts if n)


def _delimiter(path: Path, text: str) -> str:
    """The delimiter that splits (nearly) all records into the same number of cells, two or more."""
    best, share = "", 0.0
    for mark in DELIMITERS:
        sizes = [len(row) for row in _records(text, mark)[:1000]]
        size = Counter(sizes).most_common(1)[0][0]
        above = sizes.index(size)
        below = sizes[above:]  # titles above the header do not count
        if size > 1 and _is_table_above(text, mark, above):
            best, share = mark, 0.5
            break
        agreeing = below.count(size) / len(below)
        if size > 1 and (agreeing, size) > (share, 1):
            best, share = mark, agreeing
    if best and share < MOST_AGREE:
        raise SensorError(
            f"{path}: its lines do not agree on a delimiter; the best, {best!r}, fits {share:.0%} of them. "
            'Mend the file, or say which it is: delimiter = ";" in the sensor file.'
        )
    return best or ","


def header_of(records: Sequence[Sequence[str]]) -> int:
    """The number of the record that names the columns; lines above it (a title, a date) are shorter."""
    usual = Counter(len(row) for row in records[:1000]).most_common(1)[0][0]
    widths = [sum(1 for cell in row if cell.strip()) for row in records[:1000]]
    filled = min(usual, Counter(widths).most_common(1)[0][0])
    for number, row in enumerate(records[:LINES_ABOVE]):
        if len(row) >= usual and widths[number] >= filled / 2:
            return number
    return 0


def _checked(path: Path, names: list[str], records: list[list[str]]) -> tuple[str, ...]:
    """The names of the columns; raises SensorError when the line holds none or names one twice."""
    if len(names) > MOST_COLUMNS:
        raise SensorError(f"{path} has {len(names):,} columns; {MOST_COLUMNS:,} are the most that can be read.")
    clean = [" ".join(name.split()) for name in names]
    if records and records[0] == names:
        raise SensorError(f"{path}: its header stands twice. Delete one of the two lines.")
    refuse_headless(path, clean, records)
    return named_once(path, clean)


def named_once(path: Path, names: Sequence[str]) -> tuple[str, ...]:
    """Names without gaps ('column 3' where there is none); raises SensorError when one stands twice."""
    full = tuple(name or f"column {i}" for i, name in enumerate(names, 1))
    twice = [name for name, n in Counter(full).items() if n > 1]
    if twice:
        places = " and ".join(str(i) for i, name in enumerate(full, 1) if name == twice[0])
        raise SensorError(f"{path}: columns {places} are both named '{twice[0]}'. Rename one of them.")
    return full


def refuse_headless(path: Path, names: Sequence[str], records: Sequence[Sequence[str]]) -> None:
    """Raise SensorError when the first line holds values instead of names."""
    looks = [name for name in names if name and _is_value(name)]
    if looks and (len(looks) * 3 >= len(names) or _says_like_below(names, records)):
        raise SensorError(
            f"{path} has no header: its first line holds values ('{looks[0]}'). "
            "Put a line with the names of the columns above it."
        )


def _says_like_below(names: Sequence[str], records: Sequence[Sequence[str]]) -> bool:
    """Whether a date-like name stands over dates: then it is no name."""
    return any(
        _is_date(name) and i < len(row) and _is_date(row[i]) for row in records[:5] for i, name in enumerate(names)
    )


def _is_date(cell: str) -> bool:
    digits = sum(1 for c in cell if c.isdigit())
    return digits >= 6 and digits >= len(cell) * 0.6 and any(c in "-/.:" for c in cell)


def _is_value(cell: str) -> bool:
    try:
        float(cell)
    except ValueError:
        return _is_date(cell)
    return True
