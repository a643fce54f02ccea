"""Engines: where measures run; the only place in which a database driver is imported."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any


@dataclass(frozen=True, slots=True)
class Engine:
    """An engine: `connect(settings)` gives an Ibis backend with UTC, memory and temp limits set."""

    connect: Callable[[Any], Any]
