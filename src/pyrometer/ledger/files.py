"""Files of the ledger: where each kind lies in its folder, and how a list of them is read."""

import errno
import os
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from uuid import uuid4

from pyrometer.errors import LedgerError, short


@dataclass(frozen=True, slots=True)
class Folder:
    """The folder of a ledger: a Delta table of events, side tables beside it, and a place for work in progress."""

    root: Path

    @property
    def events(self) -> Path:
        """The Delta table: its version is the ledger's mark."""
        return self.root / "events"

    @property
    def log(self) -> Path:
        """The log of the Delta table: one file a mark."""
        return self.events / "_delta_log"

    @property
    def side(self) -> Path:
        """Files that never change: dictionaries, prospects, refused rows, and the manifest that names them."""
        return self.root / "side"

    @property
    def staging(self) -> Path:
        """What a reading writes before it is published; emptied when the ledger is next opened."""
        return self.root / "staging"

    @property
    def vault(self) -> Path:
        """Personal data, keyed by opaque ids."""
        return self.root / "vault"

    @property
    def lock(self) -> Path:
        """Held by the one who writes."""
        return self.root / "lock"


def fresh_name(kind: str, suffix: str) -> str:
    """A file name that nothing has yet, like 'refused-1f0c9a2b3c4d.parquet'."""
    return f"{kind}-{uuid4().hex[:12]}.{suffix}"


def literal(text: object) -> str:
    """A value as SQL text."""
    return "'" + str(text).replace("'", "''") + "'"


def path_literal(path: Path) -> str:
    """A path as SQL text."""
    return literal(path.as_posix())


def scan(paths: Iterable[Path], *, by_name: bool = False) -> str:
    """The SQL that reads these Parquet files as one table; there must be at least one.

    Names of folders like 'year=2024' are no columns. `by_name`: files may lack columns that others have.
    """
    options = "hive_partitioning = false" + (", union_by_name = true" if by_name else "")
    return f"read_parquet([{', '.join(path_literal(p) for p in paths)}], {options})"


@contextmanager
def whole(path: Path) -> Iterator[None]:
    """Reads a file of the ledger in the block; raises LedgerError where it is missing or damaged."""
    try:
        yield
    except (OSError, ValueError, TypeError, KeyError, AttributeError) as error:
        if isinstance(error, OSError) and error.errno not in (None, errno.ENOENT):  # the disk, not the file
            raise
        raise broken(path, getattr(error, "strerror", None) or short(str(error))) from error


def broken(path: Path, why: object) -> LedgerError:
    """What to raise where a file of the ledger is missing or damaged."""
    root = next((place.parent for place in path.parents if place.name in ("events", "side")), path.parent)
    return LedgerError(
        f"The ledger is broken: {path} cannot be read ({why}). Restore {root} from a backup; or, since the records are "
        "in their own files still, take its folders events and side away, then: pyrometer read"
    )


def settle(path: Path) -> None:
    """Waits until the file (or the names in the folder) lie on the disk itself."""
    if os.name == "nt" and path.is_dir():
        return
    handle = os.open(path, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)
