"""Building the process: the ledger cut, definitions judged, its tables written once and read ever after."""

import json
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import partial
from pathlib import Path as Folder
from typing import Any

from pyrometer.config import PlantConfig
from pyrometer.definitions._order import resting
from pyrometer.definitions.records import Records
from pyrometer.definitions.signs import Sign, sign
from pyrometer.errors import PlantError
from pyrometer.model.definition import Definition
from pyrometer.model.process import ProcessFacts
from pyrometer.process import outages, store, taken_back, undated, unseen, zones
from pyrometer.process import path as paths
from pyrometer.process.cut import Cut, cut, reach
from pyrometer.process.journeys import Plan, dated, grain_is_day, journeys
from pyrometer.process.record import DAY_US, STILL_OPEN, SYSTEM, UNTOLD, Process
from pyrometer.process.refs import ref
from pyrometer.process.spells import efforts, late_us, spells
from pyrometer.process.ways import edges, ways

ENDS = ("entered_at", "won_at", "lost_at", "ended_at")  # the instants of a journey that periods are counted by
LAYOUT = 11  # raise it when the columns or rules of what is built change: old builds are then not read
ALL_DATED = "all_dated"  # among the facts of a build: nothing is without a day, and nobody need ask again


@dataclass(frozen=True, slots=True)
class Work:
    """Everything a build starts from."""

    tables: Any  # LedgerTables
    definitions: tuple[Definition, ...]
    config: PlantConfig
    cut: Cut
    as_known: datetime | None
    told: Any | None = None  # all events of those of whom something has no day (see process.undated)
    is_all_dated: bool = False


def build(
    tables: Any,
    definitions: Sequence[Definition],
    config: PlantConfig,
    *,
    folder: Folder,
    as_known: datetime | None = None,
) -> Process:
    """The process of a plant at one mark of its ledger, as known now or as known then.

    `tables` are the ledger's (`Ledger.tables`), `folder` is where builds are kept. Raises UnknownName when a
    milestone has no definition, PlantError when there are no events.
    """
    if tables.until is None:
        raise PlantError("The ledger holds no events yet. Read a source first: pyrometer read")
    path = paths.path(config.process, [d.name for d in definitions])
    needed = _needed(definitions, path)
    until = reach(tables, config.plant)
    judged = sorted(d.hash for d in needed)
    name = store.key(tables.mark, tables.state, LAYOUT, config.process, config.plant, judged, as_known, until)
    kept = _told(folder / name)
    dated_only, told = (tables, None) if kept.get(ALL_DATED) else undated.parted(tables)
    found = cut(dated_only, until, as_known)
    is_now = as_known is None and until >= tables.until  # before, nobody knew what has no day
    work = Work(tables, needed, config, found, as_known, told if is_now else None, is_all_dated=told is None)
    place = store.built(folder, name, lambda private: _write(private, work, path))
    backend = found.events.get_backend()
    known = kept or _told(place)
    return Process(
        facts=_facts(work, path, known),
        events=found.events,
        prospects=found.prospects,
        words=tables.words,
        table=lambda name: store.read(backend, place, name),
        n_ways=known["n_ways"],
        n_open=known["n_open"],
        sides=tuple(known["sides"]),
        undated=None if work.told is None else undated.of(work.told),
        sign=partial(_sign, work),
    )


def _sign(work: Work, name: str) -> Sign | None:
    """By which single events a definition of the path is met; None where by none."""
    (definition,) = (d for d in work.definitions if d.name == name)
    return sign(definition, _records(work, {}))


def _needed(definitions: Sequence[Definition], path: paths.Path) -> tuple[Definition, ...]:
    """The definitions of the path and those they rest on; the others are not judged."""
    found = resting(path.names, {d.name: d for d in definitions})
    return tuple(d for d in definitions if d.name in found)


def _told(place: Folder) -> dict[str, Any]:
    """The facts of the build kept there; none where there is no such build."""
    if not place.is_dir():
        return {}
    with store.whole(place):
        return dict(json.loads((place / "facts.json").read_text(encoding="utf-8")))


def _write(folder: Folder, work: Work, path: paths.Path) -> None:
    """Everything of a build into `folder`: its tables and the few facts that cost a scan."""
    backend = work.cut.events.get_backend()
    store.write(backend, {"edges": edges(work.cut.events), "ways": ways(work.cut.events, work.cut.prospects)}, folder)
    dead = _dead(work, path)
    verdicts = _verdicts(work, path, dead)
    entries = dated(
        taken_back.told(verdicts, path, work.definitions), work.cut.prospects, path, _undated(work, path, verdicts)
    )
    store.write(backend, {"entered": entries}, folder)
    with store.reading(backend, folder, "entered") as entered:
        known = _scanned(work, entered, path) | {"outages": outages.written(dead)}
        known["untold"] = outages.untold(verdicts, path.names, backend) if dead else {}
        facts = _facts(work, path, known)
        plan = _plan(work, path, facts)
        table = journeys(entered, work.cut, plan)
        table = table.mutate(late_days=late_us(table.entered_at, facts) / DAY_US)
        table = zones.dated(table, facts, [*ENDS, *map(paths.met, path.milestones)])
        store.write(backend, {"journeys": table.order_by("prospect")}, folder)
    with store.reading(backend, folder, "journeys") as done:
        known |= _counted(done)
        store.write(backend, {"efforts": efforts(done, work.cut.events, plan, facts)}, folder)
        with store.reading(backend, folder, "efforts") as effort:
            table = zones.dated(spells(done, effort, plan, facts), facts, ("entered_at", "left_at"))
            store.write(backend, {"spells": table.order_by("milestone", "prospect")}, folder)
    for name in ("entered", "efforts"):
        (folder / f"{name}.parquet").unlink()
    known[ALL_DATED] = work.is_all_dated
    (folder / "facts.json").write_text(json.dumps(known), encoding="utf-8")


