"""Retired: events that a newer export took back; they count no more, but are still what was known until then."""

from collections.abc import Mapping

from pyrometer.ledger import encode, parts, schema
from pyrometer.ledger.files import scan
from pyrometer.ledger.intake import Intake

AMENDED = {c: schema.EVENTS[c] for c in ("run", "file", "row", "action", "happened_at")} | {
    "untold_from": "TIMESTAMP",  # not known from then; empty: ever before
    "told_from": "TIMESTAMP",
}
COLUMNS = schema.KEPT | {"retired_at": "TIMESTAMP"}


def keep(intake: Intake, same: Mapping[str, str]) -> dict[str, tuple[str, ...]]:
    """The parts of `retired` and `amended` from now on. Needs what `contest.judge` makes, and what was encoded."""
    born = [text for segment in sorted(encode.segments(intake)) for text in encode.sources(intake, segment, same)]
    rows = intake.con.execute("SELECT segment FROM retiring_from").fetchall()
    lived = [_old(intake, frozenset(number for (number,) in rows))]
    retired = [_told(lived, COLUMNS, "retiring")] if _any(intake, "retiring") else []
    retired += [_told(born, COLUMNS, "stillborn")] if _any(intake, "stillborn") else []
    older = [_old(intake)] if _any(intake, "amended WHERE is_live") else []
    amended = [_told([*born, *older], AMENDED, "amended")] if _any(intake, "amended") else []
    return {"retired": _kept(intake, "retired", retired), "amended": _kept(intake, "amended", amended)}


def _any(intake: Intake, table: str) -> bool:
    return bool(intake.one(f"SELECT count(*) FROM {table}")[0])


def _kept(intake: Intake, kind: str, now: list[str]) -> tuple[str, ...]:
    """What the source said before under other settings goes with it; events are told by their run."""
    old = intake.old_parts(kind)
    if intake.dropped and old:
        mine = f"source <> {intake.dropped_code}" if kind == "retired" else "true"
        return parts.replace(
            intake, kind, " UNION ALL BY NAME ".join([f"SELECT * FROM {scan(old, by_name=True)} WHERE {mine}", *now])
        )
    return parts.add(intake, kind, " UNION ALL ".join(now)) if now else intake.before.parts.get(kind, ())


def _old(intake: Intake, segments: frozenset[int] | None = None) -> str:
    return f"SELECT {schema.names(schema.KEPT)} FROM {scan(intake.old_events(segments))}"


def _told(events: list[str], columns: dict[str, str], which: str) -> str:
    wanted = ", ".join(f'g."{c}"' if c in ("retired_at", "untold_from", "told_from") else f'e."{c}"' for c in columns)
    return f"SELECT {wanted} FROM ({' UNION ALL '.join(events)}) e JOIN {which} g ON {matches('e', 'g')}"


def matches(event: str, other: str) -> str:
    """SQL: the same identity, and content where there are ids."""
    same = (f"{other}.{c} = {event}.{c}" for c in ("id_high", "id_low"))
    return " AND ".join([*same, f"{other}.c = coalesce({event}.content, 0)"])
