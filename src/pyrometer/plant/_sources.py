"""Sources: sensors run into the ledger, the process built from it, and what the ledger says about its own reading."""

import hashlib
from collections.abc import Callable, Iterator, Mapping
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import TYPE_CHECKING, Any

from pyrometer import config
from pyrometer.errors import BadSetting, PlantError, near
from pyrometer.model.table import Column, Table, table
from pyrometer.plant import _judgements

if TYPE_CHECKING:
    from pyrometer.ledger.reading import Reading
    from pyrometer.ledger.tables import LedgerTables
    from pyrometer.ledger.tidy import Tidied
    from pyrometer.plant._opened import Opened, Progress
    from pyrometer.process import Process
    from pyrometer.sensors._batch import Batch
    from pyrometer.sensors._config import Rule, SensorConfig

BUILT = "built"  # folder of journeys and spells, beside the ledger's own files


def read(plant: "Opened", *, progress: "Progress | None", now: datetime, anew: bool = False) -> "tuple[Reading, ...]":
    """Each sensor's batches into the ledger, one mark a sensor that brings anything new.

    With `anew` what the sources said before is taken back in the same step: their newest exports are the truth.
    """
    from pyrometer.sensors import _read

    readings = []
    for sensor in plant.sensors:
        batches = _counted(_read.events(sensor, plant.folder, now=now), sensor.name, progress)
        how = _how(plant, sensor, anew=anew)
        readings.append(plant.ledger.read(batches, plant.backend, source=sensor.name, read_at=now, settings=how))
    return tuple(readings)


def spoken(plant: "Opened") -> tuple[str, ...]:
    """The actions that the sensors' rules name, whether or not a record has given one yet."""
    return tuple(rule.action for sensor in plant.sensors for rule in sensor.events if "{" not in rule.action)


def reported(plant: "Opened") -> frozenset[str]:
    """The actions of the events as they stand, with those that the sensors' rules name: what was taken back is none."""
    tables = plant.ledger.tables(plant.backend)
    codes = plant.backend.to_pyarrow(tables.events.select("action").distinct())["action"].to_pylist()
    return frozenset((*(tables.words.actions[code] for code in codes), *spoken(plant)))


def _how(plant: "Opened", sensor: "SensorConfig", *, anew: bool) -> str:
    """The settings under which a source is read: as the last time, unless the sensor has changed or is read anew."""
    mine = [run for run in plant.ledger.runs().to_pylist() if run["source"] == sensor.name]
    last = max(mine, key=lambda run: run["run"])["settings"] if mine else ""
    now = said(sensor)
    if anew and mine:
        return f"{now}-{len(mine)}"
    return str(last) if last.split("-")[0] == now else now


def idle(plant: "Opened") -> tuple[str, ...]:
    """The rules of sensors that no record has met, each as a sentence with the value that was probably meant."""
    tables = plant.ledger.tables(plant.backend)
    pairs = plant.backend.to_pyarrow(tables.events.select("source", "action").distinct()).to_pylist()
    met = {(tables.words.sources[pair["source"]], tables.words.actions[pair["action"]]) for pair in pairs}
    found = []
    for sensor in plant.sensors:
        for number, rule in enumerate(sensor.events, 1):
            if (rule.where or rule.dates) and "{" not in rule.action and (sensor.name, rule.action) not in met:
                hint = _meant(sensor, rule, plant.folder)
                found.append(f"{sensor.name}: no record says '{rule.action}' yet ([[event]] {number}).{hint}")
    return tuple(found)


def _meant(sensor: "SensorConfig", rule: "Rule", folder: Path) -> str:
    """For a condition that holds nowhere, the values that the column has at the beginning of its file."""
    from pyrometer import registry
    from pyrometer.sensors import _read
    from pyrometer.sensors._columns import text

    (path, _), *_ = _read.files(sensor, folder)
    rows = next(_read.tables(sensor, registry.find("pyrometer.sensors", sensor.sensor), folder, path))
    for column, cells in rule.where.items():
        values = [v for v in text(rows.table.column(column)).unique().to_pylist() if v]
        absent = [cell for cell in cells if cell and "*" not in cell and cell not in values]
        if absent and values:
            return f" {column} is never '{absent[0]}'.{near(absent[0], values)}"
    return ""


def said(sensor: "SensorConfig") -> str:
    """A hash of how a sensor turns rows into events; where its file lies and which files it reads do not count."""
    text = repr(replace(sensor, where=Path(), path=""))
    for newer in (", after=''", ", dates={}"):  # keys that older sensor files do not know
        text = text.replace(newer, "")
    return hashlib.sha256(text.encode()).hexdigest()[:32]


def _counted(batches: "Iterator[Batch]", name: str, progress: "Progress | None") -> "Iterator[Batch]":
    rows = 0
    for batch in batches:
        rows += batch.n_rows
        if progress is not None:
            progress(name, rows)
        yield batch


