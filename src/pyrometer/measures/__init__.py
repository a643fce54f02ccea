"""Measures: one reduction a file, as an expression that the engine runs; hundreds of rows leave, never events."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from pyrometer.model.table import Column

Columns = Mapping[str, Sequence[Any]]


@dataclass(frozen=True, slots=True)
class Measure:
    """One reduction.

    `expression(process, settings)` gives an Ibis table; `finish(process, settings, columns)`, where there is
    one, turns its small result (name -> values) into the columns described, in numpy.
    """

    question: str
    settings: type[Any]
    columns: tuple[Column, ...]
    expression: Callable[[Any, Any], Any]
    finish: Callable[[Any, Any, Columns], Columns] | None = None
