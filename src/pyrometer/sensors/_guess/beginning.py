"""Beginning: in a log where no one act begins it for nearly all, a prospect enters with the first act of any kind."""

from collections.abc import Mapping
from typing import Any

import pyarrow.compute as pc

from pyrometer.model.event import FIELD_CHANGE, LIFE_OF_A_RECORD
from pyrometer.sensors._guess.records import ActionFact

NEARLY_ALL = 0.9  # of those who come must do the act that a path begins with
ENOUGH = 20  # prospects of the later half of the records, to judge by


def acts(events: Any, start: str, actions: Mapping[str, ActionFact]) -> tuple[str, ...]:
    """The acts any of which lets a prospect enter, the most frequent first; none where `start` does it for nearly all.

    Else whoever begins with another act, like a call that is answered at once, would be in no number. Those who came
    in the earlier half of the records may have begun before them, so only the others tell.
    """
    came = [fact for fact in actions.values() if fact.action not in (FIELD_CHANGE, *LIFE_OF_A_RECORD)]
    if start not in actions or len({fact.side for fact in came}) != 1:  # one clause of a definition speaks of one side
        return ()
    first = events.group_by("prospect").aggregate([("happened_at", "min")])
    at = first.column("happened_at_min").cast("int64").to_numpy()
    late = first.column("prospect").filter(at >= (int(at.min()) + int(at.max())) / 2)
    ever = pc.unique(events.column("prospect").filter(pc.equal(events.column("action"), start)))
    n_with = pc.sum(pc.is_in(late, value_set=ever)).as_py() or 0
    if len(late) < ENOUGH or n_with >= NEARLY_ALL * len(late):
        return ()
    return tuple(fact.action for fact in came)


def why(start: str) -> str:
    """The evidence, as a sentence."""
    return f"Entered: with the first act of any kind; '{start}', the most frequent one to begin with, many never have."
