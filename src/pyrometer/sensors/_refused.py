"""Rows that could not be read: kept as they stood, with a code, a sentence, the file and the row."""

from collections.abc import Sequence
from typing import Any

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from pyrometer.sensors._batch import REFUSED
from pyrometer.sensors._columns import text

RAW = 2000  # characters of the record that are kept


class Refusals:
    """Collects the refused rows of one batch; `refused` is the mask of rows that have one refusal or more."""

    def __init__(self, source: str, file: str, table: Any, rows: Any) -> None:
        """Refusals of `table`, whose records have the numbers `rows` in `file`."""
        self.source, self.file, self._table, self._rows = source, file, table, rows
        self.refused = np.zeros(len(rows), bool)
        self._found: list[Any] = []
        self._told: dict[tuple[str, str], Any] = {}

    def add(self, mask: Any, code: str, reason: str) -> None:
        """Refuse the rows of a mask, all for one reason."""
        self.add_at(np.flatnonzero(mask), code, reason)

    def add_at(self, at: Any, code: str, reason: str) -> None:
        """Refuse the rows at those positions, all for one reason."""
        if len(at):
            self._keep(at, code, pa.repeat(reason, len(at)))

    def add_bad(self, at: Any, code: str, column: object, what: str) -> None:
        """Refuse the rows at those positions because of what stands in a column."""
        told = self._told.setdefault((code, str(column)), np.zeros(len(self._rows), bool))
        at = at[~told[at]]  # several rules may read one column
        told[at] = True
        if len(at):
            cells = pc.utf8_slice_codeunits(text(self._table.column(str(column)).take(pa.array(at))), 0, 80)
            self._keep(at, code, pc.binary_join_element_wise("'", cells, f"' in {column} {what}.", ""))

    def _keep(self, at: Any, code: str, reason: Any) -> None:
        self.refused[at] = True
        part = self._table.take(pa.array(at))
        self._found.append(_rows(self.source, self.file, self._rows[at], (code, reason, _raw(part))))

    def table(self) -> Any:
        """All refusals as a table of the one schema."""
        return pa.concat_tables(self._found) if self._found else REFUSED.empty_table()


def unsplit(source: str, file: str, refused: Sequence[tuple[int, str, str]]) -> Any:
    """Refusals of rows that could not even be split into fields: (row number, reason, raw text)."""
    if not refused:
        return REFUSED.empty_table()
    rows, reasons, raws = zip(*refused, strict=True)
    raw = pa.array([r[:RAW] for r in raws], pa.string())
    return _rows(source, file, np.array(rows), ("bad-row", pa.array(reasons, pa.string()), raw))


def _rows(source: str, file: str, rows: Any, what: tuple[str, Any, Any]) -> Any:
    code, reason, raw = what
    n = len(rows)
    arrays = [pa.repeat(source, n), pa.repeat(file, n), pa.array(rows, pa.int64()), pa.repeat(code, n), reason, raw]
    return pa.Table.from_arrays(arrays, schema=REFUSED)


def _raw(part: Any) -> Any:
    """The records as text, their cells divided by commas."""
    cells = [pc.fill_null(text(part.column(i)), "") for i in range(part.num_columns)]
    if len(cells) == 1:
        return cells[0]
    return pc.utf8_slice_codeunits(pc.binary_join_element_wise(*cells, ","), 0, RAW)
