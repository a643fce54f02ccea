"""Alike: names of prospects that are written differently and may mean the same, so that one deal counts twice."""

from pyrometer.ledger.intake import Intake

PLAIN = "nfc_normalize(trim(regexp_replace(name, '[\\s\\p{Z}]+', ' ', 'g')))"
NUMBER = "regexp_extract(plain, '^0*([0-9]+?)(\\.0+)?$', 1)"  # 1, 01 and 1.0: what Excel makes of an id


def count(intake: Intake) -> int:
    """How many prospects have a name that another has too, but for spaces, Unicode form, case or zeros of a number.

    Names that differ in case alone count only where no export tells of both: in some systems case tells ids apart.
    Whoever was merged is no longer two. Needs `staged` and `roots_before`.
    """
    intake.run_sql(f"""
        CREATE TEMP TABLE written AS
        SELECT *, lower(form) AS folded FROM (
            SELECT *, coalesce(nullif({NUMBER}, ''), plain) AS form FROM (
                SELECT name, coalesce(root, name) AS root, {PLAIN} AS plain FROM (
                    SELECT name FROM {intake.old_prospects()} UNION SELECT prospect FROM staged
                ) LEFT JOIN roots_before USING (name)))""")
    alike = "SELECT {0}, count(DISTINCT root) - 1 AS n FROM written GROUP BY {0} HAVING count(DISTINCT root) > 1"
    if intake.one(f"SELECT 1 FROM ({alike.format('folded')}) LIMIT 1") is None:
        return 0
    (n,) = intake.one(f"""
        SELECT (SELECT coalesce(sum(n), 0) FROM ({alike.format("form")})) + (
            SELECT coalesce(sum(n), 0) FROM (
                SELECT folded, count(DISTINCT form) - 1 AS n FROM written GROUP BY folded HAVING n > 0
            ) ANTI JOIN (
                SELECT w.folded FROM staged s JOIN written w ON w.name = s.prospect
                GROUP BY s.file, w.folded HAVING count(DISTINCT w.form) > 1
            ) USING (folded))""")
    return int(n)
