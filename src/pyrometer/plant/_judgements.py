"""Judgements: who called which item what, read from judgements/*.csv of the plant, or from a bare file."""

from collections.abc import Mapping
from dataclasses import replace
from functools import lru_cache
from pathlib import Path
from typing import TYPE_CHECKING, Any

from pyrometer.errors import PyrometerError, SensorError
from pyrometer.model.interval import Estimate, Interval, NotEnough
from pyrometer.model.process import ProcessFacts
from pyrometer.model.table import Table

if TYPE_CHECKING:
    from pyrometer.plant._opened import Opened
    from pyrometer.sensors._cells import Rows
    from pyrometer.studies._parts.agreement_columns import Told
    from pyrometer.studies._parts.agreement_sheet import Sheet

FOLDER = "judgements"
MOST_ROWS = 200_000
SHAPE = "Give the columns item, judge and label (and round, standard), or one column a judge"


def sheet(path: Path, told: "Told | None" = None) -> "Sheet":
    """The sheet of judgements in a file; raises SensorError, Ambiguous or UnknownName with the way out."""
    from pyrometer.sensors import _cells
    from pyrometer.studies import agreement

    many = f"that is a log. Take a sample of {MOST_ROWS:,} judgements at most"
    found = _cells.cells(path, _cells.Expected(MOST_ROWS, f"{many}.", SHAPE, _is_header))
    twice = [n for n in found.names if found.names.count(n) > 1]
    if twice:
        raise SensorError(f"{path}: two columns are named '{twice[0]}'. Rename one of them.")
    columns: Mapping[str, Any] = {name: found.column(i) for i, name in enumerate(found.names)}
    return agreement.read(columns, name=path.name, told=told)


def _is_header(rows: "Rows") -> bool:
    """The first line names the columns unless its cells stand below it too, as values do."""
    from pyrometer.studies._parts.agreement_columns import KNOWN

    first, rest = rows[0][1], rows[1:]
    if any(cell.casefold() in KNOWN["item"] for cell in first):
        return True
    return sum(any(cells[i] == cell for _, cells in rest) for i, cell in enumerate(first)) < 2


def files(folder: Path) -> list[Path]:
    """The files of judgements of the plant in `folder`, by name."""
    return sorted(path for path in (folder / FOLDER).glob("*.csv") if path.is_file())


def stamp(folder: Path) -> tuple[tuple[str, int, int], ...]:
    """What tells whether a file of judgements came, went or changed: the name, time and size of each."""
    found = [(path.name, path.stat()) for path in files(folder)]
    return tuple((name, of.st_mtime_ns, of.st_size) for name, of in found)


def reported(folder: Path) -> tuple[str, ...]:
    """The study of agreement, for the report of a plant that keeps judgements."""
    return ("agreement",) if files(folder) else ()


def measure(plant: "Opened") -> Table:
    """All judgements of the plant: a row a call, under the name of its file.

    Where a file is named after a definition, labels its items by verdicts and has no standard, what the definition
    itself says of them is the standard.
    """
    from pyrometer.studies._parts.agreement_sheet import COLUMNS

    rows: list[tuple[str, ...]] = []
    for path in files(plant.folder):
        made = sheet(path)
        standard, by = made.standard, "file" if made.standard else ""
        if not standard:
            standard = _by_definition(plant, path.stem, made)
            by = "definition" if standard else ""
        for (item, judge), calls in made.calls.items():
            right = standard.get(item, "")
            rows += [(path.stem, item, judge, label, when, right, by) for when, label in calls.items()]
    return Table(COLUMNS, tuple(rows))


def _by_definition(plant: "Opened", name: str, made: "Sheet") -> Mapping[str, str]:
    """Item -> the verdict of the definition of that name, in the words of the judges; empty where there is none."""
    from pyrometer.definitions.rehearse import with_inner
    from pyrometer.model.definition import VERDICTS

    definition = next((d for d in plant.definitions if d.name == name and d.kind != "measure"), None)
    spelled = {"_".join(label.casefold().replace("-", " ").replace("_", " ").split()): label for label in made.labels}
    if definition is None or not spelled.keys() <= set(VERDICTS):
        return {}
    from pyrometer.definitions.compile import judge
    from pyrometer.definitions.records import Records

    process = plant.known().process
    facts, events = process.facts, process.events
    records = Records(
        events,
        process.words,
        until=facts.until,
        grade=facts.grade,
        dead=facts.outages,
        zone=facts.zone,
        since=facts.since,
    )
    judged = judge(with_inner(definition, plant.definitions), records)
    named = judged.join(process.prospects.select("prospect", "name"), "prospect")
    wanted = named.filter(named.name.isin(list(made.items)))[["name", f"{definition.slug}_verdict"]]
    found = events.get_backend().to_pyarrow(wanted).to_pylist()
    said = {row["name"]: VERDICTS[row[f"{definition.slug}_verdict"]] for row in found}
    return {item: spelled.get(verdict, verdict) for item, verdict in said.items()}


def agreed(folder: Path) -> Mapping[str, Estimate]:
    """Word -> how far people agree on it beyond chance, for every file of judgements that can tell."""
    found = {path.stem: _agreed(path, path.stat().st_mtime_ns) for path in files(folder)}
    return {name: estimate for name, estimate in found.items() if estimate is not None}


@lru_cache(maxsize=256)
def _agreed(path: Path, written_at: int) -> Estimate | None:
    """The figure of one file, worked out again when it was written anew; None where it cannot be told."""
    from pyrometer.studies import agreement
    from pyrometer.studies._parts.agreement_found import refusal

    try:
        found = agreement.finding_of(sheet(path), agreement.Settings())
    except PyrometerError:
        return None  # the study of agreement says what is wrong with the file
    if isinstance(found, NotEnough) or refusal(found) is not None:
        return None
    gate = found.gate
    assert gate.low is not None and gate.high is not None
    return Estimate(gate.value, Interval(gate.low, gate.high, method=gate.name), found.n_items)


def carried(folder: Path, facts: ProcessFacts) -> ProcessFacts:
    """The facts with the agreement of every definition that was judged."""
    known = agreed(folder)
    if not known:
        return facts
    of, words = (
        tuple(replace(r, agreement=known.get(r.name)) for r in x) for x in (facts.definitions, facts.vocabulary)
    )
    return replace(facts, definitions=of, vocabulary=words)
