"""What a guess is given and what it gives: answers, facts about actions, open questions."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, Literal

from pyrometer.model.event import Side


def _help(text: str) -> dict[str, Any]:
    return {"help": text}


@dataclass(frozen=True, slots=True)
class Answers:
    """What a person says instead of letting it be guessed; the fields are the flags of `start`."""

    prospect: str | None = field(default=None, metadata=_help("column of who it is about ('@row': each row is one)"))
    time: str | None = field(default=None, metadata=_help("column of when it happened, or when they entered"))
    ended: str | None = field(default=None, metadata=_help("column of when it was won or lost"))
    action: str | None = field(default=None, metadata=_help("column of what happened (a log: one event a row)"))
    stage: str | None = field(default=None, metadata=_help("column that says won, lost or open"))
    won: tuple[str, ...] = field(
        default=(), metadata=_help("value of the stage, or action, that means won; 'none' where none is a sale")
    )
    lost: tuple[str, ...] = field(
        default=(), metadata=_help("value of the stage, or action, that means lost, beside those named so")
    )
    owner: str | None = field(default=None, metadata=_help("column of the seller"))
    amount: str | None = field(default=None, metadata=_help("column of the amount"))
    currency: str | None = field(default=None, metadata=_help("currency of the amounts, like EUR"))
    zone: str | None = field(default=None, metadata=_help("zone of times without offset, like Europe/Berlin"))
    row_is: Literal["prospect", "event"] | None = field(default=None, metadata=_help("what one row is"))
    day_first: bool | None = field(default=None, metadata=_help("03.04. is the third of April"))
    decimal_comma: bool | None = field(default=None, metadata=_help("1.234 is a thousand and more"))
    sheet: str | None = field(default=None, metadata=_help("sheet of an Excel workbook"))
    table: tuple[str, ...] = field(default=(), metadata=_help("table of a database, like deals or schema.deals"))


@dataclass(frozen=True, slots=True)
class ActionFact:
    """An action as the sensors will yield it: how often, by how many prospects, from when to when (naive UTC)."""

    action: str
    side: Side
    grade: int
    n_events: int
    n_prospects: int
    first_at: datetime
    last_at: datetime


@dataclass(frozen=True, slots=True)
class Question:
    """What only a person can know, and the flag that answers it."""

    code: str  # zone | won | time
    text: str
    flag: str
    proposed: str = ""  # an answer that may well be right


@dataclass(frozen=True, slots=True)
class Guess:
    """A first reading of some files. `actions` holds every action in the order of the path, ends last."""

    name: str  # for the plant
    template: str  # crm-export | lending | e-commerce | event-log
    sensors: Mapping[str, str]  # file name in sensors/ -> its text
    actions: tuple[ActionFact, ...]
    milestones: tuple[str, ...]  # the actions of the path, in order, the last one of it won
    won: tuple[str, ...]
    lost: tuple[str, ...]
    zone: str
    currency: str | None
    grade: int  # the evidence that a milestone rests on at least
    segments: tuple[str, ...] = ()
    enters_with: tuple[str, ...] = ()  # acts any of which is the first milestone, where no one act is
    taken_up: tuple[str, ...] = ()  # moves that take up again who was lost
    taken_back: tuple[str, ...] = ()  # what takes back who was won
    evidence: tuple[str, ...] = ()  # sentences: why these milestones, why this is won
    questions: tuple[Question, ...] = ()
    unused: Mapping[str, str] = field(default_factory=dict)  # file -> why it is not read
