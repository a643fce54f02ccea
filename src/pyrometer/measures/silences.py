"""Silences: the longest quiet time inside each journey that ended in an order - how long a silence may last."""

from dataclasses import dataclass
from typing import Any

from pyrometer.measures import Measure
from pyrometer.model.table import Column
from pyrometer.process import Process
from pyrometer.process.record import DAY_US, WON


@dataclass(frozen=True, slots=True)
class Settings:
    """Nothing to set."""


def expression(process: Process, settings: Settings) -> Any:
    """One row per length in whole days; a journey won at its first event had no silence."""
    import ibis

    won = process.journeys.filter(process.journeys.outcome == WON)
    won = won.select("prospect", "entered_at", "won_at")
    events = process.events.select("prospect", "happened_at", "since_prev_us")
    inside = events.join(won, "prospect")
    inside = inside.filter((inside.happened_at > inside.entered_at) & (inside.happened_at <= inside.won_at))
    since_entry = inside.happened_at.delta(inside.entered_at, unit="microsecond").cast("int64")
    gap = ibis.least(inside.since_prev_us, since_entry)
    longest = inside.group_by("prospect").agg(gap_us=gap.max())
    rows = won.left_join(longest, "prospect")
    days = (rows.gap_us.coalesce(0) // DAY_US).cast("int64")
    return rows.group_by(gap_days=days).agg(n=rows.count()).order_by("gap_days")


MEASURE = Measure(
    question="How long was the longest silence in journeys that were won?",
    settings=Settings,
    columns=(
        Column("gap_days", "days", "whole days between two events, the longest of the journey"),
        Column("n", "count", "journeys won"),
    ),
    expression=expression,
)
