"""Running a measure: its settings checked, its expression run by the engine, its small table finished."""

from collections.abc import Callable, Mapping
from dataclasses import fields
from datetime import date, datetime
from types import NoneType, UnionType
from typing import Any, Literal, Union, get_args, get_origin, get_type_hints

from pyrometer import registry
from pyrometer.errors import BadSetting, UnknownName, near
from pyrometer.measures import Measure
from pyrometer.model.table import Table, table
from pyrometer.process import Process

PACKAGE = "pyrometer.measures"
ENGINES = "pyrometer.engines"
TRUTHS = {"true": True, "yes": True, "1": True, "false": False, "no": False, "0": False}


Query = Callable[[], str]  # the text of a query, written out when somebody asks for it


def run(process: Process, name: str, /, **settings: Any) -> tuple[Table, Query]:
    """The table of that measure and the query it came from.

    Settings may be values or their text, as a command line or a web form gives them. Raises UnknownName for a
    measure or setting that is not there and BadSetting for a value that cannot be.
    """
    measure: Measure = registry.find(PACKAGE, name)
    return reduce(process, measure, checked(measure, name, settings))


def reduce(process: Process, measure: Measure, settings: Any) -> tuple[Table, Query]:
    """The table of a measure with settings already checked, and the query it came from."""
    expression = measure.expression(process, settings)
    backend = process.events.get_backend()
    engine = registry.find(ENGINES, backend.name)
    rows = engine.fetch(backend, expression)
    columns: Mapping[str, Any] = {name: _listed(rows[name]) for name in rows.column_names}
    if measure.finish:
        columns = measure.finish(process, settings, columns)
    values = {column.name: _plain(columns[column.name]) for column in measure.columns}
    return table(measure.columns, values), lambda: str(backend.compile(expression, pretty=True))


def checked(measure: Measure, name: str, given: Mapping[str, Any]) -> Any:
    """The measure's settings from names and values, each of the type its field says."""
    kinds = get_type_hints(measure.settings)
    known = [f.name for f in fields(measure.settings)]
    for key in given:
        if key not in known:
            raise UnknownName(f"The measure '{name}' has no setting '{key}'.{near(key, known)}")
    return measure.settings(**{key: _typed(value, kinds[key], f"{name}: {key}") for key, value in given.items()})


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
        raise BadSetting(f"{where} = {value!r} is not a choice.{near(str(value), map(str, choices))}")
    if _is(value, kind):
        return value
    if isinstance(value, str):
        return _parsed(value, kind, where)
    raise BadSetting(f"{where} = {value!r} must be of type {kind.__name__}.")


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
            return tuple(part.strip() for part in text.split(",") if part.strip())
        return date.fromisoformat(text) if kind is date else kind(text)
    except (ValueError, KeyError) as error:
        raise BadSetting(f"{where} = '{text}' must be of type {kind.__name__}.") from error


def _listed(column: Any) -> list[Any]:
    """An Arrow column as Python values; numbers by way of numpy, ten times faster."""
    import pyarrow as pa

    is_number = pa.types.is_integer(column.type) or pa.types.is_floating(column.type)
    values: list[Any] = column.to_numpy().tolist() if is_number and not column.null_count else column.to_pylist()
    return values


def _plain(values: Any) -> list[Any]:
    """Python values, whatever array they came in."""
    return values.tolist() if hasattr(values, "tolist") else list(values)
