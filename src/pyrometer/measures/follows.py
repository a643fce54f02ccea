"""Follows: which action comes, sooner or later, after which - every pair of events of a prospect in order."""

from dataclasses import dataclass, field
from typing import Any

from pyrometer.measures import Columns, Measure
from pyrometer.model.table import Column
from pyrometer.process import Process, ways


@dataclass(frozen=True, slots=True)
class Settings:
    """What may be chosen."""

    apart: bool = field(
        default=False, metadata={"help": "The second begins only after the first is over: side by side is no order."}
    )


def expression(process: Process, settings: Settings) -> Any:
    """One row per pair of actions; the number of pairs of a prospect grows with the square of its events."""
    pairs = _apart(process) if settings.apart else _in_order(process)
    return pairs.order_by(pairs.n.desc(), "action", "then_action")


def _in_order(process: Process) -> Any:
    """Pairs counted on one prospect of each variant."""
    rows = ways.examples(process, "seq", "action")
    then = rows.select(then_example="example", then_seq="seq", then_action="action")
    pairs = rows.join(then, [rows.example == then.then_example, rows.seq < then.then_seq])
    return pairs.group_by("action", "then_action").agg(n=pairs.n_alike.sum())


def _apart(process: Process) -> Any:
    """Pairs of which the second began when the first was over."""
    columns = ["prospect", "seq", "action", "happened_at", "minutes"]
    rows = process.events.select(columns)
    then = rows.rename({f"then_{name}": name for name in columns})
    pairs = rows.join(then, [rows.prospect == then.then_prospect, rows.seq < then.then_seq])
    between_us = pairs.then_happened_at.delta(pairs.happened_at, unit="microsecond")
    pairs = pairs.filter(between_us >= (pairs.minutes.coalesce(0.0) * 60e6).round())
    return pairs.group_by("action", "then_action").agg(n=pairs.count())


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
