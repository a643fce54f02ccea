"""Spells: who waited after which milestone, from when to when, and whether they went on, stopped or still wait."""

from typing import Any

from pyrometer.model.process import ProcessFacts
from pyrometer.process import path as paths
from pyrometer.process.journeys import Plan, is_untold
from pyrometer.process.record import DAY_US, GONE_ON, LOST, OPEN, SELLER, STOPPED, UNDATED, UNTOLD, WHOLE, WON
from pyrometer.process.unseen import unseen_at
from pyrometer.process.zones import local, to_utc


def waits(plan: Plan) -> dict[int, str]:
    """Number -> name of the milestones after which there is something to wait for."""
    return {i: name for i, name in enumerate(plan.path.milestones) if plan.path.later(name)}


def age_us(since: Any, until: Any, facts: ProcessFacts) -> Any:
    """Microseconds from `since` to `until`, never negative; whole calendar days where records carry only dates.

    A local day may last 23 or 25 hours: counting dates keeps thirty days thirty.
    """
    import ibis

    if facts.grain == "day":
        days = local(until, facts).date().delta(local(since, facts).date(), unit="day")
        return ibis.greatest(days.cast("int64") * DAY_US, 0)
    return ibis.greatest(until.delta(since, unit="microsecond").cast("int64"), 0)


def late_us(entered_at: Any, facts: ProcessFacts) -> Any:
    """The age at which a spell came under observation; 0 where history was not cut after it began."""
    import ibis

    if facts.observed_from is None:
        return ibis.literal(0, type="int64")
    observed = ibis.literal(to_utc(facts.observed_from, facts.zone)).cast("timestamp(6)")
    return (entered_at < observed).ifelse(age_us(entered_at, observed, facts), 0)


def bounds(journeys: Any, plan: Plan, number: int) -> dict[str, Any]:
    """entered_at, left_at, unseen_at and how of everyone's spell after that milestone, as expressions over journeys.

    unseen_at is when an outage first hid whether they go on or stop; who is not known to have done either, and of whom
    it cannot be told, leaves then (UNTOLD), whether or not they wait on; who was lost on a day that is not told leaves
    after the last that is told of them (UNDATED). Going on outranks stopping: who was marked lost and then went on had
    not stopped. In a lost journey a milestone met after the mark is left at once. entered_at is null where there is no
    spell: the milestone was never met, or a later one was met before it.
    """
    import ibis

    if number == WHOLE:
        known = {WON: GONE_ON, LOST: STOPPED, UNTOLD: UNTOLD}
        ended = ((journeys.outcome == outcome, how) for outcome, how in known.items())
        how = ibis.cases((journeys.lost_after.notnull(), UNDATED), *ended, else_=OPEN)
        hidden = unseen_at(journeys.entered_at, plan.path.ends, plan.hides)
        gone_at = (journeys.outcome == UNTOLD).ifelse(hidden, journeys.lost_after)
        left_at = journeys.ended_at.coalesce(ibis.greatest(gone_at, journeys.entered_at))
        left_at = (how == OPEN).ifelse(None, left_at)
        return {"entered_at": journeys.entered_at, "left_at": left_at, "unseen_at": hidden, "how": how.cast("int8")}
    name = plan.path.milestones[number]
    since = journeys[paths.met(name)]
    onward = paths.earliest([journeys[paths.met(later)] for later in plan.path.later(name)])
    stopped = ((journeys.outcome == LOST) | (journeys.lost_at >= since)).ifelse(journeys.lost_at, None)
    ends = (*plan.path.later(name), *((plan.path.lost,) if plan.path.lost else ()))
    hidden = unseen_at(since, ends, plan.hides)
    left_at = ibis.greatest(onward.coalesce(stopped, journeys.lost_after, hidden), since)
    untold = is_untold(journeys, ends) & hidden.notnull()
    how = ibis.cases(
        (onward.notnull(), GONE_ON),
        (stopped.notnull(), STOPPED),
        (journeys.lost_after.notnull(), UNDATED),
        (untold, UNTOLD),
        else_=OPEN,
    )
    slack = ibis.interval(days=1 if plan.by_day else 0)
    skipped = (onward + slack < since).fill_null(False)
    return {
        "entered_at": skipped.ifelse(None, since),
        "left_at": (how == OPEN).ifelse(None, left_at),
        "unseen_at": hidden,
        "how": how.cast("int8"),
    }


