"""Earlier: a list of everybody who came, beside a log that only tells of those with whom something happened later."""

from collections.abc import Sequence
from typing import Any

import pyarrow as pa
import pyarrow.compute as pc

from pyrometer.sensors._columns import text
from pyrometer.sensors._guess import when
from pyrometer.sensors._guess.days import days
from pyrometer.sensors._guess.load import Loaded
from pyrometer.sensors._guess.many import keys_of, overlap
from pyrometer.sensors._guess.profile import Profile
from pyrometer.sensors._guess.records import Answers
from pyrometer.sensors._guess.roles import times

MISSING = 0.05  # of those on the list at least are in no log: else the logs tell of everybody who came
BEFORE = 0.95  # of those in both came on the list not after their first event


def comes_before(one: Loaded, who: str, logs: Sequence[tuple[Loaded, str]]) -> bool:
    """Whether a list of one row a prospect tells of people whom no log knows, and of the others before the logs do.

    Then all of them entered with it; with the first event of a log, whoever did nothing more would be in no number.
    """
    keys = keys_of(one, who)
    known = pa.concat_tables([pa.table({"who": keys_of(log, own)}) for log, own in logs]).column("who")
    entered = when.entered(one, Answers(), None)
    if overlap(keys, known) > 1 - MISSING or entered is None:
        return False
    came = _first(one, who, [entered])
    for log, own in logs:
        begun = _first(log, own, [c for c in times(log) if c.filled_share > BEFORE])
        both = came.join(begun, "who", right_suffix="_begun", join_type="inner")
        in_order = pc.mean(pc.less_equal(both.column("day_min"), both.column("day_min_begun")).cast("float64")).as_py()
        if in_order is None or in_order < BEFORE:
            return False
    return True


def _first(loaded: Loaded, who: str, columns: Sequence[Profile]) -> Any:
    """The first day that is told of each prospect, counted from 1970: a table of who and day_min."""
    names = text(loaded.table.column(who))
    told = [pa.table({"who": pa.array([], pa.string()), "day": pa.array([], pa.int64())})]
    for column in columns:
        found = days(loaded, column)
        if found is not None:
            there = pa.array(found.is_told)
            told.append(pa.table({"who": names, "day": pa.array(found.day, pa.int64())}).filter(there))
    return pa.concat_tables(told).group_by("who").aggregate([("day", "min")])
