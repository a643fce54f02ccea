"""Events made one by one (a journal, a test) as a batch of the one schema."""

from collections.abc import Sequence
from typing import Any

import pyarrow as pa

from pyrometer.model.event import PRECISIONS, SIDES, Event
from pyrometer.sensors._batch import EVENTS, Batch
from pyrometer.sensors._refused import unsplit


def batch(
    source: str,
    file: str,
    events: Sequence[tuple[int, Event]],
    faults: Sequence[tuple[int, str, str]] = (),
) -> Batch:
    """Events with their row numbers, and (row, reason, raw) of what is none, as one batch.

    An empty `source_id` says that the content is the identity.
    """
    columns = {
        name: [_value(event, name) for _, event in events] for name in EVENTS.names if name not in ("file", "row")
    }
    columns |= {"file": [file] * len(events), "row": [row for row, _ in events]}
    arrays = [pa.array(columns[f.name], f.type) for f in EVENTS]
    table: Any = pa.Table.from_arrays(arrays, schema=EVENTS)
    return Batch(table, unsplit(source, file, faults), len(events) + len(faults))


def _value(event: Event, name: str) -> object:
    value = getattr(event, name)
    match name:
        case "side":
            return SIDES.index(event.side)
        case "precision":
            return PRECISIONS.index(event.precision)
        case "source_id":
            return value or None
        case "about":
            return list(event.about.items())
        case _:
            return value
