"""Definition files, written: signed without losing a comment, and made anew."""

from collections.abc import Mapping
from datetime import date
from typing import Any

from pyrometer.definitions._plain import plain
from pyrometer.definitions._words import DEFINITION_WORDS
from pyrometer.definitions.parse import parse
from pyrometer.model.definition import Definition


def sign(text: str, by: str, on: date, where: str = "definition") -> str:
    """The file's text with one more agreement, to the version that stands; signing a version twice changes nothing.

    Raises DefinitionError where the text is no definition, before or after.
    """
    import tomlkit

    definition = parse(text, where)
    if any(a.by == by and a.version in (None, definition.version) for a in definition.agreed):
        return text
    document: Any = tomlkit.parse(text)
    if "agreed" not in document:
        document["agreed"] = tomlkit.aot()
    document["agreed"].append(_table({"by": by, "on": on, "version": definition.version}))
    signed = tomlkit.dumps(document)
    parse(signed, where)  # a name that cannot stand in the file is refused before it is written
    return signed


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


def _table(values: Mapping[str, Any]) -> Any:
    import tomlkit

    table = tomlkit.table()
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
