"""Store: tables that were built once, kept as files under the key of everything they depend on."""

import errno
import hashlib
import os
import re
import shutil
import tempfile
import time
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager, suppress
from functools import cache
from pathlib import Path
from typing import Any

from pyrometer.engines import duckdb
from pyrometer.errors import PlantError
from pyrometer.ledger.files import scan

KEPT = 8  # builds that stay, the newest used
IN_USE = 3600.0  # seconds since it was last asked for, in which a build may still be read and stays in any case


def key(mark: int, *parts: object) -> str:
    """The name of a build: the ledger's mark and a hash of everything else it depends on."""
    text = "\n".join(repr(part) for part in parts)
    return f"{mark}-{hashlib.sha256(text.encode()).hexdigest()[:16]}"


def built(folder: Path, name: str, build: Callable[[Path], None]) -> Path:
    """The folder of that build, made by `build` in a private folder and put in place in one step if it is not there.

    Two processes may build the same at once: the first in place stays, the other's is thrown away. Where `folder`
    cannot be written to, what is not there is built in a temporary folder that goes with this process.
    """
    place = folder / name
    if place.is_dir():
        with suppress(OSError):  # a build of others stays as old as it is
            os.utime(place)
        return place
    if not _can_be_written(folder):
        return built(_elsewhere(folder), name, build)
    folder.mkdir(parents=True, exist_ok=True)
    private = Path(tempfile.mkdtemp(prefix=f".{name}-", dir=folder))
    try:
        build(private)
        private.rename(place)
    except OSError:
        if not place.is_dir():
            raise
    finally:
        shutil.rmtree(private, ignore_errors=True)
    _clean(folder)
    return place


def _can_be_written(folder: Path) -> bool:
    nearest = next(place for place in (folder, *folder.absolute().parents) if place.exists())
    return os.access(nearest, os.W_OK | os.X_OK)


@cache
def _elsewhere(folder: Path) -> Path:
    import atexit
    import logging

    place = Path(tempfile.mkdtemp(prefix="pyrometer-"))
    atexit.register(shutil.rmtree, place, ignore_errors=True)
    logging.getLogger("pyrometer").warning("%s cannot be written to: built in %s for now, not kept.", folder, place)
    return place


@contextmanager
def whole(place: Path) -> Iterator[None]:
    """Reads files of a build in the block; raises PlantError where one is missing or damaged."""
    try:
        yield
    except (OSError, ValueError) as error:
        if isinstance(error, OSError) and error.errno not in (None, errno.ENOENT):  # the disk, not the file
            raise
        raise PlantError(f"What was built in {place} is damaged. Take that folder away: it is built anew.") from error


def write(backend: Any, tables: Mapping[str, Any], folder: Path) -> None:
    """Each expression as a Parquet file of its name."""
    for name, expression in tables.items():
        duckdb.write(backend, expression, folder / f"{name}.parquet")


def read(backend: Any, folder: Path, name: str) -> Any:
    """The lazy table of that file, under a name that stays the same for the same build."""
    file, table = folder / f"{name}.parquet", re.sub(r"\W+", "_", f"{name}_{folder.name}")
    if backend.name != "duckdb":
        return backend.read_parquet(file, table_name=table)
    import ibis
    from pyarrow import parquet

    with whole(folder):
        columns = ibis.Schema.from_pyarrow(parquet.read_schema(file))
    return duckdb.view(backend, table, columns, f"FROM {scan([file])}")


@contextmanager
def reading(backend: Any, folder: Path, name: str) -> Iterator[Any]:
    """The lazy table of that file while a build goes on; its name is forgotten afterwards."""
    table = read(backend, folder, name)
    try:
        yield table
    finally:
        backend.drop_view(table.get_name(), force=True)


def forget(folder: Path, first: int) -> None:
    """Removes the builds of marks before `first`, but for those that may still be read."""
    for place in folder.iterdir() if folder.is_dir() else ():
        mark = place.name.partition("-")[0]
        if mark.isdigit() and int(mark) < first and time.time() - place.stat().st_mtime > IN_USE:
            shutil.rmtree(place, ignore_errors=True)


def _clean(folder: Path) -> None:
    """Removes builds that nobody has asked for lately, but for the newest, and what broken builds left behind."""
    used = {place: place.stat().st_mtime for place in folder.iterdir() if place.is_dir()}
    old = {place: at for place, at in used.items() if time.time() - at > IN_USE}
    kept = sorted((place for place in used if not place.name.startswith(".")), key=lambda p: -used[p])[:KEPT]
    for place in old.keys() - kept:
        shutil.rmtree(place, ignore_errors=True)
