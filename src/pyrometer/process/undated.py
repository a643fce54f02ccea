"""Undated: losses on a day that nobody has told; they happened, and no measure of time may take them for dated."""

from dataclasses import replace
from typing import Any

from pyrometer.model.definition import VERDICTS
from pyrometer.model.event import PRECISIONS
from pyrometer.process import cut
from pyrometer.process import path as paths

AFTER = PRECISIONS.index("after")  # only the time after which it happened is known
MET = VERDICTS.index("met")


def parted(tables: Any) -> tuple[Any, Any | None]:
    """The ledger's tables without what has no day, and all events of the prospects of whom there is such a thing.

    None where there is none: then the tables are the ledger's own.
    """
    events = tables.events
    if not _is_any(events):
        return tables, None
    undated = of(events)
    dated = cut.chained(events.filter(events.precision != AFTER))
    told = events.semi_join(undated, "prospect")
    return replace(tables, events=dated, prospects=cut.prospects(dated, tables.prospects)), told


def _is_any(events: Any) -> bool:
    """Whether anything has no day: the files' own statistics say no without a scan; plain SQL is not compiled."""
    asked = f'SELECT 1 FROM "{events.get_name()}" WHERE "precision" = {AFTER} LIMIT 1'
    return events.get_backend().raw_sql(asked).fetchone() is not None


def of(events: Any) -> Any:
    """Those events of which only the time after which they happened is known."""
    return events.filter(events.precision == AFTER)


def lost(name: str, told: Any, by_all: Any, by_dated: Any) -> Any:
    """Who is lost, but not by anything that has a day: prospect, undated_at, the time after which it was.

    `by_all` and `by_dated` are the verdicts of the definition of that name, on all events of those prospects and on
    those that have a day.
    """
    met, code = f"{paths.slug(name)}_met_at", f"{paths.slug(name)}_verdict"
    undated = of(told)
    undated = undated.group_by("prospect").agg(undated_at=undated.happened_at.max())
    found = by_all.filter(by_all[code] == MET).select("prospect").join(undated, "prospect")
    return found.anti_join(by_dated.filter(by_dated[met].notnull()), "prospect").select("prospect", "undated_at")
