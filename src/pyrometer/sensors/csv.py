"""CSV and TSV: text tables; delimiter, encoding and header are found out, broken lines kept with the reason."""

import csv as lines
import io
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import IO, Any

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
from pyarrow import csv as arrow

from pyrometer.errors import SensorError
from pyrometer.sensors import Rows, Sensor
from pyrometer.sensors._dialect import Dialect, dialect, named_once
from pyrometer.sensors._encoding import MENDED, Mended, encoding
from pyrometer.sensors._files import HEAD, head, opened, refuse_markup

STRAY = "\ufffd"  # stands for a byte of another encoding
BLOCK = 16 << 20  # bytes that are parsed at once; no record may be longer


@dataclass(frozen=True, slots=True)
class Settings:
    """What is not found out but said."""

    delimiter: str = field(default="", metadata={"help": "What separates the columns; left away, it is found out."})
    encoding: str = field(default="", metadata={"help": "'utf-8', 'cp1252' ...; left away, it is found out."})
    quote: str = field(default='"', metadata={"help": "What stands round text that holds the delimiter."})
    skip: int = field(default=0, metadata={"help": "How many lines stand above the header."})
    names: tuple[str, ...] = field(default=(), metadata={"help": "The columns, where the file has no header."})


def written(path: Path, settings: Settings) -> Dialect:
    """How the file at `path` is written, as far as the settings do not say; raises SensorError."""
    start = head(path)
    refuse_markup(path, start)
    code = settings.encoding or encoding(path, start)
    if settings.names:
        return Dialect(code, settings.delimiter or ",", settings.skip, named_once(path, settings.names))
    start = start.split(b"\n", settings.skip)[-1]
    found = dialect(path, start, encoding=code, delimiter=settings.delimiter)
    return replace(found, above=found.above + settings.skip)


def rows(path: Path, settings: Settings) -> Iterator[Rows]:
    """The raw rows of a text table, all columns as text, in batches; raises SensorError with one sentence."""
    how = written(path, settings)
    _refuse_open_quote(path, how, settings)
    refused: list[tuple[int, str, str]] = []
    to_skip = 0 if settings.names else 1  # the header is the first record that Arrow meets
    n_good = 0
    with opened(path) as stream:
        for table in _tables(path, stream, how, settings, refused):
            part, to_skip = table.slice(to_skip), max(0, to_skip - table.num_rows)
            bad = np.array(sorted(number for number, _, _ in refused), np.int64)
            # Good record j (from 0) has number j + 1 + the count of refused records before it.
            at = np.arange(n_good, n_good + part.num_rows)
            numbers = at + 1 + np.searchsorted(bad - np.arange(1, len(bad) + 1), at, side="right")
            n_good += part.num_rows
            yield _kept(part, numbers, how)
    if refused and not n_good:
        raise SensorError(f"{path}: no line has the {len(how.names)} cells that its header names.")
    yield Rows(pa.table({name: pa.array([], pa.string()) for name in how.names}), 1, tuple(sorted(refused)))


def _kept(part: Any, numbers: Any, how: Dialect) -> Rows:
    """The rows without those that say the header again or hold bytes of another encoding, which are refused."""
    reasons = [("The line says the header again.", _is_header(part, how.names))]
    if how.encoding == MENDED:
        reasons.append(("The line holds bytes that are no UTF-8.", _is_stray(part)))
    gone = np.logical_or.reduce([found for _, found in reasons])
    if not gone.any():
        return _numbered(part, numbers)
    refused = tuple(
        (int(number), reason, ",".join(cell or "" for cell in row.values()))
        for reason, found in reasons
        for number, row in zip(numbers[found], part.filter(pa.array(found)).to_pylist(), strict=True)
    )
    return _numbered(part.filter(pa.array(~gone)), numbers[~gone], tuple(sorted(refused)))


