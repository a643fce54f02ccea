"""Defining: definitions of the plant made from the library, signed, and compared with an earlier version."""

from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

from pyrometer import writing
from pyrometer.errors import DefinitionError, unknown
from pyrometer.model.definition import Definition
from pyrometer.model.table import Table

if TYPE_CHECKING:
    from pyrometer.definitions.templates import Template
    from pyrometer.plant._opened import Opened


def new(plant: "Opened", name: str) -> Path:
    """A definition of the library as a file of the plant, to be corrected and signed; raises DefinitionError."""
    from pyrometer.definitions import parse

    text = parse.library_text(name)
    path = place(plant, name)
    if path.exists():
        raise DefinitionError(f"{path} is there already. Correct it there, or remove it first.")
    writing.put(path, text)
    return path


def from_template(plant: "Opened", name: str) -> "tuple[Template, tuple[Path, ...]]":
    """The definitions of a kind of business as files of the plant, those that are there already left alone.

    The template and the files written; raises UnknownName with the nearest template.
    """
    from pyrometer.definitions import templates

    chosen = templates.template(name)
    written = []
    for definition, text in templates.texts(name).items():
        path = place(plant, definition)
        if not path.exists():
            writing.put(path, text)
            written.append(path)
    return chosen, tuple(written)


def find(plant: "Opened", name: str) -> Definition:
    """The plant's definition of that name, or that of the library; raises UnknownName with the nearest."""
    from pyrometer.definitions import parse

    own = {d.name: d for d in plant.definitions}
    if name in own:
        return own[name]
    if name in parse.library_names():
        return parse.library(name)
    raise unknown("definition", name, {*own, *parse.library_names()})


def sign(plant: "Opened", name: str, by: str, on: date) -> Path:
    """Adds that person's agreement to the version that stands; raises DefinitionError when there is no such file."""
    from pyrometer.definitions import parse, write

    path = place(plant, name)
    if not path.is_file():
        raise unknown("definition", name, [d.name for d in plant.definitions])
    signed = write.sign(parse.read_text(path, str(path)), by, on, str(path))
    writing.put(path, signed)
    return path


def bridge(plant: "Opened", name: str, earlier: Path) -> dict[str, Table]:
    """What this version does to the history that the earlier file's version judged: counts, and who moved."""
    from pyrometer.definitions import diff, parse
    from pyrometer.definitions.records import Records
    from pyrometer.process import outages

    old = parse.parse(parse.read_text(earlier, str(earlier)), str(earlier))
    if old.name != name:
        raise DefinitionError(f"{earlier} defines '{old.name}', not '{name}'. Give an earlier file of '{name}'.")
    find(plant, name)
    before = [old if d.name == name else d for d in plant.definitions]
    tables, facts = plant.ledger.tables(plant.backend), plant.facts
    sensors = sorted({sensor for d in (old, *plant.definitions) for sensor in d.needs})
    records = Records(
        tables.events,
        tables.words,
        facts.until,
        grade=facts.grade,
        dead=outages.outages(tables.events, tables.words, sensors, facts),
        zone=facts.zone,
        since=tables.since,
    )
    found = diff.diff(before, plant.definitions, records, prospects=tables.prospects)
    return {"what shifts": found.bridge, "who moved": found.moved}


def place(plant: "Opened", name: str) -> Path:
    """Where the plant keeps the definition of that name; raises DefinitionError for what is no name."""
    if not name or not all(c.isascii() and (c.islower() or c.isdigit() or c == "-") for c in name):
        raise DefinitionError(f"{name!r} is no name. Use small letters, digits and hyphens, like 'gave-time'.")
    return plant.folder / "definitions" / f"{name}.toml"
