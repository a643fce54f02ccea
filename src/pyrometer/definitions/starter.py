"""Starter: a first definition for a user's own actions, complete enough to be checked, read and signed."""

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace

from pyrometer.model.definition import Kind
from pyrometer.model.event import Side

WHO: dict[Side, str] = {
    "customer": "The customer",
    "seller": "We",
    "marketing": "Marketing",
    "system": "The records",
}
OTHER_SIDE: dict[Side, Side] = {
    "customer": "seller",
    "seller": "customer",
    "marketing": "customer",
    "system": "customer",
}
UNDOING = {"milestone": "taken_back", "judgment": "taken_up"}  # what undoes a win, and what undoes a loss
DELIBERATE = 2  # the grade that counts for customers' acts unless pyrometer.toml or a clause says otherwise
TEMPLATE = """# A first draft, written from your own records. Correct it, name its owner, read it together, then have it
# signed: pyrometer define sign {name} --by "your name"
definition = {quoted_name}
kind = "{kind}"
version = 1
title = {title}
says = {says}
used_to_decide = {used_to_decide}
owner = "to be named"
beware = {beware}
{criterion}
[test]
{clause} = {{ {side} = [{actions}]{grade}{until} }}
{undoing}
[decision]
met = {met}
not_met = {not_met}
"""
EXAMPLE = """
[[examples]]
verdict = "{verdict}"{borderline}{judged_on}
note = {note}
story = '''
{story}
'''
"""


@dataclass(frozen=True, slots=True)
class Draft:
    """What a drafted definition says about one group of actions."""

    name: str
    title: str
    kind: Kind
    side: Side
    actions: Sequence[str]
    grade: int
    texts: dict[str, str] = field(default_factory=dict)
    undone_by: Mapping[Side, Sequence[str]] = field(default_factory=dict)


def milestone_from_actions(  # noqa: PLR0913 - the words of one clause
    name: str,
    title: str,
    side: Side,
    actions: Sequence[str],
    grade: int,
    *,
    taken_back: Mapping[Side, Sequence[str]] | None = None,
) -> str:
    """The TOML text of a milestone that is met with the first of `actions` by that side.

    `taken_back` are the actions that undo it, by side: it stays met, and how many are undone is told.

    It passes the checks but for two warnings: its owner is to be named, and nobody has signed it. A grade up to 2 is
    left to pyrometer.toml; a higher one is written into the clause.
    """
    texts = {
        "says": f"{WHO[side]} {_did(side, actions)} for the first time.",
        "used_to_decide": f"whether the prospect counts as “{title}” on the path",
        "beware": "This is a name in the records. Ask those who enter it what they mean by it, and write that down.",
        "met": "count it as reached, from that moment on",
        "not_met": "count it as still waiting before it",
    }
    return _text(Draft(name, title, "milestone", side, actions, grade, texts, taken_back or {}))


def lost_from_actions(
    name: str, side: Side, actions: Sequence[str], grade: int, *, taken_up: Sequence[str] = ()
) -> str:
    """The TOML text of a judgment of lost: one of `actions` ends the wait. It passes the checks likewise.

    One of `taken_up`, by the same side, later than that takes the prospect up again.
    """
    undone: Mapping[Side, Sequence[str]] = {side: taken_up} if taken_up else {}
    again = ", and did not take it up again" if taken_up else ""
    texts = {
        "says": f"The records say that this prospect is lost: {WHO[side].lower()} {_did(side, actions)}{again}.",
        "used_to_decide": "whether we stop waiting for this prospect",
        "beware": "Many losses are never entered. Who is silent longer than any customer who ever ordered is lost too.",
        "met": "stop waiting, and ask why if they will tell",
        "not_met": "count it as still open",
    }
    return _text(Draft(name, name.replace("-", " "), "judgment", side, actions, grade, texts, undone))


def _did(side: Side, actions: Sequence[str]) -> str:
    verb = "show" if side == "system" else "did"
    named = [f"“{a}”" for a in actions]
    return f"{verb} {named[0] if len(named) == 1 else ', '.join(named[:-1]) + ' or ' + named[-1]}"


