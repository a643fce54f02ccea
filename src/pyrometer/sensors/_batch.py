"""The one schema that every sensor yields and the ledger takes: Event as Arrow columns."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

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
class Batch:
    """What one stretch of a source gave: events, refused rows, and how many rows were read for them."""

    events: Any  # pa.Table of EVENTS
    refused: Any  # pa.Table of REFUSED
    n_rows: int
    counts: Mapping[str, int] = field(default_factory=dict)  # clock-shown-twice, clock-never-shown: times so resolved
