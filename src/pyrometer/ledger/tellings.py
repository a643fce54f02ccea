"""Tellings: which export spoke of whom, and when; the newest one that speaks of a prospect counts."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from pyrometer.ledger import alike, dictionaries, order, parts, schema
from pyrometer.ledger.files import literal
from pyrometer.ledger.intake import Intake
from pyrometer.ledger.order import ALWAYS, KEY
from pyrometer.sensors._batch import Batch, Telling
from pyrometer.sensors._telling import series

Heard = dict[str, Telling]  # by file
GONE, UNSAID, UNSURE, CUT_OFF, ALIKE, REPEATED = "gone", "unsaid", "order-unsure", "cut-off", "alike", "repeated"


@dataclass(frozen=True, slots=True)
class Contest:
    """What is told now of one source, and what it told before; `how` is what it means to leave something out."""

    source: str
    code: int  # of the source; -1: it is new, or all it said before gives way
    how: str
    heard: Mapping[str, Telling]
    is_changed: bool  # whether any file says other than when it was read last

    @property
    def is_first(self) -> bool:
        """Whether there is but one export: nothing is said twice."""
        return self.code < 0 and len(self.heard) == 1

    @property
    def is_whole(self) -> bool:
        """Whether an export holds everybody."""
        return any(t.is_whole for t in self.heard.values())


def listen(batches: Iterable[Batch], heard: Heard) -> Iterator[Batch]:
    """The batches as they come; notes which export each belongs to."""
    for batch in batches:
        if batch.telling is not None:
            heard[batch.telling.file] = batch.telling
        yield batch


def contest(intake: Intake, heard: Heard, source: str, read_at: datetime) -> Contest:
    """Makes `t_before`, `t_ranks` (exports in order of time) and `t_said` (staged rows, each with its export's rank).

    A file whose prospects stand in several rows says nothing by leaving something out: then only ids speak.
    """
    sources = dictionaries.small(intake.folder, intake.before)["sources"]
    code = sources.index(source) if source in sources and intake.dropped != source else -1
    how = next(iter(heard.values())).how
    repeats = 'SELECT 1 FROM staged GROUP BY file, prospect HAVING min("row") <> max("row") LIMIT 1'
    if how == "row" and intake.one(repeats) is not None:
        how = "ids"
    told = intake.old_rows("told")
    before = f" UNION ALL BY NAME SELECT * FROM {told} WHERE source = {literal(source)}" if told else ""
    intake.run_sql(f"CREATE TEMP TABLE t_told AS {_nobody()}{before}")
    _series(intake, heard)
    intake.run_sql("""
        CREATE TEMP VIEW t_before AS SELECT t.*, n.series FROM t_told t JOIN t_series n USING (file)
        WHERE prospect IS NOT NULL""")
    intake.run_sql("CREATE TEMP TABLE t_rejected (rank BIGINT)")
    order.rank(intake, heard, how, read_at)
    intake.run_sql("""
        CREATE TEMP TABLE t_said AS
        SELECT staged_row, id_high, id_low, coalesce(content, 0) AS c, content IS NOT NULL AS has_id,
               prospect AS name, n.series, r.rank, r.is_changed, happened_at, known_at, precision, action,
               s.file, s."row"
        FROM staged s JOIN t_ranks r ON r.file = s.file AND r.is_now JOIN t_series n ON n.file = s.file""")
    is_changed = intake.one("SELECT count(*) FROM t_ranks WHERE is_changed")[0] > 0
    return Contest(source, code, how, heard, is_changed)


def _nobody() -> str:
    return f"""
        SELECT NULL::VARCHAR AS source, NULL::BIGINT AS prospect,
               NULL::TIMESTAMP AS told_at, NULL::VARCHAR AS file, {ALWAYS} AS since, NULL::VARCHAR AS said,
               NULL::TIMESTAMP AS written_at, NULL::TIMESTAMP AS reaches
        WHERE false"""


def _series(intake: Intake, heard: Heard) -> None:
    """Makes `t_series` (file, series): exports of one kind, week by week; all are of one where a sensor has but one."""
    import pyarrow as pa

    known = dictionaries.small(intake.folder, intake.before)["files"]
    told = [file for (file,) in intake.con.execute("SELECT DISTINCT file FROM t_told").fetchall()]
    files = sorted({*known, *told, *heard})
    are_many = any(t.is_one_of_many for t in heard.values())
    found = pa.table({"file": files, "series": [series(file) if are_many else "" for file in files]})
    _register(intake, "t_series", found)


def words(intake: Intake) -> None:
    """Makes `t_actions` and `t_files` (code, word)."""
    import pyarrow as pa

    known = dictionaries.small(intake.folder, intake.before)
    for name, found in (("t_actions", known["actions"]), ("t_files", known["files"])):
        columns = {"code": pa.array(range(len(found)), pa.int32()), "word": pa.array(found, pa.string())}
        _register(intake, name, pa.table(columns))


def _register(intake: Intake, name: str, found: Any) -> None:
    intake.con.register("found", found)
    intake.run_sql(f"CREATE TEMP TABLE {name} AS FROM found")
    intake.con.unregister("found")


def missed(intake: Intake, contest: Contest | None, judged: Mapping[str, int]) -> dict[str, int]:
    """By code, what the newest export no longer has: prospects that are GONE, events that are UNSAID of anybody.

    And what else calls for a look: the counts `judged` by code, and prospects whose names are ALIKE.
    """
    if contest is not None and not contest.is_changed:
        return last_missed(intake, contest.source)
    counts = {GONE: _gone(intake, contest) if contest is not None else 0, **judged, ALIKE: alike.count(intake)}
    return {code: n for code, n in counts.items() if n}


def repeated(intake: Intake) -> dict[str, int]:
    """How many records stand more than once in one export, by code; what another export told before is no repeat."""
    (n,) = intake.one(f"""
        SELECT (SELECT count(*) FROM t_said) - (SELECT count(*) FROM (SELECT DISTINCT {KEY}, rank FROM t_said))""")
    return {REPEATED: int(n)} if n else {}


def _gone(intake: Intake, contest: Contest) -> int:
    """How many prospects, where the newest export has most of them and may have left some out."""
    if contest.how != "row" or contest.is_whole:
        return 0
    n_old, n_all = intake.one(f"""
        SELECT count(*) FILTER (rank < newest), count(*)
        FROM (SELECT rank, max(rank) OVER () AS newest FROM ({_newest()}))""")
    return int(n_old) if 2 * n_old <= n_all else 0


def last_missed(intake: Intake, source: str) -> dict[str, int]:
    """What was missed at the last reading of that source, by code."""
    runs = parts.read(intake.old_parts("runs"), schema.runs()).select(["run", "source", "counts"]).to_pylist()
    mine = [run for run in runs if run["source"] == source]
    counts = dict(max(mine, key=lambda run: run["run"])["counts"] or ()) if mine else {}
    return {code: counts[code] for code in (GONE, UNSAID, UNSURE, CUT_OFF, ALIKE) if code in counts}


def keep(intake: Intake, contest: Contest) -> tuple[str, ...]:
    """The parts of the side table from now on: of each prospect that the source ever spoke of, its newest export."""
    old = intake.old_rows("told")
    others = f" UNION ALL BY NAME SELECT * FROM {old} WHERE source <> {literal(contest.source)}" if old else ""
    return parts.replace(
        intake,
        "told",
        f"""
        SELECT {literal(contest.source)} AS source, p.prospect, r.told_at, r.file, r.since, NULL::VARCHAR AS said,
               r.written_at, r.reaches
        FROM ({_newest()}) n JOIN t_names p USING (name) JOIN t_ranks r USING (rank)
        UNION ALL SELECT {literal(contest.source)}, NULL, told_at, file, since, said, written_at, reaches
        FROM t_ranks WHERE is_now
        UNION ALL SELECT * FROM t_told
        WHERE prospect IS NULL AND file NOT IN (SELECT file FROM t_ranks WHERE is_now){others}""",
    )


def _newest() -> str:
    """SQL of the rank of the newest export that speaks of each prospect; by name."""
    return f"""
        SELECT series, name, max(rank) AS rank FROM (
            SELECT series, name, rank FROM t_said ANTI JOIN t_rejected USING (rank)
            UNION ALL SELECT series, name, rank FROM ({before()}))
        GROUP BY series, name"""


def before() -> str:
    """SQL of what was told before: series, name, rank, told_at, since."""
    return """
        SELECT b.series, p.name, r.rank, r.told_at, r.since FROM t_before b
        JOIN t_names p USING (prospect)
        JOIN t_ranks r ON r.told_at = b.told_at AND r.file = b.file AND NOT r.is_now"""


def names(intake: Intake, *, are_numbered: bool) -> None:
    """Makes the view `t_names` (prospect, name) of everybody who has a number by now."""
    new = " UNION ALL SELECT prospect, name FROM numbered WHERE is_new" if are_numbered else ""
    intake.run_sql(f"CREATE OR REPLACE TEMP VIEW t_names AS SELECT prospect, name FROM {intake.old_prospects()}{new}")
