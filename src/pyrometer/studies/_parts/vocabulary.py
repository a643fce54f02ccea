"""Vocabulary: the words in use - actions, stages, fields - and what is known of each."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from difflib import SequenceMatcher
from math import exp
from typing import Any

from pyrometer.model.event import FIELD_CHANGE, LIFE_OF_A_RECORD
from pyrometer.model.finding import DefinitionRef
from pyrometer.model.process import ProcessFacts
from pyrometer.model.table import Table

STAGE_LIKE = ("stage", "status", "state", "phase", "outcome", "result", "lifecycle", "reason")
OURS = (FIELD_CHANGE, *LIFE_OF_A_RECORD)  # words of the ledger itself, not of those who keep the records
RARE = 0.001  # the chance of so long an absence of a word that is still in use
ABSENT_DAYS = 28
ALIKE = 0.86  # likeness of two spellings from which on they may be one word
FEW_ACTORS = 0.6  # of the people to expect for so many uses


@dataclass(frozen=True, slots=True)
class Word:
    """One word in use: what kind it is, how often, by how many people, and since and until when."""

    kind: str  # action | stage | field
    text: str
    n_events: int
    n_prospects: int
    n_actors: int
    first_on: date
    last_on: date
    field: str = ""


@dataclass(frozen=True, slots=True)
class Known:
    """A word with its definition, if any, and what is odd about its use."""

    word: Word
    definition: DefinitionRef | None
    odd: tuple[str, ...]
    unused_since: date | None = None  # the day of its latest use, where that is too long ago for one still in use

    @property
    def is_agreed(self) -> bool:
        """Whether there is a definition that somebody signed."""
        return self.definition is not None and self.definition.n_agreed > 0


def words(usage: Table, wholes: Table) -> list[Word]:
    """Every action, every value of a stage-like field, and every other field as one word; the most used first.

    `wholes` has each field as one row: who said two values of it counts once.
    """
    found, fields = list[Word](), set[str]()
    for row in usage:
        if row["field"] == "action" and row["value"] in OURS:
            continue
        if row["field"] == "action":
            found.append(_word("action", row["value"], row))
        elif any(s in row["field"].lower() for s in STAGE_LIKE):
            found.append(_word("stage", row["value"], row, row["field"]))
        else:
            fields.add(row["field"])
    found += [_word("field", row["field"], row, row["field"]) for row in wholes if row["field"] in fields]
    return sorted(found, key=lambda w: (-w.n_events, w.kind, w.text))


def _word(kind: str, text: str, row: Mapping[str, Any], field: str = "") -> Word:
    counts = (row["n_events"], row["n_prospects"], row["n_actors"] or 0)
    return Word(kind, text, *counts, row["first_on"], row["last_on"], field)


def known(found: Sequence[Word], facts: ProcessFacts) -> list[Known]:
    """Each word with its definition and its oddities."""
    refs = facts.vocabulary or facts.definitions
    until, people = facts.until.date(), max((w.n_actors for w in found), default=0)
    return [Known(w, _definition(w, refs), tuple(_odd(w, found, people)), _unused_since(w, until)) for w in found]


def plain(text: str) -> str:
    """A word without case, spaces and signs: 'Closed-Won' and 'closed won' are one."""
    return "".join(c for c in text.casefold() if c.isalnum())


def slug(text: str) -> str:
    """A word as the name of a definition: 'Closed Won' is closed-won."""
    return "-".join("".join(c if c.isalnum() else " " for c in text.casefold()).split())


def _definition(word: Word, refs: Iterable[DefinitionRef]) -> DefinitionRef | None:
    """The definition of that name, else the first whose test reads the word."""
    by_name = [r for r in refs if plain(r.name) == plain(word.text)]
    by_test = [r for r in refs if word.text in r.reads]
    return next(iter([*by_name, *by_test]), None)


def _odd(word: Word, found: Sequence[Word], people: int) -> Iterable[str]:
    twin = _twin(word, found)
    if twin:
        yield f"also written '{twin}'"
    expected = people * (1 - (1 - 1 / people) ** word.n_events) if people else 0.0
    if word.kind != "field" and 0 < word.n_actors < FEW_ACTORS * expected and expected >= 3:
        yield f"used by {word.n_actors} of {people} people"


def _unused_since(word: Word, until: date) -> date | None:
    as_exported = word.kind == "stage" and not word.n_actors  # nobody said it on that day: it is only so by now
    days = 0 if as_exported else (word.last_on - word.first_on).days
    absent = (until - word.last_on).days
    seldom = absent < ABSENT_DAYS or days < 14 or word.n_events < 20
    return None if seldom or exp(-word.n_events / days * absent) >= RARE else word.last_on


def _twin(word: Word, found: Sequence[Word]) -> str | None:
    """A more frequent word of the same kind and field, spelled alike."""
    for other in found:
        same_place = other.kind == word.kind and other.field == word.field
        if not same_place or other.text == word.text or other.n_events < word.n_events:
            continue
        a, b = plain(word.text), plain(other.text)
        near = min(len(a), len(b)) >= 5 and SequenceMatcher(None, a, b).ratio() >= ALIKE
        if a == b or (near and word.n_events < 0.1 * other.n_events):
            return other.text
    return None
