"""Twins: two logs that tell the same, like one saved in two formats; read both, and everything would count twice."""

from typing import Any

import pyarrow as pa

from pyrometer.sensors._columns import text
from pyrometer.sensors._guess import roles
from pyrometer.sensors._guess.load import Loaded
from pyrometer.sensors._guess.many import Family

ENOUGH = 20  # prospects; of fewer the counts may be equal by accident
VARIED = 3  # different counts at least: where each prospect has one or two rows, equal ones say nothing


def part(together: Family) -> None:
    """Leaves the first of logs that have as many rows of every prospect; the others are told as unused."""
    if len(together.main) < 2:
        return
    kept: list[tuple[Loaded, str, Any]] = []
    for one, who in together.main:
        counts = _counts(one, who)
        twin = next((other for other, _, theirs in kept if counts is not None and counts == theirs), None)
        if twin is None:
            kept.append((one, who, counts))
        else:
            together.unused[str(one.path)] = f"it has as many rows of every prospect as {twin.path.name}: the same log"
    together.main = [(one, who) for one, who, _ in kept]


def _counts(loaded: Loaded, who: str) -> Any | None:
    """How many rows each prospect has; None where that tells one log from another too badly."""
    if who == roles.ROW:
        return None
    rows = pa.table({"who": text(loaded.table.column(who))})
    counts = rows.group_by("who").aggregate([([], "count_all")]).sort_by("who")
    n_different = len(counts.column("count_all").unique())
    return counts if counts.num_rows >= ENOUGH and n_different >= VARIED else None
