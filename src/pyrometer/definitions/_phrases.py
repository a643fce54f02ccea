"""Clauses as English: what the customer did, how often, how well evidenced, in which time."""

import re
from collections.abc import Mapping, Sequence
from datetime import date

from pyrometer.definitions import _spans
from pyrometer.definitions._work import is_rolling
from pyrometer.model.definition import FIRST_ACTIONS, Clause, Condition, Definition, Span

GRADES: Mapping[int, str] = {
    0: "the seller's word is enough",
    1: "seen by a machine or better",
    2: "a deliberate act or better",
    3: "on record from both sides, or money",
    4: "money",
}
SIDE_WORDS: Mapping[str, str] = {"customer": "the customer", "seller": "the seller", "marketing": "marketing"}
TIMES: Mapping[int, str] = {1: "once", 2: "twice"}
_VERB = re.compile(r"[a-z]+(?:_[a-z]+)*")


def day(day: date) -> str:
    """2026-10-03 as '3 October 2026'."""
    return f"{day.day} {day:%B %Y}"


def listed(parts: Sequence[str], last: str = "and") -> str:
    """'a', 'a and b', 'a, b and c'."""
    if len(parts) < 2:
        return "".join(parts)
    return f"{', '.join(parts[:-1])} {last} {parts[-1]}"


def length(span: Span) -> str:
    """A length in words, with where it was learned."""
    told = _spans.in_words(span)
    if span.learned and span.pinned:
        told += f" (the {span.learned.replace('_', ' ')}, frozen on {day(span.pinned)})"
    return told


def clause(clause: Clause, definition: Definition) -> str:
    """A clause as a part of a sentence."""
    undone = definition.clause(clause.until) if clause.until else None
    if clause.silent_for is not None:
        told = _silence(clause, definition)
    elif clause.definition:
        told = f"“{clause.definition}” is met{_timing(clause, definition)}"
    else:
        told = _done(clause) + _having(clause) + _count(clause) + _timing(clause, definition) + _evidence(clause)
        told += _undone(undone, definition) if undone else ""
    return told + (f" (“{spoken(clause.name)}”)" if _is_referred_to(clause.name, definition) else "")


def _undone(by: Clause, definition: Definition) -> str:
    what = f"{_done(by)}{_having(by)}{_evidence(by)}"
    return f", unless after it {what}" if definition.kind != "milestone" else f" (taken back if after it {what})"


def _is_referred_to(name: str, definition: Definition) -> bool:
    anchors = {a for c in definition.test for a in (c.since, c.after, c.before)}
    numbers = definition.number
    named = {numbers.days_from, numbers.to} if numbers else set()
    criterion = definition.criterion
    named |= set(criterion.only_if) & {*criterion.all, *criterion.any}
    return name in anchors or name in named or (definition.judge is not None and definition.judge.after == name)


def spoken(name: str) -> str:
    """A name as words: next_step -> next step."""
    return name.replace("_", " ")


def _done(clause: Clause) -> str:
    if clause.check_sheet:
        level = f" at level {clause.level} or more" if clause.level is not None else ""
        return f"the check sheet marks “{clause.check_sheet}”{level}"
    told = _who_did(clause)
    if not clause.sql:
        return told
    condition = f"the SQL condition “{clause.sql}” holds (not readable by its signers)"
    return f"{told} and {condition}" if told else condition


def _who_did(clause: Clause) -> str:
    """'the customer replied or called in'; sides that share their actions are named together."""
    sides: dict[tuple[str, ...], list[str]] = {}
    for side, actions in clause.sides:
        sides.setdefault(actions, []).append(SIDE_WORDS.get(side, "a system"))
    return listed([_by(listed(who, "or"), actions) for actions, who in sides.items()], "or")


def _by(who: str, actions: tuple[str, ...]) -> str:
    if not actions:
        return f"{who} did anything at all"
    if who == "a system":
        return f"{who} reported {listed([f'“{a}”' for a in actions], 'or')}"
    if all(_VERB.fullmatch(a) for a in actions):
        return f"{who} {listed([spoken(a) for a in actions], 'or')}"
    return f"{who} did {listed([f'“{a}”' for a in actions], 'or')}"


