"""Conflicts: records that carry an id the ledger knows, but say something else; kept aside, never overwritten."""

from pyrometer.ledger import parts
from pyrometer.ledger.identity import CONTENT
from pyrometer.ledger.intake import Intake


def keep(intake: Intake) -> tuple[str, ...]:
    """The parts of the side table from now on; each conflicting content is kept once."""
    old = intake.old_rows("conflicts")
    if not (intake.dropped and old) and not intake.one("SELECT count(*) FROM fates WHERE is_conflict")[0]:
        return intake.before.parts.get("conflicts", ())
    known = f"ANTI JOIN {old} USING (id_high, id_low, content)" if old else ""
    said = {"person": f"{intake.vault.opaque_sql('person')} AS person"}
    columns = ", ".join(said.get(c, f'"{c}"') for c in (*CONTENT, "file", "row"))
    intake.run_sql(f"""
        CREATE TEMP TABLE new_conflicts AS
        SELECT * EXCLUDE (nth) FROM (
            SELECT {columns}, {intake.run}::INTEGER AS run, id_high, id_low, content,
                   row_number() OVER (PARTITION BY id_high, id_low, content ORDER BY file, "row") AS nth
            FROM staged SEMI JOIN (FROM fates WHERE is_conflict) USING (staged_row)
        ) {known} WHERE nth = 1""")
    if intake.dropped and old:
        return parts.replace(intake, "conflicts", f"FROM {old} UNION ALL FROM new_conflicts")
    if not intake.one("SELECT count(*) FROM new_conflicts")[0]:
        return intake.before.parts.get("conflicts", ())
    return parts.add(intake, "conflicts", "FROM new_conflicts")
