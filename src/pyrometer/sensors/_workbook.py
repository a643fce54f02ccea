"""A workbook before it is opened: is it one, does it unpack to an honest size, are its formulas worked out."""

import re
import zlib
from pathlib import Path
from typing import IO
from zipfile import BadZipFile, ZipFile, ZipInfo

from pyrometer.errors import SensorError
from pyrometer.sensors._dialect import MOST_COLUMNS
from pyrometer.sensors._files import check

MOST_BYTES = 2 << 30  # of all parts together, unpacked
MOST_CELLS = 30_000_000  # a grid from A1 to the last cell is held in memory
_SHEET = re.compile(r"xl/worksheets/[^/]+\.xml")
_WIDE = re.compile(rb'\br="([A-Z]{2,3})\d')
_DEEP = re.compile(rb'\br="[A-Z]{0,3}(\d{5,7})"')
_UNSAVED = re.compile(rb"</f>\s*</c>|<f>[^<]*</f>\s*<v\s*/>|</f>\s*<v></v>")


def check_workbook(path: Path) -> None:
    """Raise SensorError unless `path` is a workbook that can be opened without harm."""
    check(path)
    with path.open("rb") as raw:
        start = raw.read(8)
        if start.startswith(b"\xd0\xcf\x11\xe0"):
            raise SensorError(f"{path} is protected by a password or an old Excel file. Save it as a plain .xlsx.")
        if not start.startswith(b"PK"):
            raise SensorError(f"{path} is no Excel workbook. If it is a text table, name it .csv.")
        try:
            with ZipFile(raw) as archive:
                parts = archive.infolist()
                _check_parts(path, raw, parts)
        except (BadZipFile, zlib.error, EOFError, NotImplementedError) as error:
            raise SensorError(f"{path} is no whole Excel workbook: {error}") from error


def _check_parts(path: Path, raw: IO[bytes], parts: list[ZipInfo]) -> None:
    if not any(part.filename == "xl/workbook.xml" for part in parts):
        raise SensorError(f"{path} is a zip archive, but no Excel workbook.")
    budget = MOST_BYTES
    for part in parts:
        content = _unpacked(path, raw, part, budget)
        budget -= len(content)
        if _SHEET.fullmatch(part.filename):
            _check_sheet(path, content)


def _unpacked(path: Path, raw: IO[bytes], part: ZipInfo, budget: int) -> bytes:
    """A part's bytes, whatever size the archive claims; no more than the budget."""
    raw.seek(part.header_offset + 26)
    lengths = raw.read(4)
    raw.seek(int.from_bytes(lengths[:2], "little") + int.from_bytes(lengths[2:], "little"), 1)
    packed = raw.read(part.compress_size)
    if part.compress_type == 0:
        return packed
    content = zlib.decompressobj(-15).decompress(packed, budget + 1)
    if len(content) > budget or len(content) > max(64 << 20, 500 * len(packed)):
        raise SensorError(
            f"{path} unpacks to more than {len(content) / 1e6:,.0f} MB from {path.stat().st_size / 1e6:,.2f} MB; "
            "no honest workbook does that. Save the sheet as .csv instead."
        )
    return content


def _check_sheet(path: Path, sheet: bytes) -> None:
    if _UNSAVED.search(sheet):
        raise SensorError(
            f"{path} holds formulas whose results were never saved. Open it in a spreadsheet program and save it again."
        )
    widest = max((_column_number(letters) for letters in set(_WIDE.findall(sheet))), default=26)
    deepest = max((int(row) for row in set(_DEEP.findall(sheet))), default=9999)
    if widest > MOST_COLUMNS:
        raise SensorError(f"{path} has {widest:,} columns; {MOST_COLUMNS:,} are the most that can be read.")
    if widest * deepest > MOST_CELLS:
        raise SensorError(f"{path} spans {deepest:,} rows and {widest:,} columns. Save the sheet as .csv instead.")


def _column_number(letters: bytes) -> int:
    number = 0
    for letter in letters:
        number = number * 26 + letter - 64
    return number
