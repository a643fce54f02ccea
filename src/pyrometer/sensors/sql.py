"""SQL: a table or a query of any database that SQLAlchemy reaches; read only, and the password is never shown."""

import os
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import pyarrow as pa

from pyrometer.errors import SensorError, near
from pyrometer.sensors import Rows, Sensor

STRETCH = 50_000  # rows
_ADDRESS = re.compile(r"[A-Za-z][\w+.-]*://|\$")
_NAMED = re.compile(r"^\$\{?(?P<whole>\w+)\}?$|\$\{(?P<part>\w+)\}")
_SECRET = re.compile("pass|pwd|secret|token|key", re.IGNORECASE)
DRIVERS: Mapping[str, str] = {"pg8000": "'pyrometer[postgres]'", "MySQLdb": "mysqlclient"}  # module: what brings it


@dataclass(frozen=True, slots=True)
class Settings:
    """Which database, and what of it: a table or a query."""

    url: str = field(
        metadata={"help": "'postgresql://me:${CRM_PASSWORD}@host/crm'; ${NAME} is one of the environment."}
    )
    table: str = field(default="", metadata={"help": "'deals' or 'schema.deals'."})
    query: str = field(default="", metadata={"help": "In place of a table: one SELECT."})


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
            for stretch in result.partitions(STRETCH):
                yield Rows(_table(names, stretch), first)
                first += len(stretch)
            if first == 1:
                yield Rows(_table(names, []), first)
            link.rollback()
    except (SQLAlchemyError, ImportError) as error:
        raise SensorError(f"{_shown(address)}: {_plain(error, address)}") from None


def is_address(text: object) -> bool:
    """Whether a word is the address of a database rather than a file: 'postgresql://...', '$CRM_URL'."""
    return isinstance(text, str) and _ADDRESS.match(text) is not None


def lasting(url: str) -> str:
    """The address as a file may keep it, true from every folder; raises SensorError when a password stands in it."""
    if _NAMED.fullmatch(url):
        return url
    address = _parsed(url)
    words = [str(address.password or ""), *(str(v) for k, v in address.query.items() if _SECRET.search(k))]
    if any(word and not _NAMED.fullmatch(word) for word in words):
        raise SensorError(
            "The address holds a password, which would be kept in the plant and in the shell's history. Write ${NAME} "
            "in its place, in single quotes: 'postgresql://me:${CRM_PASSWORD}@host/crm', and set CRM_PASSWORD."
        )
    if address.get_backend_name() == "sqlite" and address.database and "$" not in address.database:
        whole = Path(address.database).absolute().as_posix()
        return str(address.set(database=whole).render_as_string(hide_password=False))
    return url


def _address(settings: Settings) -> Any:
    address = _parsed(_NAMED.sub(_from_environment, settings.url))
    if settings.table and settings.query:
        raise SensorError('sql: name either a table or a query, like table = "deals".')
    place = address.database or ""
    if address.get_backend_name() == "sqlite" and not (place.startswith("file:") or Path(place).is_file()):
        raise SensorError(f"There is no file {place}.")  # to connect would make an empty one
    return address


def _from_environment(name: re.Match[str]) -> str:
    from urllib.parse import quote

    wanted = name["whole"] or name["part"]
    value = os.environ.get(wanted, "")
    if not value:
        what = "the address of the database" if name["whole"] else "what the address of the database needs there"
        raise SensorError(f"The environment has no {wanted}. Set it to {what}.")
    return value if name["whole"] else quote(value, safe="")


def _parsed(text: str) -> Any:
    from sqlalchemy.engine import make_url
    from sqlalchemy.exc import ArgumentError

    try:
        address = make_url(text)
    except (ArgumentError, ValueError):
        raise SensorError("sql: url is no address of a database. Write it like postgresql://user@host/crm") from None
    return address.set(drivername="postgresql+pg8000") if address.drivername in _POSTGRES else address


_POSTGRES = ("postgresql", "postgres")  # SQLAlchemy 2.0 would look for psycopg2


def _query(link: Any, settings: Settings) -> Any:
    from sqlalchemy import MetaData, Table, inspect, select, text

    if settings.query:
        return text(settings.query)
    schema, _, name = settings.table.rpartition(".")
    inspector = inspect(link)
    known = [*inspector.get_table_names(schema or None), *inspector.get_view_names(schema or None)]
    if not name:
        raise SensorError(f"Which table of the database?{near('', known)} Say it with --table, or table in the sensor.")
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
    return str(address.set(query={}).render_as_string(hide_password=True))


def _plain(error: Exception, address: Any) -> str:
    if isinstance(error, ModuleNotFoundError) and error.name:
        return f"its driver is not installed. Install it: pip install {DRIVERS.get(error.name, error.name)}"
    if type(error).__name__ == "NoSuchModuleError":
        return f"no kind of database is called '{address.drivername}'. Write it like postgresql://user@host/crm"
    text = str(getattr(error, "orig", None) or error).strip() or type(error).__name__
    return text.splitlines()[0].replace(str(address.password), "***") if address.password else text.splitlines()[0]


SENSOR = Sensor(suffixes=(), settings=Settings, rows=rows)
