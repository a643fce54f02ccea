"""Graph: which action follows which, how often, and how long after."""

from dataclasses import dataclass, field
from typing import Any

from pyrometer.measures import Columns, Measure
from pyrometer.model.event import SIDES
from pyrometer.model.table import Column
from pyrometer.process import Process, ways


@dataclass(frozen=True, slots=True)
class Settings:
    """What may be chosen."""

    apart: bool = field(
        default=False, metadata={"help": "Times run from when the first action was over: its minutes are taken off."}
    )


def expression(process: Process, settings: Settings) -> Any:
    """One row per pair of actions that directly follow one another; times in microseconds."""
    if settings.apart:
        return ways.edges(_apart(process.events))
    edges = process.edges
    return edges.order_by(edges.n.desc(), edges.prev_action, edges.action)


def _apart(events: Any) -> Any:
    """Events with the time since the end of the one before; negative where they overlapped."""
    import ibis

    in_order = ibis.window(group_by=events.prospect, order_by=events.seq)
    taken_us = (events.minutes.lag().over(in_order).coalesce(0.0) * 60e6).round()
    return events.select("prev_action", "action", since_prev_us=events.since_prev_us - taken_us)


def finish(process: Process, settings: Settings, columns: Columns) -> Columns:
    """Codes as words, microseconds as seconds."""
    actions, sides = process.words.actions, [SIDES[side] for side in process.sides]
    return {
        "action": [actions[code] for code in columns["prev_action"]],
        "next_action": [actions[code] for code in columns["action"]],
        "side": [sides[code] for code in columns["prev_action"]],
        "next_side": [sides[code] for code in columns["action"]],
        "n": columns["n"],
        "mean_seconds": [us / 1e6 for us in columns["mean_us"]],
        "median_seconds": [us / 1e6 for us in columns["median_us"]],
    }


MEASURE = Measure(
    question="What follows what, how often, and how long after?",
    settings=Settings,
    columns=(
        Column("action", "", "what happened"),
        Column("next_action", "", "what happened next to the same prospect"),
        Column("side", "", "who mostly does the action: customer, seller, marketing or system"),
        Column("next_side", "", "who mostly does the next action"),
        Column("n", "count", "how often one followed the other"),
        Column("mean_seconds", "seconds", "mean time from one to the other"),
        Column("median_seconds", "seconds", "median time from one to the other"),
    ),
    expression=expression,
    finish=finish,
)
