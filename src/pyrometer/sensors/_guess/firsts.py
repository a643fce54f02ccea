"""First-met times of every action of a log, as arrays: what a path is read from."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
import pyarrow.compute as pc

MOST_ACTIONS, MOST_PROSPECTS = 100, 200_000
NEVER = np.iinfo(np.int64).max


@dataclass(frozen=True, slots=True)
class Firsts:
    """First-met times: for each action who did it and when, in arrays; prospects are numbers from 0."""

    names: tuple[str, ...]
    first: Any  # prospects x actions, microseconds; NEVER where not
    place: Any  # prospects x actions, the number of the event within the prospect
    n_events: Any  # by action
    start: Any  # by prospect, the action they begin with
    last: Any  # by prospect, the action they end with

    @property
    def has(self) -> Any:
        """Who did what, prospects x actions."""
        return self.first != NEVER

    @property
    def n_prospects(self) -> Any:
        """By action, how many prospects did it."""
        return self.has.sum(axis=0)


def firsts(events: Any) -> Firsts:
    """The first-met times of a table of events (columns prospect, happened_at, source_seq, action).

    Of more than 100 actions the 100 most frequent are judged, of more than 200,000 prospects as many.
    """
    events = _bounded(events, "action", MOST_ACTIONS)
    events = _bounded(events, "prospect", MOST_PROSPECTS)
    who, what = (events.column(name).combine_chunks().dictionary_encode() for name in ("prospect", "action"))
    names = tuple(what.dictionary.to_pylist())
    order_of = np.argsort(np.argsort(np.array(names)))  # ties are broken by the action's name, as in the ledger
    prospect, action = who.indices.to_numpy(), what.indices.to_numpy()
    when = events.column("happened_at").combine_chunks().cast("int64").to_numpy()
    seq = events.column("source_seq").to_numpy()
    order = np.lexsort((order_of[action], seq, when, prospect))
    prospect, action, when = prospect[order], action[order], when[order]
    begins = np.flatnonzero(np.diff(prospect, prepend=-1))
    place = np.arange(len(prospect)) - np.repeat(begins, np.diff(np.append(begins, len(prospect))))
    n, k = len(who.dictionary), len(names)
    first = np.full(n * k, NEVER, np.int64)
    at = np.full(n * k, NEVER, np.int64)
    cell, where = np.unique(prospect.astype(np.int64) * k + action, return_index=True)
    first[cell], at[cell] = when[where], place[where]
    ends = np.append(begins[1:], len(prospect)) - 1
    n_events = np.bincount(action, minlength=k)
    return Firsts(names, first.reshape(n, k), at.reshape(n, k), n_events, action[begins], action[ends])


def _bounded(events: Any, name: str, most: int) -> Any:
    counts = events.column(name).combine_chunks().value_counts()
    if len(counts) <= most:
        return events
    order = np.argsort(-counts.field("counts").to_numpy(), kind="stable")[:most]
    return events.filter(pc.is_in(events.column(name), value_set=counts.field("values").take(order)))


def constants(table: Any, prospect: str, columns: Sequence[str]) -> list[str]:
    """The columns that have one value a prospect, though a prospect has many rows."""
    if not columns:
        return []
    counted = table.group_by(prospect).aggregate([(c, "count_distinct") for c in columns])
    return [c for c in columns if (pc.max(counted.column(f"{c}_count_distinct")).as_py() or 0) <= 1]
