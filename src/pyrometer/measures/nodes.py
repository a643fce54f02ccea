"""Nodes: every action, how often it happens, to how many, how often again, and how many begin and end with it."""

from dataclasses import dataclass
from typing import Any

from pyrometer.measures import Columns, Measure
from pyrometer.model.event import SIDES
from pyrometer.model.table import Column
from pyrometer.process import Process, ways


@dataclass(frozen=True, slots=True)
class Settings:
    """Nothing to set."""


def expression(process: Process, settings: Settings) -> Any:
    """One row per action."""
    events = process.events
    timed = events.filter(events.minutes.notnull())
    timed = timed.group_by(timed_action="action").agg(minutes=timed.minutes.sum())
    nodes = ways.actions(process)
    joined = nodes.left_join(timed, nodes.action == timed.timed_action).drop("timed_action")
    return joined.order_by(joined.n_events.desc(), joined.action)


def finish(process: Process, settings: Settings, columns: Columns) -> Columns:
    """Codes as words."""
    return {
        **columns,
        "action": [process.words.actions[code] for code in columns["action"]],
        "side": [SIDES[process.sides[code]] for code in columns["action"]],
    }


MEASURE = Measure(
    question="What happens, how often, to how many, and how often again?",
    settings=Settings,
    columns=(
        Column("action", "", "what happened"),
        Column("side", "", "who mostly does it: customer, seller, marketing or system"),
        Column("n_events", "count", "how often it happened"),
        Column("n_prospects", "count", "prospects to whom it happened"),
        Column("n_rework", "count", "prospects to whom it happened more than once"),
        Column("n_start", "count", "prospects whose history begins with it"),
        Column("n_end", "count", "prospects whose history ends with it so far"),
        Column("minutes", "minutes", "time spent on it, where the records say"),
    ),
    expression=expression,
    finish=finish,
)
