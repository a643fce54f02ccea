"""Definitions, compiled: all of them in one pass over the ledger, as a lazy table of first-met times and verdicts."""

from collections.abc import Sequence
from typing import Any

from pyrometer.definitions._layout import make_room
from pyrometer.definitions._order import MOST_DEEP, by_name, in_order
from pyrometer.definitions.records import Records
from pyrometer.model.definition import Definition


def judge(definitions: Sequence[Definition], records: Records) -> Any:
    """One row for each prospect: `prospect`, and for each definition `<slug>_met_at` and `<slug>_verdict`.

    met_at is the time at which a milestone was first met, since when without a break a judgment has been met, or the
    instant of judging where a definition names one; null unless the verdict is met. The verdict is the position in
    `model.definition.VERDICTS`. Measures are left out. A prospect of which nothing was known has no row. Raises
    DefinitionError for circles and unknown names. Beside a milestone that says `until` stands `<slug>_taken_back`: it
    was met, and what undoes it came last.
    """
    from pyrometer.definitions._outcomes import result
    from pyrometer.definitions._sheet import Sheet
    from pyrometer.definitions._taken_back import taken_back
    from pyrometer.definitions._work import Work, ingredients

    judged = [d for d in in_order(definitions) if d.kind != "measure"]
    known = by_name(judged)
    make_room(min(len(known), MOST_DEEP))
    work = Work(Sheet(records, ingredients(known)), records, known)
    columns: dict[str, str] = {}
    for definition in judged:
        met_at, code = result(work, definition)
        columns |= {f"{definition.slug}_met_at": met_at, f"{definition.slug}_verdict": code}
        undone = taken_back(work, definition)
        columns |= {f"{definition.slug}_taken_back": undone} if undone else {}
    wanted = [f"{d.slug}_{what}" for d in definitions for what in ("met_at", "verdict", "taken_back")]
    return work.sheet.finish({name: columns[name] for name in wanted if name in columns})


def reckon(definitions: Sequence[Definition], records: Records) -> Any:
    """One row for each prospect: `prospect`, and for each measure among the definitions `<slug>_number` (float).

    Counts are 0 where nothing matched; sums and days are null.
    """
    from pyrometer.definitions._numbers import measured, number_ingredients
    from pyrometer.definitions._sheet import Sheet
    from pyrometer.definitions._work import Work, ingredients

    ordered = in_order(definitions)
    known = by_name(ordered)
    make_room(min(len(known), MOST_DEEP))
    work = Work(Sheet(records, {**ingredients(known), **number_ingredients(known)}), records, known)
    return work.sheet.finish({f"{d.slug}_number": measured(work, d) for d in ordered if d.kind == "measure"})
