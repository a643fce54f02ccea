"""Journeys: one row a prospect that entered, with the first time of every milestone and how it ended."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from functools import reduce
from operator import or_
from typing import Any

from pyrometer.model.words import Words
from pyrometer.process import path as paths
from pyrometer.process import said
from pyrometer.process.cut import Cut
from pyrometer.process.outages import CANNOT_TELL
from pyrometer.process.path import Path
from pyrometer.process.record import CUSTOMER, LOST, SELLER, STILL_OPEN, UNTOLD, WON
from pyrometer.process.taken_back import TAKEN_BACK
from pyrometer.process.unseen import Hides, unseen_at

ACCOUNT = "account"  # the one segment that is a column of every event and not a field of `about`


@dataclass(frozen=True, slots=True)
class Plan:
    """What journeys and spells are cut by: the path, the segments, and whether records carry only dates."""

    path: Path
    segments: tuple[str, ...]
    words: Words
    by_day: bool
    robots: tuple[str, ...] = ()  # actors that are no persons
    hides: Hides = field(default_factory=dict)  # when a definition of the path may have been met unseen


def dated(verdicts: Any | None, prospects: Any, path: Path, undated: Any | None = None) -> Any:
    """Who entered, and when: prospect, entered_at, met_<milestone> ..., won_first, lost_first, untold_<name> ...,
    undated_at (lost after that instant, on a day that is not told; else null), taken_back (see process.taken_back).

    Without milestones a journey begins with the first event and has no end.
    """
    import ibis

    never = ibis.null("timestamp(6)")
    if verdicts is None or not path.milestones:
        ends = {"won_first": never, "lost_first": never, "undated_at": never}
        return prospects.select("prospect", entered_at="first_at", **ends, taken_back=ibis.literal(False))  # noqa: FBT003
    first = {name: verdicts[f"{paths.slug(name)}_met_at"] for name in path.names}
    rows = verdicts.select(
        "prospect",
        entered_at=first[path.milestones[0]],
        won_first=first[path.won] if path.won else never,
        lost_first=first[path.lost] if path.lost else never,
        taken_back=verdicts[TAKEN_BACK],
        **{paths.met(name): first[name] for name in path.milestones},
        **{paths.untold(name): verdicts[f"{paths.slug(name)}_verdict"] == CANNOT_TELL for name in path.names},
    )
    rows = rows.filter(rows.entered_at.notnull())
    if undated is None:
        return rows.mutate(undated_at=never)
    return rows.left_join(undated, "prospect").drop("prospect_right")


def grain_is_day(entered: Any, events: Any, path: Path) -> Any:
    """The expression of how many milestones were met by records that carry only a date."""
    dates = events.filter(events.precision == 1).select("prospect", "happened_at").distinct()
    joined = dates.join(entered, "prospect")
    moments = [*(joined[paths.met(name)] for name in path.milestones), joined.lost_first, joined.entered_at]
    rests = (joined.happened_at == moments[0]).fill_null(False)
    for moment in moments[1:]:
        rests = rests | (joined.happened_at == moment).fill_null(False)
    return joined.filter(rests).count()


def journeys(entered: Any, cut: Cut, plan: Plan) -> Any:
    """The table of journeys but for `late_days`, in order of prospects.

    A prospect that ever ordered is won, whatever was marked before: a loss that ends in an order was none. A loss
    before entry (by more than a day where records carry only dates) is of an earlier journey: `lost_before`; but one
    that is told by the very record of the entry ends this one, whichever of the two dates is wrong. Who is neither,
    but may have been while a sensor was dead, is untold and not open. `lost_after` is set, and no end, where the day
    of the loss is not told.
    """
    import ibis

    slack = ibis.interval(days=1 if plan.by_day else 0)
    rows = _joined(entered, cut.events, plan).join(
        cut.prospects.select("prospect", "name", "n_events", "last_at"), "prospect"
    )
    is_of_this = (rows.lost_first + slack >= rows.entered_at) | rows.is_one_record.fill_null(False)  # noqa: FBT003
    lost_at = is_of_this.ifelse(rows.lost_first, None)
    never_dated = rows.won_first.isnull() & lost_at.isnull()
    lost_before = lost_at.isnull().ifelse(rows.lost_first, None)
    rows = rows.mutate(lost_before=lost_before, won_at=rows.won_first, lost_at=lost_at)
    rows = rows.mutate(lost_after=never_dated.ifelse(rows.undated_at, None))
    untold = is_untold(rows, plan.path.ends) & unseen_at(rows.entered_at, plan.path.ends, plan.hides).notnull()
    lost = rows.lost_at.notnull() | rows.lost_after.notnull()
    outcome = ibis.cases((rows.won_at.notnull(), WON), (lost, LOST), (untold, UNTOLD), else_=STILL_OPEN)
    end = rows.won_at.coalesce(rows.lost_at)
    rows = rows.mutate(
        outcome=outcome.cast("int8"),
        ended_at=end.notnull().ifelse(ibis.greatest(end, rows.entered_at), None),
        ended_how=ibis.cases((outcome == WON, plan.path.won), (outcome == LOST, plan.path.lost or ""), else_=None),
        taken_back=(outcome == WON) & rows.taken_back,
        amount=(outcome == WON).ifelse(rows.amount_won.coalesce(rows.amount_before), None),
    )
    return rows.select(*_columns(plan)).order_by("prospect")


def is_untold(rows: Any, names: Sequence[str]) -> Any:
    """The expression of whether nobody can tell of one of these definitions if it is met."""
    import ibis

    never = ibis.literal(False)  # noqa: FBT003 - a value, not an option
    return reduce(or_, (rows[paths.untold(name)] for name in names), never)


def _columns(plan: Plan) -> list[str]:
    return [
        *("prospect", "name", "entered_at"),
        *(paths.met(name) for name in plan.path.milestones),
        *(paths.untold(name) for name in plan.path.names),
        *("won_at", "lost_at", "lost_before", "lost_after", "ended_at", "outcome", "ended_how", "taken_back", "seller"),
        *(paths.field(name) for name in plan.segments),
        *("amount", "n_events", "last_at", "last_customer_at"),
    ]


def _joined(entered: Any, events: Any, plan: Plan) -> Any:
    """`entered` with seller, fields, amounts and the customer's latest act; each from the events that tell it."""
    clock = entered.select("prospect", "entered_at", "won_first", "lost_first")
    acts = events.filter(events.side == CUSTOMER)
    acts = acts.group_by("prospect").agg(last_customer_at=acts.happened_at.max())
    robots = [code for code, name in enumerate(plan.words.actors) if name in plan.robots] if plan.robots else []
    persons = events.filter(events.actor.notin(robots)) if robots else events
    parts = [acts, _sellers(clock, persons), _amounts(clock, events), _one_record(clock, events)]
    if plan.segments:
        parts.append(_fields(clock, events, plan))
    for part in parts:
        entered = entered.join(part, "prospect", how="left").drop("prospect_right")
    return entered


