"""Taken back: a milestone stays met, and here is told of whom its own `until` says that it was undone since."""

from dataclasses import replace

from pyrometer.definitions import _criterion_moments
from pyrometer.definitions._moments import MET
from pyrometer.definitions._outcomes import clause_moments, result
from pyrometer.definitions._sheet import NOW
from pyrometer.definitions._work import HERE, Work
from pyrometer.model.definition import Definition


def taken_back(work: Work, definition: Definition) -> str | None:
    """A column that is true where the milestone was met and what `until` names has undone it, up to now.

    None where nothing can undo it: no clause that must hold says `until`, or another one may end by itself (a window,
    a silence), so that not holding any more proves nothing.
    """
    if definition.kind != "milestone" or definition.judge is not None:
        return None
    wanted = replace(definition.criterion, none=(), only_if=())
    names = {*wanted.all, *wanted.any, *(n for _, names in wanted.at_least for n in names)}
    needed = [c for c in definition.test if c.name in names]
    if not any(c.until for c in needed):
        return None
    clauses = {c.name: clause_moments(work, definition, c, HERE) for c in needed}
    if not all(c.until or clauses[c.name].lasts for c in needed):
        return None
    sheet = work.sheet
    _, code = result(work, definition)
    holds = _criterion_moments.moments(sheet, wanted, clauses).yes(sheet[NOW])
    return sheet.add("taken_back", (sheet[code] == MET) & ~holds)
