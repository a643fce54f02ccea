"""Cut: the ledger as far as it reached at an instant, or as much of it as was known at an instant."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

PLACE = ["run", "file", "row", "action", "happened_at"]  # where an event stands: enough to find it again


@dataclass(frozen=True, slots=True)
class Cut:
    """Events and prospects up to `until`; with `as_known` only what had been recorded by then."""

    events: Any
    prospects: Any
    until: datetime


def cut(tables: Any, until: datetime, as_known: datetime | None) -> Cut:
    """The ledger's tables, untouched when nothing lies beyond; else with all that is derived, derived again.

    An event whose recording time the source does not keep counts as known when it happened.
    """
    if as_known is None and until >= tables.until:
        return Cut(tables.events, tables.prospects, until)
    events = tables.events
    if as_known is not None:
        until = min(until, as_known)
        events = _then(tables, as_known)
        events = events.filter(events.known_at.coalesce(events.happened_at) <= as_known)
    events = chained(events.filter(events.happened_at <= until))
    return Cut(events, prospects(events, tables.everybody()), until)


def _then(tables: Any, as_known: datetime) -> Any:
    """The events as exports told them by then: what a newer one took back or amended stands as it was, in its place."""
    events = tables.events
    if tables.amended is not None:
        later = tables.amended.filter(tables.amended.told_from > as_known)
        events = events.anti_join(later, PLACE)
    if tables.retired is None:
        return events
    import ibis

    still = tables.retired.filter(tables.retired.retired_at > as_known).select(*tables.events.columns)
    if tables.amended is not None:
        still = still.anti_join(later, PLACE)
    whole = ibis.union(events, still)
    order = ("happened_at", "source_seq", "seq", "run", "row", "action")
    place = ibis.row_number().over(ibis.window(group_by=whole.prospect, order_by=[whole[c] for c in order]))
    return whole.mutate(seq=place.cast("int32"))


def chained(events: Any) -> Any:
    """Events with seq, prev_action and since_prev_us as they stand among the events that are left."""
    import ibis

    in_order = ibis.window(group_by=events.prospect, order_by=events.seq)
    before = events.happened_at.lag().over(in_order)
    return events.mutate(
        prev_action=events.action.lag().over(in_order),
        since_prev_us=events.happened_at.delta(before, unit="microsecond"),
        seq=ibis.row_number().over(in_order).cast("int32"),
    )


def prospects(events: Any, whole: Any) -> Any:
    """Prospects as far as the events go; a variant is the number of the first prospect that went the same way."""
    import ibis

    found = events.group_by("prospect").agg(
        first_at=events.happened_at.min(),
        last_at=events.happened_at.max(),
        n_events=events.count().cast("int32"),
        way=events.action.cast("string").group_concat(sep=" ", order_by=events.seq),
    )
    found = found.mutate(variant=found.prospect.min().over(ibis.window(group_by=found.way)))
    names = whole.select("prospect", "name", "segment")
    joined = found.join(names, "prospect")
    return joined.select("prospect", "name", "first_at", "last_at", "n_events", "variant", "segment")