def process(plant: "Opened", as_known: datetime | None, *, now: datetime) -> "Process":
    """Journeys and spells of the plant at its mark, as known now or then.

    Raises PlantError when nothing has been read yet, BadSetting where `as_known` lies outside what is known.
    """
    from pyrometer.process import build

    something_read(plant)
    tables = plant.ledger.tables(plant.backend)
    if as_known is not None:
        _knowable(plant.config.plant.zone, as_known, tables, now)
    folder = plant.folder / "ledger" / BUILT
    return build(tables, plant.definitions, plant.config, folder=folder, as_known=as_known)


def tidy(plant: "Opened", days: int, *, now: datetime) -> "Tidied":
    """Old marks of the ledger forgotten, and their builds; raises BadSetting for less than a day."""
    from pyrometer.process import store

    if days < 1:
        raise BadSetting(f"older than {days} days: somebody may be reading such a mark now. Give 1 day or more.")
    done = plant.ledger.tidy(now - timedelta(days=days))
    store.forget(plant.folder / "ledger" / BUILT, done.first)
    return done


def something_read(plant: "Opened") -> None:
    """Raises PlantError where nothing has been read yet."""
    if plant.mark == 0:
        raise PlantError(f"The ledger of {plant.folder} is empty. Read its sensors first: pyrometer read")


def _knowable(zone: str, as_known: datetime, tables: "LedgerTables", now: datetime) -> None:
    """Whether anything had happened by then, and whether that day has come: the end of today may lie ahead."""
    day, since, until = (_day(at, zone) for at in (as_known, tables.since or as_known, tables.until or as_known))
    if as_known < (tables.since or as_known):
        raise BadSetting(f"Nothing was known on {day}: the records begin on {since}. Name a later day.")
    if as_known - timedelta(days=1) >= max(now, tables.until or now):
        raise BadSetting(f"{day} has not come yet: the records end on {until}. Leave as-known away to judge as of now.")


def _day(at: datetime, zone: str) -> date:
    return at.replace(tzinfo=UTC).astimezone(config.zone(zone)).date()


READING = (
    Column("source", "", "the sensor"),
    Column("n_rows", "count", "rows of its last reading that brought anything"),
    Column("n_events", "count", "events they gave"),
    Column("n_same", "count", "events that were there already"),
    Column("n_refused", "count", "rows refused"),
    Column("n_conflicts", "count", "records whose id came again with other content"),
    Column("n_repeated", "count", "records that stood more than once in one export"),
    Column("n_row_twins", "count", "rows like an earlier one in every column, where each row is one prospect"),
    Column("n_superseded", "count", "events taken back by a newer export; known until then"),
    Column("n_gone", "count", "prospects that its newest export no longer has"),
    Column("n_unsaid", "count", "events kept although its newest export says such of nobody: a word was renamed"),
    Column("n_order_unsure", "count", "events that gave way to an export that may not be the newer one"),
    Column("n_cut_off", "count", "prospects kept though its newest export of everybody lacks them: it seems cut off"),
    Column("n_alike", "count", "prospects whose names differ only in spaces, Unicode form, case or zeros of a number"),
    Column("n_of_others", "count", "rows left out as others' business, as the sensor says"),
    Column("n_clock_shown_twice", "count", "times in an hour that the zone's clock shows twice; read as its first"),
    Column("n_clock_never_shown", "count", "times in an hour that the zone's clock skips"),
)
COUNTS = (  # of the sensor, by code
    *("of-others", "clock-shown-twice", "clock-never-shown"),
    *("gone", "unsaid", "order-unsure", "cut-off", "alike", "repeated", "row-twins"),
)
REFUSED = (
    Column("source", "", "the sensor"),
    Column("file", "", "the file"),
    Column("row", "count", "the row's number there, the first record being 1"),
    Column("code", "", "the kind of reason"),
    Column("reason", "", "the reason"),
)
MOST_REFUSED = 200  # shown; all of them stay in the ledger's folder


def kept(plant: "Opened") -> dict[str, int]:
    """How many events of each source count now, each once."""
    process = plant.known().process
    rows = process.events if process.undated is None else process.events.union(process.undated)
    found = plant.backend.to_pyarrow(rows.group_by("source").aggregate(n=rows.count())).to_pylist()
    return {process.words.sources[row["source"]]: row["n"] for row in found}


def _reading(plant: "Opened") -> Table:
    runs = plant.ledger.runs().to_pylist()
    newest = {run["source"]: run | _counts(run) for run in sorted(runs, key=lambda r: r["run"])}
    sums = {c.name: [run[c.name] for run in newest.values()] for c in READING}
    return table(READING, sums)


def _counts(run: Mapping[str, Any]) -> dict[str, int]:
    said = dict(run["counts"] or ())
    return {f"n_{code.replace('-', '_')}": said.get(code, 0) for code in COUNTS}


def _refused(plant: "Opened") -> Table:
    rows = plant.ledger.refused().slice(0, MOST_REFUSED).to_pylist()
    return table(REFUSED, {c.name: [_short(row[c.name]) for row in rows] for c in REFUSED})


def _short(value: Any) -> Any:
    return value[:200] if isinstance(value, str) else value


FROM_LEDGER: Mapping[str, Callable[["Opened"], Table]] = {
    "reading": _reading,
    "refused": _refused,
    "judgements": _judgements.measure,
}
