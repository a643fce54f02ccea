"""Closed: how many journeys were won and lost in each period, by the day they ended."""

from dataclasses import dataclass, field
from typing import Any

from pyrometer.measures import Columns, Measure
from pyrometer.model.table import Column
from pyrometer.process import Process, calendar
from pyrometer.process.record import LOST, WON
from pyrometer.process.zones import Period, on, period_of


@dataclass(frozen=True, slots=True)
class Settings:
    """What may be chosen."""

    period: Period = field(default="month", metadata={"help": "What one period is, in the plant's zone."})


def expression(process: Process, settings: Settings) -> Any:
    """One row per period in which a journey ended; a loss on a day that is not told is in none."""
    rows = process.journeys.filter(process.journeys.ended_at.notnull())
    counts = rows.group_by(starts_on=period_of(rows[on("ended_at")], settings.period)).agg(
        n_won=rows.count(where=rows.outcome == WON), n_lost=rows.count(where=rows.outcome == LOST)
    )
    return counts.order_by("starts_on")


def finish(process: Process, settings: Settings, columns: Columns) -> Columns:
    """Every period, with zeros where nothing ended."""
    counts = {name: columns[name] for name in ("n_won", "n_lost")}
    return calendar.filled(process.facts, settings.period, columns["starts_on"], counts)


MEASURE = Measure(
    question="How many journeys were won and how many lost in each period?",
    settings=Settings,
    columns=(
        Column("starts_on", "", "first day of the period, local"),
        Column("n_won", "count", "journeys won in the period"),
        Column("n_lost", "count", "journeys lost in the period"),
        Column("is_whole", "", "whether the records cover the whole period"),
    ),
    expression=expression,
    finish=finish,
)
