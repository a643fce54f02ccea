"""Nodes: every action, how often it happens, to how many, how often again, and how many begin and end with it."""

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
    """One row per action; n_followed counts events that another one follows, the rest are ends."""
    events = process.events
    each = events.group_by("action", "prospect").agg(
        n=events.count(), n_start=events.count(where=events.prev_action.isnull()), minutes=events.minutes.sum()
    )
    nodes = each.group_by("action").agg(
        n_events=each.n.sum(),
        n_prospects=each.count(),
        n_rework=each.count(where=each.n > 1),
        n_start=each.n_start.sum(),
        minutes=each.minutes.sum(),
    )
    followed = events.group_by(followed="prev_action").agg(n_followed=events.count())
    joined = nodes.left_join(followed, nodes.action == followed.followed).drop("followed")
    return joined.order_by(joined.n_events.desc(), joined.action)


def finish(process: Process, settings: Settings, columns: Columns) -> Columns:
    """Codes as words; an end is an event that nothing follows."""
    followed = [n or 0 for n in columns["n_followed"]]
    return {
        **columns,
        "action": [process.words.actions[code] for code in columns["action"]],
        "side": [SIDES[process.sides[code]] for code in columns["action"]],
        "n_end": [n - after for n, after in zip(columns["n_events"], followed, strict=True)],
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
