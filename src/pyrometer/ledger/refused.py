"""Refused: rows that gave no event are kept, each once, with the reason and where they stand."""

from pyrometer.ledger import parts
from pyrometer.ledger.intake import Intake

SAME = "source, file, code, raw"  # what makes two refused rows the same; several alike are told apart by counting
IN_ORDER = 'ORDER BY run, file, "row", code, raw'  # as they were read, and as they stand in their files


def merge(intake: Intake) -> tuple[str, ...]:
    """The parts of the side table from now on; the old ones where nothing changed. Needs the view `refused_now`.

    A row that an earlier reading refused and this one reads as an event, or refuses for another reason, is replaced:
    the correction of a sensor file shows. Row numbers may shift; equal rows are then still recognised by content.
    """
    old = intake.old_rows("refused")
    if not old and not intake.one("SELECT count(*) FROM refused_now")[0]:
        return ()
    intake.run_sql(f"CREATE TEMP VIEW refused_before AS SELECT * FROM {old or 'refused_now LIMIT 0'}")
    for table in ("before", "now"):
        intake.run_sql(f"""
            CREATE TEMP TABLE counted_{table} AS
            SELECT *, row_number() OVER (PARTITION BY {SAME} ORDER BY "row", run) AS nth FROM refused_{table}""")
    new = f"SELECT * EXCLUDE (nth) FROM counted_now ANTI JOIN counted_before USING ({SAME}, nth)"
    stale = f"""
        SELECT source, file, "row", code, nth FROM counted_before b ANTI JOIN counted_now USING ({SAME}, nth)
        SEMI JOIN (SELECT source, file, "row" FROM staged UNION ALL SELECT source, file, "row" FROM counted_now) s
            ON s.source = b.source AND s.file = b.file AND s."row" = b."row" """
    n_new, n_stale = intake.one(f"SELECT (SELECT count(*) FROM ({new})), (SELECT count(*) FROM ({stale}))")
    if n_stale or (intake.dropped and old):
        kept = f'SELECT * EXCLUDE (nth) FROM counted_before ANTI JOIN ({stale}) USING (source, file, code, "row", nth)'
        return parts.replace(intake, "refused", f"FROM ({kept} UNION ALL {new}) {IN_ORDER}")
    return parts.add(intake, "refused", f"{new} {IN_ORDER}") if n_new else intake.before.parts.get("refused", ())