def _having(clause: Clause) -> str:
    """' for at least 10 minutes', ' about “problem”', ' with stage “Won” and amount at least 1,000'."""
    own = [c for c in clause.having if c.name in ("minutes", "about")]
    rest = [c for c in clause.having if c not in own]
    told = "".join(f" {'for' if c.name == 'minutes' else 'about'} {_wanted(c)}" for c in own)
    return told + (f" with {listed([f'{_field(c.name)} {_wanted(c)}' for c in rest])}" if rest else "")


def _wanted(wanted: Condition) -> str:
    if wanted.test == "one_of":
        return listed([f"“{v}”" for v in wanted.values], "or")
    unit = (" minute" if wanted.number == 1 else " minutes") if wanted.name == "minutes" else ""
    return f"{wanted.test.replace('_', ' ')} {wanted.number:,.10g}{unit}"


def _field(name: str) -> str:
    return name.replace("_", " ")


def _count(clause: Clause) -> str:
    if clause.at_most is not None:
        return _at_most(clause, clause.at_most)
    n = clause.at_least or 1
    if clause.distinct == "people":
        return f", by at least {n} different {'person' if n == 1 else 'people'}"
    if clause.distinct == "days":
        return f", on at least {n} different {'day' if n == 1 else 'days'}"
    return f" at least {TIMES.get(n, f'{n} times')}" if n > 1 else ""


def _at_most(clause: Clause, n: int) -> str:
    if clause.distinct is not None:
        kind = {"people": "people", "days": "days"}[clause.distinct]
        return f", {'by' if kind == 'people' else 'on'} at most {n} different {kind}"
    return " not even once" if n == 0 else f" at most {TIMES.get(n, f'{n} times')}"


def _evidence(clause: Clause) -> str:
    return "" if clause.grade is None else f" (evidence of grade {clause.grade}: {GRADES[clause.grade]})"


def _timing(clause: Clause, definition: Definition) -> str:
    told = ""
    if is_rolling(clause) and clause.within is not None:
        several = definition.kind == "milestone" and (clause.at_least or 1) > 1
        told += f" within {length(clause.within)}" if several else f" in the last {length(clause.within)}"
    elif clause.within is not None and (clause.since or clause.after):
        told += f" within {length(clause.within)}"
    for word in ("since", "after", "before"):
        anchor = getattr(clause, word)
        if anchor is not None:
            told += _bound(clause, word, instant(anchor, definition))
    if clause.within_of_start is not None:
        told += f" within {length(clause.within_of_start)} of the first record of the prospect"
    return told


def _bound(clause: Clause, word: str, anchor: str) -> str:
    if word == "since":
        return f" of {anchor}" if clause.within else f" from {anchor} on"
    looks_back = word == "before" and clause.within is not None and not (clause.since or clause.after)
    return f" in the {length(clause.within)} before {anchor}" if looks_back and clause.within else f" {word} {anchor}"


def instant(name: str | date, definition: Definition) -> str:
    """The instant a name stands for: a day, a first action, a clause beside, another definition."""
    if isinstance(name, date):
        return day(name)
    if any(c.name == name for c in definition.test):
        return f"“{spoken(name)}”"
    if name == FIRST_ACTIONS[0]:
        return "the first record of the prospect"
    if name in FIRST_ACTIONS:
        side = name.removeprefix("first_").removesuffix("_action")
        return f"{SIDE_WORDS.get(side, side)}'s first action"
    return f"“{name}” was first met"


def _silence(clause: Clause, definition: Definition) -> str:
    assert clause.silent_for is not None
    since = _timing(clause, definition)
    who = listed([SIDE_WORDS.get(side, "a system") for side, _ in clause.sides], "or")
    if not any(actions for _, actions in clause.sides):
        return f"{who} has been silent for {length(clause.silent_for)}{_having(clause)}{since}{_evidence(clause)}"
    actions = listed([f"“{spoken(a)}”" for _, done in clause.sides for a in done], "or")
    told = f"there has been no {actions} from {who}{_having(clause)} for {length(clause.silent_for)}"
    return told + since + _evidence(clause)
