"""Checks: what may be wrong with definitions before anyone leans on them; one file a code, each says why."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import date
from typing import Literal

from pyrometer.definitions.rehearse import Rehearsal
from pyrometer.model.definition import Definition


@dataclass(frozen=True, slots=True)
class Subject:
    """What is checked: the definitions that parse, what is known of the rest, and the day.

    `actions` are those in the ledger (None: not known, nothing is said about them). `broken` holds file and sentence
    of every file that does not parse. `rehearsals` tell how the examples went.
    """

    definitions: tuple[Definition, ...]
    today: date
    actions: frozenset[str] | None = None
    broken: tuple[tuple[str, str], ...] = ()
    rehearsals: tuple[Rehearsal, ...] = ()


Found = tuple[str, str]  # where, and the sentence with the way out


@dataclass(frozen=True, slots=True)
class Check:
    """A check: how bad it is, and how it is found."""

    level: Literal["error", "warning"]
    find: Callable[[Subject], Iterable[Found]]


def place(definition: Definition, *keys: str) -> str:
    """Where in a definition: its file, or its name, and the word."""
    spot = definition.where or definition.name
    return spot + (f" [{'.'.join(keys)}]" if keys else "")
