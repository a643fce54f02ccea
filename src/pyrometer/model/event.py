"""Event: what a customer, a seller, marketing or a system did, with two clocks and graded evidence."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from enum import IntEnum
from typing import Literal

Precision = Literal["instant", "day", "after"]
Side = Literal["customer", "seller", "marketing", "system"]
SIDES: tuple[Side, ...] = ("customer", "seller", "marketing", "system")  # the position is the ledger's code
PRECISIONS: tuple[Precision, ...] = ("instant", "day", "after")  # after: at a later time that nobody has told


class Grade(IntEnum):
    """How good the evidence is that the customer did it."""

    SAID = 0  # the seller says so
    SEEN = 1  # a machine saw it: open, view, link scan
    DELIBERATE = 2  # a deliberate act of an identified person
    TWO_SIDED = 3  # a two-sided record: signed, accepted, edited by them
    MONEY = 4  # money


FIELD_CHANGE = "set"  # action of an event that changes a field of the prospect; `about` holds the new values
LIFE_OF_A_RECORD = ("merged_into", "deleted", "restored", "reopened")  # first-class actions of the record itself


@dataclass(frozen=True, slots=True)
class Event:
    """One event. Times are UTC; `known_at` is None where the source does not keep when it was recorded."""

    source: str
    source_id: str
    prospect: str
    happened_at: datetime
    action: str
    side: Side
    source_seq: int = 0
    known_at: datetime | None = None
    precision: Precision = "instant"
    account: str | None = None
    person: str | None = None
    actor: str | None = None
    grade: int = Grade.SAID
    minutes: float | None = None
    cost: float | None = None
    amount: float | None = None
    currency: str | None = None
    about: Mapping[str, str] = field(default_factory=dict)
