"""Alike: names of prospects that are written differently and may mean the same, so that one deal counts twice."""

from pyrometer.ledger.intake import Intake

PLAIN = "nfc_normalize(trim(regexp_replace(name, '[\\s\\p{Z}]+', ' ', 'g')))"
NUMBER = "regexp_extract(plain, '^0*([0-9]+?)(\\.0+)?$', 1)"  # 1, 01 and 1.0: what Excel makes of an id
MAY_GO = "regexp_matches(name, '[^!-~]|^0|\\.0+$')"  # a blank, a sign beyond ASCII or a zero: most names have none
FORM = f"CASE WHEN {MAY_GO} THEN coalesce(nullif({NUMBER.replace('plain', PLAIN)}, ''), {PLAIN}) ELSE name END"


def count(intake: Intake) -> int:
    """How many prospects have a name that another has too, but for spaces, Unicode form, case or zeros of a number.

    Names that differ in case alone count only where no export tells of both: in some systems case tells ids apart.
    Whoever was merged is no longer two. Needs `staged` and `roots_before`. All names are looked at once, as numbers;
    only those that share theirs with another are compared.
    """
    names = f"""
        SELECT name FROM {intake.old_prospects()}
        UNION ALL
        SELECT DISTINCT s.prospect FROM staged s ANTI JOIN {intake.old_prospects()} o ON o.name = s.prospect"""
    intake.run_sql(f"""
        CREATE TEMP TABLE shared AS
        SELECT hash(lower({FORM})) AS n FROM ({names}) GROUP BY n HAVING count(*) > 1""")
    if intake.one("SELECT count(*) FROM shared")[0] == 0:
        return 0
    intake.run_sql(f"""
        CREATE TEMP TABLE written AS
        SELECT *, lower(form) AS folded FROM (
            SELECT name, coalesce(root, name) AS root, {FORM} AS form FROM ({names})
            LEFT JOIN roots_before USING (name) WHERE hash(lower({FORM})) IN (FROM shared))""")
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
