"""Cut: the ledger as far as it reached at an instant, or as much of it as was known at an instant."""

from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

from pyrometer.config import PlantSettings
from pyrometer.ledger.merges import MERGED, roots
from pyrometer.process.zones import A_DAY, to_utc

PLACE = ["run", "file", "row", "action", "happened_at"]  # where an event stands: enough to find it again


@dataclass(frozen=True, slots=True)
class Cut:
    """Events and prospects up to `until`; with `as_known` only what had been recorded by then."""

    events: Any
    prospects: Any
    until: datetime


def reach(tables: Any, plant: PlantSettings) -> datetime:
    """Up to where the records reach: as configured (a date: to the end of that local day), else the newest event."""
    wanted = plant.until
    if wanted is None:
        return tables.until  # type: ignore[no-any-return]
    if isinstance(wanted, datetime):
        return wanted if wanted.tzinfo is None else wanted.astimezone(UTC).replace(tzinfo=None)
    return to_utc(wanted + A_DAY, plant.zone) - datetime.resolution


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
    events = chained(events.filter(events.happened_at <= until))
    return Cut(events, prospects(events, tables.everybody()), until)


def _then(tables: Any, as_known: datetime) -> Any:
    """The events as exports told them by then: what a newer one took back or amended stands as it was, in its place.

    So do merges: who was merged later was somebody else then, and who was parted again later was the same.
    """
    import ibis

    events = tables.events
    was_merged = MERGED in tables.words.actions
    if was_merged:
        events = _under_own_numbers(events, tables.origins())
    if tables.retired is not None:
        gone = tables.retired.filter(tables.retired.retired_at > as_known).select(*events.columns)
        events = ibis.union(events, gone)
    if tables.amended is not None:
        untold = tables.amended.untold_from.isnull() | (tables.amended.untold_from <= as_known)
        events = events.anti_join(tables.amended.filter(untold & (tables.amended.told_from > as_known)), PLACE)
    events = events.filter(events.known_at.coalesce(events.happened_at) <= as_known)
    if was_merged:
        events = _at_home(events, tables)
    return _in_place(events) if was_merged or tables.retired is not None else events


def _in_place(events: Any) -> Any:
    import ibis

    order = ("happened_at", "source_seq", "seq", "run", "row", "action")
    place = ibis.row_number().over(ibis.window(group_by=events.prospect, order_by=[events[c] for c in order]))
    return events.mutate(seq=place.cast("int32"))


def _under_own_numbers(events: Any, origins: Any) -> Any:
    """Each event under the number of the prospect that its source names, as if nobody had been merged."""
    columns = [events[c] if c != "prospect" else origins.own.coalesce(events.prospect).name(c) for c in events.columns]
    return events.left_join(origins, PLACE).select(*columns)


def _at_home(events: Any, tables: Any) -> Any:
    """Each event under the prospect into which its own was merged by then."""
    import ibis

    everybody = tables.everybody()
    merged = events.filter(events.action == tables.words.actions.index(MERGED))
    edges = merged.select("prospect", "happened_at", into=merged.about.get("into"))
    told = edges.join(everybody, "prospect").select("prospect", "name", "into", "happened_at")
    rows = events.get_backend().to_pyarrow(told.filter(told.into.length() > 0)).to_pylist()
    found = roots((row["name"], row["into"], row["happened_at"]) for row in rows)
    own = {row["name"]: row["prospect"] for row in rows}
    wanted = everybody.filter(everybody.name.isin(sorted(set(found.values())) or [""]))
    numbers = {row["name"]: row["prospect"] for row in events.get_backend().to_pyarrow(wanted).to_pylist()}
    homes = {"own": [own[name] for name in found], "home": [numbers.get(root) for root in found.values()]}
    table = ibis.memtable(homes, schema={"own": "int64", "home": "int64"})
    columns = [events[c] if c != "prospect" else table.home.coalesce(events.prospect).name(c) for c in events.columns]
    return events.left_join(table, events.prospect == table.own).select(*columns)


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
