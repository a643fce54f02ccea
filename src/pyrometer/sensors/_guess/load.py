"""The files that a guess looks at: read once, as far as is needed to judge them, with what each column holds."""

from dataclasses import dataclass, fields, replace
from pathlib import Path
from typing import Any

import numpy as np

from pyrometer import registry
from pyrometer.errors import SensorError
from pyrometer.sensors import Rows, Sensor
from pyrometer.sensors._columns import blank, joined, text
from pyrometer.sensors._files import check, opened, refuse_by_name, refuse_markup, refuse_other_kinds
from pyrometer.sensors._guess.profile import Profile, profiles
from pyrometer.sensors._guess.records import Answers
from pyrometer.sensors._numbers import Marks, marks
from pyrometer.sensors._read import kind_of, numbers_of
from pyrometer.sensors._times import Orders, orders

SQL = "sql"
MOST_ROWS = 300_000  # judged; the rest is read by the sensor, not by the guess


@dataclass(frozen=True, slots=True)
class Loaded:
    """One file: its rows (as many as were judged), their numbers, and the profile of each column."""

    path: Path
    kind: str
    table: Any
    numbers: Any
    columns: dict[str, Profile]
    n_refused: int
    is_whole: bool
    settings: Any = None
    other_sheets: tuple[str, ...] = ()
    added: tuple[str, ...] = ()  # columns that another file gave by key
    same_sheets: tuple[str, ...] = ()  # further sheets of the same columns, their rows judged too

    @property
    def sheet(self) -> str:
        """Which sheet of a workbook it is."""
        return getattr(self.settings, "sheet", "")

    @property
    def is_table(self) -> bool:
        """Whether it is a table of a database; its path is then only the table's name."""
        return self.kind == SQL

    @property
    def stem(self) -> str:
        """The name of its sensor file."""
        name = self.path.name.lower()
        for ending in registry.find("pyrometer.sensors", self.kind).suffixes:
            name = name.removesuffix(ending)
        clean = "".join(c if c.isalnum() else "-" for c in name)
        return "-".join(part for part in clean.split("-") if part) or "records"

    def names(self, kind: str) -> list[str]:
        """The columns of one kind, in the file's order."""
        return [name for name, column in self.columns.items() if column.kind == kind]


def load(path: Path | str, answers: Answers) -> tuple[Loaded, ...]:
    """A file's or a database's rows and profiles; raises SensorError with one sentence when it holds no table."""
    if isinstance(path, str):
        return tuple(_of_database(path, table) for table in answers.table or ("",))
    return (_of_file(path, answers),)


def _of_file(path: Path, answers: Answers) -> Loaded:
    kind = _kind(path)
    sensor: Sensor = registry.find("pyrometer.sensors", kind)
    if not any(f.name == "sheet" for f in fields(sensor.settings)):
        return _judged(path, kind, sensor.settings(), ())
    return _of_workbook(path, kind, answers.sheet)


def _of_workbook(path: Path, kind: str, said: str | None) -> Loaded:
    """The sheet that was said, else the first one that holds times, else the first one."""
    sensor: Sensor = registry.find("pyrometer.sensors", kind)
    sheets, first = _sheets(path), None
    for sheet in [said] if said else sheets:
        try:
            others = () if said else tuple(s for s in sheets if s != sheet)
            loaded = _judged(path, kind, sensor.settings(sheet=sheet), others)
        except SensorError:
            if sheet == sheets[-1] and first is None or said:
                raise
            continue
        if loaded.names("time"):
            return loaded
        first = first or loaded
    return first if first is not None else _judged(path, kind, sensor.settings(), ())


def sheets_beside(one: Loaded) -> list[Loaded]:
    """The other sheets of its workbook that hold a table; none where the sheet was said."""
    found = []
    for sheet in one.other_sheets:
        try:
            found.append(_judged(one.path, one.kind, replace(one.settings, sheet=sheet), ()))
        except SensorError:
            continue
    return found


def _of_database(url: str, table: str) -> Loaded:
    from pyrometer.sensors.sql import Settings, lasting

    return _judged(Path(table), SQL, Settings(url=lasting(url), table=table), ())


def _judged(path: Path, kind: str, settings: Any, other_sheets: tuple[str, ...]) -> Loaded:
    rows, is_whole = _some(registry.find("pyrometer.sensors", kind), path, settings)
    table = joined([r.table for r in rows])
    n_refused = sum(len(r.refused) for r in rows)
    if not table.num_rows:
        raise SensorError(f"{path} has a header and no rows.")
    if n_refused > table.num_rows:
        raise SensorError(f"{path}: {n_refused:,} of {n_refused + table.num_rows:,} lines do not fit its header.")
    numbers = np.concatenate([numbers_of(r) for r in rows])
    table = blank(table, {})
    found = profiles(table)
    return Loaded(path, kind, table, numbers, found, n_refused, is_whole, settings, other_sheets)


def _sheets(path: Path) -> list[str]:
    from pyrometer.sensors.excel import sheets

    return sheets(path)


def whole_column(loaded: Loaded, column: Profile) -> Profile:
    """The profile with the evidence of all rows, where only the first ones were judged."""
    if loaded.is_whole:
        return column
    sensor: Sensor = registry.find("pyrometer.sensors", loaded.kind)
    found_orders, found_marks = Orders(), Marks()
    for rows in sensor.rows(loaded.path, loaded.settings):
        if column.name in rows.table.column_names:
            cells = text(blank(rows.table.select([column.name]), {}).column(0))
            found_orders += orders(cells) if column.orders is not None else Orders()
            found_marks += marks(cells) if column.marks is not None else Marks()
    return replace(column, orders=found_orders, marks=found_marks)


def _kind(path: Path) -> str:
    check(path)
    try:
        return kind_of(path)
    except SensorError:  # said better by what it holds than by its name
        refuse_by_name(path)
        with opened(path) as stream:
            start = stream.read(4096)
        refuse_other_kinds(path, start)
        refuse_markup(path, start)
        raise


def _some(sensor: Sensor, path: Path, settings: Any) -> tuple[list[Rows], bool]:
    found, n = [], 0
    for rows in sensor.rows(path, settings):
        found.append(rows)
        n += rows.table.num_rows
        if n > MOST_ROWS:
            return found, False
    return found, True
