"""Risk table: at each age, how many went on, stopped, or still wait; what yield and waiting time are computed from."""

from dataclasses import dataclass
from typing import Any

from pyrometer.measures import Columns, Measure
from pyrometer.model.table import Column
from pyrometer.process import Process, splits
from pyrometer.process.record import DAY_US, GONE_ON, HOUR_US, OPEN, STOPPED


@dataclass(frozen=True, slots=True)
class Settings:
    """After which milestone they wait ('' is the whole journey), and by which field to split."""

    milestone: str = ""
    by: str = ""


def expression(process: Process, settings: Settings) -> Any:
    """One row per age at which anybody left or came under observation; ages in hours, or days, since entry."""
    spells = process.spells
    rows = spells.filter(spells.milestone == splits.number(process, settings.milestone))
    exits = _counted(process, settings, rows, "age_us")
    late = _counted(process, settings, rows.filter(rows.late_us > 0), "late_us")
    union = exits.union(late)
    keys = [name for name in ("grouped", "bucket") if name in union.columns]
    counts = ("n_late", "n_gone_on", "n_stopped", "n_open")
    return union.group_by(keys).agg(**{name: union[name].sum() for name in counts}).order_by(keys)


def _counted(process: Process, settings: Settings, rows: Any, age: str) -> Any:
    """Exits by the age at which they were left, or late entries by the age at which they came in."""
    leaves = age == "age_us"
    width = DAY_US if process.facts.grain == "day" else HOUR_US
    grouped = splits.grouping(process, rows, settings.by)
    return rows.group_by(**grouped, bucket=(rows[age] // width).cast("int64")).agg(
        n_late=rows.count(where=rows.late_us < 0) if leaves else rows.count(),
        n_gone_on=rows.count(where=(rows.how == GONE_ON) & leaves),
        n_stopped=rows.count(where=(rows.how == STOPPED) & leaves),
        n_open=rows.count(where=(rows.how == OPEN) & leaves),
    )


def finish(process: Process, settings: Settings, columns: Columns) -> Columns:
    """Buckets as days, groups by name."""
    width = 1 if process.facts.grain == "day" else 24
    groups = splits.names(process, settings.by, columns["grouped"]) if settings.by else [None] * len(columns["bucket"])
    return {**columns, "group": groups, "age_days": [bucket / width for bucket in columns["bucket"]]}


MEASURE = Measure(
    question="How many went on, stopped or still wait, by how long they have waited?",
    settings=Settings,
    columns=(
        Column("group", "", "the seller or field value; empty when not split"),
        Column("age_days", "days", "age at which the bucket begins: an hour wide, a day where records are dates"),
        Column("n_late", "count", "came under observation at this age, history having been cut before"),
        Column("n_gone_on", "count", "went on to a later milestone (whole journey: won)"),
        Column("n_stopped", "count", "stopped: lost"),
        Column("n_open", "count", "still waiting at this age when the records end"),
    ),
    expression=expression,
    finish=finish,
)
