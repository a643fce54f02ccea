"""A definition as plain words and values: what stands in its file, what a form edits, what is shown as JSON."""

from collections.abc import Mapping
from datetime import date
from typing import Any

from pyrometer.model.definition import Clause, Condition, Criterion, Definition, Example, Span


def plain(definition: Definition) -> dict[str, Any]:
    """Words to values, as the TOML file has them; empty ones left out."""
    found: dict[str, Any] = {
        "definition": definition.name,
        "kind": definition.kind,
        "version": definition.version,
        "title": definition.title,
        "says": definition.says,
        "used_to_decide": definition.used_to_decide,
        "owner": definition.owner,
        "value": definition.value,
        "needs": list(definition.needs),
        "beware": definition.beware,
        "review_by": definition.review_by,
        "unit": "" if definition.unit == "prospect" else definition.unit,
        "criterion": _criterion(definition.criterion),
        **_judging(definition),
        "test": {c.name: clause(c) for c in definition.test},
        "decision": dict(definition.decision),
        "agreed": [_filled({"by": a.by, "on": a.on, "version": a.version}) for a in definition.agreed],
        "examples": [_example(e) for e in definition.examples],
    }
    return _filled(found)


def _filled(values: Mapping[str, Any]) -> dict[str, Any]:
    return {k: v for k, v in values.items() if v is not None and v != "" and v != [] and v != {}}


def _criterion(criterion: Criterion) -> dict[str, Any]:
    found: dict[str, Any] = {w: list(getattr(criterion, w)) for w in ("all", "any", "none", "only_if")}
    found["at_least"] = {str(n): list(names) for n, names in criterion.at_least}
    return _filled(found)


def _judging(definition: Definition) -> dict[str, Any]:
    judge, number, promise = definition.judge, definition.number, definition.must_predict
    found: dict[str, Any] = {}
    if judge is not None:
        found["judge"] = {"after": judge.after, "wait": span(judge.wait)}
    if number is not None:
        found["number"] = _filled({w: getattr(number, w) for w in ("count", "sum", "of", "days_from", "to")})
    if promise is not None:
        found["must_predict"] = {"definition": promise.definition, "within": span(promise.within)}
    return found


def clause(clause: Clause) -> dict[str, Any]:
    """One clause as words and values."""
    found: dict[str, Any] = {side: list(actions) or "any" for side, actions in clause.sides}
    found["having"] = {c.name: _condition(c) for c in clause.having}
    for word in ("grade", "at_least", "at_most", "distinct", "since", "before", "after"):
        found[word] = getattr(clause, word)
    for word in ("within", "within_of_start", "silent_for"):
        length = getattr(clause, word)
        found[word] = None if length is None else span(length)
    for word in ("definition", "check_sheet", "level", "sql", "until"):
        found[word] = getattr(clause, word)
    return _filled(found)


def _condition(wanted: Condition) -> str | list[str]:
    if wanted.test != "one_of":
        return f"{wanted.test.replace('_', ' ')} {wanted.number:.15g}"
    return wanted.values[0] if len(wanted.values) == 1 else list(wanted.values)


def span(length: Span) -> str | dict[str, str | date]:
    """A length as written."""
    if not length.learned or length.pinned is None:
        return length.text
    return {"learned": length.learned, "value": length.text, "pinned": length.pinned}


def _example(example: Example) -> dict[str, Any]:
    return _filled(
        {
            "verdict": example.verdict,
            "number": example.number,
            "borderline": example.borderline or None,
            "judged_on": example.judged_on,
            "note": example.note,
            "story": example.story,
        }
    )
