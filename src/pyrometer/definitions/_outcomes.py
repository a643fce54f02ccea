"""What becomes of a definition: when it holds, when it was first met, and the verdict at the instant of judging."""

from dataclasses import dataclass
from datetime import date
from typing import Any

from pyrometer.definitions import _clause_moments, _criterion_moments
from pyrometer.definitions._moments import (
    CANNOT_TELL,
    MET,
    NOT_MET,
    TOO_EARLY,
    Moments,
    Points,
    by,
    first_of,
    plain,
    since_of,
    together,
)
from pyrometer.definitions._order import clauses_in_order
from pyrometer.definitions._sheet import NOW, START, TIME
from pyrometer.definitions._spot import Spot, bounded
from pyrometer.definitions._time import later_each
from pyrometer.definitions._work import HERE, Context, Work, first_action
from pyrometer.errors import DefinitionError
from pyrometer.model.definition import FIRST_ACTIONS, Clause, Definition


@dataclass(frozen=True, slots=True)
class Outcome:
    """A definition in a context: its moments as others see them, and the columns of its result there."""

    moments: Moments
    criterion: Moments
    own: Context
    due: str | None  # the instant of judging, where the definition has one of its own


def outcome(work: Work, definition: Definition, context: Context = HERE) -> Outcome:
    """The outcome of a definition where facts must be known by the context's last instant."""
    return work.once(("outcome", definition.name, context.name), lambda: _outcome(work, definition, context))  # type: ignore[no-any-return]


def result(work: Work, definition: Definition) -> tuple[str, str]:
    """Columns with met_at and with the verdict of a definition, as judged now."""
    found = outcome(work, definition)
    sheet = work.sheet
    if found.due is not None:
        code, met_at = found.moments.code(NOW), found.due
    elif definition.kind == "milestone":
        code, met_at = found.moments.code(NOW), _first_certain(work, found.criterion)
    else:
        code, met_at = found.criterion.code(NOW), since_of(sheet, found.criterion, NOW)
    when = (sheet[code] == MET).ifelse(sheet[met_at], None).cast(TIME)
    return sheet.add("met_at", when), code


def _first_certain(work: Work, criterion: Moments) -> str:
    """A column with the first time; where a dead sensor may have made it, since when the criterion holds unbroken."""
    sheet = work.sheet
    first = first_of(sheet, criterion, NOW)
    if not criterion.blind:
        return first
    doubtful = sheet[criterion.code(first)] == CANNOT_TELL
    return sheet.add("met", doubtful.ifelse(sheet[since_of(sheet, criterion, NOW)], sheet[first]).cast(TIME))


def _outcome(work: Work, definition: Definition, context: Context) -> Outcome:
    own, due = own_context(work, definition, context)
    clauses = {c.name: clause_moments(work, definition, c, own) for c in clauses_in_order(definition)}
    criterion = _criterion_moments.moments(work.sheet, definition.criterion, clauses)
    if due is not None:
        return Outcome(_judged(work, criterion, (own, context), due), criterion, own, due)
    if definition.kind == "milestone":
        return Outcome(_lasting(work, criterion, own), criterion, own, None)
    return Outcome(criterion, criterion, own, None)


def own_context(work: Work, definition: Definition, context: Context) -> tuple[Context, str | None]:
    """By when facts must be known for this definition, and the column of the instant of judging if it names one."""
    if definition.judge is None:
        return context, None
    due = _due(work, definition, context)
    return Context(f"{context.name}/{definition.name}", _last(work, context, due)), due


def _due(work: Work, definition: Definition, context: Context) -> str:
    assert definition.judge is not None
    begun = _named(work, definition, definition.judge.after, context)
    return work.sheet.add("due", later_each(work.sheet[begun], definition.judge.wait, work.records.clock))


def _last(work: Work, context: Context, due: str) -> str:
    import ibis

    sheet = work.sheet
    earlier = ibis.least(sheet[due], sheet[context.last])
    return sheet.add("last", sheet[due].isnull().ifelse(None, earlier).cast(TIME))


