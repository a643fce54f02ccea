"""Risk table: at each age, how many went on, stopped, or still wait; what yield and waiting time are computed from."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any

from pyrometer.measures import Columns, Measure
from pyrometer.model.table import Column
from pyrometer.process import Process, splits
from pyrometer.process.record import DAY_US, GONE_ON, HOUR_US, OPEN, STOPPED, UNDATED, UNTOLD
from pyrometer.process.spells import watched

LATE = -1  # beside the ways in which a spell ends (spells.how): came under observation late
WAYS = {
    "n_late": LATE,
    "n_gone_on": GONE_ON,
    "n_stopped": STOPPED,
    "n_open": OPEN,
    "n_unseen": UNTOLD,
    "n_undated": UNDATED,
}
KEYS = ("grouped", "stratum", "bucket")


@dataclass(frozen=True, slots=True)
class Settings:
    """What may be chosen."""

    milestone: str = field(default="", metadata={"help": "After which milestone they wait; empty: the whole journey."})
    by: str = field(default="", metadata={"help": "By what to split: seller, or a segment of the plant."})
    within: str = field(default="", metadata={"help": "Within what else: seller, or a segment."})


def expression(process: Process, settings: Settings) -> Any:
    """One row per age at which anybody left or came under observation; ages in hours, or days, since entry.

    Whoever waited when a sensor died that could have shown their end is watched up to then; who came while it was dead
    is not in it (process.unseen). Who was lost on a day that is not told is known not to have gone on until the records
    end, and is counted as watched up to there: to be cut off earlier would make the others look better.
    """
    import ibis

    spells = process.spells
    rows = spells.filter(spells.milestone == splits.number(process, settings.milestone))
    rows = watched(rows, process.facts)
    exits = _counted(process, settings, rows, rows.age_us, rows.how)
    if process.facts.observed_from is None:
        return exits
    late = rows.filter(rows.late_us > 0)
    return exits.union(_counted(process, settings, late, late.late_us, ibis.literal(LATE, type=late.how.type())))


def _counted(process: Process, settings: Settings, rows: Any, age: Any, how: Any) -> Any:
    """How many at each age left that way, or came in late."""
    width = DAY_US if process.facts.grain == "day" else HOUR_US
    strata = {"stratum": rows[splits.column(process, settings.within)]} if settings.within else {}
    keys = splits.grouping(process, rows, settings.by) | strata
    return rows.group_by(**keys, bucket=(age // width).cast("int64"), way=how).agg(n=rows.count())


def finish(process: Process, settings: Settings, columns: Columns) -> Columns:
    """One row a group and age, in their order, the ways side by side; buckets as days, groups by name."""
    import numpy as np

    sorts = {key: _sorted(columns[key]) for key in KEYS if key in columns}
    shape = tuple(len(known) for known, _ in sorts.values())
    cells, row = np.unique(np.ravel_multi_index([place for _, place in sorts.values()], shape), return_inverse=True)
    way, n = np.array(columns["way"], dtype=np.int64), np.array(columns["n"], dtype=np.int64)
    counts = {
        name: np.bincount(row[way == code], n[way == code], len(cells)).astype(np.int64).tolist()
        for name, code in WAYS.items()
    }
    at = dict(zip(sorts, np.unravel_index(cells, shape), strict=True))
    group, within = ([sorts[k][0][i] for i in at[k]] if k in sorts else [None] * len(cells) for k in KEYS[:2])
    buckets = np.array(sorts["bucket"][0])[at["bucket"]]
    return {
        "group": splits.names(process, settings.by, group) if settings.by else group,
        "within": splits.names(process, settings.within, within) if settings.within else within,
        "age_days": (buckets / (1 if process.facts.grain == "day" else 24)).tolist(),
        **counts,
    }


def _sorted(values: Sequence[Any]) -> tuple[Any, Any]:
    """The values in order, each once, None last; and the place of each value among them."""
    import numpy as np

    array = np.array(values)
    if array.dtype.kind in "if":  # whole numbers; an empty array is of the kind f
        return np.unique(array, return_inverse=True)
    known = sorted(set(values), key=lambda value: (value is None, value))
    place = {value: i for i, value in enumerate(known)}
    return known, np.array([place[value] for value in values], dtype=np.int64)


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
