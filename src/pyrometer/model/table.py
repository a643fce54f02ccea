"""Table: named columns with unit and meaning; small, and the only thing that leaves a measure."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from importlib import import_module
from typing import Any

from pyrometer.errors import NotInstalled, unknown

Value = None | bool | int | float | str | date | datetime


@dataclass(frozen=True, slots=True)
class Column:
    """A column's public name, its unit ('days', 'share', 'count', 'EUR', '' for words) and what it means."""

    name: str
    unit: str = ""
    meaning: str = ""


@dataclass(frozen=True, slots=True)
class Table:
    """A small table: `columns` describe, `rows` hold the values in the same order."""

    columns: tuple[Column, ...]
    rows: tuple[tuple[Value, ...], ...]

    def __len__(self) -> int:
        """How many rows."""
        return len(self.rows)

    def __iter__(self) -> Iterator[dict[str, Any]]:
        """Row by row, as name -> value."""
        names = [c.name for c in self.columns]
        return (dict(zip(names, row, strict=True)) for row in self.rows)

    def __getitem__(self, name: str) -> list[Any]:
        """All values of one column."""
        for i, column in enumerate(self.columns):
            if column.name == name:
                return [row[i] for row in self.rows]
        raise unknown("column", name, [c.name for c in self.columns])

    def to_dict(self) -> dict[str, list[Any]]:
        """Column name -> values."""
        return {c.name: self[c.name] for c in self.columns}

    def to_pandas(self) -> Any:
        """The table as a pandas frame."""
        return import_module("pandas").DataFrame(self.to_dict())

    def to_polars(self) -> Any:
        """The table as a polars frame; raises NotInstalled where polars is not."""
        try:
            polars = import_module("polars")
        except ModuleNotFoundError as error:
            raise NotInstalled("Polars is not installed. Add it with: pip install 'pyrometer[polars]'") from error
        return polars.DataFrame(self.to_dict(), infer_schema_length=None)

    def to_arrow(self) -> Any:
        """The table as an Arrow table."""
        return import_module("pyarrow").table(self.to_dict())


def table(columns: Sequence[Column], values: Mapping[str, Sequence[Any]]) -> Table:
    """A table from column values by name; every column described must be there and of one length."""
    return Table(tuple(columns), tuple(zip(*(values[c.name] for c in columns), strict=True)))
