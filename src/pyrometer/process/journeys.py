"""Journeys: one row a prospect that entered, with the first time of every milestone and how it ended."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from pyrometer.model.words import Words
from pyrometer.process import path as paths
from pyrometer.process.cut import Cut
from pyrometer.process.path import Path
from pyrometer.process.record import CUSTOMER, LOST, SELLER, STILL_OPEN, WON

ACCOUNT = "account"  # the one segment that is a column of every event and not a field of `about`
PACK = 1 << 31  # a code of the ledger fits below it: seq * PACK + code sorts by seq and carries the code


@dataclass(frozen=True, slots=True)
class Plan:
    """What journeys and spells are cut by: the path, the segments, and whether records carry only dates."""

    path: Path
    segments: tuple[str, ...]
    words: Words
    by_day: bool


def dated(verdicts: Any | None, prospects: Any, path: Path) -> Any:
    """Who entered, and when: prospect, entered_at, met_<milestone> ..., won_first, lost_first.

    Without milestones a journey begins with the first event and has no end.
    """
    import ibis

    never = ibis.null("timestamp(6)")
    if verdicts is None or not path.milestones:
        return prospects.select("prospect", entered_at="first_at", won_first=never, lost_first=never)
    first = {name: verdicts[f"{paths.slug(name)}_met_at"] for name in path.names}
    rows = verdicts.select(
        "prospect",
        entered_at=first[path.milestones[0]],
        won_first=first[path.won] if path.won else never,
        lost_first=first[path.lost] if path.lost else never,
        **{paths.met(name): first[name] for name in path.milestones},
    )
    return rows.filter(rows.entered_at.notnull())


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
    before entry (by more than a day where records carry only dates) is of an earlier journey.
    """
    import ibis

    slack = ibis.interval(days=1 if plan.by_day else 0)
    facts = _facts(entered, cut.events, plan.segments, plan.words)
    rows = entered.join(facts, "prospect", how="left").drop("prospect_right")
    rows = rows.join(cut.prospects.select("prospect", "name", "n_events", "last_at"), "prospect")
    lost_at = (rows.lost_first + slack >= rows.entered_at).ifelse(rows.lost_first, None)
    rows = rows.mutate(won_at=rows.won_first, lost_at=lost_at)
    outcome = ibis.cases((rows.won_at.notnull(), WON), (rows.lost_at.notnull(), LOST), else_=STILL_OPEN)
    ended_at = ibis.greatest(rows.won_at.coalesce(rows.lost_at), rows.entered_at)
    rows = rows.mutate(
        outcome=outcome.cast("int8"),
        ended_at=(outcome == STILL_OPEN).ifelse(None, ended_at),
        ended_how=ibis.cases((outcome == WON, plan.path.won), (outcome == LOST, plan.path.lost or ""), else_=None),
        amount=(outcome == WON).ifelse(rows.amount_won.coalesce(rows.amount_before), None),
    )
    return rows.select(*_columns(plan)).order_by("prospect")


def _columns(plan: Plan) -> list[str]:
    return [
        *("prospect", "name", "entered_at"),
        *(paths.met(name) for name in plan.path.milestones),
        *("won_at", "lost_at", "ended_at", "outcome", "ended_how", "seller"),
        *(paths.field(name) for name in plan.segments),
        *("amount", "n_events", "last_at", "last_customer_at"),
    ]


def _facts(entered: Any, events: Any, segments: Sequence[str], words: Words) -> Any:
    """Per prospect: seller and fields as of entry, the amount of the order, the customer's latest act.

    The seller is the actor of the latest seller event as of entry, else of the first one after, else of the first
    event that names anybody. The amount is what the events of the winning instant carry, else the latest before.
    """

    clock = entered.select("prospect", "entered_at", "won_first")
    rows = events.join(clock, "prospect")
    by_entry = rows.happened_at <= rows.entered_at
    sold = (rows.side == SELLER) & rows.actor.notnull()
    who = rows.seq.cast("int64") * PACK + rows.actor
    priced = rows.amount.notnull() & (rows.happened_at <= rows.won_first)
    values = {paths.field(name): _value(rows, name) for name in segments}
    rows = rows.mutate(who=who, **values)
    found = rows.group_by("prospect").agg(
        seller_by_entry=rows.who.max(where=sold & by_entry),
        seller_after=rows.who.min(where=sold & ~by_entry),
        anybody=rows.who.min(where=rows.actor.notnull()),
        last_customer_at=rows.happened_at.max(where=rows.side == CUSTOMER),
        amount_won=rows.amount.sum(where=rows.happened_at == rows.won_first),
        priced_seq=rows.seq.max(where=priced),
        **{f"{name}_seq": rows.seq.max(where=rows[name].notnull() & by_entry) for name in values},
    )
    seller = found.seller_by_entry.coalesce(found.seller_after, found.anybody) % PACK
    found = found.mutate(seller=seller.cast("int32"))
    found = _at_seq(found, rows.select("prospect", "seq", value=rows.amount), "priced_seq", "amount_before")
    for name in values:
        found = _at_seq(found, rows.select("prospect", "seq", value=rows[name]), f"{name}_seq", name)
    return _accounts_by_name(found, words) if ACCOUNT in segments else found


def _at_seq(found: Any, rows: Any, seq: str, name: str) -> Any:
    """`found` with the value of the event whose place in the prospect stands in column `seq`."""
    named = rows.filter(rows.value.notnull()).rename(there="prospect", place="seq")
    joined = found.left_join(named, [found.prospect == named.there, found[seq] == named.place])
    return joined.drop("there", "place", seq).rename(**{name: "value"})


def _value(rows: Any, segment: str) -> Any:
    """What an event says about a segment; an empty text says nothing."""
    if segment == ACCOUNT:
        return rows.account.cast("string")
    return rows.about.get(segment).nullif("")


def _accounts_by_name(found: Any, words: Words) -> Any:
    """`found` with the names of accounts instead of their codes."""
    import ibis

    column = paths.field(ACCOUNT)
    codes = [str(code) for code in range(len(words.accounts))]
    names = ibis.memtable({"code": codes, "word": list(words.accounts)}, schema={"code": "string", "word": "string"})
    joined = found.left_join(names, found[column] == names.code)
    return joined.drop("code", column).rename(**{column: "word"})
