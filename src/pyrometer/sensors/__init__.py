"""Sensors: files and sources that already exist, read as events; rows that cannot be read are kept with the reason."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any


@dataclass(frozen=True, slots=True)
class Rows:
    """A batch of raw rows: `table` is an Arrow table of text (or typed) columns, `first` the number of its first row.

    `refused` holds (row number, reason, the raw text) of rows that could not even be split into fields. `numbers`
    are the rows' own numbers (int64) where they do not simply follow `first`; `n_others` counts rows left out because
    a look-up says that they belong to nobody here.
    """

    table: Any
    first: int
    refused: tuple[tuple[int, str, str], ...] = ()
    numbers: Any = None
    n_others: int = 0


@dataclass(frozen=True, slots=True)
class Sensor:
    """A kind of source: which file endings it claims, its own settings, and how its raw rows are read.

    A sensor whose records are events already (the journal) also has `events`: (path, its config) to batches, and
    needs no rules.
    """

    suffixes: tuple[str, ...]
    settings: type[Any]
    rows: Callable[[Path, Any], Iterator[Rows]]
    events: Callable[[Path, Any], Iterator[Any]] | None = None
    is_sparse: bool = False  # a record need not have every field: a column may be absent from a stretch
