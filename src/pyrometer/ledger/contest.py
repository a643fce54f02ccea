"""Contest: of what several exports say about a prospect the newest counts; what it takes back is kept with the day."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from pyrometer.ledger import gaps, identity, order, schema, spared, tellings
from pyrometer.ledger.files import scan
from pyrometer.ledger.intake import Intake
from pyrometer.ledger.order import KEY
from pyrometer.ledger.tellings import CUT_OFF, UNSAID, UNSURE, Contest
from pyrometer.model.event import PRECISIONS

ENOUGH = 0.5  # a log that tells less of what it could tell again is no new export of the same, but another part
SAYING = "(is_changed OR NOT is_now)"  # a file that says what it said before has been heard
DAY = PRECISIONS.index("day")


@dataclass(frozen=True, slots=True)
class Judged:
    """How many staged events were there already, contradict one of the same export, and were taken back by a newer one.

    `looks` counts by code what calls for a look: UNSAID, events that the newest export should have told again, but it
    tells such of nobody; UNSURE, events that gave way although it cannot be known which export is the newer; CUT_OFF,
    prospects that the newest export lacks, though it should hold everybody and does not.
    """

    n_same: int
    n_conflicts: int
    n_superseded: int = 0
    looks: Mapping[str, int] = field(default_factory=dict)


def judge(intake: Intake, contest: Contest) -> Judged:
    """Makes `fates` as `identity.judge` does, and the view `fresh`; counts what was found.

    Also `retiring` (of events in the ledger) and `stillborn` (of staged ones): id_high, id_low, c, retired_at.
    """
    _claims(intake)
    _live(intake, contest)
    _rows(intake)
    _units(intake, contest)
    _overruled(intake, contest)
    facts = sorted({fact for t in contest.heard.values() for fact in t.facts})
    unsaid = 0
    if contest.how == "row":
        unsaid = spared.unsaid(intake, facts)
        spared.states(intake, facts)
        intake.run_sql(
            f"CREATE OR REPLACE TEMP TABLE t_over AS SELECT {KEY}, min(rank) AS rank FROM t_over GROUP BY {KEY}"
        )
    gaps.find(intake, contest, facts)
    _outcome(intake)
    _fresh(intake, contest)
    same, conflicts = intake.one("SELECT count(*) FILTER (NOT is_conflict), count(*) FILTER (is_conflict) FROM fates")
    (taken,) = intake.one("SELECT (SELECT count(*) FROM retiring) + (SELECT count(*) FROM stillborn)")
    looks = {UNSAID: unsaid, UNSURE: order.doubtful(intake), CUT_OFF: _cut_off(intake) if contest.is_whole else 0}
    return Judged(same, conflicts, taken, looks)


def first(intake: Intake) -> Judged:
    """The same where nothing is known of exports, or a source speaks for the first time: nothing is taken back."""
    for name in ("retiring", "stillborn"):
        intake.run_sql(f"CREATE TEMP TABLE {name} (id_high BIGINT, id_low BIGINT, c BIGINT, retired_at TIMESTAMP)")
    intake.run_sql(
        "CREATE TEMP TABLE amended (id_high BIGINT, id_low BIGINT, c BIGINT, untold_from TIMESTAMP,"
        " told_from TIMESTAMP, is_live BOOLEAN)"
    )
    intake.run_sql("CREATE TEMP TABLE retiring_from (segment INTEGER)")
    return Judged(*identity.judge(intake))


def _claims(intake: Intake) -> None:
    """`t_claims`: each thing told, once, with the first and last export that tells it; `t_clashes`: conflicts in one.

    Of records with one id in one export the one known first counts: the order of rows never decides.
    """
    intake.run_sql("""
        CREATE TEMP TABLE t_clashes AS SELECT staged_row FROM (
            SELECT staged_row, c, first_value(c) OVER (PARTITION BY id_high, id_low, rank
                   ORDER BY known_at NULLS LAST, happened_at, c, file, "row", staged_row) AS counts
            FROM t_said SEMI JOIN (
                SELECT id_high, id_low, rank FROM t_said WHERE has_id GROUP BY ALL HAVING min(c) <> max(c)
            ) USING (id_high, id_low, rank)
        ) WHERE c <> counts""")
    intake.run_sql(f"""
        CREATE TEMP TABLE t_claims AS
        SELECT {KEY}, any_value(has_id) AS has_id, any_value(name) AS name, max(series) AS series,
               any_value(happened_at) AS happened_at, any_value(precision) AS precision, any_value(action) AS action,
               min(rank) AS first, max(rank) AS last,
               arg_min(staged_row, struct_pack(f := file, r := "row", s := staged_row)) AS staged_row
        FROM t_said ANTI JOIN t_clashes USING (staged_row) WHERE is_changed GROUP BY {KEY}""")


def _live(intake: Intake, contest: Contest) -> None:
    """`t_live`: what the ledger holds of the source about those of whom is told now, or under an id told now."""
    tellings.words(intake)
    files = intake.old_events() if contest.code >= 0 else []
    told = "true" if contest.is_whole else "(p.name IN (SELECT name FROM t_claims) OR e.id_high IN (FROM t_ids))"
    events = intake.old(files) if files else f"({schema.empty(schema.STORED)})"
    intake.run_sql("CREATE TEMP TABLE t_ids AS SELECT DISTINCT id_high FROM t_claims WHERE has_id")
    intake.run_sql(f"""
        CREATE TEMP TABLE t_live AS
        SELECT e.id_high, e.id_low, coalesce(e.content, 0) AS c, e.content IS NOT NULL AS has_id, p.name,
               n.series, e.happened_at, e.precision, w.word AS action, coalesce(b.rank, 0) AS rank, e.segment
        FROM {events} e JOIN t_names p ON p.prospect = coalesce(e.origin, e.prospect)
        JOIN t_files f ON f.code = e.file JOIN t_series n ON n.file = f.word JOIN t_actions w ON w.code = e.action
        LEFT JOIN ({tellings.before()}) b ON b.series = n.series AND b.name = p.name
        WHERE e.source = {contest.code} AND {told}""")


def _rows(intake: Intake) -> None:
    """`t_rows`: claims and what the ledger holds, side by side; `t_pairs` and `t_tells`: which export tells it."""
    both = ", ".join(f"coalesce(k.{c}, l.{c}) AS {c}" for c in ("has_id", "name", "series", "happened_at", "precision"))
    intake.run_sql(f"""
        CREATE TEMP TABLE t_rows AS
        SELECT {KEY}, {both}, coalesce(k.action, l.action) AS action, k.staged_row, l.name IS NOT NULL AS is_live,
               l.segment, least(k.first, l.rank) AS first, greatest(k.last, l.rank) AS last
        FROM t_claims k FULL JOIN t_live l USING ({KEY})""")
    intake.run_sql(f"""
        CREATE TEMP TABLE t_pairs AS SELECT {KEY}, rank FROM t_said UNION SELECT {KEY}, rank FROM t_live""")
    intake.run_sql(f"""
        CREATE TEMP TABLE t_tells AS SELECT DISTINCT name, action, p.rank FROM t_pairs p JOIN t_rows USING ({KEY})""")


def _units(intake: Intake, contest: Contest) -> None:
    """`t_units`: which exports speak of which prospect, and since when; none where only ids speak.

    A file that says what it said before has been heard. A row that was refused in part takes nothing back: it may say
    what could not be read.
    """
    whole = """
        UNION SELECT DISTINCT e.series, e.name, rank, r.told_at, r.since
        FROM t_rows e JOIN t_next n USING (last) JOIN t_ranks r USING (rank)
        ANTI JOIN t_halves h ON h.name = e.name AND h.rank = r.rank"""
    if contest.is_whole:
        _next(intake)
    intake.run_sql(f"""
        CREATE TEMP TABLE t_units AS
        SELECT DISTINCT s.series, s.name, s.rank, r.told_at, r.since FROM t_said s JOIN t_ranks r USING (rank)
        ANTI JOIN refused_now x ON x.file = s.file AND x."row" = s."row"
        WHERE s.is_changed
        UNION SELECT series, name, rank, told_at, since FROM ({tellings.before()}) {whole * contest.is_whole}""")
    if contest.how == "ids" and not contest.is_whole:
        intake.run_sql("DELETE FROM t_units")
    if contest.how == "log":
        intake.run_sql(f"""
            INSERT INTO t_rejected (
                SELECT u.rank FROM t_rows e JOIN t_units u USING (series, name)
                LEFT JOIN t_pairs p
                ON p.id_high = e.id_high AND p.id_low = e.id_low AND p.c = e.c AND p.rank = u.rank
                WHERE e.first < u.rank AND e.happened_at > u.since
                GROUP BY u.rank HAVING count(p.rank) < {ENOUGH} * count(*))""")
        intake.run_sql("DELETE FROM t_units WHERE rank IN (FROM t_rejected)")


def _next(intake: Intake) -> None:
    """`t_next`: after an export, the first that holds everybody; `t_halves`: of whom it has a row refused in part.

    Who stands in a row that was refused is not known, and an export that tells of less than half as many as the one
    before is cut off, or another: neither holds everybody. One read before held everybody if none lives of an older.
    """
    intake.run_sql("""
        CREATE TEMP TABLE t_halves AS
        SELECT DISTINCT s.name, s.rank FROM t_said s SEMI JOIN refused_now USING (file, "row")""")
    intake.run_sql(f"""
        CREATE TEMP TABLE t_everybody AS
        SELECT rank FROM (
            SELECT *, coalesce(n >= {ENOUGH} * lag(n) OVER (ORDER BY rank), true) AS is_enough
            FROM (SELECT rank, count(DISTINCT name) AS n FROM t_tells GROUP BY rank) JOIN t_ranks USING (rank)
            WHERE {SAYING}
        ) WHERE (NOT is_now AND rank <= (SELECT min(rank) FROM t_live WHERE rank > 0))
        OR (is_now AND is_enough AND file NOT IN (
            SELECT file FROM refused_now ANTI JOIN t_said USING (file, "row") WHERE code <> 'no-prospect'))""")
    intake.run_sql("""
        CREATE TEMP TABLE t_next AS
        SELECT p.rank AS last, min(n.rank) AS rank FROM (SELECT rank FROM t_ranks UNION SELECT 0) p
        JOIN t_everybody n ON n.rank > p.rank GROUP BY p.rank""")


def _cut_off(intake: Intake) -> int:
    (n,) = intake.one("""
        SELECT count(DISTINCT name) FROM t_live l, (SELECT max(rank) AS newest FROM t_ranks WHERE is_changed) r
        WHERE newest NOT IN (FROM t_everybody)
        AND NOT EXISTS (FROM t_tells t WHERE t.rank = newest AND t.name = l.name)""")
    return int(n)


def _overruled(intake: Intake, contest: Contest) -> None:
    """`t_over`: what a later export should have told again and did not, or told otherwise under the same id.

    The first such export; of how things stood in a row each, for some may be spared.
    """
    each = "CASE WHEN NOT e.has_id THEN u.rank END" if contest.how == "row" else "NULL"
    only_whole = "AND false" if contest.how == "ids" and not contest.is_whole else ""
    intake.run_sql(f"""
        CREATE TEMP TABLE t_over AS
        SELECT {KEY}, min(rank) AS rank FROM (
            SELECT {KEY}, u.rank, {each} AS each FROM t_rows e JOIN t_units u USING (series, name)
            WHERE u.rank > e.last AND e.happened_at > u.since {only_whole}
            UNION ALL
            SELECT e.id_high, e.id_low, e.c, CASE WHEN o.first > e.last THEN o.first ELSE o.last END, NULL
            FROM t_rows e JOIN t_rows o ON o.id_high = e.id_high AND o.id_low = e.id_low AND o.c <> e.c
            WHERE o.last > e.last
        ) GROUP BY {KEY}, each""")


def _outcome(intake: Intake) -> None:
    """`retiring`, `stillborn` and `fates`; what an old export tells again of what was taken back is the same."""
    told = "SELECT e.id_high, e.id_low, e.c, r.told_at AS retired_at"
    over = f"FROM t_rows e JOIN t_over o USING ({KEY}) JOIN t_ranks r ON r.rank = o.rank"
    old = intake.old_parts("retired")
    known = f"SEMI JOIN (SELECT id_high, id_low, coalesce(content, 0) AS c FROM {scan(old)}) USING ({KEY})"
    again = f"SELECT staged_row {over} {known} WHERE NOT is_live" if old else "SELECT NULL::BIGINT WHERE false"
    intake.run_sql(f"CREATE TEMP TABLE t_again AS {again}")
    intake.run_sql(f"CREATE TEMP TABLE retiring AS {told} {over} WHERE is_live")
    intake.run_sql(f"""
        CREATE TEMP TABLE stillborn AS {told} {over} WHERE NOT is_live AND staged_row NOT IN (FROM t_again)""")
    intake.run_sql(f"""
        CREATE TEMP TABLE retiring_from AS SELECT DISTINCT segment FROM t_rows SEMI JOIN retiring USING ({KEY})""")
    intake.run_sql(f"""
        CREATE TEMP TABLE fates AS
        SELECT staged_row, true AS is_conflict FROM t_clashes
        UNION ALL SELECT s.staged_row, false FROM t_said s ANTI JOIN t_clashes USING (staged_row)
        LEFT JOIN (SELECT {KEY}, staged_row FROM t_rows
                   WHERE NOT is_live AND coalesce(staged_row NOT IN (FROM t_again), true)) e USING (staged_row)
        WHERE e.staged_row IS NULL""")


def _fresh(intake: Intake, contest: Contest) -> None:
    """The view `fresh`: staged rows that are new; `amended` (identity, untold_from, told_from): those not known before.

    What an earlier export could have said and did not, or said otherwise, was recorded after it; so also of events in
    the ledger, where the earlier export is read later.
    """
    before = "FROM t_units u JOIN t_ranks r USING (rank) WHERE u.series = e.series AND u.name = e.name"
    before = "FROM t_ranks u JOIN t_ranks r USING (rank) WHERE true" if contest.is_whole else before
    intake.run_sql(f"""
        CREATE TEMP TABLE amended AS
        SELECT e.id_high, e.id_low, e.c, NULL::TIMESTAMP AS untold_from, r.told_at AS told_from, e.is_live
        FROM t_rows e JOIN t_ranks r ON r.rank = e.first
        WHERE EXISTS (
            {before} AND (r.is_changed OR NOT e.is_live) AND u.rank < e.first AND e.happened_at > u.since
            AND e.happened_at + CASE WHEN e.precision = {DAY} THEN INTERVAL 1 DAY ELSE INTERVAL 0 DAY END <= u.told_at
        ) OR (NOT e.is_live AND EXISTS (
            FROM t_rows o WHERE o.id_high = e.id_high AND o.id_low = e.id_low AND o.c <> e.c AND o.first < e.first))
        UNION ALL SELECT g.*, e.is_live FROM t_gaps g JOIN t_rows e USING (id_high, id_low, c)""")
    intake.run_sql("CREATE TEMP VIEW fresh AS SELECT * FROM staged ANTI JOIN fates USING (staged_row)")
