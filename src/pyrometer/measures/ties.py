"""Ties: events of one prospect at the same instant, and whether the source says which came first."""

from dataclasses import dataclass
from typing import Any

from pyrometer.measures import Columns, Measure
from pyrometer.model.table import Column
from pyrometer.process import Process


@dataclass(frozen=True, slots=True)
class Settings:
    """Nothing to set."""


def expression(process: Process, settings: Settings) -> Any:
    """One row per source. Positions of two sources cannot be compared: a tie between them has no known order."""
    import ibis

    events = process.events
    total = events.group_by("source").agg(n_events=events.count())
    tied = _tied(events)
    places = tied.group_by("prospect", "happened_at", "source", "source_seq").agg(n=tied.count())
    unknown = places.n > 1
    if len(process.words.sources) > 1:
        moment = ibis.window(group_by=(places.prospect, places.happened_at))
        unknown = unknown | (places.source.min().over(moment) != places.source.max().over(moment))
    rows = places.mutate(unknown=unknown)
    found = rows.group_by("source").agg(n_tied=rows.n.sum(), n_tied_order_unknown=rows.n.sum(where=rows.unknown))
    return total.left_join(found, "source")


def _tied(events: Any) -> Any:
    """The events that share their prospect and instant with another: few, found by the time since the one before."""
    second = events.filter(events.since_prev_us == 0).select("prospect", "happened_at")
    return events.semi_join(second, ["prospect", "happened_at"])


def finish(process: Process, settings: Settings, columns: Columns) -> Columns:
    """Codes as words, in their order; a source without ties has 0."""
    order = sorted(range(len(columns["source"])), key=lambda i: columns["source"][i])
    return {
        "source": [process.words.sources[columns["source"][i]] for i in order],
        **{name: [columns[name][i] or 0 for i in order] for name in ("n_events", "n_tied", "n_tied_order_unknown")},
    }


MEASURE = Measure(
    question="How many events share their instant with another, and is their order known?",
    settings=Settings,
    columns=(
        Column("source", "", "the source"),
        Column("n_events", "count", "events"),
        Column("n_tied", "count", "events at the same instant as another of the same prospect"),
        Column("n_tied_order_unknown", "count", "of these, events whose order no source tells"),
    ),
    expression=expression,
    finish=finish,
)
