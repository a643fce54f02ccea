"""Columns of raw rows: missing codes, templates, look-ups by key, and conditions on their values."""

import re
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

import pyarrow as pa
import pyarrow.compute as pc

from pyrometer.errors import SensorError, near
from pyrometer.sensors._config import EVERY, Cells, Lookup

ROW = "@row"  # the number of the row, where a sensor takes each row as one prospect
_PART = re.compile(r"\{([^{}]+)\}")


def named(text: str) -> tuple[str, ...]:
    """The columns that a template '{a}:{b}' or a plain column name speaks of."""
    return tuple(_PART.findall(text)) or ((text,) if text else ())


def require(there: Iterable[str], columns: Iterable[str], where: str) -> None:
    """Raise SensorError with the near name when a column that the sensor names is not in the file."""
    names = list(there)
    for column in columns:
        if column not in names:
            raise SensorError(f"{where}: the file has no column '{column}'.{near(column, names)}")


def joined(tables: Sequence[Any]) -> Any:
    """Stretches of one file as one table; a column that is typed in one and text in another becomes text."""
    try:
        return pa.concat_tables(tables, promote_options="permissive").combine_chunks()
    except (pa.ArrowTypeError, pa.ArrowInvalid):
        kinds: dict[str, set[Any]] = {}
        for table in tables:
            for column in table.schema:
                kinds.setdefault(column.name, set()).add(column.type)
        mixed = [name for name, found in kinds.items() if len(found) > 1]
        return pa.concat_tables([_as_text(table, mixed) for table in tables], promote_options="permissive")


def _as_text(table: Any, names: Iterable[str]) -> Any:
    for i, name in enumerate(table.column_names):
        if name in names:
            table = table.set_column(i, name, text(table.column(i)))
    return table


def is_text(column: Any) -> bool:
    """Whether an Arrow column holds text."""
    kind = column.type.value_type if pa.types.is_dictionary(column.type) else column.type
    return bool(pa.types.is_string(kind) or pa.types.is_large_string(kind) or pa.types.is_string_view(kind))


def text(column: Any) -> Any:
    """Any Arrow column as an Arrow string array; whole floats without '.0', instants in ISO 8601, bytes in base 16."""
    if isinstance(column, pa.ChunkedArray):
        column = column.combine_chunks() if column.num_chunks != 1 else column.chunk(0)
    kind = column.type
    if pa.types.is_string(kind):
        return column
    if pa.types.is_dictionary(kind):
        return text(column.cast(kind.value_type))
    if pa.types.is_nested(kind) or isinstance(kind, pa.BaseExtensionType):  # an extension: ids of databases, say
        return pa.array([None if v is None else str(v) for v in column.to_pylist()], pa.string())
    if pa.types.is_binary(kind) or pa.types.is_large_binary(kind) or pa.types.is_fixed_size_binary(kind):
        return _of_bytes(column)
    if pa.types.is_floating(kind) and pc.all(pc.equal(pc.floor(column), column)).as_py():
        column = pc.cast(column, pa.int64(), safe=False)
    return pc.cast(column, pa.string())


def _of_bytes(column: Any) -> Any:
    """Bytes that are words as words - some programs write text so -, others in base 16."""
    try:
        return pc.cast(pc.cast(column, pa.binary()), pa.string())
    except pa.ArrowInvalid:
        return pa.array([None if v is None else v.hex() for v in column.to_pylist()], pa.string())


def blank(table: Any, missing: Mapping[str, Cells]) -> Any:
    """The table with empty cells and the declared missing codes of each column as nulls."""
    for i, name in enumerate(table.column_names):
        codes = {"", *missing.get(EVERY, ()), *missing.get(name, ())}
        column = table.column(i)
        if pa.types.is_floating(column.type) and pc.any(pc.is_nan(column)).as_py():  # how notebooks write 'none'
            column = pc.if_else(pc.is_nan(column), pa.scalar(None, column.type), column)
            table = table.set_column(i, name, column)
        if len(codes) == 1 and not is_text(column):
            continue
        is_code = pc.is_in(text(column), value_set=pa.array(sorted(codes), pa.string()))
        if pc.any(is_code).as_py():
            column = pc.if_else(is_code, pa.scalar(None, column.type), column)
            table = table.set_column(i, name, column)
    return table


def filled(table: Any, template: str) -> Any:
    """A column, or a template '{a}:{b}' filled row by row; null where one of its columns is."""
    pieces = _PART.split(template)
    if len(pieces) == 1:
        return text(table.column(template))
    parts = [text(table.column(p)) if i % 2 else pa.scalar(p) for i, p in enumerate(pieces) if p]
    if len(parts) == 1:
        return parts[0]
    return pc.binary_join_element_wise(*parts, "")


def put_together(table: Any, names: Iterable[str], where: str) -> Any:
    """The table with a column for each template among those names, like the time '{day} {clock}' of two columns."""
    for name in names:
        if _PART.search(name) and name not in table.column_names:
            require(table.column_names, named(name), where)
            table = table.append_column(name, filled(table, name))
    return table


def literal_or_filled(table: Any, value: str) -> Any:
    """A literal for every row, or a template filled; a plain word is a literal here."""
    if _PART.search(value):
        return filled(table, value)
    return pa.repeat(pa.scalar(value, pa.string()), table.num_rows)


def matches(table: Any, where: Mapping[str, Cells]) -> Any:
    """A boolean array: rows in which every named column has one of its values; '*' stands for any text, '' for none."""
    found = pa.repeat(pa.scalar(True), table.num_rows)  # noqa: FBT003 - an Arrow value, not an option
    for name, cells in where.items():
        found = pc.and_(found, _is_one_of(text(table.column(name)), cells))
    return found


def _is_one_of(column: Any, cells: Cells) -> Any:
    exact = [cell for cell in cells if "*" not in cell and cell]
    found = pc.is_in(column, value_set=pa.array(exact, pa.string()))
    if "" in cells:
        found = pc.or_(found, pc.is_null(column))
    for pattern in (cell for cell in cells if "*" in cell):
        like = re.sub(r"([\\%_])", r"\\\1", pattern).replace("*", "%")
        found = pc.or_(found, pc.fill_null(pc.match_like(column, like), fill_value=False))
    return found


def matched(table: Any, key: str, other: Any, other_key: str) -> Any:
    """A boolean array: rows whose `key` stands in `other_key` of the other table."""
    return pc.is_in(text(table.column(key)), value_set=text(other.column(other_key)).drop_null())


def looked_up(table: Any, lookup: Lookup, other: Any) -> Any:
    """The table with the columns of `other` that the look-up names, where its key equals ours; else null."""
    place = pc.index_in(text(table.column(lookup.key)), value_set=text(other.column(lookup.their_key)))
    for name in lookup.fields:
        table = table.append_column(lookup.prefix + name, other.column(name).combine_chunks().take(place))
    return table
