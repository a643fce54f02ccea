"""Files opened with care: what they are by their first bytes, gzip taken off, bombs and broken archives refused."""

import gzip
import io
import re
import zlib
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import IO, BinaryIO

from pyrometer.errors import SensorError, near, short

HEAD = 1 << 20  # bytes looked at before a file is believed
MOST_RATIO = 200  # real tables and logs shrink 5 to 60 times
FREE_BYTES = 256 << 20  # below this much nobody minds the ratio
MOST_BYTES = 64 << 30

_JSON = re.compile(rb'(?:\xef\xbb\xbf)?\s*(?:\{\s*["}]|\[\s*[\[{"\]])')
_MARKUP = re.compile(rb"(?:\xef\xbb\xbf)?\s*<[!?a-z]", re.IGNORECASE)
_UNNAMED = re.compile("[\ud800-\udfff]")  # what Python makes of bytes in a file's name that are no text
_MAGIC = (
    (b"PK\x03\x04", "a zip archive. If it is an Excel file, its name should end in .xlsx; else unpack it first."),
    (b"\xd0\xcf\x11\xe0", "an old Excel file. Save it as .xlsx."),
    (b"PAR1", "a Parquet file. Its name should end in .parquet."),
    (
        b"SQLite format 3",
        "an SQLite database. Read a table of it: pyrometer start sqlite:///{path} --table NAME.{tables}",
    ),
    (b"%PDF", "a PDF document, no table."),
    (b"\x89PNG", "a picture, no table."),
    (b"\xff\xd8\xff", "a picture, no table."),
    (b"BZh", "a bzip2 archive. Unpack it first."),
    (b"\xfd7zXZ", "an xz archive. Unpack it first."),
    (b"\x28\xb5\x2f\xfd", "a zstd archive. Unpack it first."),
    (b"7z\xbc\xaf", "a 7z archive. Unpack it first."),
    (b"\x7fELF", "a program, no table."),
)

_NO_TABLES = {
    ".ics": "a calendar. Export it as CSV, a row an appointment (Outlook: Open & Export).",
    ".mbox": "a mailbox. Export it as CSV with Date, From, To and Subject, a row a mail.",
    ".pst": "a mailbox. Export it as CSV, a row a mail (Outlook: Open & Export).",
    ".eml": "a single mail. Export the mailbox as CSV, a row a mail.",
    ".ods": "an OpenDocument sheet. Save it as .xlsx or .csv.",
    ".xlsb": "a binary Excel file. Save it as .xlsx.",
    ".numbers": "an Apple Numbers sheet. Export it as .xlsx or .csv.",
    ".pbix": "a Power BI report. Export the table behind it as CSV.",
}


class Unpacked(io.RawIOBase):
    """What a gzip file holds, as a stream that refuses bombs and broken archives with a sentence."""

    def __init__(self, path: Path, raw: BinaryIO) -> None:
        """Unpack `raw`, the opened file at `path`."""
        self._path, self._raw, self._packed = path, raw, max(path.stat().st_size, 1)
        self._stream, self._given = gzip.GzipFile(fileobj=raw), 0

    def readable(self) -> bool:
        """It can be read."""
        return True

    def readinto(self, buffer: "memoryview") -> int:  # type: ignore[override]
        """Fill `buffer`; raises SensorError on a bomb or a broken archive."""
        try:
            n = self._stream.readinto(buffer)
        except EOFError:
            raise SensorError(
                f"{self._path} is cut off: the gzip archive ends in the middle. Fetch it again."
            ) from None
        except (gzip.BadGzipFile, zlib.error) as error:
            raise SensorError(f"{self._path} is a broken gzip archive ({error}). Fetch it again.") from None
        self._given += n
        if self._given > MOST_BYTES or self._given > max(FREE_BYTES, MOST_RATIO * self._packed):
            raise SensorError(
                f"{self._path} unpacks to more than {self._given / 1e6:,.0f} MB from {self._packed / 1e6:,.1f} MB; "
                "no honest table does that. If it is one, unpack it yourself first."
            )
        return n

    def close(self) -> None:
        """Close the file below."""
        self._raw.close()
        super().close()


@contextmanager
def opened(path: Path) -> Iterator[IO[bytes]]:
    """The bytes of a file, gzip taken off by its first bytes; raises SensorError when it cannot be opened."""
    check(path)
    try:
        raw = path.open("rb")
    except OSError as error:
        raise SensorError(f"{path} cannot be opened: {error.strerror}.") from error
    with raw:
        packed = raw.read(2) == b"\x1f\x8b"
        raw.seek(0)
        yield io.BufferedReader(Unpacked(path, raw), 1 << 18) if packed else raw


def check(path: Path) -> None:
    """Raise SensorError unless `path` is a file with something in it, under a name that can be written down."""
    if _UNNAMED.search(str(path)):
        raise SensorError(f"{short(path)}: this name is no UTF-8. Rename the file, or the folder that it lies in.")
    if path.is_dir():
        raise SensorError(f"{path} is a folder. Name the files in it, like {path / '*.csv'}")
    if not path.exists():
        raise SensorError(f"There is no file {path}.")
    if not path.is_file():
        raise SensorError(f"{path} is not a file that can be read from beginning to end.")
    if path.stat().st_size == 0:
        raise SensorError(f"{path} is empty.")


def head(path: Path) -> bytes:
    """The first megabyte of a file, unpacked; raises SensorError on what is plainly no text."""
    with opened(path) as stream:
        start = stream.read(HEAD)
    if not start.strip():
        raise SensorError(f"{path} is empty.")
    refuse_other_kinds(path, start)
    return start


def refuse_markup(path: Path, start: bytes) -> None:
    """Raise SensorError when a file is JSON, XML or HTML, whatever its name says."""
    if _JSON.match(start):
        raise SensorError(f"{path} is JSON, which no sensor reads yet. Export it as CSV, Excel or Parquet.")
    if _MARKUP.match(start):
        raise SensorError(f"{path} is XML or HTML. Event logs in XML end in .xes; export tables as CSV.")


def refuse_by_name(path: Path) -> None:
    """Raise SensorError when a file's name says that it is another kind of file."""
    if what := _NO_TABLES.get(path.suffix.lower()):
        raise SensorError(f"{path} is {what}")


def refuse_other_kinds(path: Path, start: bytes) -> None:
    """Raise SensorError when the first bytes are those of another kind of file."""
    for magic, what in _MAGIC:
        if start.startswith(magic):
            held = _tables(path) if "{tables}" in what else ""
            raise SensorError(f"{path} is {what.format(path=path, tables=held)}")


def _tables(path: Path) -> str:
    """The sentence that names the tables of an SQLite file; empty where it cannot be opened."""
    import sqlite3
    from contextlib import closing

    asked = "SELECT name FROM sqlite_master WHERE type IN ('table', 'view') AND name NOT LIKE 'sqlite~_%' ESCAPE '~'"
    try:
        with closing(sqlite3.connect(f"{path.resolve().as_uri()}?mode=ro", uri=True)) as base:
            return near("", [name for (name,) in base.execute(asked)])
    except sqlite3.Error:
        return ""
