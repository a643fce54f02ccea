"""A process of a few typed events, for measures that look at events alone."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

import ibis
import pyarrow as pa

from pyrometer.model.words import Words

EPOCH = datetime(2020, 1, 1)


@dataclass(frozen=True, slots=True)
class Facts:
    """How far the events reach, and the zone of the plant."""

    zone: str
    since: datetime
    until: datetime


@dataclass(frozen=True, slots=True)
class TinyProcess:
    """Just the events and words of a process."""

    events: Any
    words: Words
    facts: Facts


def moment(value: Any) -> datetime:
    """Seconds since an epoch, or an ISO time, as a naive UTC time."""
    if isinstance(value, str):
        return datetime.fromisoformat(value.removesuffix("Z"))
    return EPOCH + timedelta(seconds=float(value))


def process(
    actors: Mapping[str, Sequence[Sequence[Any]]], field: str = "", also: Sequence[str] = (), zone: str = "UTC"
) -> TinyProcess:
    """Events from {actor: [[time, action, (value of field)], ...]}; `also` are actions known but not seen."""
    rows = []
    for number, events in enumerate(actors.values()):
        ordered = sorted(enumerate(events), key=lambda e: (moment(e[1][0]), e[0]))
        for seq, (_, event) in enumerate(ordered):
            value = event[2] if len(event) > 2 and event[2] is not None else None
            rows.append((number, seq, moment(event[0]), event[1], {field: value} if value is not None else {}))
    actions = tuple(sorted({r[3] for r in rows} | set(also)))
    table = pa.table(
        {
            "prospect": pa.array([r[0] for r in rows], pa.int64()),
            "seq": pa.array([r[1] for r in rows], pa.int32()),
            "happened_at": pa.array([r[2] for r in rows], pa.timestamp("us")),
            "action": pa.array([actions.index(r[3]) for r in rows], pa.int32()),
            "about": pa.array([list(r[4].items()) for r in rows], pa.map_(pa.string(), pa.string())),
        }
    )
    backend = ibis.duckdb.connect()
    times = [r[2] for r in rows]
    facts = Facts(zone, min(times), max(times))
    return TinyProcess(backend.create_table("events", table), Words(actions=actions), facts)


def run(measure: Any, tiny: TinyProcess, **settings: Any) -> list[dict[str, Any]]:
    """The rows of a measure on a tiny process."""
    given = measure.settings(**settings)
    result = measure.expression(tiny, given).to_pyarrow().to_pydict()
    if measure.finish is not None:
        result = measure.finish(tiny, given, result)
    names = [c.name for c in measure.columns]
    return [dict(zip(names, row, strict=True)) for row in zip(*(result[n] for n in names), strict=True)]
