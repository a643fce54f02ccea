"""Wins taken back: they stay won, as a milestone does, and how many there are is told beside every yield."""

from collections.abc import Sequence
from typing import Any

from pyrometer.definitions._order import resting
from pyrometer.model.definition import Definition
from pyrometer.process import path as paths

TAKEN_BACK = "taken_back"


def told(verdicts: Any | None, path: paths.Path, definitions: Sequence[Definition]) -> Any | None:
    """The verdicts with `taken_back`: the definition that counts as won was met, and undone up to now.

    Where that definition says of nothing that it undoes it (`until`), those count who met the definition of lost
    afterwards, unless a silence may meet it: after a win one may be silent.
    """
    import ibis

    if verdicts is None or not path.milestones:
        return verdicts
    undone = ibis.literal(False)  # noqa: FBT003 - a value, not an option
    own = f"{paths.slug(path.won)}_{TAKEN_BACK}"
    if own in verdicts.columns:
        undone = verdicts[own]
    elif path.won and path.lost and not _may_be_silence(path.lost, definitions):
        undone = verdicts[f"{paths.slug(path.lost)}_met_at"] > verdicts[f"{paths.slug(path.won)}_met_at"]
    return verdicts.mutate(**{TAKEN_BACK: undone.fill_null(False)})  # noqa: FBT003 - a value, not an option


def _may_be_silence(name: str, definitions: Sequence[Definition]) -> bool:
    rests = resting([name], {d.name: d for d in definitions}).values()
    return any(c.silent_for is not None for d in rests for c in d.test)
