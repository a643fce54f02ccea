"""Definition files, signed: one more agreement is written down, and no comment is lost."""

from datetime import date
from typing import Any

from pyrometer.config import BYTE_ORDER_MARK
from pyrometer.definitions.parse import parse


def sign(text: str, by: str, on: date, where: str = "definition") -> str:
    """The file's text with one more agreement, to the version that stands; signing a version twice changes nothing.

    Raises DefinitionError where the text is no definition, before or after.
    """
    import tomlkit

    definition = parse(text, where)
    if any(a.by == by and a.version in (None, definition.version) for a in definition.agreed):
        return text
    document: Any = tomlkit.parse(text.removeprefix(BYTE_ORDER_MARK))
    entry = tomlkit.table()
    for word, value in (("by", by), ("on", on), ("version", definition.version)):
        entry.add(word, value)
    document.setdefault("agreed", tomlkit.aot()).append(entry)
    signed = tomlkit.dumps(document)
    parse(signed, where)  # a name that cannot stand in the file is refused before it is written
    return signed
