"""Reaching: how long from entry to each milestone - by age, who reached it, stopped before it, or has not yet."""

from dataclasses import dataclass
from datetime import date
from typing import Any

from pyrometer.measures import Columns, Measure
from pyrometer.model.table import Column
from pyrometer.process import Process, splits
from pyrometer.process import path as paths
from pyrometer.process.record import DAY_US, HOUR_US, LOST
from pyrometer.process.spells import age_us, late_us
from pyrometer.process.zones import to_utc


@dataclass(frozen=True, slots=True)
class Settings:
    """Which milestone ('' is won), and the day from which on prospects entered (None: all)."""

    milestone: str = ""
    entered_from: date | None = None


def expression(process: Process, settings: Settings) -> Any:
    """One row per age at which anybody left or came under observation; who skipped it reached it with the later one."""
    import ibis

    facts = process.facts
    name = settings.milestone or facts.won
    splits.number(process, name)
    rows = process.journeys
    if settings.entered_from is not None:
        since = ibis.literal(to_utc(settings.entered_from, facts.zone)).cast("timestamp(6)")
        rows = rows.filter(rows.entered_at >= since)
    onward = facts.milestones[facts.milestones.index(name) :]
    reached = paths.earliest([rows[paths.met(later)] for later in onward])
    stopped = (rows.outcome == LOST).ifelse(rows.lost_at, None)
    until = ibis.literal(facts.until).cast("timestamp(6)")
    ended = ibis.greatest(reached.coalesce(stopped, until), rows.entered_at)
    ages = rows.select(
        age=age_us(rows.entered_at, ended, facts),
        late=late_us(rows.entered_at, facts),
        n_gone_on=reached.notnull().ifelse(1, 0).cast("int64"),
        n_stopped=(reached.isnull() & stopped.notnull()).ifelse(1, 0).cast("int64"),
        n_open=(reached.isnull() & stopped.isnull()).ifelse(1, 0).cast("int64"),
    )
    return _counted(ages.filter(ages.age >= ages.late), DAY_US if facts.grain == "day" else HOUR_US)


def _counted(ages: Any, width: int) -> Any:
    import ibis

    counts = ("n_gone_on", "n_stopped", "n_open")
    exits = ages.select(*counts, bucket=(ages.age // width).cast("int64"), n_late=ibis.literal(0, type="int64"))
    late = ages.filter(ages.late > 0)
    nobody = {name: ibis.literal(0, type="int64") for name in counts}
    late = late.select(**nobody, bucket=(late.late // width).cast("int64"), n_late=ibis.literal(1, type="int64"))
    union = exits.union(late)
    return (
        union.group_by("bucket")
        .agg(**{name: union[name].sum().cast("int64") for name in ("n_late", *counts)})
        .order_by("bucket")
    )


def finish(process: Process, settings: Settings, columns: Columns) -> Columns:
    """Buckets as days."""
    width = 1 if process.facts.grain == "day" else 24
    return {**columns, "age_days": [bucket / width for bucket in columns["bucket"]]}


MEASURE = Measure(
    question="How many have reached a milestone, stopped before it, or still not, by how long ago they entered?",
    settings=Settings,
    columns=(
        Column("age_days", "days", "age since entry at which the bucket begins: an hour wide, a day for dates"),
        Column("n_late", "count", "came under observation at this age, history having been cut before"),
        Column("n_gone_on", "count", "reached the milestone, or a later one"),
        Column("n_stopped", "count", "stopped before it: lost"),
        Column("n_open", "count", "still open without it when the records end"),
    ),
    expression=expression,
    finish=finish,
)
