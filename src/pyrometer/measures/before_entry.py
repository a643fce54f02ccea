"""Before entry: milestones and ends that the records put on a day before the journey began, with the worst of each."""

from dataclasses import dataclass
from typing import Any

from pyrometer.measures import Columns, Measure
from pyrometer.model.table import Column
from pyrometer.process import Process
from pyrometer.process import path as paths
from pyrometer.process.record import DAY_US
from pyrometer.process.zones import local

ANY = -1  # beside the numbers of milestones: whichever of them came first


@dataclass(frozen=True, slots=True)
class Settings:
    """Nothing to set."""


def expression(process: Process, settings: Settings) -> Any:
    """A row for each milestone after the first, for the loss and for any, by source and file of the event that tells.

    Days are local days of the plant: what lies earlier on the day of entry is no contradiction. Of several events at
    one instant the first speaks. `n` counts all who have that date, whatever its source.
    """
    import ibis

    rows = _dates(process)
    whole = rows.group_by("number").agg(n=rows.count())
    entered, at = (local(rows[name], process.facts) for name in ("entered_at", "at"))  # a day may last 25 hours
    rows = rows.mutate(is_early=at.date() < entered.date(), gap_us=entered.delta(at, unit="microsecond").cast("int64"))
    early = rows.filter(rows.is_early)
    told = process.events.select("prospect", "seq", "happened_at", "source", "file", "row")
    joined = early.join(told, [early.prospect == told.prospect, early["at"] == told.happened_at])
    turn = ibis.row_number().over(ibis.window(group_by=[joined.prospect, joined.number], order_by=joined.seq))
    joined = joined.mutate(turn=turn)
    first = joined.filter(joined.turn == 0)
    worst = ibis.row_number().over(
        ibis.window(group_by=[first.number, first.source, first.file], order_by=[first.gap_us.desc(), first.prospect])
    )
    placed = first.mutate(place=worst)
    is_worst = placed.place == 0
    found = placed.group_by("number", "source", "file").agg(
        n_before=placed.count(),
        n_far=placed.count(where=placed.gap_us > DAY_US),
        most_us=placed.gap_us.max(),
        row=placed.row.max(where=is_worst),
    )
    both = whole.left_join(found, "number").drop("number_right")
    return both.order_by("number", "source", "file")


def _dates(process: Process) -> Any:
    """Every date after the entry's: prospect, entered_at, at, and the number of the milestone.

    After the last milestone comes the loss; ANY is whichever date comes first.
    """
    import ibis

    rows, names = process.journeys, process.facts.milestones
    dates = {i: rows[paths.met(name)] for i, name in enumerate(names) if i}
    if process.facts.lost:
        dates[len(names)] = rows.lost_at.coalesce(rows.lost_before)
    dates[ANY] = paths.earliest(list(dates.values())) if dates else ibis.null("timestamp(6)")
    parts = [
        rows.select("prospect", "entered_at", at=at, number=ibis.literal(i, type="int16")) for i, at in dates.items()
    ]
    joined = parts[0] if len(parts) == 1 else ibis.union(*parts)
    return joined.filter(joined["at"].notnull())


def finish(process: Process, settings: Settings, columns: Columns) -> Columns:
    """Codes as words, microseconds as days; nothing before entry is 0."""
    names = (*process.facts.milestones, process.facts.lost or "", "")  # the last: any
    words = process.words
    n_rows = range(len(columns["number"]))
    return {
        "milestone": [names[i] for i in columns["number"]],
        "n": columns["n"],
        **{name: [columns[name][i] or 0 for i in n_rows] for name in ("n_before", "n_far")},
        "most_days": [None if us is None else us / DAY_US for us in columns["most_us"]],
        "source": [None if code is None else words.sources[code] for code in columns["source"]],
        "file": [None if code is None else words.files[code] for code in columns["file"]],
        "row": columns["row"],
    }


MEASURE = Measure(
    question="Who has a milestone or an end on a day before the journey began?",
    settings=Settings,
    columns=(
        Column("milestone", "", "what they did, or the loss; empty: whichever came first"),
        Column("n", "count", "prospects who have a date for it"),
        Column("n_before", "count", "of these on a local day before that of entry"),
        Column("n_far", "count", "of these more than a day before it, which no zone explains"),
        Column("most_days", "days", "the longest time before entry"),
        Column("source", "", "the source that tells it; empty where there is none before entry"),
        Column("file", "", "the file"),
        Column("row", "", "the row of the one with the longest time, the first record being 1"),
    ),
    expression=expression,
    finish=finish,
)
