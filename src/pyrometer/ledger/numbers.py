"""Numbers: every prospect gets a number in order of birth, once and for ever, and a place in a segment."""

from pyrometer.ledger.files import literal, scan
from pyrometer.ledger.intake import Intake
from pyrometer.ledger.merges import IS_TOLD, MERGED

TARGET = 1_500_000  # events a segment: small enough to be rewritten in a second or two, large enough to scan fast
OVERGROWN = 2  # a segment with as many times its target is split


def assign(intake: Intake, target: int) -> int:
    """Numbers the prospects of the new events; gives how many prospects are numbered from now on.

    Makes the tables `numbered` (name, prospect, segment, is_new), `splits` (prospect, name, old_segment, segment:
    prospects that leave a segment that has grown too large), `homes` (name, origin, home, segment: where the events of
    a name go) and `moves` (origin, home, old_segment, segment: names whose older events go to another prospect).
    """
    intake.run_sql(f"CREATE TEMP TABLE old_prospects AS SELECT * FROM {intake.old_prospects()}")
    n_new = _number(intake)
    _place(intake, target)
    _split(intake, target)
    intake.run_sql("""
        CREATE TEMP TABLE places AS
        SELECT name, prospect, coalesce(s.segment, a.segment) AS segment FROM (
            SELECT name, prospect, segment FROM numbered UNION SELECT name, prospect, segment FROM old_prospects
        ) a LEFT JOIN (SELECT prospect, segment FROM splits) s USING (prospect)""")
    intake.run_sql("""
        CREATE TEMP TABLE homes AS
        SELECT n.name, n.prospect AS origin, h.prospect AS home, h.segment
        FROM numbered n LEFT JOIN roots r ON r.name = n.name JOIN places h ON h.name = coalesce(r.root, n.name)""")
    intake.run_sql("""
        CREATE TEMP TABLE moves AS
        SELECT o.prospect AS origin, b.segment AS old_segment, n.prospect AS home, n.segment
        FROM rehomed m JOIN old_prospects o ON o.name = m.name
        JOIN old_prospects b ON b.name = m.old_root JOIN places n ON n.name = m.root""")
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
                UNION ALL SELECT about['into'], happened_at, 0 FROM fresh WHERE action = {literal(MERGED)} AND {IS_TOLD}
            ) GROUP BY name
        ) b LEFT JOIN old_prospects o USING (name)""")
    return int(intake.one("SELECT count(*) FROM numbering WHERE is_new")[0])


def _place(intake: Intake, target: int) -> None:
    """New prospects go to the segment of the last-born until it is full, then to new ones."""
    last = max(intake.before.segments, key=lambda s: s.high, default=None)
    number, filled = (last.number, last.n_events) if last is not None else (0, 0)
    intake.run_sql(f"""
        CREATE TEMP TABLE numbered AS
        SELECT name, prospect, is_new, (CASE WHEN NOT is_new THEN segment WHEN n_full = 0 THEN {number}
               ELSE {_highest(intake)} + n_full END)::INTEGER AS segment
        FROM (SELECT *, ({filled} - n_events + sum(n_events) OVER (
                  PARTITION BY is_new ORDER BY prospect ROWS UNBOUNDED PRECEDING)) // {target} AS n_full
              FROM numbering)""")


def _split(intake: Intake, target: int) -> None:
    """Prospects that go on for years make a segment grow: then its later-born go to segments of their own."""
    intake.run_sql("CREATE TEMP TABLE splits (prospect BIGINT, name VARCHAR, old_segment INTEGER, segment INTEGER)")
    counts = "SELECT segment, sum(n_events) FROM numbering WHERE NOT is_new GROUP BY segment"
    added = dict(intake.con.execute(counts).fetchall())
    large = [s for s in intake.before.segments if s.n_events + added.get(s.number, 0) > OVERGROWN * target]
    if not large:
        return
    top = max(_highest(intake), intake.one("SELECT coalesce(max(segment), 0) FROM numbered")[0])
    files = scan(intake.folder.side / s.prospects for s in large)
    intake.run_sql(f"""
        INSERT INTO splits
        SELECT prospect, name, segment, {top} + dense_rank() OVER (ORDER BY segment, n_full)
        FROM (SELECT *, (sum(n_events) OVER (PARTITION BY segment ORDER BY prospect ROWS UNBOUNDED PRECEDING)
                         - n_events) // {target} AS n_full FROM {files})
        WHERE n_full > 0""")


def _highest(intake: Intake) -> int:
    return max((s.number for s in intake.before.segments), default=0)


def moved(intake: Intake) -> str | None:
    """SQL that gives older events that go to another prospect or segment; None where there are none."""
    rows = intake.con.execute("SELECT old_segment FROM moves UNION SELECT old_segment FROM splits").fetchall()
    files = intake.old_events(frozenset(number for (number,) in rows))
    if not files:
        return None
    return f"""
        SELECT e.* REPLACE (coalesce(m.home, e.prospect) AS prospect, coalesce(m.segment, s.segment) AS segment,
                            CASE WHEN m.home IS NULL THEN e.origin ELSE nullif(m.origin, m.home) END AS origin)
        FROM {intake.kept(files)} e LEFT JOIN moves m ON m.origin = coalesce(e.origin, e.prospect)
        LEFT JOIN splits s ON s.prospect = e.prospect WHERE coalesce(m.segment, s.segment) IS NOT NULL"""


def staying(events: str) -> str:
    """SQL that gives the older events, read with the SQL `events`, that stay where they are."""
    return f"""{events} e ANTI JOIN moves m ON m.origin = coalesce(e.origin, e.prospect)
        ANTI JOIN splits s ON s.prospect = e.prospect"""
