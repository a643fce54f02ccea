"""Risk table: at each age, how many went on, stopped, or still wait; what yield and waiting time are computed from."""

from dataclasses import dataclass
from typing import Any

from pyrometer.measures import Columns, Measure
from pyrometer.model.table import Column
from pyrometer.process import Process, splits
from pyrometer.process.record import DAY_US, GONE_ON, HOUR_US, OPEN, STOPPED, UNDATED, UNTOLD
from pyrometer.process.spells import watched


@dataclass(frozen=True, slots=True)
class Settings:
    """After which milestone they wait ('' is the whole journey), by which field to split, within which other one."""

    milestone: str = ""
    by: str = ""
    within: str = ""


def expression(process: Process, settings: Settings) -> Any:
    """One row per age at which anybody left or came under observation; ages in hours, or days, since entry.

    Whoever waited when a sensor died that could have shown their end is watched up to then; who came while it was dead
    is not in it (process.unseen). Who was lost on a day that is not told is known not to have gone on until the records
    end, and is counted as watched up to there: to be cut off earlier would make the others look better.
    """
    spells = process.spells
    rows = spells.filter(spells.milestone == splits.number(process, settings.milestone))
    rows = watched(rows, process.facts)
    exits = _counted(process, settings, rows, "age_us")
    if process.facts.observed_from is None:
        return exits.order_by([name for name in exits.columns if not name.startswith("n_")])
    union = exits.union(_counted(process, settings, rows.filter(rows.late_us > 0), "late_us"))
    keys = [name for name in union.columns if not name.startswith("n_")]
    counts = [name for name in union.columns if name.startswith("n_")]
    return union.group_by(keys).agg(**{name: union[name].sum() for name in counts}).order_by(keys)


def _counted(process: Process, settings: Settings, rows: Any, age: str) -> Any:
    """Exits by the age at which they were left, or late entries by the age at which they came in."""
    import ibis

    width = DAY_US if process.facts.grain == "day" else HOUR_US
    strata = {"stratum": rows[splits.column(process, settings.within)]} if settings.within else {}
    keys = splits.grouping(process, rows, settings.by) | strata | {"bucket": (rows[age] // width).cast("int64")}
    leaves = {"n_gone_on": GONE_ON, "n_stopped": STOPPED, "n_open": OPEN, "n_unseen": UNTOLD, "n_undated": UNDATED}
    none = ibis.literal(0, type="int64")
    if age == "late_us":
        return rows.group_by(**keys).agg(n_late=rows.count(), **dict.fromkeys(leaves, none))
    exits = {name: rows.count(where=rows.how == how) for name, how in leaves.items()}
    return rows.group_by(**keys).agg(n_late=none, **exits)


def finish(process: Process, settings: Settings, columns: Columns) -> Columns:
    """Buckets as days, groups by name."""
    width = 1 if process.facts.grain == "day" else 24
    none = [None] * len(columns["bucket"])
    groups = splits.names(process, settings.by, columns["grouped"]) if settings.by else none
    within = splits.names(process, settings.within, columns["stratum"]) if settings.within else none
    ages = [bucket / width for bucket in columns["bucket"]]
    return {**columns, "group": groups, "within": within, "age_days": ages}


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
        Column("within", "", "the value of the other field; empty when not asked within one"),
        Column("n_unseen", "count", "waiting at this age when a sensor died that could have shown the end"),
        Column("n_undated", "count", "of this age when the records end, and lost by then, on a day that is not told"),
    ),
    expression=expression,
    finish=finish,
)
