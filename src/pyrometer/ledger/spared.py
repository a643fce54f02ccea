"""Spared: what an export no longer tells and yet does not take back."""

from collections.abc import Sequence

from pyrometer.ledger.files import literal
from pyrometer.ledger.intake import Intake
from pyrometer.ledger.order import KEY
from pyrometer.model.event import FIELD_CHANGE

MANY = 5  # so many prospects do not lose the same on the same day by chance: then the export is written otherwise


def unsaid(intake: Intake, facts: Sequence[str]) -> int:
    """What an export tells of nobody any more, though it was told of many, is not taken back: a word was renamed.

    That holds for those of whom it speaks; of the others it says nothing at all.
    """
    over = f"FROM t_over o JOIN t_rows e USING ({KEY}) SEMI JOIN t_tells s ON s.name = e.name AND s.rank = o.rank"
    intake.run_sql(f"""
        CREATE TEMP TABLE t_unsaid AS
        SELECT e.action, o.rank {over} ANTI JOIN t_tells a ON a.action = e.action AND a.rank = o.rank
        WHERE {among(facts, "e.")}
        GROUP BY e.action, o.rank HAVING count(*) >= {MANY}""")
    intake.run_sql(f"""
        CREATE TEMP TABLE t_spared AS
        SELECT {KEY}, o.rank {over} JOIN t_unsaid u ON u.action = e.action AND u.rank = o.rank""")
    _spare(intake)
    (n,) = intake.one("SELECT count(*) FROM t_spared")
    return int(n)


def states(intake: Intake, facts: Sequence[str]) -> None:
    """How things stood is not taken back by how they stand later: a stage that was left stays where it was.

    Unless the row now tells of the same stage, or of an earlier day: then the earlier telling was corrected.
    """
    intake.run_sql(f"""
        CREATE TEMP TABLE t_states AS
        SELECT *, action = {literal(FIELD_CHANGE)} AS is_set FROM t_rows
        WHERE NOT {among(facts)} AND NOT has_id""")
    intake.run_sql(f"""
        CREATE TEMP TABLE t_stands AS
        SELECT name, is_set, p.rank, max(happened_at) AS now_at
        FROM t_states JOIN t_pairs p USING ({KEY}) GROUP BY ALL""")
    intake.run_sql("CREATE OR REPLACE TEMP TABLE t_spared (id_high BIGINT, id_low BIGINT, c BIGINT, rank BIGINT)")
    ranks = intake.con.execute("SELECT DISTINCT rank FROM t_stands ORDER BY rank").fetchall()
    for (rank,) in ranks:  # one after the other: what an earlier export took back spares nothing
        intake.run_sql(f"""
            INSERT INTO t_spared SELECT DISTINCT e.id_high, e.id_low, e.c, n.rank FROM t_states e
            JOIN t_stands n USING (name, is_set) JOIN (
                FROM t_states ANTI JOIN (SELECT {KEY} FROM t_over WHERE rank < {rank}) USING ({KEY})
                WHERE first <= {rank}
            ) x USING (name, is_set)
            WHERE n.rank = {rank} AND e.happened_at < x.happened_at AND x.happened_at <= n.now_at
            AND (e.is_set OR x.action <> e.action)""")
        _spare(intake)


def _spare(intake: Intake) -> None:
    intake.run_sql("""
        DELETE FROM t_over USING t_spared s WHERE t_over.rank = s.rank
        AND t_over.id_high = s.id_high AND t_over.id_low = s.id_low AND t_over.c = s.c""")


def among(facts: Sequence[str], prefix: str = "") -> str:
    """SQL: the action is one of those."""
    return f"{prefix}action IN ({', '.join(map(literal, facts))})" if facts else "false"
