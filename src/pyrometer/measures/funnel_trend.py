"""Funnel over time: of the tries begun in each period, how many reached one step and how many the later one."""

from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from pyrometer.errors import BadSetting
from pyrometer.measures import Measure, _attempts
from pyrometer.model.table import Column


@dataclass(frozen=True, slots=True)
class Settings:
    """What to follow through time."""

    steps: tuple[str, ...] = field(default=(), metadata={"help": "Actions, first to last; * stands for any."})
    from_step: int = field(default=0, metadata={"help": "The step that counts as entered, counted from 0."})
    to_step: int = field(default=1, metadata={"help": "The step that counts as reached, counted from 0."})
    window_days: float = field(default=14.0, metadata={"help": "Days from the first step to the last, both included."})
    order: _attempts.Order = field(default="ordered", metadata={"help": "What may lie between the steps."})
    period: str = field(default="day", metadata={"help": "day, week, month or quarter, in the plant's zone."})


def expression(process: Any, settings: Settings) -> Any:
    """One row per period in which a try began; a prospect counts once in each period, with its furthest try there."""
    import ibis

    from pyrometer.process import zones

    if not 0 <= settings.from_step < settings.to_step < len(settings.steps):
        raise BadSetting(
            f"From step {settings.from_step} to step {settings.to_step} must run forward within the "
            f"{len(settings.steps)} steps (counted from 0)."
        )
    path = _attempts.Path(tuple(settings.steps), settings.window_days * 86_400, settings.order)
    tries = _attempts.attempts(process.events, path, process.words.actions)
    epoch = ibis.literal(datetime(1970, 1, 1)).cast("timestamp(6)")  # of integers PostgreSQL makes intervals, no times
    begun = epoch + (tries.reached_0 // 1_000_000).as_interval("s")
    tries = tries.mutate(starts_on=zones.starts_on(begun, process.facts, settings.period))
    furthest = tries.group_by(["prospect", "starts_on"]).agg(depth=tries.depth.max())
    entered = furthest.filter(furthest.depth > settings.from_step)
    reached = (entered.depth > settings.to_step).ifelse(1, 0).sum()
    return entered.group_by("starts_on").agg(n_entered=entered.count(), n_reached=reached).order_by("starts_on")


def finish(process: Any, settings: Settings, columns: Any) -> dict[str, list[Any]]:
    """Periods without a try filled in, from the first to the last that has one."""
    from pyrometer.process import zones

    found = dict(zip(columns["starts_on"], zip(columns["n_entered"], columns["n_reached"], strict=True), strict=True))
    out: dict[str, list[Any]] = {c.name: [] for c in COLUMNS}
    if not found:
        return out
    start, period = min(found), zones.checked(settings.period)
    while start <= max(found):
        entered, reached = found.get(start, (0, 0))
        for name, value in zip(out, (start, entered, reached, reached / entered if entered else None), strict=True):
            out[name].append(value)
        start = zones.next_start(start, period)
    return out


COLUMNS = (
    Column("starts_on", "date", "first day of the period in which the tries began"),
    Column("n_entered", "count", "prospects with a try begun then that reached the first of the two steps"),
    Column("n_reached", "count", "of these, those that reached the second in the window"),
    Column("share", "share", "n_reached of n_entered"),
)
MEASURE = Measure(
    question="Of the tries begun in each period, what share reached the later step?",
    settings=Settings,
    columns=COLUMNS,
    expression=expression,
    finish=finish,
)
