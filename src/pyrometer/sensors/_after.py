"""What happened on a day that nobody told: it is dated after the last that is told, and never as if it were known."""

from dataclasses import replace
from typing import Any

import numpy as np

from pyrometer.sensors._times import Times

NEVER = np.iinfo(np.int64).min


def latest(when: Times, who: Any, *, of_row: bool) -> Any:
    """The time after which each row's event happened (int64 microseconds): its own, else its prospect's latest there.

    NEVER where none is told. With `of_row` a row speaks for itself alone.
    """
    told = np.where(when.is_good, when.utc, NEVER)
    if of_row:
        return told
    prospect = who.dictionary_encode().indices.fill_null(-1).to_numpy(zero_copy_only=False) + 1  # 0: nobody's
    last = np.full(int(prospect.max(initial=0)) + 1, NEVER)
    np.maximum.at(last, prospect, told)
    last[0] = NEVER
    return np.where(when.is_good, told, last[prospect])


def filled(when: Times, empty: Any, after: Any) -> tuple[Times, Any]:
    """The times with that after which it happened where there is none, and the mask of those."""
    is_after = empty & (after != NEVER)
    utc = np.where(is_after, after, when.utc)
    return replace(when, utc=utc, is_good=when.is_good | is_after, is_day=when.is_day & ~is_after), is_after
