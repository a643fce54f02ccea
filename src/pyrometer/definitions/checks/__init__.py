"""Checks: what may be wrong with definitions before anyone leans on them; one file a code, each says why."""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from datetime import date
from difflib import get_close_matches
from typing import Literal

from pyrometer.definitions.rehearse import Rehearsal
from pyrometer.model.definition import Clause, Definition


@dataclass(frozen=True, slots=True)
class Subject:
    """What is checked: the definitions that parse, what is known of the rest, and the day.

    `actions` are those in the ledger (None: not known, nothing is said about them). `broken` holds file and sentence
    of every file that does not parse. `rehearsals` tell how the examples went. `path` are the definitions and `robots`
    the actors that pyrometer.toml names; `sensors` are those of the plant, `actors` those in the ledger (None: not
    known).
    """

    definitions: tuple[Definition, ...]
    today: date
    actions: frozenset[str] | None = None
    broken: tuple[tuple[str, str], ...] = ()
    rehearsals: tuple[Rehearsal, ...] = ()
    path: tuple[str, ...] = ()
    sensors: frozenset[str] | None = None
    robots: tuple[str, ...] = ()
    actors: frozenset[str] | None = None


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


def unknown_actions(subject: Subject, *, hopeless: bool) -> Iterator[tuple[Definition, Clause, list[str]]]:
    """Clauses with actions that the ledger does not have, and those actions.

    `hopeless`: no action of the clause is known, or the unknown one looks like a known one misspelt. Else the
    remaining ones, beside which others of the clause are known.
    """
    for definition in subject.definitions if subject.actions is not None else ():
        for clause in definition.test:
            names = list(dict.fromkeys(a for _, actions in clause.sides for a in actions))
            found = [n for n in names if _is_unknown(n, names, subject.actions or frozenset(), hopeless=hopeless)]
            if found:
                yield definition, clause, found


def _is_unknown(name: str, beside: list[str], known: frozenset[str], *, hopeless: bool) -> bool:
    if name in known:
        return False
    others = [k for k in known if k not in beside]
    is_hopeless = not known.intersection(beside) or bool(get_close_matches(name, others, n=1, cutoff=0.85))
    return is_hopeless is hopeless
