"""Written: what people wrote on a chart, numbered by its days, each with the point it stands at and who signed."""

from bisect import bisect_left
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import Literal

from pyrometer.model.chart_plan import ChartPlan
from pyrometer.model.table import Column
from pyrometer.studies._parts import phased
from pyrometer.studies._parts.charted import Charted

Kind = Literal["baseline held", "new limits", "set aside", "cause"]
NOTES = (
    Column("number", "", "the number beside its point"),
    Column("on", "", "the day it is about"),
    Column("kind", "", "cause, set aside (no limit rests on the point), new limits (from a change on), baseline held"),
    Column("says", "", "what people wrote"),
    Column("recorded_on", "", "the day it was written down; empty: always known"),
    Column("by", "", "who signed it; empty: nobody"),
)


@dataclass(frozen=True, slots=True)
class Note:
    """One thing written: its number, the day it is about, the 0-based point `at`, what it is and says, who signed."""

    number: int
    on: date
    at: int
    kind: Kind
    says: str
    recorded_on: date | None
    by: str

    @property
    def signed(self) -> str:
        """Who wrote it and when: 'Ann, 2026-03-12' has both; empty where neither is known."""
        return ", ".join(part for part in (self.by, "" if self.recorded_on is None else str(self.recorded_on)) if part)

    @property
    def row(self) -> tuple[int, date, str, str, date | None, str]:
        """The note as a row of a table."""
        return self.number, self.on, self.kind, self.says, self.recorded_on, self.by


def notes(made: Charted) -> tuple[Note, ...]:
    """All that is written on the chart, oldest day first; what lies outside of it is left out (`put.outside`)."""
    found = sorted(_found(made.put.written, made.track.starts_on, made.track.every), key=lambda n: (n.on, n.at))
    return tuple(replace(note, number=i) for i, note in enumerate(found, 1))


def _found(plan: ChartPlan, starts: Sequence[date], every: str) -> Iterator[Note]:
    held = plan.held
    if held is not None and starts[0] < held.until:
        at = min(bisect_left(starts, held.until), len(starts) - 1)
        yield Note(0, held.until, at, "baseline held", "Limits rest on what came before", held.recorded_on, held.by)
    for phase in plan.phases:
        at = bisect_left(starts, phase.starts_on)
        if 0 < at < len(starts):
            yield Note(0, phase.starts_on, at, "new limits", phase.cause, phase.recorded_on, phase.by)
    for aside in plan.set_aside:
        point = phased.point_of(aside.on, starts, every)
        if point is not None:
            yield Note(0, aside.on, point, "set aside", aside.reason, aside.recorded_on, aside.by)
    for cause in plan.causes:
        point = phased.point_of(cause.on, starts, every)
        if point is not None:
            yield Note(0, cause.on, point, "cause", cause.text, cause.recorded_on, cause.by)
