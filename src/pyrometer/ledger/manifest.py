"""Manifest: the list of all files that make up the ledger at one mark."""

import json
from collections.abc import Mapping
from dataclasses import asdict, dataclass, field
from pathlib import Path
from typing import Any

from pyrometer.errors import LedgerError
from pyrometer.ledger.files import whole

FORMAT = 1  # raised when older ledgers can no longer be read as they are


@dataclass(frozen=True, slots=True)
class Segment:
    """A block of prospects in order of birth: its file of events (None: no event is left) and of prospects."""

    number: int
    events: str | None
    prospects: str
    n_events: int
    n_prospects: int  # that have events
    n_hidden: int  # that have none, since they were merged into others
    first_us: int | None  # microseconds since 1970 of its first and last event
    last_us: int | None
    low: int  # the lowest and highest number among its prospects
    high: int


@dataclass(frozen=True, slots=True)
class Manifest:
    """The ledger at one mark. `parts`: the files of the side tables; `n_words`: sizes of the large dictionaries."""

    n_numbers: int = 0  # how many prospects have ever been numbered
    n_runs: int = 0
    words: str | None = None
    segments: tuple[Segment, ...] = ()
    parts: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    n_words: Mapping[str, int] = field(default_factory=dict)
    format: int = FORMAT


def side_files(manifest: Manifest) -> list[str]:
    """The names of its files in the side folder."""
    names = [name for files in manifest.parts.values() for name in files]
    names += [s.prospects for s in manifest.segments]
    return names + ([manifest.words] if manifest.words is not None else [])


def write(manifest: Manifest, path: Path) -> None:
    """Writes it as JSON."""
    path.write_text(json.dumps(asdict(manifest), indent=1) + "\n", encoding="utf-8")


def read(path: Path) -> Manifest:
    """Reads it; raises LedgerError where it is missing or of a later kind."""
    with whole(path):
        document: dict[str, Any] = json.loads(path.read_text(encoding="utf-8"))
        if document["format"] > FORMAT:
            raise LedgerError(
                f"{path} was written by a later Pyrometer (format {document['format']}). Upgrade Pyrometer."
            )
        document["segments"] = tuple(Segment(**s) for s in document["segments"])
        document["parts"] = {kind: tuple(files) for kind, files in document["parts"].items()}
        return Manifest(**document)
