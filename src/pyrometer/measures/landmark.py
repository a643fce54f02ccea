"""Landmark: of those still waiting some days after a milestone, how many go on, by what we had done till then."""

from dataclasses import dataclass, field
from typing import Any

from pyrometer.measures import Columns, Measure
from pyrometer.model.table import Column
from pyrometer.process import WHOLE, Process, splits
from pyrometer.process.record import CUSTOMER, DAY_US, GONE_ON, SYSTEM


@dataclass(frozen=True, slots=True)
class Settings:
    """What may be chosen."""

    landmark_days: float = field(
        default=7.0, metadata={"help": "At which day after a milestone our steps are looked up."}
    )
    window_days: float = field(default=30.0, metadata={"help": "How many days after it they may take to go on."})


def expression(process: Process, settings: Settings) -> Any:
    """One row per milestone and action of ours.

    Only those still waiting at the landmark count, so nobody is credited with a step for having waited long enough to
    get it; and only those whose window lies wholly in the records, and before any outage that could hide how they
    go on, whatever became of them.
    """
    base = _waiting(process, settings)
    totals = base.group_by("milestone").agg(n=base.count(), n_on=base.on.sum())
    ours = ~process.events.side.isin([CUSTOMER, SYSTEM])
    events = process.events.filter(ours).select("prospect", "happened_at", "action")
    inside = events.join(base.rename(there="prospect"), events.prospect == base.prospect)
    inside = inside.filter((inside.happened_at >= inside.entered_at) & (inside.happened_at <= inside.landmark_at))
    each = inside.group_by("prospect", "milestone", "action").agg(on=inside.on.max())
    done = each.group_by("milestone", "action").agg(n_with=each.count(), n_on_with=each.on.sum())
    joined = done.join(totals, "milestone")
    return joined.order_by("milestone", "action")


def _waiting(process: Process, settings: Settings) -> Any:
    """Everyone still waiting at the landmark, and whether they went on within the window."""
    import ibis

    facts, spells = process.facts, process.spells
    rows = spells.filter((spells.milestone != WHOLE) & (spells.late_us <= settings.landmark_days * DAY_US))
    landmark_at = rows.entered_at + ibis.interval(seconds=round(settings.landmark_days * 86400))
    rows = rows.mutate(landmark_at=landmark_at)
    window_at = rows.landmark_at + ibis.interval(seconds=round(settings.window_days * 86400))
    until = ibis.literal(facts.until).cast("timestamp(6)")
    rows = rows.mutate(window_at=window_at).filter(window_at <= until)
    window_us = round((settings.landmark_days + settings.window_days) * DAY_US)
    rows = rows.filter(rows.unseen_us.isnull() | (rows.unseen_us >= window_us))
    rows = rows.filter(rows.left_at.isnull() | (rows.left_at > rows.landmark_at))
    on = ((rows.how == GONE_ON) & (rows.left_at <= rows.window_at)).fill_null(False).ifelse(1, 0)
    return rows.select("prospect", "milestone", "entered_at", "landmark_at", on=on)


def finish(process: Process, settings: Settings, columns: Columns) -> Columns:
    """Milestones and actions by name; those without are all but those with."""
    total, with_ = ((columns["n"], columns["n_on"]), (columns["n_with"], columns["n_on_with"]))
    without = [[a - b for a, b in zip(x, y, strict=True)] for x, y in zip(total, with_, strict=True)]
    return {
        "milestone": splits.milestone(process, columns["milestone"]),
        "action": [process.words.actions[code] for code in columns["action"]],
        "n_with": columns["n_with"],
        "n_gone_on_with": columns["n_on_with"],
        "n_without": without[0],
        "n_gone_on_without": without[1],
    }


MEASURE = Measure(
    question="Do those go on for whom we had done this by then, more or less often than the others?",
    settings=Settings,
    columns=(
        Column("milestone", "", "the milestone after which they wait"),
        Column("action", "", "what we may have done by the landmark"),
        Column("n_with", "count", "still waiting at the landmark, and it had been done"),
        Column("n_gone_on_with", "count", "of these, who went on within the window"),
        Column("n_without", "count", "still waiting at the landmark, and it had not been done"),
        Column("n_gone_on_without", "count", "of these, who went on within the window"),
    ),
    expression=expression,
    finish=finish,
)
