"""Funnel times: how long those who reached the last of some actions took from the first, in bins of equal width."""

from dataclasses import dataclass, field
from math import ceil
from typing import Any

from pyrometer.errors import BadSetting
from pyrometer.measures import Measure, _attempts
from pyrometer.model.table import Column

MOST_BINS = 90


@dataclass(frozen=True, slots=True)
class Settings:
    """Which actions, and how many bins."""

    steps: tuple[str, ...] = field(default=(), metadata={"help": "Actions, first to last; * stands for any."})
    window_days: float = field(default=14.0, metadata={"help": "Days from the first step to the last, both included."})
    order: _attempts.Order = field(default="ordered", metadata={"help": "What may lie between the steps."})
    bins: int = field(default=0, metadata={"help": "How many bins; 0: the cube root of the number of times."})


def expression(process: Any, settings: Settings) -> Any:
    """The distinct times to the last step, in whole seconds, with how many took that long."""
    if not 0 <= settings.bins <= MOST_BINS:
        raise BadSetting(f"{settings.bins} bins; ask for 1 to {MOST_BINS}, or 0 to let their number be chosen.")
    n = len(settings.steps)
    path = _attempts.Path(tuple(settings.steps), settings.window_days * 86_400, settings.order)
    best = _attempts.best(_attempts.attempts(process.events, path, process.words.actions), n)
    done = best.filter(best.depth == n)
    took = done.mutate(seconds=((done[f"reached_{n - 1}"] - done.reached_0) / 1e6).round(0).cast("int64"))
    return took.group_by("seconds").agg(n=took.count()).order_by("seconds")


def finish(_process: Any, settings: Settings, columns: Any) -> dict[str, list[Any]]:
    """Bins from the shortest time on, the last one holding the longest alone; their number is the cube root rule's."""
    seconds, counts = columns["seconds"], columns["n"]
    if not seconds:
        return {c.name: [] for c in COLUMNS}
    n = min(settings.bins or ceil(sum(counts) ** (1 / 3)), MOST_BINS)
    width = max(ceil((max(seconds) - min(seconds)) / n), 1)
    held = [0] * (n + 1)
    for took, count in zip(seconds, counts, strict=True):
        held[min((took - min(seconds)) // width, n)] += count
    mean = sum(s * c for s, c in zip(seconds, counts, strict=True)) / sum(counts)
    starts = [min(seconds) + width * i for i in range(n + 1)]
    return {"from_seconds": starts, "n": held, "mean_seconds": [mean] * (n + 1)}


COLUMNS = (
    Column("from_seconds", "seconds", "where the bin begins; it ends where the next begins"),
    Column("n", "count", "prospects who took that long from the first step to the last"),
    Column("mean_seconds", "seconds", "mean over all of them (the same in each row)"),
)
MEASURE = Measure(
    question="How long did those who reached the last step take from the first?",
    settings=Settings,
    columns=COLUMNS,
    expression=expression,
    finish=finish,
)
