"""Variants: the different ways that prospects went, action by action, most travelled first."""

from dataclasses import dataclass
from typing import Any

from pyrometer.measures import Columns, Measure
from pyrometer.model.table import Column
from pyrometer.process import Process

BETWEEN = " > "


@dataclass(frozen=True, slots=True)
class Settings:
    """How many ways to show; 0 shows all."""

    top: int = 50


def expression(process: Process, settings: Settings) -> Any:
    """The events of one prospect for each way, with how many prospects went it."""
    ways = process.ways.order_by(process.ways.n_alike.desc(), process.ways.example)
    ways = ways.limit(settings.top) if settings.top > 0 else ways
    events = process.events
    rows = events.join(ways, events.prospect == ways.example)
    rows = rows.select("example", "n_alike", "seq", "action")
    return rows.order_by(rows.n_alike.desc(), rows.example, rows.seq)


def finish(process: Process, settings: Settings, columns: Columns) -> Columns:
    """Each way as one line of words."""
    ways: dict[int, list[str]] = {}
    n: dict[int, int] = {}
    for example, count, action in zip(columns["example"], columns["n_alike"], columns["action"], strict=True):
        ways.setdefault(example, []).append(process.words.actions[action])
        n[example] = count
    total = process.facts.n_prospects
    return {
        "variant": [BETWEEN.join(way) for way in ways.values()],
        "n": list(n.values()),
        "share": [count / total for count in n.values()],
        "n_variants": [process.n_ways] * len(ways),
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
