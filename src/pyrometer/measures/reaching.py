"""Reaching: how long from entry to each milestone - by age, who reached it, stopped before it, or has not yet."""

from dataclasses import dataclass, field
from datetime import date
from typing import Any

from pyrometer.measures import Columns, Measure
from pyrometer.model.table import Column
from pyrometer.process import Process, splits
from pyrometer.process import path as paths
from pyrometer.process.record import DAY_US, GONE_ON, HOUR_US, LOST, OPEN, STOPPED, UNDATED, UNTOLD
from pyrometer.process.spells import age_us, late_us, watched
from pyrometer.process.unseen import unseen_at
from pyrometer.process.zones import to_utc


@dataclass(frozen=True, slots=True)
class Settings:
    """What may be chosen."""

    milestone: str = field(default="", metadata={"help": "Which milestone; empty: won."})
    entered_from: date | None = field(
        default=None, metadata={"help": "Only who entered on this day or later; empty: all."}
    )


def expression(process: Process, settings: Settings) -> Any:
    """One row per age at which anybody left or came under observation; who skipped it reached it with the later one.

    Who had not reached it when a sensor died that could have shown it is watched up to then (process.unseen).
    """
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
    hidden = unseen_at(rows.entered_at, (*onward, *((facts.lost,) if facts.lost else ())), facts.hides)
    how = ibis.cases(
        (reached.notnull(), GONE_ON), (stopped.notnull(), STOPPED), (rows.lost_after.notnull(), UNDATED), else_=OPEN
    )
    ages = rows.select(
        how=how.cast("int8"),
        age_us=age_us(rows.entered_at, ended, facts),
        late_us=late_us(rows.entered_at, facts),
        unseen_us=(hidden <= ended).fill_null(False).ifelse(age_us(rows.entered_at, hidden, facts), None),
    )
    ages = watched(ages.filter(ages.age_us >= ages.late_us), facts)
    return _counted(ages, DAY_US if facts.grain == "day" else HOUR_US)


def _counted(ages: Any, width: int) -> Any:
    import ibis

    leaves = {"n_gone_on": GONE_ON, "n_stopped": STOPPED, "n_open": OPEN, "n_unseen": UNTOLD, "n_undated": UNDATED}
    counts = {name: (ages.how == how).ifelse(1, 0).cast("int64") for name, how in leaves.items()}
    exits = ages.select(**counts, bucket=(ages.age_us // width).cast("int64"), n_late=ibis.literal(0, type="int64"))
    late = ages.filter(ages.late_us > 0)
    nobody = {name: ibis.literal(0, type="int64") for name in leaves}
    late = late.select(**nobody, bucket=(late.late_us // width).cast("int64"), n_late=ibis.literal(1, type="int64"))
    union = exits.union(late)
    return (
        union.group_by("bucket")
        .agg(**{name: union[name].sum().cast("int64") for name in ("n_late", *leaves)})
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
        Column("n_unseen", "count", "without it at this age when a sensor died that could have shown it"),
        Column("n_undated", "count", "of this age when the records end, and lost by then, on a day that is not told"),
    ),
    expression=expression,
    finish=finish,
)
