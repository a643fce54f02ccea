"""Busy: for how long anybody was at work on anything, and how much of that falls on each prospect."""

from dataclasses import dataclass
from typing import Any

from pyrometer.measures import Columns, Measure
from pyrometer.model.table import Column
from pyrometer.process import Process

MINUTE_US = 60e6


@dataclass(frozen=True, slots=True)
class Settings:
    """Nothing to set."""


def expression(process: Process, settings: Settings) -> Any:
    """One row: the length of the union of all stretches of work, in microseconds.

    Each stretch adds what of it lies beyond the latest end of those that began before it.
    """
    import ibis

    events = process.events.filter(process.events.minutes > 0)
    began = events.happened_at.delta(ibis.literal(process.facts.since).cast("timestamp(6)"), unit="microsecond")
    rows = events.select(began=began.cast("float64"), seq=events.seq, prospect=events.prospect, minutes=events.minutes)
    rows = rows.mutate(ended=rows.began + (rows.minutes * MINUTE_US).round())
    earlier = ibis.window(order_by=[rows.began, rows.prospect, rows.seq], rows=(None, -1))
    known = rows.mutate(reached=rows.ended.max().over(earlier))
    alone = ibis.greatest(known.ended - ibis.greatest(known.began, known.reached.coalesce(known.began)), 0.0)
    return known.agg(n_events=known.count(), busy=alone.sum())


def finish(process: Process, settings: Settings, columns: Columns) -> Columns:
    """Microseconds as minutes, and per prospect."""
    minutes = [(us or 0) / MINUTE_US for us in columns["busy"]]
    n = process.facts.n_prospects
    each = [length / n if n else None for length in minutes]
    return {"n_prospects": [n], "n_events": columns["n_events"], "busy_minutes": minutes, "cycle_minutes": each}


MEASURE = Measure(
    question="For how long was anybody at work, and how much is that per prospect?",
    settings=Settings,
    columns=(
        Column("n_prospects", "count", "prospects"),
        Column("n_events", "count", "events whose minutes are recorded; each lasts from when it happened"),
        Column("busy_minutes", "minutes", "time in which at least one of them was going on"),
        Column("cycle_minutes", "minutes", "busy time per prospect: the pace at which prospects are worked off"),
    ),
    expression=expression,
    finish=finish,
)