def efforts(journeys: Any, events: Any, plan: Plan, facts: ProcessFacts) -> Any:
    """Per prospect: our minutes and our actions during each of its spells, columns minutes_<i> and actions_<i>."""
    edges: dict[str, Any] = {}
    for number in (WHOLE, *waits(plan)):
        edge = bounds(journeys, plan, number)
        edges[f"since_{_tag(number)}"] = edge["entered_at"]
        edges[f"until_{_tag(number)}"] = edge["left_at"].coalesce(_after(facts))
    ours = events.filter(events.side == SELLER).select("prospect", "happened_at", "minutes")
    rows = ours.join(journeys.select("prospect", **edges), "prospect")
    sums: dict[str, Any] = {}
    for tag in map(_tag, (WHOLE, *waits(plan))):
        inside = (rows.happened_at >= rows[f"since_{tag}"]) & (rows.happened_at < rows[f"until_{tag}"])
        sums[f"minutes_{tag}"] = rows.minutes.sum(where=inside)
        sums[f"actions_{tag}"] = inside.ifelse(1, 0).sum()
    return rows.group_by("prospect").agg(**sums)


def spells(journeys: Any, efforts: Any, plan: Plan, facts: ProcessFacts) -> Any:
    """The table of spells; those that were left before records began are not in it.

    `unseen_us` is the age at which an outage began that could hide the end, null where none did before they left.
    The age of the UNDATED is that at which the records end: up to there it is known that they did not go on.
    """
    import ibis

    wide = journeys.left_join(efforts.rename(there="prospect"), [journeys.prospect == efforts.prospect])
    parts = [_part(wide, plan, facts, number) for number in (WHOLE, *waits(plan))]
    return parts[0] if len(parts) == 1 else ibis.union(*parts)


def _part(wide: Any, plan: Plan, facts: ProcessFacts, number: int) -> Any:
    import ibis

    cut = wide.mutate(**bounds(wide, plan, number))
    cut = cut.filter(cut.entered_at.notnull())
    gone = (cut.how == UNDATED).ifelse(None, cut.left_at).coalesce(_literal(facts))
    seen = (cut.unseen_at > gone).fill_null(True)  # noqa: FBT003 - a value, not an option
    unseen_us = seen.ifelse(None, age_us(cut.entered_at, cut.unseen_at, facts)) if plan.hides else ibis.null("int64")
    cut = cut.mutate(late_us=late_us(cut.entered_at, facts), unseen_us=unseen_us)
    rows = cut.select(
        "prospect",
        "entered_at",
        "left_at",
        "how",
        "late_us",
        "unseen_us",
        "seller",
        *(paths.field(name) for name in plan.segments),
        milestone=ibis.literal(number, type="int16"),
        age_us=age_us(cut.entered_at, gone, facts),
        minutes=cut[f"minutes_{_tag(number)}"].coalesce(0.0),
        n_actions=cut[f"actions_{_tag(number)}"].coalesce(0),
    )
    return rows.filter(rows.age_us >= rows.late_us)


def watched(rows: Any, facts: ProcessFacts) -> Any:
    """Rows with how, age_us, late_us and unseen_us as far as their ends were watched.

    Whoever waited when an outage began is cut off there (UNTOLD), also who is known to have gone on later; who came
    while it lasted was never watched and is left out.
    """
    import ibis

    if not facts.hides:
        return rows
    rows = rows.filter(rows.unseen_us.isnull() | (rows.unseen_us > rows.late_us))
    cut_off = rows.unseen_us.notnull()
    return rows.mutate(
        how=cut_off.ifelse(UNTOLD, rows.how).cast("int8"), age_us=ibis.least(rows.unseen_us, rows.age_us)
    )


def _literal(facts: ProcessFacts) -> Any:
    import ibis

    return ibis.literal(facts.until).cast("timestamp(6)")


def _after(facts: ProcessFacts) -> Any:
    """The first instant that the records do not reach."""
    import ibis

    return ibis.literal(facts.until + facts.until.resolution).cast("timestamp(6)")


def _tag(number: int) -> str:
    return "whole" if number == WHOLE else str(number)
