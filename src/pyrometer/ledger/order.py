"""Order: which of two exports is the newer one, by what they tell; and where that cannot be known."""

from collections.abc import Mapping
from datetime import datetime

from pyrometer.ledger.files import literal
from pyrometer.ledger.intake import Intake
from pyrometer.sensors._batch import Telling

ALWAYS = "TIMESTAMP '0001-01-01'"
KEY = "id_high, id_low, c"  # an event as told: its identity, and its content where the source has ids


def rank(intake: Intake, heard: Mapping[str, Telling], how: str, read_at: datetime) -> None:
    """Makes `t_ranks`: exports in order of time, those of `t_before` and those heard now. Needs `t_told`.

    An export is of the day in its name; without one, of the newest thing it tells, for nobody can tell of what is to
    come, and copying a file changes its time and not its words. The file's time only decides between exports that
    reach equally far. The same file again comes after what it said before. `written_at` is empty where the name has a
    day. `said` is a sum of all that a file says: by it a file that was read before is known again.
    """
    import pyarrow as pa

    rows = [{"file": t.file, "told_at": t.told_at, "is_dated": t.is_dated, "how": t.is_whole} for t in heard.values()]
    kinds = [("file", pa.string()), ("told_at", pa.timestamp("us")), ("is_dated", pa.bool_()), ("how", pa.bool_())]
    intake.con.register("exports", pa.Table.from_pylist(rows, pa.schema(kinds)))
    since = "min(happened_at)" if how == "log" else ALWAYS
    told = f"""
        SELECT file, {since} AS since, max(greatest(happened_at,
                   CASE WHEN known_at <= TIMESTAMP {literal(read_at)} THEN known_at END)) AS reaches,
               count(*) || ':' || sum(id_low::HUGEINT + 31 * coalesce(content, 0)::HUGEINT) AS said
        FROM staged GROUP BY file"""
    intake.run_sql(f"""
        CREATE TEMP TABLE t_ranks AS
        SELECT *, row_number() OVER (ORDER BY told_at, written_at NULLS FIRST, file, is_now) AS rank FROM (
            SELECT told_at, any_value(written_at) AS written_at, coalesce(any_value(reaches), told_at) AS reaches, file,
                   max(since) AS since, NULL AS said, false AS is_now, false AS is_changed
            FROM t_before GROUP BY told_at, file
            UNION ALL
            SELECT CASE WHEN is_dated THEN told_at WHEN NOT changed THEN before
                        WHEN reaches <= before THEN greatest(before, told_at) ELSE reaches END,
                   CASE WHEN NOT is_dated THEN greatest(told_at, written_before) END,
                   reaches, file, since, now, true, changed
            FROM (
                SELECT e.*, s.since, s.reaches, concat_ws(':', e.how, s.said) AS now,
                       now IS DISTINCT FROM b.said AS changed, b.told_at AS before, b.written_at AS written_before
                FROM exports e JOIN ({told}) s USING (file)
                LEFT JOIN (FROM t_told WHERE prospect IS NULL) b USING (file)
            )
        )""")
    intake.con.unregister("exports")


def doubtful(intake: Intake) -> int:
    """How many events give way to an export of which cannot be known that it is the newer. Needs `t_over`.

    The files' times say the opposite, or nothing, and the one taken for newer tells nothing of the prospects of the
    other that is later than all the other tells. Days in names and files put over older ones leave no doubt.
    """
    intake.run_sql(f"""
        CREATE TEMP TABLE t_doubts AS
        SELECT older, newer, x.told_at FROM (
            SELECT DISTINCT e.last AS older, o.rank AS newer FROM t_over o JOIN t_rows e USING ({KEY})
        ) JOIN t_ranks x ON x.rank = older JOIN t_ranks y ON y.rank = newer
        WHERE (x.written_at IS NOT NULL OR y.written_at IS NOT NULL) AND CASE
            WHEN x.file = y.file THEN y.reaches < x.reaches
            ELSE x.told_at = y.told_at OR coalesce(y.written_at, y.told_at) < coalesce(x.written_at, x.told_at) END""")
    if not intake.one("SELECT count(*) FROM t_doubts")[0]:
        return 0
    intake.run_sql(f"""
        DELETE FROM t_doubts USING (
            SELECT DISTINCT older, newer FROM t_doubts d
            JOIN t_pairs p ON p.rank = d.newer JOIN t_rows e USING ({KEY})
            JOIN (SELECT DISTINCT q.rank, name FROM t_pairs q JOIN t_rows USING ({KEY})) t
            ON t.rank = d.older AND t.name = e.name
            WHERE e.happened_at > d.told_at
        ) s WHERE t_doubts.older = s.older AND t_doubts.newer = s.newer""")
    (n,) = intake.one(f"""
        SELECT count(*) FROM t_over o JOIN t_rows e USING ({KEY})
        JOIN t_doubts d ON d.older = e.last AND d.newer = o.rank""")
    return int(n)
