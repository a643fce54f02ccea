"""Values of a sensor file, checked for being text, a list of texts or a table; each refusal is one sentence."""

from collections.abc import Mapping
from typing import Any

from pyrometer.errors import BadSetting

Cells = tuple[str, ...]


def text(value: Any, where: str) -> str:
    """A text."""
    if not isinstance(value, str):
        raise BadSetting(f"{where} = {value!r} must be text in quotation marks.")
    return value


def truth(value: Any, where: str) -> bool:
    """True or false."""
    if not isinstance(value, bool):
        raise BadSetting(f"{where} = {value!r} must be true or false.")
    return value


def cells(value: Any, where: str) -> Cells:
    """A text or a list of texts; numbers and truths are taken as they are written in a cell."""
    values = value if isinstance(value, list) else [value]
    if not all(isinstance(v, str | int | float | bool) for v in values):
        raise BadSetting(f"{where} = {value!r} must be a text or a list of texts.")
    return tuple(_cell(v) for v in values)


def _cell(value: object) -> str:
    return str(value).lower() if isinstance(value, bool) else str(value)


def table(value: Any, where: str) -> Mapping[str, Any]:
    """A table."""
    if not isinstance(value, dict):
        raise BadSetting(f'{where} must be a table, like {{ column = "value" }}.')
    return value


def tables(value: Any, where: str) -> list[Mapping[str, Any]]:
    """A list of tables."""
    if not isinstance(value, list):
        raise BadSetting(f"{where} must be a list of tables; write it with double brackets.")
    return [table(v, where) for v in value]
