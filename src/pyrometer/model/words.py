"""Words: the dictionaries behind the ledger's small integers; the position in a tuple is the code."""

from collections.abc import Sequence
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Words:
    """Code -> word for each dictionary-coded column of the ledger."""

    actions: tuple[str, ...] = ()
    actors: tuple[str, ...] = ()
    sources: tuple[str, ...] = ()
    persons: Sequence[str] = ()  # opaque ids; millions of them are read only when somebody asks
    accounts: Sequence[str] = ()
    currencies: tuple[str, ...] = ()
    files: tuple[str, ...] = ()
