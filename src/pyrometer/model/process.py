"""What a study may know about the plant besides its tables: milestones, zone, how far the records reach."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any, Literal, Protocol

from pyrometer.model.chart_plan import ChartPlan
from pyrometer.model.definition import Outage
from pyrometer.model.finding import DefinitionRef
from pyrometer.model.table import Table

Grain = Literal["hour", "day"]


@dataclass(frozen=True, slots=True)
class ProcessFacts:
    """The process as configured and as found in the ledger.

    `until` is the instant up to which the records reach: whoever is open then is censored there. `grain` is 'day'
    as soon as one milestone rests on records that carry only a date. `observed_from` is where history was cut.
    """

    name: str
    zone: str
    currency: str | None
    milestones: tuple[str, ...]
    won: str
    lost: str | None
    until: datetime
    since: datetime
    grain: Grain
    grade: int
    n_prospects: int
    n_events: int
    observed_from: date | None = None
    segments: tuple[str, ...] = ()
    definitions: tuple[DefinitionRef, ...] = ()  # those that the path rests on
    vocabulary: tuple[DefinitionRef, ...] = ()  # every definition of the plant
    titles: Mapping[str, str] = field(default_factory=dict)  # milestone -> how people say it
    charts: Mapping[str, ChartPlan] = field(default_factory=dict)  # measure -> phases and causes that people wrote
    outages: Mapping[str, tuple[Outage, ...]] = field(default_factory=dict)  # of the sensors that definitions need
    untold: Mapping[str, int] = field(default_factory=dict)  # definition -> of how many its verdict cannot be told
    hides: Mapping[str, tuple[Outage, ...]] = field(default_factory=dict)  # definition of the path -> may be met unseen
    n_taken_back: int = 0  # won, and lost or opened again after that; they count as won
    n_undated: int = 0  # lost on a day that is not told
    n_untold: int = 0  # entered, neither won nor lost as far as seen, and nobody can tell whether they are open


class Ask(Protocol):
    """What a study asks with: `ask(measure, **settings)` gives a small table; `ask.process` the facts."""

    @property
    def process(self) -> ProcessFacts:
        """The facts of the plant."""
        ...

    def __call__(self, measure: str, /, **settings: Any) -> Table:
        """The table of that measure."""
        ...
