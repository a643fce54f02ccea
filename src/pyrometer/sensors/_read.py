"""Run a sensor: its files one by one, their rows as events, what cannot be read kept with the reason."""

import os
from collections.abc import Callable, Iterator, Mapping
from dataclasses import replace
from datetime import datetime
from pathlib import Path
from typing import Any

import numpy as np
import pyarrow as pa

from pyrometer import registry
from pyrometer.errors import SensorError, near
from pyrometer.sensors import Rows, Sensor
from pyrometer.sensors._batch import Batch, Telling
from pyrometer.sensors._columns import ROW, joined, looked_up, matched, put_together, require, text
from pyrometer.sensors._config import EVERY, Field, Lookup, SensorConfig
from pyrometer.sensors._mapping import all_at_once, mapped
from pyrometer.sensors._refused import unsplit
from pyrometer.sensors._rule import Source, used
from pyrometer.sensors._styles import Evidence
from pyrometer.sensors._telling import telling

Progress = Callable[[Path, int], None]
Others = list[tuple[Lookup, Any]]


def events(
    config: SensorConfig, folder: Path, progress: Progress | None = None, *, now: datetime | None = None
) -> Iterator[Batch]:
    """The events of a sensor of the plant in `folder`, in batches of bounded size.

    `progress` is called with the file and the rows read of it so far. With `now` (naive UTC) rows that happened
    later are refused. Raises SensorError when a file cannot be read as what it claims to be, or changes meanwhile.
    """
    sensor: Sensor = registry.find("pyrometer.sensors", config.sensor)
    found = files(config, folder)
    stamps = {path: _stamp(path) for path, _ in found}
    if sensor.events is not None:
        for path, file in _steady(found, stamps):
            yield from _told(sensor.events(path, config), path, telling(config, path, file, now), progress)
        return
    styles = _styles(config, sensor, folder, found)
    for path, file in _steady(found, stamps):
        source = Source(config, styles, file, now)
        batches = _mapped(source, tables(config, sensor, folder, path))
        yield from _told(batches, path, telling(config, path, file, now), progress)


def _stamp(path: Path) -> tuple[int, int, int] | None:
    """What changes when somebody writes to a file or puts another in its place; None of a database."""
    if path == Path():
        return None
    found = path.stat()
    return found.st_size, found.st_mtime_ns, found.st_ino


def _steady(found: list[tuple[Path, str]], stamps: Mapping[Path, Any]) -> Iterator[tuple[Path, str]]:
    """The files one by one; raises SensorError where one is no longer what it was, before or after its turn.

    Half of the old and half of the new is no export.
    """
    for path, file in found:
        for is_done in (False, True):
            if stamps[path] is not None and not (path.exists() and _stamp(path) == stamps[path]):
                raise SensorError(
                    f"{path} changed while it was being read. Read again when it is written: pyrometer read"
                )
            if not is_done:
                yield path, file


def files(config: SensorConfig, folder: Path) -> list[tuple[Path, str]]:
    """The files of a sensor, in order of name, each with its name as the sensor file writes it."""
    if not config.path:
        return [(Path(), getattr(config.settings, "table", "") or config.name)]
    whole = beside(folder, config.path)
    if whole.exists() or not any(c in config.path for c in "*?["):
        if not whole.exists():
            raise SensorError(f"There is no file {whole}. If it has moved, correct path in {config.where}.")
        return [(whole, config.path)]
    steps = Path(config.path)
    root = Path(steps.anchor) if steps.is_absolute() else folder
    found = sorted(p for p in root.glob(str(steps.relative_to(steps.anchor))) if p.is_file())
    if not found:
        raise SensorError(f"{config.where}: no file matches path = '{config.path}' in {folder}.")
    return [(p, str(p) if steps.is_absolute() else p.relative_to(folder).as_posix()) for p in found]


def beside(folder: Path, path: str) -> Path:
    """A path as a sensor file writes it, from the plant's folder; the folder itself need not exist yet."""
    return Path(os.path.normpath(folder.absolute() / path))


def tables(config: SensorConfig, sensor: Sensor, folder: Path, path: Path) -> Iterator[Rows]:
    """The raw rows of one file with looked-up columns added; checks that every column spoken of is there."""
    others = others_of(config, folder)
    spoken = dict.fromkeys([*used(config), *config.fields, *(name for name in config.missing if name != EVERY)])
    seen: set[str] = set()
    for rows in sensor.rows(path, config.settings):
        rows = completed(rows, config, others)
        table = rows.table
        seen |= set(table.column_names)
        if not sensor.is_sparse:
            require(table.column_names, spoken, str(config.where))
        for name in spoken if sensor.is_sparse else ():
            if name not in table.column_names:
                table = table.append_column(name, pa.nulls(table.num_rows, pa.string()))
        yield replace(rows, table=table)
    require(seen, spoken, str(config.where))


def others_of(config: SensorConfig, folder: Path) -> Others:
    """The look-ups of a sensor, each with its file read whole."""
    return [(lookup, _other(lookup, config, folder)) for lookup in config.lookups]


