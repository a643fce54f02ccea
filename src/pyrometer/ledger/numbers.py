"""Numbers: every prospect gets a number in order of birth, and a place in a segment, once and for ever."""

from pyrometer.ledger.files import scan
from pyrometer.ledger.intake import Intake

TARGET = 1_500_000  # events a segment: small enough to be rewritten in a second or two, large enough to scan fast


def assign(intake: Intake, target: int) -> int:
    """Numbers the prospects of the new events; gives how many prospects are numbered from now on.

    Makes the tables `numbered` (name, prospect, segment, is_new), `homes` (name, origin, home, segment: where the
    events of a name go) and `moves` (origin, home, old_segment, segment: prospects whose older events move).
    """
    intake.run_sql(f"CREATE TEMP TABLE old_prospects AS SELECT * FROM {intake.old_prospects()}")
    n_new = _number(intake)
    _place(intake, target)
    intake.run_sql("""
        CREATE TEMP TABLE homes AS
        SELECT n.name, n.prospect AS origin, h.prospect AS home, h.segment
        FROM numbered n LEFT JOIN roots r ON r.name = n.name JOIN numbered h ON h.name = coalesce(r.root, n.name)""")
    _move(intake)
    return intake.before.n_numbers + n_new


def _number(intake: Intake) -> int:
    first = intake.before.n_numbers
    intake.run_sql(f"""
        CREATE TEMP TABLE numbering AS
        SELECT b.name, b.n_events, o.prospect IS NULL AS is_new, o.segment, coalesce(o.prospect, {first} - 1 +
               row_number() OVER (PARTITION BY o.prospect IS NULL ORDER BY born_at, b.name)) AS prospect
        FROM (
            SELECT name, min(happened_at) AS born_at, sum(n) AS n_events FROM (
                SELECT prospect AS name, happened_at, (r.root IS NULL)::INTEGER AS n
                FROM fresh LEFT JOIN roots r ON r.name = fresh.prospect
                UNION ALL SELECT r.root, happened_at, 1 FROM fresh JOIN roots r ON r.name = fresh.prospect
            ) GROUP BY name
        ) b LEFT JOIN old_prospects o USING (name)""")
    return int(intake.one("SELECT count(*) FROM numbering WHERE is_new")[0])


def _place(intake: Intake, target: int) -> None:
    """New prospects go to the newest segment until it is full, then to the next."""
    last = max(intake.before.segments, key=lambda s: s.number, default=None)
    number, filled = (last.number, last.n_events) if last is not None else (0, 0)
    intake.run_sql(f"""
        CREATE TEMP TABLE numbered AS
        SELECT name, prospect, is_new, CASE WHEN is_new THEN ({number} + ({filled} + sum(n_events) OVER (
            PARTITION BY is_new ORDER BY prospect ROWS UNBOUNDED PRECEDING) - n_events) // {target})::INTEGER
            ELSE segment END AS segment
        FROM numbering""")


def _move(intake: Intake) -> None:
    everyone = "SELECT name, prospect, segment FROM numbered UNION SELECT name, prospect, segment FROM old_prospects"
    intake.run_sql(f"""
        CREATE TEMP TABLE moves AS
        WITH everyone AS ({everyone})
        SELECT o.prospect AS origin, b.segment AS old_segment, n.prospect AS home, n.segment
        FROM rehomed m JOIN old_prospects o ON o.name = m.name
        JOIN everyone b ON b.name = m.old_root JOIN everyone n ON n.name = m.root""")


def moved(intake: Intake) -> str | None:
    """SQL that gives older events that a merge brings to another prospect; None where there are none."""
    rows = intake.con.execute("SELECT DISTINCT old_segment FROM moves").fetchall()
    files = intake.old_events(frozenset(number for (number,) in rows))
    if not files:
        return None
    return f"""
        SELECT e.* REPLACE (m.home AS prospect, nullif(m.origin, m.home) AS origin, m.segment AS segment)
        FROM {scan(files)} e JOIN moves m ON m.origin = coalesce(e.origin, e.prospect)"""