def _is_header(part: Any, names: Sequence[str]) -> Any:
    """Rows whose every cell is the name of its column: exports set end to end say it again."""
    found = np.ones(part.num_rows, bool)
    for column, name in zip(part.columns, names, strict=True):
        if not found.any():
            break
        found &= pc.fill_null(pc.equal(column, name), fill_value=False).to_numpy(zero_copy_only=False)
    return found


def _is_stray(part: Any) -> Any:
    """Rows that hold a byte of another encoding."""
    found = np.zeros(part.num_rows, bool)
    for column in part.columns:
        cells = pc.fill_null(pc.match_substring(column, STRAY), fill_value=False)
        found |= cells.to_numpy(zero_copy_only=False)
    return found


def _numbered(part: Any, numbers: Any, refused: tuple[tuple[int, str, str], ...] = ()) -> Rows:
    return Rows(part, int(numbers[0]) if len(numbers) else 1, refused, numbers)


def _tables(
    path: Path, stream: IO[bytes], how: Dialect, settings: Settings, refused: list[tuple[int, str, str]]
) -> Iterator[Any]:
    """Arrow tables of text columns; lines with too few or too many cells go to `refused`."""
    first = how.above + (0 if settings.names else 1)

    def keep(row: Any) -> str:
        reason = f"The line has {row.actual_columns} cells where the header names {row.expected_columns}."
        refused.append((row.number - first, reason, row.text))
        return "skip"

    keys = [str(i) for i in range(len(how.names))]  # names may be anything, even empty, until they are checked
    code = {"utf-8-sig": "utf8", MENDED: "utf8"}.get(how.encoding, how.encoding)
    try:
        reader = arrow.open_csv(
            io.BufferedReader(Mended(stream), HEAD) if how.encoding == MENDED else stream,
            arrow.ReadOptions(
                use_threads=False, block_size=BLOCK, column_names=keys, skip_rows=how.above, encoding=code
            ),
            arrow.ParseOptions(
                delimiter=how.delimiter,
                quote_char=settings.quote,
                newlines_in_values=True,
                invalid_row_handler=keep,
            ),
            arrow.ConvertOptions(column_types=dict.fromkeys(keys, pa.string())),
        )
        for batch in reader:
            table = pa.Table.from_batches([batch]).rename_columns(list(how.names))
            yield _trimmed(table) if how.pads else table
    except (pa.ArrowInvalid, UnicodeError) as error:
        raise SensorError(f"{path} cannot be read as {code}: {_plain(error)}") from error


def _plain(error: Exception) -> str:
    text = str(error)
    if "straddling" in text:
        return f"a line is longer than {BLOCK >> 20} MB, or a quotation mark is opened and never closed."
    if "UTF8" in text or isinstance(error, UnicodeError):
        return 'it holds bytes of another encoding. Say which: encoding = "cp1252" in the sensor file.'
    return text.splitlines()[0]


def _trimmed(table: Any) -> Any:
    return pa.table({name: pc.utf8_trim_whitespace(table.column(name)) for name in table.column_names})


def _refuse_open_quote(path: Path, how: Dialect, settings: Settings) -> None:
    """Raise SensorError when a quotation mark is opened and never closed: it would swallow the rest of the file."""
    with opened(path) as stream:
        n_marks = sum(block.count(settings.quote.encode()) for block in iter(lambda: stream.read(HEAD), b""))
    if n_marks % 2 == 0:
        return
    lines.field_size_limit(1 << 30)
    with opened(path) as stream:
        text = io.TextIOWrapper(stream, encoding=how.encoding.removesuffix("-mended"), errors="replace", newline="")
        reader = lines.reader(text, delimiter=how.delimiter, quotechar=settings.quote)
        begins, ends = 1, 0
        for _ in reader:
            begins, ends = ends + 1, reader.line_num
    if ends > begins:  # the last record runs over lines
        raise SensorError(f"{path}: a quotation mark is opened in line {begins} and never closed. Close or delete it.")


SENSOR = Sensor(suffixes=(".csv", ".tsv", ".txt", ".csv.gz", ".tsv.gz", ".txt.gz"), settings=Settings, rows=rows)
