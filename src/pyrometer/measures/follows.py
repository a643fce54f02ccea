"""Follows: which action comes, sooner or later, after which - every pair of events of a prospect in order."""

from dataclasses import dataclass
from typing import Any

from pyrometer.measures import Columns, Measure
from pyrometer.model.table import Column
from pyrometer.process import Process


@dataclass(frozen=True, slots=True)
class Settings:
    """Whether the second event must begin after the first is over: work done side by side is then in no order."""

    apart: bool = False


def expression(process: Process, settings: Settings) -> Any:
    """One row per pair of actions; the number of pairs of a prospect grows with the square of its events."""
    columns = ["prospect", "seq", "action", *(["happened_at", "minutes"] if settings.apart else [])]
    rows = process.events.select(columns)
    then = rows.rename({f"then_{name}": name for name in columns})
    in_order = [rows.prospect == then.then_prospect, rows.seq < then.then_seq]
    pairs = rows.join(then, in_order)
    if settings.apart:
        between_us = pairs.then_happened_at.delta(pairs.happened_at, unit="microsecond")
        pairs = pairs.filter(between_us >= (pairs.minutes.coalesce(0.0) * 60e6).round())
    counts = pairs.group_by("action", "then_action").agg(n=pairs.count())
    return counts.order_by(counts.n.desc(), "action", "then_action")


def finish(process: Process, settings: Settings, columns: Columns) -> Columns:
    """Codes as words."""
    words = process.words.actions
    return {
        "action": [words[code] for code in columns["action"]],
        "next_action": [words[code] for code in columns["then_action"]],
        "n": columns["n"],
    }


MEASURE = Measure(
    question="What comes after what, sooner or later?",
    settings=Settings,
    columns=(
        Column("action", "", "what happened"),
        Column("next_action", "", "what happened later to the same prospect"),
        Column("n", "count", "pairs of events"),
    ),
    expression=expression,
    finish=finish,
)
