"""Signs: the plain acts that make a definition met each time they are done, not only the first time."""

from dataclasses import dataclass, replace
from functools import reduce
from operator import or_
from typing import Any

from pyrometer.definitions import _matching
from pyrometer.definitions.records import Records
from pyrometer.model.definition import Clause, Definition


@dataclass(frozen=True, slots=True)
class Sign:
    """Conditions on an event: `done`, it meets the definition; `undone`, it undoes it (None: nothing does)."""

    done: Any
    undone: Any | None = None


def sign(definition: Definition, records: Records) -> Sign | None:
    """The signs of a definition; None where no single event makes it met: it counts, waits, or rests on others.

    Readable so are one clause, or any of several, of a side, having, grade or check sheet alone; with or without
    `until`.
    """
    clauses = _deciding(definition)
    if not clauses or not all(_is_plain(c) for c in clauses):
        return None
    undoing = [definition.clause(c.until) for c in clauses if c.until]
    if undoing and len(undoing) < len(clauses):
        return None
    return Sign(_any(clauses, records), _any(undoing, records) if undoing else None)


def _deciding(definition: Definition) -> tuple[Clause, ...]:
    """The clauses of which each decides alone; none where they decide together, or at an instant of their own."""
    wanted = definition.criterion
    others = (wanted.none, wanted.at_least, wanted.only_if, definition.judge)
    if any(others) or (len(wanted.all) != 1 if wanted.all else not wanted.any) or (wanted.all and wanted.any):
        return ()
    return tuple(definition.clause(name) for name in (*wanted.all, *wanted.any))


def _is_plain(clause: Clause) -> bool:
    bare = Clause("", clause.sides, clause.having, clause.grade, check_sheet=clause.check_sheet, level=clause.level)
    return bool(clause.sides or clause.check_sheet) and bare == replace(clause, name="", until="")


def _any(clauses: tuple[Clause, ...] | list[Clause], records: Records) -> Any:
    """The condition of any of these clauses; false where the ledger holds no event that could meet one."""
    import ibis

    found = [_matching.condition(clause, records, {}) for clause in clauses]
    return reduce(or_, [c for c in found if c is not None], ibis.literal(False))  # noqa: FBT003 - a value
