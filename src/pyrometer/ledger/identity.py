"""Identity: when two records are one event, and when they contradict each other."""

from pyrometer.ledger import schema
from pyrometer.ledger.intake import Intake

CONTENT = (
    "source", "source_id", "source_seq", "prospect", "account", "person", "happened_at", "known_at", "precision",
    "side", "actor", "action", "grade", "minutes", "cost", "amount", "currency", "about",
)  # fmt: skip
TIMES = ("happened_at", "known_at")
LOW = (1 << 64) - 1
OFFSET = 1 << 63  # makes an unsigned 64-bit number a signed one


def identified(events: str) -> str:
    """SQL that adds id_high, id_low and content to a SELECT of events whose `about` is sorted or null.

    JSON keeps apart what plain joining would run together ('ab','c' and 'a','bc'). MD5 is taken because it is the
    same in every version of every engine; it guards against accidents, not against forgers.
    """
    values = ", ".join(f"epoch_us({c})" if c in TIMES else f'"{c}"' for c in CONTENT)
    content = f"md5_number(json_array({values}))"
    own = "md5_number(json_array(source, source_id))"
    hashed = f"SELECT *, {content} AS said, CASE WHEN source_id IS NOT NULL THEN {own} END AS own FROM ({events})"
    return f"""
        SELECT * EXCLUDE (said, own), {signed("coalesce(own, said) >> 64")} AS id_high,
               {signed(f"coalesce(own, said) & {LOW}::UHUGEINT")} AS id_low,
               CASE WHEN own IS NOT NULL THEN {signed(f"said & {LOW}::UHUGEINT")} END AS content
        FROM ({hashed})"""


def signed(unsigned: str) -> str:
    """SQL that turns an unsigned 64-bit number into a signed one."""
    return f"(({unsigned})::HUGEINT - {OFFSET})::BIGINT"


def judge(intake: Intake) -> tuple[int, int]:
    """Makes the table `fates` (staged_row, is_conflict) of staged rows that are no new events; counts same, conflicts.

    Of several staged rows with one identity that the ledger does not know, the one known first, then the one that
    happened first, then the one with the lowest content hash is new: the order of rows never decides.
    """
    intake.run_sql("CREATE TEMP TABLE twice AS SELECT id_high, id_low FROM staged GROUP BY ALL HAVING count(*) > 1")
    intake.run_sql(f"""
        CREATE TEMP TABLE fates AS
        SELECT s.staged_row, s.content IS DISTINCT FROM k.content AS is_conflict
        FROM staged s JOIN ({_known(intake)}) k USING (id_high, id_low)""")
    if intake.one("SELECT count(*) FROM twice")[0]:
        intake.run_sql("""
            INSERT INTO fates
            SELECT staged_row, content IS DISTINCT FROM first_content FROM (
                SELECT s.staged_row, s.content, first_value(s.content) OVER w AS first_content, row_number() OVER w AS n
                FROM (SELECT * FROM staged SEMI JOIN twice USING (id_high, id_low)) s ANTI JOIN fates USING (staged_row)
                WINDOW w AS (PARTITION BY id_high, id_low
                             ORDER BY known_at NULLS LAST, happened_at, content, file, "row", staged_row)
            ) WHERE n > 1""")
    same, conflicts = intake.one("SELECT count(*) FILTER (NOT is_conflict), count(*) FILTER (is_conflict) FROM fates")
    fresh = "SELECT * FROM staged" + (" ANTI JOIN fates USING (staged_row)" if same + conflicts else "")
    intake.run_sql(f"CREATE TEMP VIEW fresh AS {fresh}")
    return same, conflicts


def _known(intake: Intake) -> str:
    """SQL that gives the identities and contents of what the ledger has already.

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
    columns = {c: schema.KEPT[c] for c in ("id_high", "id_low", "content")}
    return f"SELECT {schema.names(columns)} FROM {intake.old(files)}" if files else schema.empty(columns)
