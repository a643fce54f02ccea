"""Running a measure: its settings checked, its expression run by the engine, its small table finished."""

from collections.abc import Callable, Mapping
from typing import Any

from pyrometer import registry
from pyrometer.measures import Measure
from pyrometer.model.settings import checked
from pyrometer.model.table import Table, table
from pyrometer.process import Process

PACKAGE = "pyrometer.measures"
ENGINES = "pyrometer.engines"
Query = Callable[[], str]  # the text of a query, written out when somebody asks for it


def run(process: Process, name: str, /, **settings: Any) -> tuple[Table, Query]:
    """The table of that measure and the query it came from.

    Settings may be values or their text, as a command line or a web form gives them. Raises UnknownName for a
    measure or setting that is not there and BadSetting for a value that cannot be.
    """
    measure: Measure = registry.find(PACKAGE, name)
    return reduce(process, measure, checked(measure.settings, settings, "measure", name))


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


def _listed(column: Any) -> list[Any]:
    """An Arrow column as Python values; numbers by way of numpy, ten times faster.

    DLPack, because Arrow's own `to_numpy` imports pandas: half a second of every command.
    """
    import numpy as np
    import pyarrow as pa

    is_number = pa.types.is_integer(column.type) or pa.types.is_floating(column.type)
    if column.null_count or not is_number:
        return list(column.to_pylist())
    return list(np.from_dlpack(column.combine_chunks()).tolist())


def _plain(values: Any) -> list[Any]:
    """Python values, whatever array they came in."""
    return values.tolist() if hasattr(values, "tolist") else list(values)
