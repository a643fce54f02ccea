"""Definition files, written: signed, edited and made anew, without losing a comment."""

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

from pyrometer.definitions._plain import plain
from pyrometer.definitions._words import DEFINITION_WORDS
from pyrometer.definitions.parse import parse
from pyrometer.errors import DefinitionError, near
from pyrometer.model.definition import Definition


def sign(text: str, by: str, on: date, where: str = "definition") -> str:
    """The file's text with one more agreement, to the version that stands; signing a version twice changes nothing.

    Raises DefinitionError where the text is no definition.
    """
    definition = parse(text, where)
    if any(a.by == by and a.version in (None, definition.version) for a in definition.agreed):
        return text
    document = _read(text)
    if "agreed" not in document:
        document["agreed"] = _new_tables()
    entry = _new_table()
    for word, value in (("by", by), ("on", on), ("version", definition.version)):
        entry.add(word, value)
    document["agreed"].append(entry)
    return _checked(document, where)


def change(text: str, changes: Mapping[str, Any], where: str = "definition") -> str:
    """The file's text with other values, and the next version if that changes the content.

    `changes` maps words, or paths like 'test.problem.grade', to new values; None takes the word out. Comments stay.
    Raises DefinitionError where a path leads nowhere or the outcome is no definition.
    """
    before = parse(text, where)
    document = _read(text)
    for path, value in changes.items():
        _put(document, path.split("."), value)
    after = parse(_written(document), where)
    if after.hash != before.hash and after.version == before.version:
        document["version"] = before.version + 1
    return _checked(document, where)


def next_version(text: str, where: str = "definition") -> str:
    """The file's text with its version one higher."""
    definition = parse(text, where)
    document = _read(text)
    document["version"] = definition.version + 1
    return _checked(document, where)


def to_toml(definition: Definition) -> str:
    """A definition as TOML text; parsing it gives the same definition."""
    return to_toml_table(plain(definition))


def to_toml_table(document: Mapping[str, Any]) -> str:
    """A definition's words and values as TOML text, in the order of the language, clauses on one line each."""
    import tomlkit

    out = tomlkit.document()
    for word in (w for w in DEFINITION_WORDS if w in document and w not in ("test", "decision", "agreed", "examples")):
        out.add(word, _value(document[word]))
    for word in ("test", "decision"):
        if word in document:
            out.add(tomlkit.nl())
            out.add(word, _table(document[word]))
    for word in ("agreed", "examples"):
        if document.get(word):
            tables = tomlkit.aot()
            for entry in document[word]:
                tables.append(_table(entry))
            out.add(tomlkit.nl())
            out.add(word, tables)
    return tomlkit.dumps(out)


def _read(text: str) -> Any:
    import tomlkit

    return tomlkit.parse(text)


def _written(document: Any) -> str:
    import tomlkit

    return tomlkit.dumps(document)


def _checked(document: Any, where: str) -> str:
    text = _written(document)
    parse(text, where)
    return text


def _new_table() -> Any:
    import tomlkit

    return tomlkit.table()


def _new_tables() -> Any:
    import tomlkit

    return tomlkit.aot()


def _put(document: Any, path: Sequence[str], value: Any) -> None:
    spot = document
    for key in path[:-1]:
        if key not in spot:
            raise DefinitionError(f"The definition has no '{key}' in '{'.'.join(path)}'.{near(key, list(spot))}")
        spot = spot[key]
    if value is None:
        spot.pop(path[-1], None)
    elif path[-1] in spot:
        spot[path[-1]] = _value(value)
    elif spot is document:
        _insert(document, path[-1], _value(value))
    else:
        spot[path[-1]] = _value(value)


def _insert(document: Any, word: str, value: Any) -> None:
    """A new word of the head goes before the first table, else TOML would read it as part of that."""
    tables = ("test", "decision", "agreed", "examples")
    kept = [(t, document.pop(t)) for t in tables if t in document]
    document.add(word, value)
    for name, table in kept:
        document.add(name, table)


def _table(values: Mapping[str, Any]) -> Any:
    table = _new_table()
    for key, value in values.items():
        table.add(key, _value(value))
    return table


def _value(value: Any) -> Any:
    import tomlkit

    if isinstance(value, Mapping):
        inline = tomlkit.inline_table()
        for key, inner in value.items():
            inline.append(key, _value(inner))
        return inline
    if isinstance(value, str) and "\n" in value:
        return tomlkit.string(f"\n{value.rstrip()}\n", multiline=True)
    if isinstance(value, list | tuple):
        listed = tomlkit.array()
        for inner in value:
            listed.append(_value(inner))
        return listed
    return value
