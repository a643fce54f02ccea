"""Identity: when two records are one event, and when they contradict each other."""

from pyrometer.ledger.files import scan
from pyrometer.ledger.intake import Intake

CONTENT = (
    "source", "source_id", "source_seq", "prospect", "account", "person", "happened_at", "known_at", "precision",
    "side", "actor", "action", "grade", "minutes", "cost", "amount", "currency", "about",
)  # fmt: skip
TIMES = ("happened_at", "known_at")
OFFSET = 1 << 63  # makes an unsigned 64-bit number a signed one


def expressions() -> str:
    """SQL columns id_high, id_low and content of a batch whose `about` is sorted or null.

    JSON keeps apart what plain joining would run together ('ab','c' and 'a','bc'). MD5 is taken because it is the
    same in every version of every engine; it guards against accidents, not against forgers.
    """
    parts = ", ".join(f"{c} := epoch_us({c})" if c in TIMES else f'"{c}" := "{c}"' for c in CONTENT)
    content = f"to_json(struct_pack({parts}))"
    key = f"(CASE WHEN source_id IS NULL THEN {content} ELSE to_json([source, source_id]) END)"
    return (
        f"{signed(f'md5_number_upper({key})')} AS id_high, {signed(f'md5_number_lower({key})')} AS id_low, "
        f"CASE WHEN source_id IS NOT NULL THEN {signed(f'md5_number_lower({content})')} END AS content"
    )


def signed(unsigned: str) -> str:
    """SQL that turns an unsigned 64-bit number into a signed one."""
    return f"({unsigned}::HUGEINT - {OFFSET})::BIGINT"


def judge(intake: Intake) -> tuple[int, int]:
    """Makes the table `fates` (staged_row, is_conflict) of staged rows that are no new events; counts same, conflicts.

    Of several staged rows with one identity that the ledger does not know, the one known first, then the one that
    happened first, then the one with the lowest content hash is new: the order of rows never decides.
    """
    intake.run_sql("CREATE TEMP TABLE twice AS SELECT id_high, id_low FROM staged GROUP BY ALL HAVING count(*) > 1")
    _known(intake)
    contradicts = "s.content IS DISTINCT FROM {}.content"
    intake.run_sql(f"""
        CREATE TEMP TABLE fates AS
        SELECT s.staged_row, {contradicts.format("k")} AS is_conflict
        FROM staged s JOIN known k USING (id_high, id_low)""")
    if intake.one("SELECT count(*) FROM twice")[0]:
        intake.run_sql("""
            INSERT INTO fates
            SELECT staged_row, content IS DISTINCT FROM first_content FROM (
                SELECT s.staged_row, s.content, first_value(s.content) OVER w AS first_content, row_number() OVER w AS n
                FROM (SELECT * FROM staged SEMI JOIN twice USING (id_high, id_low)) s
                ANTI JOIN known USING (id_high, id_low)
                WINDOW w AS (PARTITION BY id_high, id_low
                             ORDER BY known_at NULLS LAST, happened_at, content, file, "row", staged_row)
            ) WHERE n > 1""")
    same, conflicts = intake.one("SELECT count(*) FILTER (NOT is_conflict), count(*) FILTER (is_conflict) FROM fates")
    fresh = "SELECT * FROM staged" + (" ANTI JOIN fates USING (staged_row)" if same + conflicts else "")
    intake.run_sql(f"CREATE TEMP VIEW fresh AS {fresh}")
    return same, conflicts


def _known(intake: Intake) -> None:
    """The table `known`: identities among the staged that the ledger has already.

    Where content is identity, only the segments of the prospects concerned can hold a duplicate. An id of the source
    is unique for ever, whichever prospect a later export hangs it on: then all segments are looked through.
    """
    segments = None
    if not intake.one("SELECT count(source_id) FROM staged")[0]:
        found = intake.con.execute(f"""
            SELECT DISTINCT segment FROM {intake.old_prospects()} SEMI JOIN (
                SELECT prospect AS name FROM staged
                UNION ALL SELECT root FROM roots_before r SEMI JOIN staged s ON s.prospect = r.name
            ) USING (name)""").fetchall()
        segments = frozenset(number for (number,) in found)
    files = intake.old_events(segments)
    if not files:
        intake.run_sql("CREATE TEMP TABLE known (id_high BIGINT, id_low BIGINT, content BIGINT)")
        return
    intake.run_sql(f"""
        CREATE TEMP TABLE known AS SELECT id_high, id_low, content FROM {scan(files)}
        SEMI JOIN staged USING (id_high, id_low)""")
