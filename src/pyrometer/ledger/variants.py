"""Variants: prospects with the same sequence of actions share a number, verified against a real sequence each."""

from collections.abc import Sequence
from pathlib import Path

from pyrometer.ledger import identity
from pyrometer.ledger.files import scan
from pyrometer.ledger.intake import Intake


def key(actions: str, salt: int) -> str:
    """SQL of the 64-bit key of a sequence of action codes like '3,5,7'; a salt gives another one."""
    salted = f"{actions} || '#{salt}'" if salt else actions
    return identity.signed(f"md5_number_lower({salted})")


def settle(intake: Intake, drafts: Sequence[Path]) -> None:
    """Makes the tables `clashes` (actions, variant: sequences whose plain key belongs to another) and `new_variants`.

    A sequence takes the first salt whose key is free or its own already; among new ones the lowest sequence goes first.
    """
    known = intake.old_parts("variants")
    earlier = scan(known) if known else "(SELECT NULL::BIGINT AS variant, NULL::VARCHAR AS actions WHERE false)"
    intake.run_sql(f"""
        CREATE TEMP TABLE seen AS SELECT DISTINCT variant, actions FROM {scan(drafts)} WHERE actions IS NOT NULL""")
    intake.run_sql(
        f"CREATE TEMP TABLE related AS SELECT variant, actions FROM {earlier} SEMI JOIN seen USING (variant)"
    )
    rows = intake.con.execute("""
        SELECT actions FROM seen SEMI JOIN (
            SELECT variant FROM (FROM seen UNION ALL FROM related) GROUP BY variant HAVING min(actions) <> max(actions)
        ) USING (variant) ORDER BY actions""").fetchall()
    intake.run_sql("CREATE TEMP TABLE clashes (actions VARCHAR, variant BIGINT)")
    _part(intake, [actions for (actions,) in rows], earlier)
    intake.run_sql("""
        CREATE TEMP TABLE new_variants AS
        SELECT coalesce(c.variant, s.variant) AS variant, actions FROM seen s LEFT JOIN clashes c USING (actions)""")
    intake.run_sql(f"DELETE FROM new_variants WHERE variant IN (SELECT variant FROM {earlier})")


def _part(intake: Intake, clashing: Sequence[str], earlier: str) -> None:
    """Gives each clashing sequence a key of its own; there is hardly ever one."""
    taken: dict[int, str] = {}
    for actions in clashing:
        salt = 0
        while True:
            variant = intake.con.execute(f"SELECT {key('?', salt)}", [actions]).fetchone()[0]
            if variant not in taken:
                found = intake.con.execute(
                    f"SELECT actions FROM (SELECT * FROM {earlier} UNION ALL SELECT variant, actions FROM seen"
                    " WHERE actions NOT IN (SELECT unnest(?))) WHERE variant = ?",
                    [list(clashing), variant],
                ).fetchone()
                taken[variant] = found[0] if found else actions
            if taken[variant] == actions:
                break
            salt += 1
        intake.con.execute("INSERT INTO clashes VALUES (?, ?)", [actions, variant])
