"""One clause of a test, read from TOML and checked against the closed vocabulary."""

import re
from collections.abc import Callable, Mapping
from dataclasses import replace
from datetime import date, datetime
from typing import Any

from pyrometer.definitions import _spans
from pyrometer.definitions._place import Place
from pyrometer.definitions._words import CLAUSE_WORDS
from pyrometer.model.definition import Clause, Condition
from pyrometer.model.event import SIDES

_AT = re.compile(r"at (least|most) (-?\d+(?:\.\d+)?)")
_COUNTING = ("at_least", "at_most", "distinct")
_TIMING = ("within", "within_of_start", "since", "before", "after")


def read_all(table: Mapping[str, Any], place: Place) -> tuple[Clause, ...]:
    """The clauses of a test, each read; raises DefinitionError where `until` names none that can undo another."""
    found = {name: read(name, value, place.at("test", name)) for name, value in table.items()}
    for clause in found.values():
        if clause.until:
            _hold_undoing(clause, found, place.at("test", clause.name))
    return tuple(found.values())


def _hold_undoing(clause: Clause, known: Mapping[str, Clause], place: Place) -> None:
    if clause.until not in known:
        raise place.at("until").unknown(f"clause '{clause.name}': until =", clause.until, known)
    other = known[clause.until]
    plain = Clause(other.name, other.sides, other.having, other.grade, check_sheet=other.check_sheet, level=other.level)
    if other.name == clause.name or other != replace(plain, sql=other.sql):
        raise place.at("until").wrong(
            f"clause '{clause.name}': what undoes it must be another clause of a side, having and grade alone; "
            f"'{other.name}' is not."
        )


def read(name: str, value: Any, place: Place) -> Clause:
    """The clause `name` of a test; raises DefinitionError with line, word and the nearest known one."""
    if not isinstance(value, dict):
        raise place.wrong(f"clause '{name}' must be a table, like {name} = {{ customer = [\"replied\"] }}.")
    for word in value:
        if word not in CLAUSE_WORDS:
            raise place.unknown(f"clause '{name}': word", word, CLAUSE_WORDS)
    given: dict[str, Any] = {w: _READ[w](value[w], place.at(w)) for w in _READ if w in value}
    sides = tuple((side, _actions(value[side], place.at(side))) for side in SIDES if side in value)
    clause = Clause(name=name, sides=sides, **given)
    _hold_together(clause, set(value), place)
    return clause


def _hold_together(clause: Clause, words: set[str], place: Place) -> None:
    for is_wrong, sentence in _RULES:
        if is_wrong(clause, words):
            raise place.wrong(f"clause '{clause.name}': {sentence}")


def _is_about_events(words: set[str]) -> bool:
    return bool(words & {*SIDES, "sql", "check_sheet"})


def _counts_working_days_back(clause: Clause, words: set[str]) -> bool:
    rolling = clause.within is not None and not words & {"after", "since"}
    spans = (clause.within if rolling else None, clause.silent_for)
    return any(span is not None and span.working_days > 0 for span in spans)


_RULES: tuple[tuple[Callable[[Clause, set[str]], bool], str], ...] = (
    (
        lambda c, w: not _is_about_events(w) and "definition" not in w,
        'it says nothing that could happen. Name a side, like customer = ["replied"], or a definition.',
    ),
    (
        lambda c, w: "definition" in w and bool(w - {"definition", *_TIMING}),
        "beside `definition` only within, within_of_start, since, before and after may stand.",
    ),
    (lambda c, w: "check_sheet" in w and bool(w & {*SIDES}), "a check sheet has no side; leave the side out."),
    (lambda c, w: "level" in w and "check_sheet" not in w, "`level` belongs to a check_sheet, and there is none."),
    (
        lambda c, w: "at_least" in w and "at_most" in w,
        "`at_least` and `at_most` do not fit in one clause. Write two clauses.",
    ),
    (
        lambda c, w: "silent_for" in w and bool(w & {*_COUNTING, "within", "within_of_start", "before"}),
        "beside `silent_for` only a side, having, grade, since and after may stand.",
    ),
    (
        lambda c, w: {"within", "within_of_start"} <= w and not w & {"since", "after", "before"},
        "`within` looks back from the judged instant, `within_of_start` forward from the first record. Keep one.",
    ),
    (
        lambda c, w: "until" in w and bool(w & {*_COUNTING, *_TIMING, "definition", "silent_for"}),
        "beside `until` only a side, having, grade and a check sheet may stand.",
    ),
    (lambda c, w: "since" in w and "after" in w, "`since` and `after` do not fit in one clause. Keep one."),
    (
        _counts_working_days_back,
        "working days (wd) are counted forward from `after`, `since` or the start. Use d for looking back.",
    ),
)


