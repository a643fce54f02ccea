"""Moments: when something was first done for a customer who waited, and waits of the same age in which it was not."""

from typing import Any

from pyrometer.errors import unknown
from pyrometer.process import Process
from pyrometer.process import path as paths
from pyrometer.process.record import CUSTOMER, DAY_US, GONE_ON, WHOLE
from pyrometer.process.zones import local

MOST = 4_000  # moments of the activity that leave the engine: the error of a difference is then below a point
RATIO = 3  # moments without it for each with it: more add little (Ury 1975, Biometrics 31, p. 643: k / (k + 1))
DRAWS = 2  # moments without it drawn from each wait
SPLIT, HALF = 1 << 32, 1 << 16
MIX = 2_654_435_761  # Knuth 1998, vol. 3, section 6.4: numbers in a row are spread evenly and without pattern


def awaited(process: Process, on: str) -> int | None:
    """The number of the milestone whose waiters may next meet `on`; None for '', which is every wait of the path.

    Raises UnknownName with the near one.
    """
    if not on:
        return None
    onward = process.facts.milestones[1:]
    if on not in onward:
        raise unknown("milestone to go on to", on, onward)
    return onward.index(on)


def moment(column: Any, process: Process) -> Any:
    """An instant, or the local day where records carry only days: two things of one day then share their moment."""
    return local(column, process.facts).truncate("D") if process.facts.grain == "day" else column


def since(later: Any, earlier: Any) -> Any:
    """Microseconds from one to the other."""
    return later.delta(earlier, unit="microsecond").cast("int64")


def waits(process: Process, on: str) -> Any:
    """Who waited: prospect, milestone, wait_at, left_us (null: still open), how, seen_us, late_us, seller, fields.

    `left_us` is the age at which they left the wait, `seen_us` the age up to which they were watched: to the end of
    the records, or to an outage that could hide how the wait ends (process.unseen).
    """
    import ibis

    facts, rows = process.facts, process.spells
    number = awaited(process, on)
    rows = rows.filter(rows.milestone != WHOLE if number is None else rows.milestone == number)
    rows = rows.mutate(wait_at=moment(rows.entered_at, process), gone_at=moment(rows.left_at, process))
    until = moment(ibis.literal(facts.until).cast("timestamp(6)"), process)
    return rows.select(
        *("prospect", "milestone", "wait_at", "how", "late_us", "seller"),
        *(paths.field(name) for name in facts.segments),
        left_us=since(rows.gone_at, rows.wait_at),
        seen_us=ibis.least(since(until, rows.wait_at), rows.unseen_us),
    )


def firsts(process: Process, rows: Any, code: int | None = None) -> Any:
    """When each action of ours (or that one) first fell into each wait: prospect, milestone, action, first_us.

    What shares its moment with the wait's beginning or end is in it: its order is not known, and the callers say so.
    """
    events = process.events
    ours = events.filter(events.side != CUSTOMER)
    if code is not None:
        ours = ours.filter(ours.action == code)
    ours = ours.select("prospect", "action", acted_at=moment(ours.happened_at, process))
    each = ours.join(rows.select("prospect", "milestone", "wait_at", "left_us"), "prospect")
    each = each.mutate(age_us=since(each.acted_at, each.wait_at))
    inside = each.filter((each.age_us >= 0) & (each.left_us.isnull() | (each.age_us <= each.left_us)))
    return inside.group_by("prospect", "milestone", "action").agg(first_us=inside.age_us.min())


def pauses(process: Process, rows: Any, code: int | None) -> Any:
    """Every stretch of a wait in which nothing happened: prospect, milestone, place, after, starts_us, ends_us, is_it.

    `after` is the action that it follows, `place` numbers it within the prospect; `is_it`: the activity ended it.
    `first_us`: the age at which the activity first fell into the wait (null: never). With the clock of the wait: how,
    left_us, late_us, seen_us. The last stretch of each prospect ends where the records do.
    """
    import ibis

    events = process.events.filter(process.events.prev_action.notnull())
    it = (events.side != CUSTOMER) if code is None else (events.side != CUSTOMER) & (events.action == code)
    ended = events.select("prospect", place="seq", after="prev_action", at="happened_at", us="since_prev_us", is_it=it)
    last = process.events.join(process.prospects.select("prospect", "n_events"), "prospect")
    last = last.filter(last.seq == last.n_events - 1)
    until = ibis.literal(process.facts.until).cast("timestamp(6)")
    rest = last.select(
        "prospect", place="n_events", after="action", at=until, us=since(until, last.happened_at), is_it=False
    )
    clock = ("how", "left_us", "late_us", "seen_us")
    each = ended.union(rest).join(rows.select("prospect", "milestone", "wait_at", *clock), "prospect")
    ends_us = since(moment(each["at"], process), each.wait_at)
    each = each.mutate(ends_us=ends_us, starts_us=_start(each, ends_us, process))
    inside = each.filter((each.ends_us >= 0) & (each.left_us.isnull() | (each.starts_us < each.left_us)))
    in_it = inside.filter(inside.is_it & (inside.left_us.isnull() | (inside.ends_us <= inside.left_us)))
    first = in_it.group_by("prospect", "milestone").agg(first_us=in_it.ends_us.min())
    joined = inside.left_join(first, ["prospect", "milestone"])
    return joined.drop("prospect_right", "milestone_right", "wait_at", "at", "us")


def _start(rows: Any, ends_us: Any, process: Process) -> Any:
    """The age at which a stretch began; by days, the day of it, whatever hour a local day may lack or have twice."""
    if process.facts.grain != "day":
        return ends_us - rows.us
    exact = since(local(rows["at"], process.facts), rows.wait_at) - rows.us
    return ((exact + DAY_US // 12) // DAY_US).cast("int64") * DAY_US


def is_open(rows: Any, age: Any) -> Any:
    """Whether the wait was still open and under observation at that age; what shares a moment is no longer open."""
    return (age > 0) & (age >= rows.late_us) & (rows.left_us.isnull() | (age < rows.left_us))


def is_watched(rows: Any, age: Any, within_us: int) -> Any:
    """Whether they are watched to the end of the horizon that begins at that age, whatever became of them."""
    return age + within_us <= rows.seen_us


def went_on(rows: Any, age: Any, within_us: int) -> Any:
    """1 for those who went on within the horizon, else 0: those who stopped or still wait at its end did not."""
    return ((rows.how == GONE_ON) & (rows.left_us <= age + within_us)).fill_null(False).ifelse(1, 0)


def mixed(rows: Any, salt: int) -> Any:
    """A number from 0 to SPLIT, fixed by prospect and place: a lot that falls the same way at every reading.

    Numbers in a row are spread by a multiplier, then squared twice with their halves changed, so that two salts give
    two lots that know nothing of each other (after Widynski 2017, arXiv:1704.00358, middle squares of a Weyl sequence).
    """
    once = (rows.prospect.cast("int64") * MIX + rows.place.cast("int64") * (MIX // 3) + salt * (MIX // 7)) % SPLIT
    for _ in range(2):
        halves = (once % HALF) * HALF + once // HALF
        once = ((halves % (HALF * 64)) * (once // 64 % (HALF * 64)) + once + salt * MIX) % SPLIT
    return once


def horizon(within_days: float) -> int:
    """Days as microseconds."""
    return round(within_days * DAY_US)
