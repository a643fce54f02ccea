"""Checking definitions before anyone leans on them: every problem with its code, its place and the way out."""

from collections.abc import Sequence
from pathlib import Path
from typing import Any

from pyrometer import registry
from pyrometer.definitions._order import all_that_rest_on, circles, clauses_in_order, references, too_deep
from pyrometer.definitions.checks import Subject
from pyrometer.definitions.parse import read_file
from pyrometer.definitions.rehearse import Rehearsal, rehearse
from pyrometer.errors import DefinitionError
from pyrometer.model.definition import Definition, Problem

PACKAGE = "pyrometer.definitions.checks"


def check(subject: Subject, *, backend: Any = None) -> tuple[Problem, ...]:
    """Every problem with the subject's definitions, errors first, in the order of the files.

    The examples are run on `backend`, an Ibis backend; default: one in memory.
    """
    from dataclasses import replace

    subject = replace(subject, rehearsals=_rehearsed(subject.definitions, backend))
    found = []
    for code in registry.names(PACKAGE):
        plugin = registry.find(PACKAGE, code)
        found += [Problem(code, plugin.level, where, text) for where, text in plugin.find(subject)]
    return tuple(sorted(found, key=lambda p: (p.level, p.where, p.code)))


def read_what_parses(folder: Path) -> tuple[tuple[Definition, ...], tuple[tuple[str, str], ...]]:
    """The definitions of a folder that parse, and (file, sentence) for each file that does not."""
    definitions: list[Definition] = []
    broken: list[tuple[str, str]] = []
    for path in sorted(folder.glob("*.toml")):
        where = f"{folder.name}/{path.name}"
        try:
            definitions.append(read_file(path, where))
        except DefinitionError as error:
            broken.append((where, str(error)))
    return tuple(definitions), tuple(broken)


def _rehearsed(definitions: Sequence[Definition], backend: Any) -> tuple[Rehearsal, ...]:
    """How the examples went, of those definitions that can be judged at all; what hinders the rest has its own code."""
    ready = _judgeable(definitions)
    return rehearse(ready, backend) if any(d.examples for d in ready) else ()


def _judgeable(definitions: Sequence[Definition]) -> tuple[Definition, ...]:
    known = {d.name: d for d in reversed(definitions)}
    bad = {name for circle in circles(known) for name in circle} | {n for n in known if not _runs(known[n])}
    bad |= {*too_deep(known)}
    rests = {n: references(d) for n, d in known.items()}
    bad = all_that_rest_on([*bad, *(r for on in rests.values() for r in on if r not in known)], rests)
    return tuple(d for d in definitions if d.name not in bad and known[d.name] is d)


def _runs(definition: Definition) -> bool:
    from pyrometer.definitions._sql import check as check_sql

    try:
        clauses_in_order(definition)
        for clause in (c for c in definition.test if c.sql):
            check_sql(clause.sql)
    except DefinitionError:
        return False
    return True
