"""Services: how long each action itself takes, where the records say."""

from dataclasses import dataclass
from typing import Any

from pyrometer.measures import Columns, Measure
from pyrometer.model.event import SIDES
from pyrometer.model.table import Column
from pyrometer.process import Process


@dataclass(frozen=True, slots=True)
class Settings:
    """Nothing to set."""


def expression(process: Process, settings: Settings) -> Any:
    """One row per action."""
    events = process.events
    rows = events.group_by("action").agg(
        n=events.count(),
        n_timed=events.minutes.count(),
        mean_minutes=events.minutes.mean(),
        median_minutes=events.minutes.median(),
        sum_minutes=events.minutes.sum(),
    )
    return rows.order_by("action")


def finish(process: Process, settings: Settings, columns: Columns) -> Columns:
    """Codes as words."""
    return {
        **columns,
        "action": [process.words.actions[code] for code in columns["action"]],
        "side": [SIDES[process.sides[code]] for code in columns["action"]],
    }


MEASURE = Measure(
    question="How long does each action itself take?",
    settings=Settings,
    columns=(
        Column("action", "", "what happened"),
        Column("side", "", "who mostly does it: customer, seller, marketing or system"),
        Column("n", "count", "how often it happened"),
        Column("n_timed", "count", "events whose minutes are recorded"),
        Column("mean_minutes", "minutes", "mean of those; empty when none is recorded"),
        Column("median_minutes", "minutes", "half took less"),
        Column("sum_minutes", "minutes", "all together"),
    ),
    expression=expression,
    finish=finish,
)
