"""Segments: blocks of prospects; each prospect's events lie together in order, with what can be derived from that."""

from collections.abc import Mapping, Sequence
from pathlib import Path

from pyrometer.ledger import encode, numbers, retired, schema, variants
from pyrometer.ledger.files import fresh_name, path_literal, scan
from pyrometer.ledger.intake import Intake
from pyrometer.ledger.manifest import Segment

# Small row groups keep both cores busy from a million events on; version 2 packs times and numbers by difference.
EVENTS_AS = "FORMAT parquet, PARQUET_VERSION v2, COMPRESSION zstd, ROW_GROUP_SIZE 122880"
# Position and action are packed into one number: sorting those is three times as fast as an ordered aggregate.
SEQUENCE = "array_to_string(list_transform(list_sort(list(seq::BIGINT << 32 | action)), x -> x & 4294967295), ',')"
PROSPECTS_AS = EVENTS_AS


def write(intake: Intake, same: Mapping[str, str]) -> tuple[Segment, ...]:
    """Writes the segments that change to the work folder; gives all segments from now on.

    `same`: as `encode.encode` gives it.
    """
    intake.run_sql("""
        CREATE TEMP TABLE action_ranks AS
        SELECT code AS action, row_number() OVER (ORDER BY word) AS action_rank FROM coded_actions""")
    old = {s.number: s for s in intake.before.segments}
    touched = sorted(_touched(intake) | (set(old) if intake.dropped else set()))
    drafts = {n: _draft(intake, n, old.get(n), encode.sources(intake, n, same)) for n in touched}
    variants.settle(intake, [path for _, path in drafts.values()])
    new = {number: _finish(intake, number, events, path) for number, (events, path) in drafts.items()}
    return tuple(s for _, s in sorted({**old, **new}.items()))


def _touched(intake: Intake) -> set[int]:
    rows = intake.con.execute("""
        SELECT segment FROM numbered WHERE is_new UNION SELECT unnest([segment, old_segment]) FROM moves
        UNION SELECT unnest([segment, old_segment]) FROM splits UNION SELECT segment FROM retiring_from""").fetchall()
    return encode.segments(intake) | {int(number) for (number,) in rows}


def _draft(intake: Intake, number: int, old: Segment | None, encoded: list[str]) -> tuple[Path | None, Path]:
    """Writes the events of a segment and, for each of its prospects, what follows from them."""
    born = f"ANTI JOIN stillborn s ON {retired.matches('e', 's')}"
    sources = [f"SELECT e.* FROM ({source}) e {born}" for source in encoded]
    if old is not None and old.events is not None:
        older = numbers.staying(intake.kept([intake.folder.events / old.events]))
        sources.append(f"SELECT {schema.names(schema.KEPT)} FROM {older}")
    path = intake.work / fresh_name(f"segment-{number:05d}", "parquet") if sources else None
    if path is not None:
        intake.run_sql(f"COPY ({_ordered(sources)}) TO {path_literal(path)} ({EVENTS_AS})")
    draft = intake.work / f"draft-{number:05d}.parquet"
    intake.run_sql(f"COPY ({_prospects(intake, number, old, path)}) TO {path_literal(draft)} (FORMAT parquet)")
    return path, draft


def _ordered(sources: Sequence[str]) -> str:
    derived = {
        "seq": "(row_number() OVER w - 1)::INTEGER AS seq",
        "prev_action": "lag(action) OVER w AS prev_action",
        "since_prev_us": "epoch_us(happened_at) - lag(epoch_us(happened_at)) OVER w AS since_prev_us",
    }
    columns = ", ".join(derived.get(c, f'"{c}"') for c in schema.STORED)
    return f"""
        SELECT {columns} FROM ({" UNION ALL ".join(sources)}) JOIN action_ranks USING (action)
        WINDOW w AS (PARTITION BY prospect ORDER BY {schema.ORDER})
        ORDER BY prospect, seq"""


def _prospects(intake: Intake, number: int, old: Segment | None, events: Path | None) -> str:
    names = f"SELECT prospect, name FROM numbered WHERE is_new AND segment = {number}"
    names += f" UNION ALL SELECT prospect, name FROM splits WHERE segment = {number}"
    if old is not None:
        older = scan([intake.folder.side / old.prospects])
        names += f" UNION ALL SELECT prospect, name FROM {older} ANTI JOIN splits USING (prospect)"
    source = scan([events]) if events is not None else f"({schema.empty(schema.STORED)})"
    return f"""
        SELECT n.prospect, n.name, e.* EXCLUDE (prospect), {variants.key("e.actions", 0)} AS variant
        FROM ({names}) n LEFT JOIN (
            SELECT prospect, min(happened_at) AS first_at, max(happened_at) AS last_at, count(*)::INTEGER AS n_events,
                   {SEQUENCE} AS actions
            FROM {source} GROUP BY prospect
        ) e USING (prospect)"""


def _finish(intake: Intake, number: int, events: Path | None, draft: Path) -> Segment:
    name = fresh_name("prospects", "parquet")
    intake.run_sql(f"""
        COPY (
            SELECT prospect, name, first_at, last_at, coalesce(n_events, 0)::INTEGER AS n_events,
                   coalesce(c.variant, d.variant) AS variant, {number}::INTEGER AS segment
            FROM {scan([draft])} d LEFT JOIN clashes c USING (actions) ORDER BY prospect
        ) TO {path_literal(intake.work / name)} ({PROSPECTS_AS})""")
    n_events, *rest = intake.one(f"""
        SELECT coalesce(sum(n_events), 0), count(*) FILTER (n_events > 0), count(*) FILTER (n_events = 0),
               epoch_us(min(first_at)), epoch_us(max(last_at)), min(prospect), max(prospect)
        FROM {scan([intake.work / name])}""")
    if events is not None and not n_events:
        events.unlink()
        events = None
    file = events.name if events is not None else None
    return Segment(number, file, name, int(n_events), *rest)