def _one_record(clock: Any, events: Any) -> Any:
    """Whose loss before the entry stands in the same row of a file as the entry: a deal known to be closed."""
    import ibis

    early = clock.filter(clock.lost_first < clock.entered_at)
    rows = events.select("prospect", "happened_at", "file", "row").join(early, "prospect")
    told = rows.group_by("prospect", "file", "row").agg(
        says_loss=(rows.happened_at == rows.lost_first).any(), says_entry=(rows.happened_at == rows.entered_at).any()
    )
    both = told.filter(told.says_loss & told.says_entry).select("prospect").distinct()
    return both.mutate(is_one_record=ibis.literal(True))  # noqa: FBT003 - a value, not an option


def _sellers(clock: Any, events: Any) -> Any:
    """The actor of the latest seller event as of entry, else of the first after, else of the first naming anybody.

    `events` are those of persons.
    """
    named = events.filter(events.actor.notnull())
    named = named.select("prospect", "happened_at", "side", who=named.seq.cast("int64") * said.PLACE + named.actor)
    rows = named.join(clock, "prospect")
    sold, by_entry = rows.side == SELLER, rows.happened_at <= rows.entered_at
    found = rows.group_by("prospect").agg(
        by_entry=rows.who.max(where=sold & by_entry),
        after=rows.who.min(where=sold & ~by_entry),
        anybody=rows.who.min(),
    )
    seller = found.by_entry.coalesce(found.after, found.anybody) % said.PLACE
    return found.select("prospect", seller=seller.cast("int32"))


def _amounts(clock: Any, events: Any) -> Any:
    """What the events of the winning instant carry, and what the latest event before it did."""
    import ibis

    priced = events.filter(events.amount.notnull()).select("prospect", "seq", "happened_at", "amount")
    rows = priced.join(clock, "prospect")
    rows = rows.filter(rows.happened_at <= rows.won_first)
    latest_first = ibis.window(group_by=rows.prospect, order_by=rows.seq.desc())
    rows = rows.mutate(nth=ibis.row_number().over(latest_first))
    return rows.group_by("prospect").agg(
        amount_won=rows.amount.sum(where=rows.happened_at == rows.won_first),
        amount_before=rows.amount.max(where=rows.nth == 0),
    )


def _fields(clock: Any, events: Any, plan: Plan) -> Any:
    """The value of each segment as said last by entry; an empty text says nothing."""
    values = {paths.field(name): _value(events, name) for name in plan.segments}
    telling = events.filter(events.about.notnull() | events.account.notnull())
    rows = telling.select("prospect", "happened_at", "seq", **values).join(clock, "prospect")
    rows = rows.filter(rows.happened_at <= rows.entered_at)
    latest = rows.group_by("prospect").agg(**{name: said.placed(rows.seq, rows[name]).max() for name in values})
    found = latest.select("prospect", **{name: said.unplaced(latest[name]) for name in values})
    return _accounts_by_name(found, plan.words) if ACCOUNT in plan.segments else found


def _value(rows: Any, segment: str) -> Any:
    """What an event says about a segment."""
    return rows.account.cast("string") if segment == ACCOUNT else rows.about.get(segment).nullif("")


def _accounts_by_name(found: Any, words: Words) -> Any:
    """`found` with the names of accounts instead of their codes."""
    import ibis

    column = paths.field(ACCOUNT)
    codes = [str(code) for code in range(len(words.accounts))]
    names = ibis.memtable({"code": codes, "word": list(words.accounts)}, schema={"code": "string", "word": "string"})
    joined = found.left_join(names, found[column] == names.code)
    return joined.drop("code", column).rename(**{column: "word"})
