"""Settings: the options of a question, each of the type and within the bounds that its answer can take."""

from collections.abc import Mapping
from dataclasses import fields
from datetime import date, datetime
from math import isfinite
from types import NoneType, UnionType
from typing import Any, Literal, TypeVar, Union, get_args, get_origin, get_type_hints

from pyrometer.errors import BadSetting, UnknownName, near, short

TRUTHS = {"true": True, "yes": True, "1": True, "false": False, "no": False, "0": False}
MOST_DAYS = 36_525  # a hundred years; records reach from 1971 to 2100
FIRST, LAST = date(1900, 1, 1), date(2200, 1, 1)  # no record reaches there
MOST = 10**12  # what an option may count or be worth
KINDS = {int: "a whole number", float: "a number", bool: "yes or no", date: "a day like 2026-03-31", str: "text"}
S = TypeVar("S")


def checked(settings: type[S], given: Mapping[str, Any], what: str, name: str) -> S:
    """The settings record from names and values, which may be the text of a command line or a web form.

    `what` and `name` say whose settings they are, as 'study' and 'yield'. Raises UnknownName for a setting that is not
    there, with the nearest one, and BadSetting for a value that cannot be.
    """
    kinds = get_type_hints(settings)
    known = [f.name for f in fields(settings)]  # type: ignore[arg-type]
    for key in given:
        if key not in known:
            raise UnknownName(f"The {what} '{name}' has no option '{short(key)}'.{near(key, known)}")
    typed = {key: _typed(value, kinds[key], f"{name}: {key}") for key, value in given.items()}
    return settings(**{key: _bounded(key, value, f"{name}: {key}") for key, value in typed.items()})


def _bounded(key: str, value: Any, where: str) -> Any:
    """The value, where it is neither number nor day, or one that can be reckoned with."""
    if isinstance(value, date) and not FIRST <= value <= LAST:
        raise BadSetting(f"{where} = {value}; give a day from {FIRST.year} to {LAST.year}.")
    if isinstance(value, bool) or not isinstance(value, int | float):
        return value
    if not (isinstance(value, int) or isfinite(value)):
        raise BadSetting(f"{where} = {value} is no number to reckon with.")
    if key.endswith("_days") and not 0 <= value <= MOST_DAYS:
        raise BadSetting(f"{where} = {short(value)}; give days from 0 to {MOST_DAYS:,}.")
    if abs(value) > MOST:
        raise BadSetting(f"{where} = {short(value)}; give a number of {MOST:,} at most.")
    return value


def _typed(value: Any, kind: Any, where: str) -> Any:
    """`value` as `kind`, from its text if need be."""
    choices = get_args(kind)
    if get_origin(kind) in (Union, UnionType):
        if value is None or value == "":
            return None
        return _typed(value, next(k for k in choices if k is not NoneType), where)
    if get_origin(kind) is Literal:
        if value in choices:
            return value
        raise BadSetting(f"{where} = '{short(value)}' is not a choice.{near(str(value), map(str, choices))}")
    if get_origin(kind) is tuple and isinstance(value, list | tuple):
        return _listed(value, choices, kind, where)
    if _is(value, kind):
        return value
    if isinstance(value, str):
        return _parsed(value, kind, where)
    raise _wrong(value, kind, where)


def _listed(values: "list[Any] | tuple[Any, ...]", kinds: tuple[Any, ...], kind: Any, where: str) -> Any:
    """Each of several values as its own kind: as many as there are, or as many as the kind has places."""
    if len(kinds) == 2 and kinds[1] is Ellipsis:
        return tuple(_typed(value, kinds[0], where) for value in values)
    if len(values) != len(kinds):
        raise _wrong(values, kind, where)
    return tuple(_typed(value, each, where) for value, each in zip(values, kinds, strict=True))


def _is(value: Any, kind: Any) -> bool:
    if kind is float:
        return isinstance(value, int | float) and not isinstance(value, bool)
    if kind in (int, date):
        return isinstance(value, kind) and not isinstance(value, bool | datetime)
    return isinstance(value, get_origin(kind) or kind)


def _parsed(text: str, kind: Any, where: str) -> Any:
    try:
        if kind is bool:
            return TRUTHS[text.lower()]
        if get_origin(kind) is tuple:
            return _listed([part.strip() for part in text.split(",") if part.strip()], get_args(kind), kind, where)
        return date.fromisoformat(text) if kind is date else kind(text)
    except (ValueError, KeyError) as error:
        raise _wrong(text, kind, where) from error


def _wrong(value: Any, kind: Any, where: str) -> BadSetting:
    return BadSetting(f"{where} = '{short(value)}' must be {KINDS.get(kind, 'a list of names')}.")
