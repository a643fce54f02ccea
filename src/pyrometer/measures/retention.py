"""Retention: of those who acted in one period, how many acted again one, two, three periods later."""

from dataclasses import dataclass, field
from datetime import date
from typing import Any

from pyrometer.errors import BadSetting, unknown
from pyrometer.measures import Measure
from pyrometer.model.table import Column

MOST_PERIODS = 1_000  # the triangle has as many rows as half their square


@dataclass(frozen=True, slots=True)
class Settings:
    """Which action comes back, and how periods are counted."""

    action: str = field(default="", metadata={"help": "The action that comes back; empty: any action."})
    period: str = field(default="week", metadata={"help": "day, week, month or quarter, in the plant's zone."})
    from_on: date | None = field(default=None, metadata={"help": "First period shown; default: the first with an act."})
    periods: int = field(default=12, metadata={"help": "How many periods are shown."})
    or_later: bool = field(default=False, metadata={"help": "Count who acted then or at any later time."})


def expression(process: Any, settings: Settings) -> Any:
    """Pairs of periods in which the same prospect acted: how many prospects for each pair."""
    from pyrometer.process import zones

    events = process.events
    if settings.action:
        if settings.action not in process.words.actions:
            raise unknown("action", settings.action, process.words.actions)
        events = events.filter(events.action == process.words.actions.index(settings.action))
    starts = zones.starts_on(events.happened_at, process.facts, settings.period)
    acted = events.select("prospect", acted_on=starts).distinct()
    later = acted.view()
    pairs = acted.join(later, [acted.prospect == later.prospect, acted.acted_on <= later.acted_on])
    pairs = pairs.select("prospect", cohort_on=acted.acted_on, again_on=later.acted_on)
    if settings.or_later:
        pairs = pairs.group_by(["prospect", "cohort_on"]).agg(again_on=pairs.again_on.max())
    return pairs.group_by(["cohort_on", "again_on"]).agg(n=pairs.count())


def finish(process: Any, settings: Settings, columns: Any) -> dict[str, list[Any]]:
    """The triangle of cohorts: one row per cohort and periods passed since."""
    from pyrometer.process import zones

    if not 1 <= settings.periods <= MOST_PERIODS:
        raise BadSetting(f"{settings.periods:,} periods; ask for 1 to {MOST_PERIODS}.")
    found = dict(zip(zip(columns["cohort_on"], columns["again_on"], strict=True), columns["n"], strict=True))
    out: dict[str, list[Any]] = {c.name: [] for c in COLUMNS}
    if not found:
        return out
    period = zones.checked(settings.period)
    starts = [zones.start_of(settings.from_on or min(c for c, _ in found), period)]
    while len(starts) < settings.periods:
        starts.append(zones.next_start(starts[-1], period))
    for i, cohort in enumerate(starts):
        here = {again: n for (c, again), n in found.items() if c == cohort}
        for passed, again in enumerate(starts[i:]):
            n = sum(k for at, k in here.items() if at >= again) if settings.or_later else here.get(again, 0)
            for name, value in zip(out, (cohort, passed, n), strict=True):
                out[name].append(value)
    return out


COLUMNS = (
    Column("cohort_on", "date", "first day of the period in which they acted"),
    Column("passed", "count", "periods passed since then"),
    Column("n", "count", "prospects of the cohort who acted again then (or then or later)"),
)
MEASURE = Measure(
    question="Of those who acted in a period, how many acted again in the periods after?",
    settings=Settings,
    columns=COLUMNS,
    expression=expression,
    finish=finish,
)