def _plan(work: Work, path: paths.Path, facts: ProcessFacts) -> Plan:
    by_day, robots = facts.grain == "day", work.config.process.robots
    return Plan(path, facts.segments, work.tables.words, by_day, robots, facts.hides)


def _undated(work: Work, path: paths.Path, verdicts: Any) -> Any:
    """Who is lost on a day that is not told; None where there is nobody."""
    if work.told is None or not path.lost or verdicts is None:
        return None
    return undated.lost(path.lost, work.told, _verdicts(work, path, {}, work.told), verdicts)


def _counted(journeys: Any) -> dict[str, int]:
    """How many journeys are open, won and taken back, lost on a day that is not told, or untold."""
    counts = journeys.aggregate(
        n_open=journeys.count(where=journeys.outcome == STILL_OPEN),
        n_taken_back=journeys.count(where=journeys.taken_back),
        n_undated=journeys.lost_after.count(),
        n_untold=journeys.count(where=journeys.outcome == UNTOLD),
    )
    (found,) = journeys.get_backend().to_pyarrow(counts).to_pylist()
    return found  # type: ignore[no-any-return]


def _dead(work: Work, path: paths.Path) -> outages.Outages:
    """When the sensors were dead that the path's definitions need; nothing is counted where they need none."""
    sensors = sorted({name for d in work.definitions for name in d.needs})
    if not sensors or not path.milestones:
        return {}
    uncounted = {"grain": "hour", "n_prospects": 0, "n_events": 0}
    return outages.outages(work.cut.events, work.tables.words, sensors, _facts(work, path, uncounted))


def _verdicts(work: Work, path: paths.Path, dead: outages.Outages, events: Any = None) -> Any:
    """When each prospect met each definition of the path, by those events or all; None where there is no path."""
    if not path.milestones:
        return None
    from pyrometer.definitions.compile import judge

    return judge(work.definitions, _records(work, dead, events))


def _records(work: Work, dead: outages.Outages, events: Any = None) -> Records:
    """Those events or all, as definitions read them."""
    return Records(
        work.cut.events if events is None else events,
        work.tables.words,
        until=work.cut.until,
        as_known=work.as_known,
        grade=work.config.process.grade,
        dead=dead,
        zone=work.config.plant.zone,
        since=work.tables.since,
    )


def _scanned(work: Work, entered: Any, path: paths.Path) -> dict[str, Any]:
    """Grain, counts, and the side that mostly does each action."""
    backend = work.cut.events.get_backend()
    events = work.cut.events
    rows = backend.to_pyarrow(events.group_by("action", "side").agg(n=events.count())).to_pylist()
    most = {row["action"]: row["side"] for row in sorted(rows, key=lambda r: (r["n"], -r["side"]))}
    by_day = backend.to_pyarrow(grain_is_day(entered, events, path)).as_py() > 0
    return {
        "grain": "day" if by_day else "hour",
        "n_prospects": backend.to_pyarrow(work.cut.prospects.count()).as_py(),
        "n_events": sum(row["n"] for row in rows),
        "n_ways": backend.to_pyarrow(work.cut.prospects.variant.nunique()).as_py(),
        "sides": [most.get(code, SYSTEM) for code in range(len(work.tables.words.actions))],
    }


def _facts(work: Work, path: paths.Path, known: dict[str, Any]) -> ProcessFacts:
    settings, plant = work.config.process, work.config.plant
    used = tuple(d for d in work.definitions if d.name in path.names)
    dead = outages.read(known.get("outages", {}))
    return ProcessFacts(
        name=plant.name,
        zone=plant.zone,
        currency=plant.currency,
        milestones=path.milestones,
        won=path.won,
        lost=path.lost,
        until=work.cut.until,
        since=work.tables.since,
        grain=known["grain"],
        grade=settings.grade,
        n_prospects=known["n_prospects"],
        n_events=known["n_events"],
        observed_from=settings.observed_from,
        segments=settings.segments,
        definitions=tuple(ref(d) for d in used),
        vocabulary=tuple(ref(d) for d in work.definitions),
        titles={d.name: d.title for d in used if d.title},
        outages=dead,
        untold=known.get("untold", {}),
        hides=unseen.hides(work.definitions, path.names, dead),
        n_taken_back=known.get("n_taken_back", 0),
        n_undated=known.get("n_undated", 0),
        n_untold=known.get("n_untold", 0),
    )
