"""Gaps: what an export left out and a later one tells again was not known in between."""

from collections.abc import Sequence

from pyrometer.ledger.intake import Intake
from pyrometer.ledger.order import KEY
from pyrometer.ledger.spared import MANY, among
from pyrometer.ledger.tellings import Contest


def find(intake: Intake, contest: Contest, facts: Sequence[str]) -> None:
    """Makes `t_gaps` (id_high, id_low, c, untold_from, told_from) among what several exports tell at once.

    Only what would have been taken back leaves a gap: no stage that was left for a later one, nor what an export says
    of nobody. Needs `t_rows`, `t_units`, `t_pairs`, and of rows the states in `t_spared`.
    """
    between = "rank > e.first AND rank < e.last"
    by_units = f"""
        SELECT DISTINCT {_key("e")}, u.rank FROM t_rows e JOIN t_units u USING (series, name)
        WHERE {between} AND e.happened_at > u.since UNION """
    if contest.is_whole:
        by_units = f"SELECT {_key('e')}, rank FROM t_rows e JOIN t_everybody ON {between} UNION "
    elif contest.how == "ids":
        by_units = ""
    intake.run_sql(f"""
        CREATE TEMP TABLE t_silent AS
        SELECT s.*, w.action FROM (
            {by_units}SELECT {_key("e")}, o.rank FROM t_rows e
            JOIN t_pairs o ON o.id_high = e.id_high AND o.id_low = e.id_low AND o.c <> e.c WHERE {between}
        ) s JOIN t_rows w USING ({KEY}) ANTI JOIN t_pairs USING ({KEY}, rank)""")
    if contest.how == "row":
        intake.run_sql(f"DELETE FROM t_silent WHERE ({KEY}, rank) IN (SELECT ({KEY}, rank) FROM t_spared)")
        intake.run_sql(f"""
            DELETE FROM t_silent USING (
                SELECT action, rank FROM t_silent ANTI JOIN t_tells USING (action, rank)
                WHERE {among(facts)} GROUP BY action, rank HAVING count(*) >= {MANY}
            ) n WHERE n.action = t_silent.action AND n.rank = t_silent.rank""")
    intake.run_sql(f"""
        CREATE TEMP TABLE t_gaps AS
        SELECT {_key("g")}, f.told_at AS untold_from, t.told_at AS told_from FROM (
            SELECT {KEY}, min(rank) AS gone, back FROM (
                SELECT {_key("s")}, s.rank, min(p.rank) AS back FROM t_silent s JOIN t_pairs p USING ({KEY})
                WHERE p.rank > s.rank GROUP BY ALL
            ) GROUP BY {KEY}, back
        ) g JOIN t_ranks f ON f.rank = g.gone JOIN t_ranks t ON t.rank = g.back""")


def _key(prefix: str) -> str:
    return ", ".join(f"{prefix}.{c}" for c in KEY.split(", "))