def completed(rows: Rows, config: SensorConfig, others: Others) -> Rows:
    """Rows with the columns of other files and of the row's number; rows of others' business left out."""
    rows = _with_others(rows, others, str(config.where))
    spoken = used(config)
    rows = replace(rows, table=put_together(rows.table, spoken, str(config.where)))
    if ROW not in spoken:
        return rows
    return replace(rows, table=rows.table.append_column(ROW, pa.array(numbers_of(rows)).cast(pa.string())))


def _with_others(rows: Rows, others: Others, where: str) -> Rows:
    for lookup, other in others:
        table = rows.table
        require(table.column_names, (lookup.key,), where)
        if lookup.only_known:
            there = matched(table, lookup.key, other, lookup.their_key)
            numbers = numbers_of(rows)[there.to_numpy(zero_copy_only=False)]
            n_left = rows.n_others + table.num_rows - len(numbers)
            rows, table = replace(rows, numbers=numbers, n_others=n_left), table.filter(there)
        rows = replace(rows, table=looked_up(table, lookup, other))
    return rows


def numbers_of(rows: Rows) -> Any:
    """The number of each row in its file, the first record being 1."""
    return rows.numbers if rows.numbers is not None else np.arange(rows.first, rows.first + rows.table.num_rows)


def _other(lookup: Lookup, config: SensorConfig, folder: Path) -> Any:
    """The file that a look-up reads, whole; its key must be unique."""
    name = lookup.path or lookup.table
    table = whole(beside(folder, lookup.path)) if lookup.path else _table(config, lookup.table)
    require(table.column_names, (lookup.their_key, *lookup.fields), f"{config.where}: lookup in {name}")
    keys = text(table.column(lookup.their_key))
    twice = [v for v in keys.value_counts().to_pylist() if v["counts"] > 1 and v["values"] is not None]
    if twice:
        raise SensorError(
            f"{config.where}: {name} has '{twice[0]['values']}' {twice[0]['counts']} times in "
            f"'{lookup.their_key}'; a key to look up by must stand there once."
        )
    return table


def _table(config: SensorConfig, name: str) -> Any:
    """A whole table of the database that the sensor reads."""
    sensor: Sensor = registry.find("pyrometer.sensors", config.sensor)
    settings = replace(config.settings, table=name, query="")
    return joined([rows.table for rows in sensor.rows(Path(), settings)])


def whole(path: Path) -> Any:
    """Every row of a file as one Arrow table, by the sensor that claims its name."""
    sensor = registry.find("pyrometer.sensors", kind_of(path))
    return joined([rows.table for rows in sensor.rows(path, sensor.settings())])


def kind_of(path: Path) -> str:
    """The sensor that claims a file's name; raises SensorError listing the endings there are."""
    name = path.name.lower()
    endings: dict[str, str] = {}
    for kind in registry.names("pyrometer.sensors"):
        endings |= dict.fromkeys(registry.find("pyrometer.sensors", kind).suffixes, kind)
    for ending in sorted(endings, key=len, reverse=True):
        if name.endswith(ending):
            return endings[ending]
    raise SensorError(f"No sensor reads {path.name}.{near(path.suffix, endings)}")


def _mapped(source: Source, stretches: Iterator[Rows]) -> Iterator[Batch]:
    config = source.config
    if all_at_once(config):
        stretches = iter([_joined(list(stretches))])
    for rows in stretches:
        batch = mapped(source, rows.table, numbers_of(rows))
        if twins := _twins(rows.table):
            batch = replace(batch, counts={**batch.counts, "row-twins": twins})
        if rows.n_others:
            counts = {**batch.counts, "of-others": rows.n_others}
            batch = replace(batch, n_rows=batch.n_rows + rows.n_others, counts=counts)
        if rows.refused:
            lost = unsplit(config.name, source.file, rows.refused)
            batch = replace(batch, refused=pa.concat_tables([batch.refused, lost]), n_rows=batch.n_rows + len(lost))
        yield batch


def _twins(table: Any) -> int:
    """How many rows say in every column what an earlier one says, where no column tells rows apart."""
    if ROW not in table.column_names:
        return 0
    said = table.drop_columns([ROW])
    return int(said.num_rows - said.group_by(said.column_names).aggregate([]).num_rows)


def _joined(stretches: list[Rows]) -> Rows:
    numbers = [numbers_of(s) for s in stretches]
    table = joined([s.table for s in stretches])
    refused = tuple(r for s in stretches for r in s.refused)
    return Rows(table, 1, refused, np.concatenate(numbers), sum(s.n_others for s in stretches))


def _styles(config: SensorConfig, sensor: Sensor, folder: Path, found: list[tuple[Path, str]]) -> Mapping[str, Field]:
    """Declared styles, and for the rest what the columns prove; undeclared ones cost one more pass over the files."""
    evidence = Evidence.of(config)
    if evidence.is_needed:
        for path, _ in found:
            for rows in tables(config, sensor, folder, path):
                evidence.look(rows.table)
    return evidence.proved()


def _told(batches: Iterator[Batch], path: Path, export: Telling, progress: Progress | None) -> Iterator[Batch]:
    n_rows = 0
    for batch in batches:
        n_rows += batch.n_rows
        if batch.n_rows:
            yield replace(batch, telling=export)
        if progress is not None:
            progress(path, n_rows)