def _actions(value: Any, place: Place) -> tuple[str, ...]:
    if value == "any":
        return ()
    names = [value] if isinstance(value, str) else value
    if not isinstance(names, list) or not names or not all(isinstance(n, str) and n for n in names):
        raise place.wrong('write a list of actions, like ["replied", "called_in"], or "any".')
    return tuple(names)


def _having(value: Any, place: Place) -> tuple[Condition, ...]:
    if not isinstance(value, dict) or not value:
        raise place.wrong('having is a table of fields, like { about = "problem" } or { minutes = "at least 10" }.')
    return tuple(_condition(name, wanted, place.at(name)) for name, wanted in value.items())


def _condition(name: str, wanted: Any, place: Place) -> Condition:
    if isinstance(wanted, bool):
        return Condition(name, "one_of", (str(wanted).lower(),))
    if isinstance(wanted, int | float):
        return Condition(name, "one_of", (f"{wanted:g}",))
    if isinstance(wanted, list) and wanted and all(isinstance(v, str | int | float) for v in wanted):
        return Condition(name, "one_of", tuple(v if isinstance(v, str) else f"{v:g}" for v in wanted))
    if not isinstance(wanted, str):
        raise place.wrong(f"field '{name}' must hold a text, a number or a list of them, not {wanted!r}.")
    if match := _AT.fullmatch(wanted.strip()):
        return Condition(name, "at_least" if match[1] == "least" else "at_most", number=float(match[2]))
    if wanted.startswith(("at least", "at most")):
        raise place.wrong(f"'{wanted}' is no limit. Write a number after it, like \"at least 10\".")
    if wanted.startswith("one of "):
        return Condition(name, "one_of", tuple(v.strip() for v in wanted.removeprefix("one of ").split(",")))
    return Condition(name, "one_of", (wanted,))


def whole(least: int, most: int | None = None) -> Callable[[Any, Place], int]:
    """A reader of whole numbers from `least` to `most`."""

    def read_whole(value: Any, place: Place) -> int:
        if (
            isinstance(value, bool)
            or not isinstance(value, int)
            or value < least
            or (most is not None and value > most)
        ):
            reach = f"from {least} to {most}" if most is not None else f"of {least} or more"
            raise place.wrong(f"{place.path[-1]} = {value!r} must be a whole number {reach}.")
        return value

    return read_whole


def _distinct(value: Any, place: Place) -> str:
    if value not in ("people", "days"):
        raise place.wrong(f'distinct = {value!r} must be "people" or "days".')
    return str(value)


def _anchor(value: Any, place: Place) -> str | date:
    if isinstance(value, datetime) or not isinstance(value, str | date):
        raise place.wrong(
            f"{place.path[-1]} = {value!r} must be a day or the name of a clause, definition or first action."
        )
    try:
        return date.fromisoformat(value) if isinstance(value, str) else value
    except ValueError:
        return str(value)


def text(value: Any, place: Place) -> str:
    """A text that is not empty."""
    if not isinstance(value, str) or not value.strip():
        raise place.wrong(f"{place.path[-1]} = {value!r} must be a text in quotes.")
    return value


_READ: Mapping[str, Callable[[Any, Place], Any]] = {
    "having": _having,
    "grade": whole(0, 4),
    "at_least": whole(1),
    "at_most": whole(0),
    "distinct": _distinct,
    "within": _spans.read,
    "within_of_start": _spans.read,
    "since": _anchor,
    "before": _anchor,
    "after": _anchor,
    "definition": text,
    "check_sheet": text,
    "level": whole(0),
    "silent_for": _spans.read,
    "sql": text,
    "until": text,
}
