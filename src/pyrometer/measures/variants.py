"""Variants: the different ways that prospects went, action by action, most travelled first."""

from dataclasses import dataclass, field
from typing import Any

from pyrometer.measures import Columns, Measure
from pyrometer.model.table import Column
from pyrometer.process import Process

BETWEEN = " > "


@dataclass(frozen=True, slots=True)
class Settings:
    """What may be chosen."""

    top: int = field(default=50, metadata={"help": "How many ways to show; 0: all."})


def expression(process: Process, settings: Settings) -> Any:
    """The actions of each way and how many prospects went it, most travelled first."""
    ways = process.ways
    shown = ways.filter(ways.place < settings.top) if settings.top > 0 else ways
    return shown.order_by("place").select("n_alike", "steps")


def finish(process: Process, settings: Settings, columns: Columns) -> Columns:
    """Each way as one line of words."""
    actions, total = process.words.actions, process.facts.n_prospects
    return {
        "variant": [BETWEEN.join(actions[step] for step in steps) for steps in columns["steps"]],
        "n": columns["n_alike"],
        "share": [n / total for n in columns["n_alike"]],
        "n_variants": [process.n_ways] * len(columns["n_alike"]),
    }


MEASURE = Measure(
    question="Which ways do prospects go, and how many go each?",
    settings=Settings,
    columns=(
        Column("variant", "", "the actions in order"),
        Column("n", "count", "prospects that went exactly this way"),
        Column("share", "share", "of all prospects"),
        Column("n_variants", "count", "different ways there are in all"),
    ),
    expression=expression,
    finish=finish,
)
