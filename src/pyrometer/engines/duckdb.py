"""DuckDB: the engine that comes along - runs inside Pyrometer, on this machine, nothing to install or to serve."""

from pathlib import Path
from tempfile import gettempdir
from typing import Any
from uuid import uuid4

from pyrometer.config import EngineSettings
from pyrometer.engines import Engine
from pyrometer.errors import BadSetting

MOST_MEMORY = "6GiB"  # unless told otherwise: reading and measuring 100 million events then stay within 8 GB


def connect(settings: EngineSettings) -> Any:
    """An Ibis backend on a database in memory that spills to disk; time zone UTC, nothing fetched from the network.

    Raises BadSetting where memory or threads are not what DuckDB takes.
    """
    import duckdb
    import ibis

    backend = ibis.duckdb.connect(  # whose sessions have the time zone UTC
        settings.url or ":memory:",
        temp_directory=spill_folder().as_posix(),
        autoinstall_known_extensions=False,
    )
    limits: dict[str, Any] = {"enable_progress_bar": False}
    if settings.memory is not None or _takes_more_than_most(backend):
        limits["memory_limit"] = settings.memory or MOST_MEMORY
    if settings.threads is not None:
        limits["threads"] = settings.threads
    for name, value in limits.items():
        try:
            backend.con.execute(f"SET {name} = {_literal(value)}")
        except duckdb.Error as error:
            given = settings.memory if name == "memory_limit" else value
            raise BadSetting(f"[engine] {name} = {given!r} is not a limit DuckDB takes, like '4GB' or 2.") from error
    return backend


def fetch(backend: Any, expression: Any) -> Any:
    """The rows of a table expression over the connection's own tables, in Arrow.

    As `backend.to_pyarrow`, without the search for tables in memory and functions to register: 2 ms of every measure.
    """
    rows = backend.con.execute(backend.compile(expression)).to_arrow_table()
    return rows.cast(expression.schema().to_pyarrow())  # sums come as decimals, first days of periods as instants


def write(backend: Any, expression: Any, path: Path) -> None:
    """The rows of a table expression as a Parquet file.

    As `backend.to_parquet`, which quotes a path as Python does: DuckDB cannot read one with both kinds of quotes.
    """
    backend._run_pre_execute_hooks(expression)  # noqa: SLF001 - tables in memory become known
    backend.con.execute(f"COPY ({backend.compile(expression)}) TO {_literal(path.as_posix())} (FORMAT parquet)")


def view(backend: Any, name: str, schema: Any, sql: str) -> Any:
    """A view as an Ibis table; its columns are known, so that DuckDB is not asked for them again (4 ms a table)."""
    from ibis.expr import operations

    backend.con.execute(f'CREATE OR REPLACE VIEW "{name}" AS {sql}')
    return operations.DatabaseTable(name, schema=schema, source=backend, namespace=operations.Namespace()).to_expr()


def _takes_more_than_most(backend: Any) -> bool:
    size, unit = backend.con.execute("SELECT current_setting('memory_limit')").fetchone()[0].split()
    return unit in ("TiB", "PiB") or (unit == "GiB" and float(size) > float(MOST_MEMORY.removesuffix("GiB")))


def spill_folder() -> Path:
    """Where DuckDB puts what does not fit into memory: a place for each connection, removed when it closes."""
    return Path(gettempdir()) / f"pyrometer-spill-{uuid4().hex[:12]}"


def _literal(value: object) -> str:
    if isinstance(value, bool | int):
        return str(value).lower()
    return "'" + str(value).replace("'", "''") + "'"


ENGINE = Engine(connect=connect, fetch=fetch)