def _judged(work: Work, criterion: Moments, contexts: tuple[Context, Context], due: str) -> Moments:
    """Judged once: before the day nothing is certain, from the day on the verdict stands."""
    import ibis

    sheet = work.sheet
    own, outer = contexts
    code = criterion.code(own.last)
    stands = by(sheet, due, sheet[outer.last]) & (sheet[code] == MET)
    met = sheet.add("first", stands.ifelse(sheet[due], None).cast(TIME))

    def told(verdict: int) -> Any:
        return lambda t: by(sheet, due, t) & (sheet[code] == verdict).fill_null(False)

    def code_at(at: str) -> str:
        return sheet.add("code", ibis.ifelse(by(sheet, due, sheet[at]), sheet[code], TOO_EARLY).cast("int8"))

    return Moments(
        yes=told(MET),
        no=told(NOT_MET),
        code=code_at,
        up=Points((due,)),
        down=Points((due,)),
        since=lambda at: due,
        since_no=lambda at: due,
        first=met,
        sharp=False,
        blind=criterion.blind,
    )


def _lasting(work: Work, criterion: Moments, own: Context) -> Moments:
    """A milestone: what was once reached stays reached."""
    sheet = work.sheet
    first = first_of(sheet, criterion, own.last)

    def yes(t: Any) -> Any:
        return by(sheet, first, t)

    def code(at: str) -> str:
        reached = yes(sheet[at]).ifelse(sheet[first], sheet[at]).cast(TIME)
        then = criterion.code(sheet.add("reached", reached))
        if not criterion.blind:
            return then
        certain = (sheet[then] == CANNOT_TELL) & (sheet[criterion.code(at)] == MET)  # by now, if not at first sight
        return sheet.add("code", certain.ifelse(MET, sheet[then]).cast("int8"))

    found = Moments(
        yes=yes,
        no=lambda t: ~yes(t) if criterion.sharp else ~yes(t) & criterion.no(t),
        code=code,
        up=Points((first,)) if criterion.sharp else together([Points((first,)), criterion.up]),
        down=Points() if criterion.sharp else criterion.down,
        since=lambda at: first,
        since_no=(lambda at: START) if criterion.sharp else None,
        first=first,
        sharp=criterion.sharp,
        blind=criterion.blind,
    )
    return plain(sheet, found)


def clause_moments(work: Work, definition: Definition, clause: Clause, context: Context) -> Moments:
    """When a clause of a definition holds."""
    key = ("clause", definition.name, clause.name, context.name)
    return work.once(key, lambda: _built(work, definition, clause, context))  # type: ignore[no-any-return]


def _built(work: Work, definition: Definition, clause: Clause, context: Context) -> Moments:
    spot = spot_of(work, definition, clause, context)
    if not clause.definition:
        return _clause_moments.moments(work, spot)
    inner = outcome(work, work.definitions[clause.definition], context)
    if clause == Clause(clause.name, definition=clause.definition):
        return inner.moments
    return _clause_moments.of_one_instant(work, spot, first_of(work.sheet, inner.moments, context.last))


def spot_of(work: Work, definition: Definition, clause: Clause, context: Context) -> Spot:
    """A clause at its place, with the columns that bound it."""
    lower = _anchor(work, definition, clause.since or clause.after, context)
    before = _anchor(work, definition, clause.before, context)
    lasts = definition.kind == "milestone"
    undoing = definition.clause(clause.until) if clause.until else None
    return bounded(work, Spot(clause, context, work.outages(definition), lower, before, undoing, lasts=lasts))


def _anchor(work: Work, definition: Definition, name: str | date | None, context: Context) -> str | None:
    return _named(work, definition, name, context) if isinstance(name, str) else None


def _named(work: Work, definition: Definition, name: str, context: Context) -> str:
    """A column with the first time of what a name stands for: a clause beside, a first action, a definition."""
    if any(c.name == name for c in definition.test):
        clause = clause_moments(work, definition, definition.clause(name), context)
        return first_of(work.sheet, clause, context.last)
    if name == FIRST_ACTIONS[0]:
        return START
    if name in FIRST_ACTIONS:
        spot = Spot(first_action(name), context)
        key = ("first", name, context.name)
        return first_of(work.sheet, work.once(key, lambda: _clause_moments.moments(work, spot)), context.last)
    if name not in work.definitions:
        raise DefinitionError(f"'{definition.name}' refers to '{name}', which is not defined.")
    inner = outcome(work, work.definitions[name], context)
    return first_of(work.sheet, inner.moments, context.last)
