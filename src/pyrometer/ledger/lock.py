"""Lock: only one reading at a time writes into a ledger; looking at it is always free."""

import os
from collections.abc import Iterator
from contextlib import contextmanager
from functools import partial
from pathlib import Path
from typing import IO

from pyrometer.errors import LedgerError


@contextmanager
def held(path: Path) -> Iterator[None]:
    """Holds the lock for the block; raises LedgerError where another process (or thread) holds it.

    The operating system lets go of it when its holder dies, however it dies: the file that stays is no obstacle.
    """
    handle = path.open("a+", encoding="utf-8")
    try:
        if not _take(handle):
            handle.seek(0)
            holder = handle.read().strip() or "unknown"
            raise LedgerError(
                f"The ledger {path.parent} is being written by process {holder}. Try again when it is done."
            )
        handle.truncate(0)
        handle.write(f"{os.getpid()}\n")
        handle.flush()
        yield
    finally:
        handle.close()


def _take(handle: IO[str]) -> bool:
    if os.name == "nt":
        import msvcrt

        handle.seek(0)
        take = partial(msvcrt.locking, handle.fileno(), msvcrt.LK_NBLCK, 1)  # type: ignore[attr-defined]
    else:
        import fcntl

        take = partial(fcntl.flock, handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
    try:
        take()
    except OSError:
        return False
    return True
