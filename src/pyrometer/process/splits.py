"""Splits: by seller or by a field of the prospect, as studies compare groups."""

from collections.abc import Sequence
from typing import Any

from pyrometer.errors import unknown
from pyrometer.process import path as paths
from pyrometer.process.record import WHOLE, Process

SELLER_SPLIT = "seller"


def known(process: Process) -> tuple[str, ...]:
    """Every name that a table can be split by."""
    return (SELLER_SPLIT, *process.facts.segments)


def column(process: Process, by: str) -> str:
    """The column of journeys and spells that holds the group; raises UnknownName with the near one."""
    if by == SELLER_SPLIT:
        return "seller"
    if by not in process.facts.segments:
        raise unknown("split", by, known(process))
    return paths.field(by)


def grouping(process: Process, rows: Any, by: str) -> dict[str, Any]:
    """{'grouped': column} to group `rows` by, or nothing when the table is not split."""
    return {"grouped": rows[column(process, by)]} if by else {}


def names(process: Process, by: str, values: Sequence[Any]) -> list[str | None]:
    """What a finished table calls the groups: a seller's name for the code, a field's value as it is."""
    if by != SELLER_SPLIT:
        return list(values)
    return [None if code is None else process.words.actors[code] for code in values]


def number(process: Process, milestone: str) -> int:
    """The number of a milestone in the path; '' is the whole journey. Raises UnknownName with the near one."""
    if not milestone:
        return WHOLE
    if milestone not in process.facts.milestones:
        raise unknown("milestone", milestone, process.facts.milestones)
    return process.facts.milestones.index(milestone)


def milestone(process: Process, numbers: Sequence[int]) -> list[str]:
    """The names of milestones by number; '' is the whole journey."""
    return ["" if n == WHOLE else process.facts.milestones[n] for n in numbers]
