"""What a compilation works on: the sheet, the records, the definitions, and by when facts must be known."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any

from pyrometer.definitions._sheet import NOW, Gathered, Sheet
from pyrometer.definitions.records import Records
from pyrometer.model.definition import FIRST_ACTIONS, Clause, Definition, Outage


@dataclass(frozen=True, slots=True)
class Context:
    """By when facts must be known: `last` is the column of the last instant that counts; empty name: now."""

    name: str = ""
    last: str = NOW


HERE = Context()


@dataclass(frozen=True, slots=True)
class Work:
    """One compilation. `done` remembers what was built, so that nothing is built twice."""

    sheet: Sheet
    records: Records
    definitions: Mapping[str, Definition]
    done: dict[tuple[str, ...], Any] = field(default_factory=dict)

    def once(self, key: tuple[str, ...], build: Callable[[], Any]) -> Any:
        """What was built under that key, or is now."""
        if key not in self.done:
            self.done[key] = build()
        return self.done[key]

    def outages(self, definition: Definition) -> tuple[Outage, ...]:
        """When a sensor that the definition needs was dead."""
        return tuple(dict.fromkeys(o for sensor in definition.needs for o in self.records.dead.get(sensor, ())))


def first_action(name: str) -> Clause:
    """The clause behind 'first_customer_action' and its like."""
    side = name.removeprefix("first_").removesuffix("action").rstrip("_")
    return Clause(name=name, sides=((side, ()),) if side else ())  # type: ignore[arg-type]


def is_rolling(clause: Clause) -> bool:
    """Does `within` look back from the judged instant?"""
    return clause.within is not None and clause.since is None and clause.after is None and clause.before is None


def wanted_count(clause: Clause) -> int:
    """The how-manieth event (or person, or day) decides the clause."""
    if clause.at_most is not None:
        return clause.at_most + 1
    return clause.at_least or 1


def is_simple(clause: Clause) -> bool:
    """Does the first matching event decide the clause?"""
    from_another = isinstance(clause.since, str) or isinstance(clause.after, str)
    back_from_another = isinstance(clause.before, str) and clause.within is not None
    lists = is_rolling(clause) or clause.silent_for is not None or bool(clause.until)
    lists = lists or from_another or back_from_another
    return not lists and wanted_count(clause) == 1


def ingredient(clause: Clause, context_name: str) -> Gathered:
    """What the pass over the events must bring back for an event clause."""
    return Gathered(clause) if is_simple(clause) and not context_name else listed(clause, context_name)


def listed(clause: Clause, context_name: str) -> Gathered:
    """All events of a clause, as the pass must bring them back."""
    keep = "h" + ("k" if context_name else "") + ("p" if clause.distinct == "people" else "")
    return Gathered(clause, keep)


def ingredients(definitions: Mapping[str, Definition]) -> dict[tuple[Any, ...], Gathered]:
    """Everything that the definitions need from the one pass, each once."""
    reach = _Reach(definitions, {}, set())
    for definition in definitions.values():
        _visit(definition, "", reach)
    return reach.found


@dataclass(frozen=True, slots=True)
class _Reach:
    definitions: Mapping[str, Definition]
    found: dict[tuple[Any, ...], Gathered]
    seen: set[tuple[str, str]]


def _visit(definition: Definition, context: str, reach: _Reach) -> None:
    if (definition.name, context) in reach.seen:
        return
    reach.seen.add((definition.name, context))
    own = context if definition.judge is None else "then"
    for clause in definition.test:
        _take(definition, clause, own, reach)
    if definition.judge is not None:
        _take_named(definition, definition.judge.after, context, reach)


def _take(definition: Definition, clause: Clause, context: str, reach: _Reach) -> None:
    if clause.definition:
        _visit(reach.definitions[clause.definition], context, reach)
    else:
        wanted = ingredient(clause, context)
        reach.found.setdefault(wanted.key, wanted)
    if clause.until:
        undoing = listed(definition.clause(clause.until), context)
        reach.found.setdefault(undoing.key, undoing)
    for name in (clause.since, clause.after, clause.before):
        if isinstance(name, str):
            _take_named(definition, name, context, reach)


def _take_named(definition: Definition, name: str, context: str, reach: _Reach) -> None:
    """What a name after `since`, `after` or `before` stands for: a clause beside, a first action, a definition."""
    own = next((c for c in definition.test if c.name == name), None)
    if own is not None:
        _take(definition, own, context, reach)
    elif name in FIRST_ACTIONS:
        wanted = ingredient(first_action(name), context)
        reach.found.setdefault(wanted.key, wanted)
    else:
        _visit(reach.definitions[name], context, reach)
