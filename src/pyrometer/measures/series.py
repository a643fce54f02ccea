"""Series: how many entered, won, lost or met a milestone in each day, week, month or quarter."""

from dataclasses import dataclass, field
from typing import Any

from pyrometer.errors import unknown
from pyrometer.measures import Columns, Measure
from pyrometer.model.table import Column
from pyrometer.process import Process, calendar, splits, zones
from pyrometer.process import path as paths
from pyrometer.process.record import LOST, WON
from pyrometer.process.zones import Period


@dataclass(frozen=True, slots=True)
class Settings:
    """What may be chosen."""

    of: str = field(default="entered", metadata={"help": "What is counted: entered, won, lost or a milestone."})
    period: Period = field(default="week", metadata={"help": "What one period is, in the plant's zone."})
    by: str = field(default="", metadata={"help": "By what to split: seller, or a segment of the plant."})


def expression(process: Process, settings: Settings) -> Any:
    """One row per period, and group, in which anything happened."""
    rows = process.journeys
    rows = rows.filter(_counted(process, rows, settings.of))
    grouped = splits.grouping(process, rows, settings.by)
    starts = zones.period_of(rows[zones.on(_moment(process, settings.of))], settings.period)
    amount = {"amount": rows.amount.sum()} if settings.of == "won" else {}
    counts = rows.group_by(**grouped, starts_on=starts).agg(n=rows.count(), **amount)
    return counts.order_by([*grouped, "starts_on"])


def _counted(process: Process, rows: Any, of: str) -> Any:
    ends = {"won": WON, "lost": LOST}
    happened = rows[_moment(process, of)].notnull()  # a loss on a day that is not told is in no period
    return (rows.outcome == ends[of]) & happened if of in ends else happened


def _moment(process: Process, of: str) -> str:
    if of in ("entered", "won", "lost"):
        return f"{of}_at"
    if of not in process.facts.milestones:
        raise unknown("milestone", of, ("entered", "won", "lost", *process.facts.milestones))
    return paths.met(of)


def finish(process: Process, settings: Settings, columns: Columns) -> Columns:
    """Every period of every group, with zeros where nothing happened."""
    groups = splits.names(process, settings.by, columns["grouped"]) if settings.by else None
    given = {"n": columns["n"], "amount": columns.get("amount", [None] * len(columns["n"]))}
    return calendar.filled(process.facts, settings.period, columns["starts_on"], given, groups=groups)


MEASURE = Measure(
    question="How many entered, won, lost or met a milestone in each period?",
    settings=Settings,
    columns=(
        Column("group", "", "the seller or field value; empty when not split"),
        Column("starts_on", "", "first day of the period, local"),
        Column("n", "count", "how many in the period"),
        Column("amount", "currency", "sum of won amounts; empty unless of = 'won' and amounts are known"),
        Column("is_whole", "", "whether the records cover the whole period"),
    ),
    expression=expression,
    finish=finish,
)
