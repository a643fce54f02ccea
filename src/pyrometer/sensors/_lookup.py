"""Look-ups: columns of another file or table, added by key to the rows that a sensor reads."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from pyrometer.errors import BadSetting, near
from pyrometer.sensors._checked import cells, tables, text
from pyrometer.sensors._words import LOOKUP_WORDS


@dataclass(frozen=True, slots=True)
class Lookup:
    """Columns of another file, or table of the same database, added by key, as a map adds the name of a street."""

    key: str
    fields: tuple[str, ...]
    path: str = ""
    table: str = ""
    their_key: str = ""
    prefix: str = ""  # before the name of each, so that they can be told from our own
    only_known: bool = False  # rows without a match are others' business: counted, not read


def lookups(document: Mapping[str, Any], where: str) -> tuple[Lookup, ...]:
    """Every [[lookup]] of a sensor file; raises BadSetting with the way out."""
    return tuple(_lookup(v, where, document["sensor"]) for v in tables(document.get("lookup", []), where))


def _lookup(value: Mapping[str, Any], where: str, kind: str) -> Lookup:
    for key in value:
        if key not in LOOKUP_WORDS:
            raise BadSetting(f"{where}: unknown key '{key}'.{near(key, LOOKUP_WORDS)}")
    for key in ("key", "fields"):
        if not value.get(key):
            raise BadSetting(f'{where}: {key} is missing. Write {{ path = "users.csv", key = "id", fields = ["x"] }}.')
    if bool(value.get("path")) == bool(value.get("table")) or (value.get("table") and kind != "sql"):
        raise BadSetting(
            f'{where}: name the other file, path = "users.csv", or of a database the table: table = "users".'
        )
    given = {key: text(value.get(key, ""), where) for key in ("path", "table", "key", "prefix")}
    return Lookup(
        fields=cells(value["fields"], where),
        their_key=text(value.get("their_key", value["key"]), where),
        only_known=value.get("only_known", False) is True,
        **given,
    )
