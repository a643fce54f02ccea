"""Reading: takes batches of records into the ledger, each event once, all of them or none."""

import shutil
from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime
from typing import Any
from uuid import uuid4

from pyrometer.ledger import (
    conflicts,
    contest,
    dictionaries,
    encode,
    lock,
    marks,
    merges,
    numbers,
    parts,
    publish,
    refused,
    retired,
    schema,
    segments,
    stage,
    tables,
    tellings,
)
from pyrometer.ledger.files import Folder
from pyrometer.ledger.intake import Intake
from pyrometer.ledger.manifest import Manifest
from pyrometer.sensors._batch import Batch


@dataclass(frozen=True, slots=True)
class Reading:
    """What a reading found: n_events = n_new + n_same + n_conflicts; `mark` is the ledger's mark after it.

    `counts` are the sensor's own, by their codes: see `sensors._batch.Batch`.
    """

    n_rows: int
    n_events: int
    n_new: int
    n_same: int
    n_refused: int
    n_conflicts: int
    mark: int
    counts: Mapping[str, int] = field(default_factory=dict)
    n_superseded: int = 0  # events that a newer export took back, among them new ones that came from an older export


@dataclass(frozen=True, slots=True)
class Origin:
    """Who is read, when, and with which settings (a hash of the sensor file); the segment size is for tests."""

    source: str
    read_at: datetime
    settings: str = ""
    target: int = numbers.TARGET


def read(folder: Folder, batches: Iterable[Batch], backend: Any, origin: Origin) -> Reading:
    """Takes the batches in and publishes them as one new mark; without anything new the mark stays.

    Raises LedgerError where another process is writing, or where a sensor gives what no ledger takes.
    """
    tables.only_duckdb(backend)
    with lock.held(folder.lock):
        publish.sweep(folder)
        mark = marks.newest(folder)
        with _intake(folder, backend, marks.manifest(folder, mark), origin) as intake:
            return _take(intake, batches, origin, mark)


@contextmanager
def _intake(folder: Folder, backend: Any, before: Manifest, origin: Origin) -> Iterator[Intake]:
    work = folder.staging / uuid4().hex
    work.mkdir(parents=True)
    con = backend.con.cursor()
    intake = Intake(con, folder, before, work, before.n_runs)
    try:
        yield _dropping(intake, origin.source) if _settings_changed(intake, origin) else intake
    finally:
        con.close()
        shutil.rmtree(work, ignore_errors=True)


def _settings_changed(intake: Intake, origin: Origin) -> bool:
    """Whether the source was read before, with other settings: then its earlier events are no longer what it says."""
    runs = parts.read(intake.old_parts("runs"), schema.runs()).select(["run", "source", "settings"]).to_pylist()
    mine = [run for run in runs if run["source"] == origin.source]
    return bool(mine) and max(mine, key=lambda run: run["run"])["settings"] != origin.settings


def _dropping(intake: Intake, source: str) -> Intake:
    sources = dictionaries.small(intake.folder, intake.before)["sources"]
    code = sources.index(source) if source in sources else -1
    return replace(intake, dropped=source, dropped_code=code)


def _take(intake: Intake, batches: Iterable[Batch], origin: Origin, mark: int) -> Reading:
    earlier = merges.known(intake)
    heard: tellings.Heard = {}
    staged = stage.take(intake, tellings.listen(batches, heard))
    tellings.names(intake, are_numbered=False)
    told = tellings.contest(intake, heard, origin.source, naive_utc(origin.read_at)) if heard else None
    judged = contest.first(intake) if told is None or told.is_first else contest.judge(intake, told)
    n_new = staged.n_events - judged.n_same - judged.n_conflicts
    n_found = (staged.n_rows, staged.n_events, n_new, judged.n_same, staged.n_refused, judged.n_conflicts)
    missed = tellings.missed(intake, told, judged.looks)
    repeated = tellings.repeated(intake) if told is not None else {}
    found = Reading(*n_found, mark, {**staged.counts, **repeated, **missed}, judged.n_superseded)
    side = {
        "refused": refused.merge(intake),
        "conflicts": conflicts.keep(intake),
    }
    after = replace(
        intake.before, parts={**intake.before.parts, **{kind: files for kind, files in side.items() if files}}
    )
    if n_new or intake.dropped or judged.n_superseded:
        after = _extend(intake, after, earlier, origin.target)
    if after == intake.before and missed == tellings.last_missed(intake, origin.source):
        return found
    if told is not None:
        after = replace(after, parts={**after.parts, "told": tellings.keep(intake, told)})
    found = replace(found, mark=mark + 1)
    after = replace(after, n_runs=intake.run + 1, parts={**after.parts, "runs": _run(intake, found, origin)})
    return replace(found, mark=publish.publish(intake, after))


def _extend(intake: Intake, after: Manifest, earlier: Any, target: int) -> Manifest:
    staying, now = merges.staying(intake, earlier), merges.found(intake)
    merges.resolve(intake, staying, now)
    n_numbers = numbers.assign(intake, target)
    tellings.names(intake, are_numbered=True)
    words = dictionaries.extend(intake, intake.vault)
    same = encode.encode(intake)
    written = segments.write(intake, same)
    side: Mapping[str, tuple[str, ...]] = {
        **words.parts,
        "aliases": _aliases(intake, earlier, staying, now),
        **retired.keep(intake, same),
        "variants": parts.add(intake, "variants", "SELECT variant, actions FROM new_variants ORDER BY variant"),
    }
    return replace(
        after,
        n_numbers=n_numbers,
        words=words.words,
        segments=written,
        parts={**after.parts, **side},
        n_words=words.n_words,
    )


def _aliases(intake: Intake, before: Any, staying: Any, now: Any) -> tuple[str, ...]:
    if staying.num_rows == before.num_rows:
        return parts.add_table(intake, "aliases", now)
    intake.con.register("staying", staying)
    intake.con.register("now", now)
    return parts.replace(intake, "aliases", "FROM staying UNION ALL FROM now")


def _run(intake: Intake, found: Reading, origin: Origin) -> tuple[str, ...]:
    import pyarrow as pa

    row = {name: getattr(found, name) for name in schema.runs().names if name.startswith("n_")}
    row |= {"run": intake.run, "mark": found.mark, "source": origin.source, "read_at": naive_utc(origin.read_at)}
    row |= {"settings": origin.settings, "counts": list(found.counts.items())}
    return parts.add_table(intake, "runs", pa.Table.from_pylist([row], schema.runs()))


def naive_utc(moment: datetime) -> datetime:
    """The moment in UTC without a mark; one without a zone is taken as UTC already."""
    return moment.astimezone(UTC).replace(tzinfo=None) if moment.tzinfo is not None else moment
