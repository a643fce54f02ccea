"""Firsts: when each action was first and last seen, and how often, side by side."""

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
    """One row per action and side, first seen first."""
    events = process.events
    rows = events.group_by("action", "side").agg(
        n=events.count(), first_at=events.happened_at.min(), last_at=events.happened_at.max()
    )
    return rows.order_by("first_at", "action", "side")


def finish(process: Process, settings: Settings, columns: Columns) -> Columns:
    """Codes as words."""
    return {
        **columns,
        "action": [process.words.actions[code] for code in columns["action"]],
        "side": [SIDES[side] for side in columns["side"]],
    }


MEASURE = Measure(
    question="Since when, and until when, does each action appear in the records?",
    settings=Settings,
    columns=(
        Column("action", "", "what happened"),
        Column("side", "", "who did it: customer, seller, marketing or system"),
        Column("n", "count", "how often"),
        Column("first_at", "", "first time, UTC"),
        Column("last_at", "", "latest time, UTC"),
    ),
    expression=expression,
    finish=finish,
)
