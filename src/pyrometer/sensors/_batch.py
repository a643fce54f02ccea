"""The one schema that every sensor yields and the ledger takes: Event as Arrow columns."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, Literal

import pyarrow as pa

TIME = pa.timestamp("us")  # UTC without a mark: every engine subtracts it alike

EVENTS = pa.schema(
    [
        pa.field("source", pa.string(), nullable=False),
        pa.field("source_id", pa.string()),  # None: the source has no ids, the content is the identity
        pa.field("source_seq", pa.int64(), nullable=False),  # orders equal times; 0 where the source has no order
        pa.field("prospect", pa.string(), nullable=False),
        pa.field("account", pa.string()),
        pa.field("person", pa.string()),
        pa.field("happened_at", TIME, nullable=False),
        pa.field("known_at", TIME),  # None: the source does not keep when it was recorded
        pa.field("precision", pa.int8(), nullable=False),  # position in model.event.PRECISIONS
        pa.field("side", pa.int8(), nullable=False),  # position in model.event.SIDES
        pa.field("actor", pa.string()),
        pa.field("action", pa.string(), nullable=False),
        pa.field("grade", pa.int8(), nullable=False),
        pa.field("minutes", pa.float64()),
        pa.field("cost", pa.float64()),
        pa.field("amount", pa.float64()),
        pa.field("currency", pa.string()),
        pa.field("about", pa.map_(pa.string(), pa.string())),
        pa.field("file", pa.string(), nullable=False),  # where the record lies, as written in the sensor file
        pa.field("row", pa.int64(), nullable=False),  # its number there, the first record being 1
    ]
)

REFUSED = pa.schema(
    [
        pa.field("source", pa.string(), nullable=False),
        pa.field("file", pa.string(), nullable=False),
        pa.field("row", pa.int64(), nullable=False),
        pa.field("code", pa.string(), nullable=False),  # public, stable: no-time, bad-time, no-prospect, ...
        pa.field("reason", pa.string(), nullable=False),  # the sentence
        pa.field("raw", pa.string(), nullable=False),  # the record as it stood, shortened to 2,000 characters
    ]
)


@dataclass(frozen=True, slots=True)
class Telling:
    """One export of a source: when it was made, and what it says by leaving something out.

    `how`: a `row` says all there is about its prospect; a `log` tells again what happened to its prospects from its
    first day on, where it tells most of it again; under `ids` a record speaks for itself alone.
    """

    file: str
    told_at: datetime  # naive UTC: the day in its name, or when a database was asked; else when the file was written
    how: Literal["row", "log", "ids"]
    is_one_of_many: bool = False  # logs of one sensor whose names differ by more than a day leave each other alone
    facts: tuple[str, ...] = ()  # of a row: the actions that stay true; its other events only say how things stand
    is_whole: bool = False  # whoever is not in it was deleted
    is_dated: bool = True  # False: `told_at` is the time of the file, which copying changes


@dataclass(frozen=True, slots=True)
class Batch:
    """What one stretch of a source gave: events, refused rows, and how many rows were read for them."""

    events: Any  # pa.Table of EVENTS
    refused: Any  # pa.Table of REFUSED
    n_rows: int
    counts: Mapping[str, int] = field(default_factory=dict)  # clock-shown-twice, clock-never-shown: times so resolved
    telling: Telling | None = None  # None: nothing is known of the export, and nothing it says takes anything back
