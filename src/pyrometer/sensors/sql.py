"""SQL: a table or a query of any database that SQLAlchemy reaches; read only, and the password is never shown."""

import os
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pyarrow as pa

from pyrometer.errors import SensorError, near
from pyrometer.sensors import Rows, Sensor

STRETCH = 50_000  # rows


@dataclass(frozen=True, slots=True)
class Settings:
    """Which database, and what of it: a table or a query."""

    url: str  # 'postgresql+psycopg://reader@host/crm', or '$NAME' of an environment variable that holds it
    table: str = ""  # 'deals' or 'schema.deals'
    query: str = ""


def rows(path: Path, settings: Settings) -> Iterator[Rows]:
    """The rows of the table or query, in stretches; `path` is not used. Raises SensorError without the password."""
    from sqlalchemy import create_engine
    from sqlalchemy.exc import SQLAlchemyError

    address = _address(settings)
    try:
        with create_engine(address).connect() as link:
            query = _query(link, settings)
            result = link.execution_options(stream_results=True).execute(query)
            names, first = list(result.keys()), 1
            yield Rows(_table(names, []), first)
            for stretch in result.partitions(STRETCH):
                yield Rows(_table(names, stretch), first)
                first += len(stretch)
            link.rollback()
    except (SQLAlchemyError, ImportError) as error:
        raise SensorError(f"{_shown(address)}: {_plain(error, address)}") from None


def _address(settings: Settings) -> Any:
    from sqlalchemy.engine import make_url
    from sqlalchemy.exc import ArgumentError

    text = settings.url
    if text.startswith("$"):
        text = os.environ.get(text[1:], "")
        if not text:
            raise SensorError(f"The environment has no {settings.url[1:]}. Set it to the address of the database.")
    if bool(settings.table) == bool(settings.query):
        raise SensorError('sql: name either a table or a query, like table = "deals".')
    try:
        return make_url(text)
    except ArgumentError:
        raise SensorError("sql: url is no address of a database. Write it like postgresql://user@host/crm") from None


def _query(link: Any, settings: Settings) -> Any:
    from sqlalchemy import MetaData, Table, inspect, select, text

    if settings.query:
        return text(settings.query)
    schema, _, name = settings.table.rpartition(".")
    inspector = inspect(link)
    known = [*inspector.get_table_names(schema or None), *inspector.get_view_names(schema or None)]
    if name not in known:
        raise SensorError(f"The database has no table '{settings.table}'.{near(name, known)}")
    return select(Table(name, MetaData(), schema=schema or None, autoload_with=link))


def _table(names: Sequence[str], stretch: Sequence[Sequence[Any]]) -> Any:
    columns = list(zip(*stretch, strict=True)) if stretch else [() for _ in names]
    return pa.table([_column(values) for values in columns], names=list(names))


def _column(values: Sequence[Any]) -> Any:
    try:
        column = pa.array(values)
    except (pa.ArrowException, OverflowError):
        return pa.array([None if v is None else str(v) for v in values], pa.string())
    return column.cast(pa.string()) if pa.types.is_null(column.type) else column


def _shown(address: Any) -> str:
    return str(address.render_as_string(hide_password=True))


def _plain(error: Exception, address: Any) -> str:
    text = str(getattr(error, "orig", None) or error).strip() or type(error).__name__
    return text.splitlines()[0].replace(str(address.password), "***") if address.password else text.splitlines()[0]


SENSOR = Sensor(suffixes=(), settings=Settings, rows=rows)
