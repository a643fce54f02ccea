"""Path: the milestones of a journey from its start, and the columns in which they are kept."""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from pyrometer.config import ProcessSettings
from pyrometer.errors import UnknownName, near


@dataclass(frozen=True, slots=True)
class Path:
    """Milestones in order from the one at which a journey begins, and those that count as won and as lost.

    `won` is always among the milestones: whoever orders has gone on from every step before it.
    """

    milestones: tuple[str, ...]
    won: str
    lost: str | None

    @property
    def names(self) -> tuple[str, ...]:
        """Every definition the path rests on."""
        return (*self.milestones, self.lost) if self.lost else self.milestones

    @property
    def ends(self) -> tuple[str, ...]:
        """The definitions that end a journey."""
        return tuple(name for name in (self.won, self.lost) if name)

    def later(self, milestone: str) -> tuple[str, ...]:
        """The milestones that count as going on from this one: all later ones, skipping is allowed."""
        return self.milestones[self.milestones.index(milestone) + 1 :]


def path(settings: ProcessSettings, known: Iterable[str]) -> Path:
    """The path as configured; raises UnknownName for a milestone that no definition says."""
    names = settings.milestones
    if settings.start and settings.start in names:
        names = names[names.index(settings.start) :]
    elif settings.start:
        names = (settings.start, *names)
    if settings.won and settings.won not in names:
        names = (*names, settings.won)
    found = Path(names, settings.won, settings.lost)
    _check(found, tuple(known))
    return found


def _check(found: Path, known: Sequence[str]) -> None:
    for name in found.names:
        if name not in known:
            hint = near(name, known) or f" Make one: pyrometer define new {name}"
            raise UnknownName(f"No definition named '{name}'.{hint}")


def slug(name: str) -> str:
    """A definition's name as part of a column's name."""
    return name.replace("-", "_")


def met(milestone: str) -> str:
    """The journeys' column that holds when a milestone was first met."""
    return f"met_{slug(milestone)}"


def untold(name: str) -> str:
    """The journeys' column that holds whether an outage hides if a definition of the path is met."""
    return f"untold_{slug(name)}"


def field(segment: str) -> str:
    """The column of journeys and spells that holds a segment's value as of entry."""
    return "field_" + re.sub(r"\W+", "_", segment).lower()


def earliest(columns: Sequence[Any]) -> Any:
    """The least of several timestamp expressions, nulls aside; null when all are."""
    import ibis

    far = ibis.literal("9999-12-31").cast("timestamp(6)")
    least = ibis.least(*(column.coalesce(far) for column in columns)) if len(columns) > 1 else columns[0].coalesce(far)
    return least.nullif(far)
