"""JSON Schema of a definition file, so that editors complete its words and mark what is wrong while it is typed."""

from collections.abc import Mapping
from typing import Any

from pyrometer.definitions import _words
from pyrometer.model.definition import FIRST_ACTIONS, KINDS, VALUES, VERDICTS

JSON = dict[str, Any]
NAME = r"^[a-z0-9]+(-[a-z0-9]+)*$"
LENGTH = r"^\d+\s*(s|min|h|d|w|wd)$"


def schema() -> JSON:
    """The schema of one definition file (JSON Schema, draft 2020-12)."""
    head = _described(_words.DEFINITION_WORDS, _head())
    return {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "title": "Operational definition",
        "description": "A word in use, as a test, a criterion and a decision.",
        "type": "object",
        "properties": head,
        "required": ["definition", "kind", "test"],
        "additionalProperties": False,
        "$defs": {"length": _length(), "clause": _clause(), "names": _names(), "anchor": _anchor()},
    }


def _described(words: Mapping[str, str], types: Mapping[str, JSON]) -> JSON:
    return {word: {"description": told, **types[word]} for word, told in words.items()}


def _table(words: Mapping[str, str], types: Mapping[str, JSON], required: tuple[str, ...] = ()) -> JSON:
    table: JSON = {"type": "object", "properties": _described(words, types), "additionalProperties": False}
    return {**table, "required": list(required)} if required else table


TEXT: JSON = {"type": "string", "minLength": 1}
WHOLE: JSON = {"type": "integer", "minimum": 1}
DAY: JSON = {"type": "string", "format": "date"}


def _ref(name: str) -> JSON:
    return {"$ref": f"#/$defs/{name}"}


def _head() -> Mapping[str, JSON]:
    texts = dict.fromkeys(("title", "says", "used_to_decide", "owner", "beware", "unit"), TEXT)
    agreed = _table(_words.AGREED_WORDS, {"by": TEXT, "on": DAY, "version": WHOLE}, ("by", "on"))
    return {
        **texts,
        "definition": {"type": "string", "pattern": NAME},
        "kind": {"enum": list(KINDS)},
        "version": WHOLE,
        "value": {"enum": list(VALUES)},
        "needs": _ref("names"),
        "review_by": DAY,
        "criterion": _criterion(),
        "judge": {"anyOf": [{"const": "now"}, _judge()]},
        "number": _table(_words.NUMBER_WORDS, dict.fromkeys(_words.NUMBER_WORDS, TEXT)),
        "must_predict": _table(_words.PROMISE_WORDS, {"definition": TEXT, "within": _ref("length")}),
        "test": {"type": "object", "additionalProperties": _ref("clause"), "minProperties": 1},
        "decision": {"type": "object", "properties": dict.fromkeys(VERDICTS, TEXT), "additionalProperties": False},
        "agreed": {"type": "array", "items": agreed},
        "examples": {"type": "array", "items": _example()},
    }


def _criterion() -> JSON:
    counted = {"type": "object", "patternProperties": {r"^[1-9]\d*$": _ref("names")}, "additionalProperties": False}
    types = dict.fromkeys(("all", "any", "none", "only_if"), _ref("names")) | {"at_least": counted}
    return _table(_words.CRITERION_WORDS, types)


def _judge() -> JSON:
    return _table(_words.JUDGE_WORDS, {"after": TEXT, "wait": _ref("length")}, ("after", "wait"))


def _example() -> JSON:
    when = {"type": "string", "format": "date"}
    types: dict[str, JSON] = {
        "verdict": {"enum": list(VERDICTS)},
        "number": {"type": "number"},
        "borderline": {"type": "boolean"},
        "judged_on": when,
        "story": TEXT,
        "note": TEXT,
    }
    return _table(_words.EXAMPLE_WORDS, types, ("story",))


def _clause() -> JSON:
    actions = {"anyOf": [{"type": "string", "minLength": 1}, _ref("names")]}
    values: JSON = {"anyOf": [{"type": ["string", "number", "boolean"]}, {"type": "array", "minItems": 1}]}
    types: dict[str, JSON] = {
        **dict.fromkeys(("customer", "seller", "marketing", "system"), actions),
        **dict.fromkeys(("within", "within_of_start", "silent_for"), _ref("length")),
        **dict.fromkeys(("since", "before", "after"), _ref("anchor")),
        **dict.fromkeys(("definition", "check_sheet", "sql", "until"), TEXT),
        "having": {"type": "object", "additionalProperties": values, "minProperties": 1},
        "grade": {"type": "integer", "minimum": 0, "maximum": 4},
        "at_least": WHOLE,
        "at_most": {"type": "integer", "minimum": 0},
        "distinct": {"enum": ["people", "days"]},
        "level": {"type": "integer", "minimum": 0},
    }
    return _table(_words.CLAUSE_WORDS, types)


def _names() -> JSON:
    return {"type": "array", "items": TEXT, "minItems": 1, "uniqueItems": True}


def _length() -> JSON:
    written = {"type": "string", "pattern": LENGTH}
    learned = _table(
        _words.LEARNED_WORDS, {"learned": TEXT, "value": written, "pinned": DAY}, ("learned", "value", "pinned")
    )
    return {"anyOf": [written, learned], "examples": ["30d", "4h", "1wd"]}


def _anchor() -> JSON:
    return {"type": "string", "minLength": 1, "examples": [*FIRST_ACTIONS, "2026-01-01"]}


if __name__ == "__main__":
    import json
    import sys

    sys.stdout.write(json.dumps(schema(), indent=1, ensure_ascii=False) + "\n")
