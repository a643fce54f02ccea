"""Excel: one sheet of an .xlsx workbook, with real dates and numbers; bombs and unsaved formulas are refused."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta
from pathlib import Path
from typing import Any

import pyarrow as pa

from pyrometer.errors import SensorError, near
from pyrometer.sensors import Rows, Sensor
from pyrometer.sensors._dialect import header_of, named_once, refuse_headless
from pyrometer.sensors._workbook import check_workbook


@dataclass(frozen=True, slots=True)
class Settings:
    """What is not found out but said."""

    sheet: str = field(default="", metadata={"help": "Its name; left away, the first one that holds something."})
    skip: int = field(default=0, metadata={"help": "How many rows stand above the header."})


def rows(path: Path, settings: Settings) -> Iterator[Rows]:
    """The rows of a sheet as one batch; raises SensorError with one sentence."""
    from python_calamine import CalamineError, CalamineWorkbook

    check_workbook(path)
    try:
        with CalamineWorkbook.from_path(path) as book:
            name = sheet_of(path, settings.sheet, book)
            sheet = book.get_sheet_by_name(name)
            cells = _spread(sheet.to_python(skip_empty_area=False), sheet.merged_cell_ranges or ())[settings.skip :]
    except (CalamineError, OSError, ValueError) as error:
        raise SensorError(f"{path} is no whole Excel workbook: {error}") from error
    yield Rows(_table(path, name, cells), first=1)


def sheets(path: Path) -> list[str]:
    """The names of the sheets that hold something, in their order."""
    from python_calamine import CalamineError, CalamineWorkbook

    check_workbook(path)
    try:
        with CalamineWorkbook.from_path(path) as book:
            return [name for name in book.sheet_names if book.get_sheet_by_name(name).height]
    except (CalamineError, OSError, ValueError) as error:
        raise SensorError(f"{path} is no whole Excel workbook: {error}") from error


def sheet_of(path: Path, wanted: str, book: Any) -> str:
    """The sheet of that name, or the first one that holds something; raises SensorError with the near name."""
    names: list[str] = book.sheet_names
    if wanted and wanted not in names:
        raise SensorError(f"{path} has no sheet '{wanted}'.{near(wanted, names)}")
    for name in [wanted] if wanted else names:
        sheet = book.get_sheet_by_name(name)
        if sheet.height and sheet.width:
            return name
    raise SensorError(f"{path} is empty: {'its sheet' if wanted else 'no sheet'} holds anything.")


def _spread(cells: list[list[Any]], merged: Sequence[tuple[tuple[int, int], tuple[int, int]]]) -> list[list[Any]]:
    """The cells, with the words of a merged one repeated down its rows: a seller's name beside all of their deals.

    What is merged across columns is a title, and a number would be added up again: both stay where they stand.
    """
    for (top, left), (bottom, right) in merged:
        if left == right and top < len(cells) and left < len(cells[top]) and isinstance(cells[top][left], str):
            for row in cells[top + 1 : bottom + 1]:
                row[left] = cells[top][left]
    return cells


def _table(path: Path, sheet: str, cells: list[list[Any]]) -> Any:
    where = Path(f"{path} (sheet {sheet})")
    texts = [[_text(cell) or "" for cell in row] for row in cells[:1000]]
    header = header_of(texts)
    width = max((i + 1 for row in texts for i, cell in enumerate(row) if cell), default=0)
    names = [" ".join(name.split()) for name in texts[header][:width]]
    if texts[header] in texts[header + 1 : header + 2]:
        raise SensorError(f"{where}: its header stands twice. Delete one of the two rows.")
    refuse_headless(where, names, texts[header + 1 :])
    again = cells[header][:width]
    body = [row for row in cells[header + 1 :] if any(cell != "" for cell in row) and row[:width] != again]
    columns = [_column([row[i] for row in body]) for i in range(width)]
    return pa.table(columns, names=list(named_once(where, names)))


def _column(values: Sequence[Any]) -> Any:
    """A column of one type: numbers, days, instants or truths where all cells are; else text."""
    kinds = {type(v) for v in values if v != ""}
    full = [None if v == "" else v for v in values]
    if kinds <= {float, int} and kinds:
        whole = all(v is None or float(v).is_integer() and abs(v) < 2**53 for v in full)
        return pa.array([None if v is None else int(v) for v in full] if whole else full)
    if kinds in ({date}, {bool}):
        return pa.array(full)
    if kinds <= {datetime, date} and kinds:
        moments = [v if v is None or isinstance(v, datetime) else datetime.combine(v, time()) for v in full]
        return pa.array(moments, pa.timestamp("us"))
    return pa.array([_text(v) for v in values], pa.string())


def _text(cell: Any) -> str | None:
    match cell:
        case "":
            return None
        case bool():
            return str(cell).lower()
        case float() if cell.is_integer():
            return str(int(cell))
        case datetime() | date() | time() | timedelta():
            return str(cell)
        case _:
            return str(cell)


SENSOR = Sensor(suffixes=(".xlsx", ".xlsm"), settings=Settings, rows=rows)
