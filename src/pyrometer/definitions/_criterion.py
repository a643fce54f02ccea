"""Criterion, instant of judging and number of a definition, read and checked against its clauses."""

from collections.abc import Iterable, Mapping
from typing import Any

from pyrometer.definitions import _clauses, _spans
from pyrometer.definitions._place import Place
from pyrometer.definitions._words import CRITERION_WORDS, JUDGE_WORDS, NUMBER_WORDS
from pyrometer.model.definition import Clause, Criterion, Judge, Kind, Number


def read(value: Any, test: tuple[Clause, ...], kind: Kind, place: Place) -> Criterion:
    """The criterion; where the test has one clause it may be left out."""
    if not test:
        raise place.wrong('it has no test. Add [test] and a clause, like replied = { customer = ["replied"] }.')
    spot = place.at("criterion")
    if kind == "measure":
        if value is not None:
            raise spot.wrong("a measure has a number and no criterion. Take it out, or make it a judgment.")
        return Criterion()
    names = [c.name for c in test]
    for clause in test:
        if clause.distinct and clause.at_least is None and clause.at_most is None:
            raise place.at("test", clause.name, "distinct").wrong(
                f"clause '{clause.name}': `distinct` needs a number: at_least = 2, or at_most = 2."
            )
    if value is None:
        return _only(names, place)
    if not isinstance(value, dict):
        raise spot.wrong('write it like criterion = { all = ["time"], none = ["declined"] }.')
    return _written(value, names, spot)


def _only(names: list[str], place: Place) -> Criterion:
    if len(names) == 1:
        return Criterion(all=(names[0],))
    raise place.wrong(
        f"it has no criterion. Say which clauses must hold, like criterion = {{ all = {_listed(names)} }}"
    )


def _written(value: Mapping[str, Any], names: list[str], place: Place) -> Criterion:
    for word in value:
        if word not in CRITERION_WORDS:
            raise place.unknown("criterion: word", word, CRITERION_WORDS)
    if not value.keys() - {"only_if"}:
        raise place.wrong("it says nothing. Name clauses under all, any, none or at_least.")
    plain = {w: _clause_names(value[w], names, place.at(w)) for w in CRITERION_WORDS if w in value and w != "at_least"}
    counted = _counted(value["at_least"], names, place.at("at_least")) if "at_least" in value else ()
    return Criterion(at_least=counted, **plain)


def _counted(value: Any, names: list[str], place: Place) -> tuple[tuple[int, tuple[str, ...]], ...]:
    if not isinstance(value, dict) or not all(key.isdigit() and int(key) > 0 for key in value):
        raise place.wrong('write it like at_least = { 2 = ["cost", "decider", "date"] }.')
    found = []
    for key, listed in value.items():
        clauses = _clause_names(listed, names, place.at(key))
        if int(key) > len(clauses):
            raise place.at(key).wrong(f"at least {key} of {len(clauses)} clauses can never hold.")
        found.append((int(key), clauses))
    return tuple(sorted(found))


def _clause_names(value: Any, names: Iterable[str], place: Place) -> tuple[str, ...]:
    if not isinstance(value, list) or not value or not all(isinstance(v, str) for v in value):
        raise place.wrong(f'{place.path[-1]} must be a list of clause names, like ["time", "problem"].')
    for name in value:
        if name not in names:
            raise place.unknown("clause", name, names)
    return tuple(dict.fromkeys(value))


def _listed(names: Iterable[str]) -> str:
    return "[" + ", ".join(f'"{n}"' for n in names) + "]"


def judge(value: Any, place: Place) -> Judge | None:
    """None for "now", else when it is judged."""
    if value == "now":
        return None
    if not isinstance(value, dict) or not set(value) <= set(JUDGE_WORDS):
        raise place.wrong('judge is "now", or a table like { after = "first_customer_action", wait = "14d" }.')
    if set(value) != set(JUDGE_WORDS):
        raise place.wrong("judge needs both: after what, and how long to wait.")
    return Judge(_clauses.text(value["after"], place.at("after")), _spans.read(value["wait"], place.at("wait")))


_FORMS: tuple[frozenset[str], ...] = (frozenset({"count"}), frozenset({"sum", "of"}), frozenset({"days_from", "to"}))


def number(value: Any, test: tuple[Clause, ...], kind: Kind, place: Place) -> Number | None:
    """What a measure counts; None for other kinds."""
    if kind != "measure":
        if value is not None:
            raise place.wrong("only a measure has a number. Take it out, or make it a measure.")
        return None
    if not isinstance(value, dict) or frozenset(value) not in _FORMS:
        raise place.wrong(
            'a measure needs one of number = { count = "calls" }, { sum = "talks", of = "minutes" }, '
            '{ days_from = "asked", to = "answered" }.'
        )
    names = [c.name for c in test]
    texts: Mapping[str, str] = {w: _clauses.text(value[w], place.at(w)) for w in NUMBER_WORDS if w in value}
    for word, name in texts.items():
        if word != "of" and name not in names:
            raise place.at(word).unknown("clause", name, names)
    return Number(**texts)
