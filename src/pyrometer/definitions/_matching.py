"""Which events a clause is about, as a condition on the ledger's columns."""

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

from pyrometer.definitions._time import calendar_bounds
from pyrometer.definitions._words import CHECK_ACTION
from pyrometer.definitions.records import Records
from pyrometer.errors import DefinitionError
from pyrometer.model.definition import Clause, Condition
from pyrometer.model.event import SIDES, Side

NUMBERS = ("minutes", "cost", "amount")
CODED: Mapping[str, str] = {"actor": "actors", "person": "persons", "account": "accounts", "currency": "currencies"}


def key(clause: Clause) -> tuple[Any, ...]:
    """Clauses with the same key are about the same events."""
    about = (clause.sides, clause.having, clause.grade, clause.check_sheet, clause.level, clause.sql)
    days = tuple(a if isinstance(a, date) else None for a in (clause.since, clause.after, clause.before))
    within = clause.within.text if clause.within is not None and any(days) else ""
    return (*about, days, within, clause.distinct == "people")


def condition(clause: Clause, records: Records, sql: Mapping[str, str]) -> Any:
    """The condition on an event; None where no event of this ledger can meet it.

    `sql` maps the text of an escape hatch to the column of `records.events` that holds its answer.
    """
    parts = [_done(clause, records)]
    parts += [_holds(c, records) for c in clause.having]
    parts += _dated(clause, records)
    if clause.sql:
        parts.append(records.events[sql[clause.sql]])
    if clause.distinct == "people":
        parts.append(records.events.person.notnull())
    if any(p is None for p in parts):
        return None
    return _all([p for p in parts if p is not True])


def _all(parts: Sequence[Any]) -> Any:
    import ibis

    found = ibis.literal(True)
    for i, part in enumerate(parts):
        found = part if i == 0 else found & part
    return found


def _codes(names: Sequence[str], known: Sequence[str]) -> list[int]:
    wanted = set(names)
    return [code for code, word in enumerate(known) if word in wanted]


def _done(clause: Clause, records: Records) -> Any:
    """Side, action and grade of any of the sides that the clause names."""
    if clause.check_sheet:
        return _checked(clause, records)
    if not clause.sides:
        return records.events.grade >= clause.grade if clause.grade is not None else True
    options = [_by(side, actions, clause.grade, records) for side, actions in clause.sides]
    found = [o for o in options if o is not None]
    if not found:
        return None
    one = found[0]
    for other in found[1:]:
        one = one | other
    return one


def _by(side: Side, actions: tuple[str, ...], grade: int | None, records: Records) -> Any:
    events = records.events
    found = events.side == SIDES.index(side)
    if actions:
        codes = _codes(actions, records.words.actions)
        if not codes:
            return None
        found = (_is_one_of(events.action, codes)) & found
    least = grade if grade is not None else records.grade if side == "customer" else 0
    return found & (events.grade >= least) if least > 0 else found


def _is_one_of(column: Any, codes: list[int]) -> Any:
    return column == codes[0] if len(codes) == 1 else column.isin(codes)


def _checked(clause: Clause, records: Records) -> Any:
    codes = _codes([CHECK_ACTION], records.words.actions)
    if not codes:
        return None
    about = records.events.about
    found = _is_one_of(records.events.action, codes) & (about.get("sheet") == clause.check_sheet).fill_null(False)
    if clause.level is not None:
        found = found & (about.get("level").try_cast("float64") >= clause.level).fill_null(False)
    return found if clause.grade is None else found & (records.events.grade >= clause.grade)


def _holds(wanted: Condition, records: Records) -> Any:
    """One field of the event; None where no event of this ledger can hold it."""
    events = records.events
    if wanted.name in CODED:
        return _holds_code(wanted, records)
    if wanted.name in NUMBERS:
        return _holds_number(wanted, events[wanted.name])
    text = events.about.get(wanted.name)
    if wanted.test != "one_of":
        return _holds_number(wanted, text.try_cast("float64"))
    numbers = [float(v) for v in wanted.values if _is_number(v)]
    same = text.isin(list(wanted.values))
    return ((same | text.try_cast("float64").isin(numbers)) if numbers else same).fill_null(False)


def _holds_code(wanted: Condition, records: Records) -> Any:
    if wanted.test != "one_of":
        raise DefinitionError(f"{wanted.name} is a name, not a number; it cannot be 'at least' or 'at most' something.")
    codes = _codes(wanted.values, getattr(records.words, CODED[wanted.name]))
    return _is_one_of(records.events[wanted.name], codes).fill_null(False) if codes else None


def _holds_number(wanted: Condition, column: Any) -> Any:
    if wanted.test == "at_least":
        return (column >= wanted.number).fill_null(False)
    if wanted.test == "at_most":
        return (column <= wanted.number).fill_null(False)
    numbers = [float(v) for v in wanted.values if _is_number(v)]
    return column.isin(numbers).fill_null(False) if numbers else None


def _is_number(text: str) -> bool:
    try:
        float(text)
    except ValueError:
        return False
    return True


def _dated(clause: Clause, records: Records) -> list[Any]:
    """Bounds that are days of the calendar; bounds that are other clauses are dealt with per prospect."""
    happened_at = records.events.happened_at
    lower, upper = calendar_bounds(clause, records.clock)
    found = [] if lower is None else [happened_at >= lower]
    if upper is not None:
        found.append(happened_at <= upper)
    return found


def number(events: Any, name: str) -> Any:
    """A field of the event as a number; null where it is none."""
    return events[name] if name in NUMBERS else events.about.get(name).try_cast("float64")
