"""Activities: what we do while customers wait, how often it is left out, and how many could be watched after it."""

from dataclasses import dataclass, field
from typing import Any

from pyrometer.measures import Columns, Measure, _moments
from pyrometer.model.event import SIDES
from pyrometer.model.table import Column
from pyrometer.process import Process, splits


@dataclass(frozen=True, slots=True)
class Settings:
    """What may be chosen."""

    on: str = field(default="", metadata={"help": "The milestone they go on to; empty: the next one, whichever."})
    within_days: float = field(default=14.0, metadata={"help": "How many days they may take to go on."})


def expression(process: Process, settings: Settings) -> Any:
    """One row per milestone and action of ours that ever fell into a wait after it."""
    within = _moments.horizon(settings.within_days)
    rows = _moments.waits(process, settings.on)
    totals = rows.group_by("milestone").agg(n_waits=rows.count(where=_moments.is_watched(rows, 0, within)))
    keys = ("prospect", "milestone")
    each = _moments.firsts(process, rows).join(rows, keys)
    tied = (each.first_us == 0) | (each.first_us == each.left_us).fill_null(False)
    tried = _moments.is_open(each, each.first_us) & _moments.is_watched(each, each.first_us, within)
    went_on = _moments.went_on(each, each.first_us, within)
    found = each.group_by("milestone", "action").agg(
        n_waits_with=each.count(where=_moments.is_watched(each, 0, within)),
        n_first=each.count(),
        n_tied=each.count(where=tied),
        n_trials=each.count(where=tried),
        n_went_on=went_on.sum(where=tried),
    )
    joined = found.join(totals, "milestone")
    return joined.order_by("milestone", joined.n_trials.desc(), "action")


def finish(process: Process, settings: Settings, columns: Columns) -> Columns:
    """Codes as words."""
    return {
        **columns,
        "milestone": splits.milestone(process, columns["milestone"]),
        "side": [SIDES[process.sides[code]] for code in columns["action"]],
        "action": [process.words.actions[code] for code in columns["action"]],
        "n_went_on": [n or 0 for n in columns["n_went_on"]],
    }


MEASURE = Measure(
    question="What do we do while customers wait, and how often is it left out?",
    settings=Settings,
    columns=(
        Column("milestone", "", "the milestone after which they wait"),
        Column("action", "", "what we did"),
        Column("side", "", "who mostly does it: customer, seller, marketing or system"),
        Column("n_waits", "count", "waits after the milestone that the records follow to the horizon at least"),
        Column("n_waits_with", "count", "of these, waits into which the action fell"),
        Column("n_first", "count", "waits into which it fell, young ones too; the first time in each counts"),
        Column("n_tied", "count", "of these, at the same moment as the wait's beginning or end: order not known"),
        Column("n_trials", "count", "of n_first, done while they waited and followed to the horizon after it"),
        Column("n_went_on", "count", "of the trials, who went on within the horizon"),
    ),
    expression=expression,
    finish=finish,
)
