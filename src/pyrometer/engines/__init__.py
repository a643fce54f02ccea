"""Engines: where measures run; the only place in which a database driver is imported."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any


def to_arrow(backend: Any, expression: Any) -> Any:
    """The rows of an Ibis table as an Arrow table of the types that the expression promises."""
    return backend.to_pyarrow(expression)


@dataclass(frozen=True, slots=True)
class Engine:
    """An engine.

    `connect(settings)` gives an Ibis backend with UTC, memory and temp limits set; `fetch(backend, expression)` the
    rows of an expression over its tables, in Arrow.
    """

    connect: Callable[[Any], Any]
    fetch: Callable[[Any, Any], Any] = to_arrow
