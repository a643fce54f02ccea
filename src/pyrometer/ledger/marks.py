"""Marks: every state of the ledger has a number; the same mark gives the same number for ever."""

import json
import os
import re
import time
from collections.abc import Mapping, Sequence
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from pyrometer.errors import LedgerError, short
from pyrometer.ledger import manifest as manifests
from pyrometer.ledger.files import Folder, broken, whole
from pyrometer.ledger.manifest import Manifest

KEY = "pyrometer.manifest"  # in the commit's metadata: the file that names all others
LOGGED = re.compile(r"[0-9]{20}\.json")  # a commit, in the log of a Delta table
AWKWARD = re.compile(r"%[0-9A-Fa-f]{2}|[\x00-\x1f\x7f\\]")  # in a path: spelled like a part of an address
NEVER = "interval 36500 days"  # old marks stay readable until they are tidied away
CONFIGURATION = {
    "delta.logRetentionDuration": NEVER,
    "delta.deletedFileRetentionDuration": NEVER,
    "delta.enableExpiredLogCleanup": "false",
}


def create(folder: Folder) -> None:
    """Makes the empty Delta table: mark 0."""
    from deltalake import DeltaTable

    from pyrometer.ledger import schema

    _writable(folder)
    DeltaTable.create(folder.events, schema.arrow(), name="pyrometer", configuration=CONFIGURATION)


def newest(folder: Folder) -> int:
    """The newest mark; raises LedgerError where the folder is no ledger."""
    found = _logged(folder)
    if not found:
        raise LedgerError(f"{folder.root} is not a ledger: it has no events/_delta_log. Read some records first.")
    return max(found)


def are_none(folder: Folder) -> bool:
    """Whether there is no ledger yet; raises LedgerError where there was one and its log is gone."""
    if _logged(folder):
        return False
    if folder.side.is_dir() and any(is_manifest(path) for path in folder.side.iterdir()):
        raise broken(folder.log, "it has no mark, but there are files of some")
    return True


def _logged(folder: Folder) -> list[int]:
    try:
        with os.scandir(folder.log) as entries:
            return [int(e.name[:20]) for e in entries if LOGGED.fullmatch(e.name)]
    except FileNotFoundError:
        return []


def manifest(folder: Folder, mark: int) -> Manifest:
    """What the ledger consists of at that mark; raises LedgerError where there is no such mark.

    A commit that other software made (say a compaction by Spark) names no manifest: the last one before it counts.
    """
    top = newest(folder)
    if not 0 <= mark <= top:
        raise LedgerError(f"The ledger {folder.root} has no mark {mark}; its marks go from {oldest(folder)} to {top}.")
    name = last_named(folder, mark)
    if name is None:
        return Manifest()
    if name != last_named(folder, top) and not (folder.side / name).exists():
        raise LedgerError(
            f"The ledger {folder.root} has forgotten mark {mark} (pyrometer tidy); its marks go from {oldest(folder)} "
            f"to {top}."
        )
    return manifests.read(folder.side / name)


def oldest(folder: Folder) -> int:
    """The oldest mark that is not forgotten."""
    top = newest(folder)
    there = {path.name for path in folder.side.iterdir() if is_manifest(path)}
    first = next((mark for mark in range(1, top + 1) if named(folder, mark) in there), top)
    return 0 if first <= 1 else first


def last_named(folder: Folder, mark: int) -> str | None:
    """The manifest that counts at that mark: the one of its commit, or of the last one before that names any."""
    return next((name for version in range(mark, 0, -1) if (name := named(folder, version)) is not None), None)


def is_manifest(path: Path) -> bool:
    """Whether a file of the side folder is a manifest."""
    return path.name.startswith("manifest-")


def named(folder: Folder, mark: int) -> str | None:
    """The manifest that the commit of that mark names; None where it names none."""
    name = _told(folder, mark).get(KEY)
    return str(name) if name is not None else None


def made_at(folder: Folder, mark: int) -> datetime:
    """When that mark was made, naive UTC."""
    return datetime.fromtimestamp(_told(folder, mark).get("timestamp", 0) / 1000, UTC).replace(tzinfo=None)


def _told(folder: Folder, mark: int) -> dict[str, Any]:
    """What the commit of that mark tells about itself."""
    path = log_file(folder, mark)
    with whole(path):
        said = [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines()]
        if not said:
            raise ValueError("it is empty")
        return next((line["commitInfo"] for line in said if "commitInfo" in line), {})


def commit(folder: Folder, added: Mapping[str, Sequence[int]], removed: Sequence[str], manifest_name: str) -> int:
    """Publishes everything in one step and gives the new mark.

    `added` maps the name of a new file of events to (its rows, its lowest and highest prospect number).
    """
    from deltalake import CommitProperties, PostCommitHookProperties
    from deltalake.transaction import AddAction, RemoveAction

    now = time.time_ns() // 1_000_000
    actions: list[AddAction | RemoveAction] = [RemoveAction(name, True, now, partition_values={}) for name in removed]
    actions += [
        AddAction(name, (folder.events / name).stat().st_size, {}, now, True, _statistics(*of))
        for name, of in added.items()
    ]
    table = _table(folder)
    table.create_write_transaction(
        actions,
        "append",
        table.schema(),
        commit_properties=CommitProperties(custom_metadata={KEY: manifest_name}),
        post_commithook_properties=PostCommitHookProperties(create_checkpoint=True, cleanup_expired_logs=False),
    )
    return newest(folder)


def _writable(folder: Folder) -> None:
    """Raises LedgerError for a path that delta-rs takes for another: it reads 'a%20b' as 'a b'."""
    sign = AWKWARD.search(folder.events.resolve().as_posix())
    if sign is not None:
        raise LedgerError(f"No ledger can be kept in {folder.root}: {sign[0]!r} in its path. Rename that folder first.")


def _table(folder: Folder) -> Any:
    from deltalake import DeltaTable
    from deltalake.exceptions import DeltaError

    _writable(folder)
    try:
        return DeltaTable(folder.events)
    except DeltaError as error:
        raise broken(folder.log, short(error)) from error


def _statistics(n_rows: int, low: int, high: int) -> str:
    return json.dumps({"numRecords": n_rows, "minValues": {"prospect": low}, "maxValues": {"prospect": high}})


def log_file(folder: Folder, mark: int) -> Path:
    """The file of the log that holds that mark."""
    return folder.log / f"{mark:020d}.json"
