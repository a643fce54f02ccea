"""What a measure counts: events, people or days of a clause, the sum of a field, or days from one clause to another."""

from collections.abc import Mapping
from typing import Any

from pyrometer.definitions._clock import Clock, local_each
from pyrometer.definitions._moments import first_of
from pyrometer.definitions._outcomes import clause_moments, own_context, spot_of
from pyrometer.definitions._sheet import NOW, Gathered
from pyrometer.definitions._spot import within_bounds
from pyrometer.definitions._time import earlier_each
from pyrometer.definitions._work import HERE, Work, is_rolling
from pyrometer.model.definition import Clause, Definition

DAY_SECONDS = 86400


def number_ingredients(definitions: Mapping[str, Definition]) -> dict[tuple[Any, ...], Gathered]:
    """What counts and sums need from the one pass."""
    wanted = [_ingredient(d) for d in definitions.values() if d.number is not None and not d.number.days_from]
    return {w.key: w for w in wanted}


def _counted(definition: Definition) -> Clause:
    assert definition.number is not None
    return definition.clause(definition.number.count or definition.number.sum)


def _ingredient(definition: Definition) -> Gathered:
    assert definition.number is not None
    clause = _counted(definition)
    keep = "h" + ("k" if definition.judge else "") + ("p" if clause.distinct == "people" else "")
    return Gathered(clause, keep + "v", definition.number.of) if definition.number.sum else Gathered(clause, keep)


def measured(work: Work, definition: Definition) -> str:
    """A column with the number of a measure for each prospect, as judged now."""
    assert definition.number is not None
    if definition.number.days_from:
        return _days(work, definition)
    context, due = own_context(work, definition, HERE)
    clause, wanted = _counted(definition), _ingredient(definition)
    spot = spot_of(work, definition, clause, context)
    last = work.sheet[context.last]

    def counts(e: Any) -> Any:
        found = within_bounds(work, spot, e if wanted.keep == "h" else e.h)
        if "k" in wanted.keep:
            found = found & (e.k <= last)
        if is_rolling(clause) and clause.within is not None:
            found = found & ((e if wanted.keep == "h" else e.h) > earlier_each(last, clause.within))
        return found

    kept = work.sheet.add("kept", work.sheet.gathered(wanted).filter(counts))
    number = _reduced(work.sheet[kept], definition, work.records.clock)
    if due is not None:
        number = (work.sheet[due] <= work.sheet[NOW]).fill_null(False).ifelse(number, None)
    return work.sheet.add("number", number)


def _reduced(kept: Any, definition: Definition, clock: Clock) -> Any:
    clause = _counted(definition)
    if definition.number is not None and definition.number.sum:
        return kept.map(lambda e: e.v).sums()
    if clause.distinct == "people":
        kept = kept.map(lambda e: e.p).unique()
    if clause.distinct == "days":
        kept = kept.map(lambda e: local_each(e.h if definition.judge else e, clock).truncate("D")).unique()
    return kept.length().cast("float64")


def _days(work: Work, definition: Definition) -> str:
    assert definition.number is not None
    context, _ = own_context(work, definition, HERE)
    begin, end = (
        work.sheet[first_of(work.sheet, clause_moments(work, definition, definition.clause(n), context), context.last)]
        for n in (definition.number.days_from, definition.number.to)
    )
    seconds = end.epoch_seconds().cast("float64") - begin.epoch_seconds().cast("float64")
    return work.sheet.add("number", seconds / DAY_SECONDS)