def _text(draft: Draft) -> str:
    clause, undoing = ("reached" if draft.kind == "milestone" else "over"), ""
    grade = f", grade = {draft.grade}" if draft.grade > DELIBERATE else ""
    undoes = UNDOING[draft.kind]
    if draft.undone_by:
        done = ", ".join(f"{side} = [{_listed(actions)}]" for side, actions in draft.undone_by.items())
        undoing = f"{undoes} = {{ {done}{grade if draft.kind == 'judgment' else ''} }}\n"
    head = TEMPLATE.format(
        name=draft.name,
        quoted_name=_quoted(draft.name),
        kind=draft.kind,
        title=_quoted(draft.title),
        clause=clause,
        criterion=f'criterion = {{ all = ["{clause}"] }}\n' if undoing else "",
        until=f', until = "{undoes}"' if undoing else "",
        undoing=undoing,
        side=draft.side,
        actions=_listed(draft.actions),
        grade=grade,
        **{word: _quoted(text) for word, text in draft.texts.items()},
    )
    return head + "".join(_examples(draft))


def _listed(actions: Sequence[str]) -> str:
    return ", ".join(_quoted(a) for a in actions)


def _examples(draft: Draft) -> list[str]:
    first, last = draft.actions[0], draft.actions[-1]
    side, other = draft.side, OTHER_SIDE[draft.side]
    before = "2026-10-01 marketing mailed" if side != "marketing" else "2026-10-01 seller called"
    did = f"2026-10-12 {_line(draft, first)}"
    once_more = f"2026-10-19 {_line(draft, last)}"
    not_it = _unlike(draft.actions)
    return [
        _example("met", "Once is enough.", did),
        _example("met", "What comes before does not matter.", f"{before}\n{did}"),
        _example("met", "Twice counts once, from the first time on.", f"{did}\n{once_more}"),
        _example("not_met", "Nothing of the kind happened yet.", before),
        _example("not_met", f"Another act of the {side} is not it.", f"2026-10-12 {side} {not_it}"),
        _example("not_met", f"The same word from the {other} is not it.", f"2026-10-12 {other} {_word(first)}"),
        _example("met", "On the very day of judging counts.", f"{before}\n{did}", "true", "2026-10-12"),
        _example("not_met", "The day before, it is not yet so.", f"{before}\n{did}", "true", "2026-10-11"),
        *_undone(draft, did),
    ]


def _undone(draft: Draft, did: str) -> list[str]:
    if not draft.undone_by:
        return []
    by, actions = next(iter(draft.undone_by.items()))
    again = f"{did}\n2026-10-19 {_line(replace(draft, side=by), actions[0])}"
    if draft.kind == "milestone":
        return [_example("met", "Taken back later: it was so, and that it was undone is told beside.", again, "true")]
    twice = f"{again}\n2026-10-30 {_line(draft, draft.actions[-1])}"
    return [
        _example("not_met", "Taken up again: open, as before.", again, "true"),
        _example("met", "Taken up again, and lost again: from the second time on.", twice, "true"),
    ]


def _line(draft: Draft, action: str) -> str:
    """An act as a line of the journal, with the evidence that it needs."""
    needed = f" grade={draft.grade}" if draft.grade > DELIBERATE else ""
    return f"{draft.side} {_word(action)}{needed}"


def _example(verdict: str, note: str, story: str, borderline: str = "", judged_on: str = "") -> str:
    return EXAMPLE.format(
        verdict=verdict,
        borderline=f"\nborderline = {borderline}" if borderline else "",
        judged_on=f"\njudged_on = {judged_on}" if judged_on else "",
        note=_quoted(note),
        story=story,
    )


def _unlike(actions: Sequence[str]) -> str:
    return next(word for word in ("looked_around", "did_something_else", "did_another_thing") if word not in actions)


def _word(action: str) -> str:
    """An action as the journal writes it: in quotes where it holds more than one word."""
    plain = action.replace("_", "").replace("-", "")
    return action if plain.isascii() and plain.isalnum() else '"' + action.replace('"', "'") + '"'


def _quoted(text: str) -> str:
    return json.dumps(text, ensure_ascii=False)
