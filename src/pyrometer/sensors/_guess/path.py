"""From a log to a path: which action is won, which are lost, and which few in between are milestones."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np

from pyrometer.errors import SensorError, near
from pyrometer.sensors._guess import no_sale
from pyrometer.sensors._guess.firsts import NEVER, Firsts
from pyrometer.sensors._guess.records import Answers, Question
from pyrometer.sensors._guess.words import Ending, ending, is_customers, may_come

MOST_MILESTONES = 7
LAST = 0.8  # of those who did what may be a win did nothing after it, where its word alone is weak
ON_THE_WAY = 0.9  # a milestone is met by at least this share of those won, before they are
OFTEN = 2.0  # events a prospect: more often than this is work, not a milestone
NO_LOSS = 0.02  # an action of whose prospects more are won ends nothing
REOPENED = 0.5  # but a stage is said of the deal itself: it is lost, or won, and may be taken up again
MOST_NAMED = 8  # actions that a question lists
SAME = 0.99  # two actions met by (nearly) the same prospects are one milestone


@dataclass(frozen=True, slots=True)
class Path:
    """The milestones in order, what is won and lost, and a sentence for each choice."""

    milestones: tuple[str, ...]
    won: tuple[str, ...]
    lost: tuple[str, ...]
    order: tuple[str, ...]  # every action, by its median place
    taken_up: tuple[str, ...]  # moves of a stage that take up again who was lost
    taken_back: tuple[str, ...]  # what takes back who was won: a loss, or a stage from before the win
    why: Mapping[str, str]
    is_sure: bool  # whether words, not only counts, say what is won


def path(found: Firsts, answers: Answers, *, are_stages: bool = False) -> Path:
    """Milestones, won and lost of a log; raises SensorError when an answer names no action.

    `are_stages`: each action is the stage that a prospect is moved to, and no work beside.
    """
    if no_sale.is_said(answers):
        raise SensorError("A log's path leads to an act: name it with --won, though it be no sale.")
    said: dict[Ending, tuple[str, ...]] = {"won": answers.won, "lost": answers.lost}
    for which, word in ((which, word) for which, words in said.items() for word in words):
        if word not in found.names and not may_come(word, found.names, which):
            raise SensorError(f"No row says '{word}'.{near(word, found.names)}")
    won, why_won, is_sure = _won(found, answers, REOPENED if are_stages else ON_THE_WAY)
    lost, why_lost = _lost(found, won, answers, REOPENED if are_stages else NO_LOSS)
    milestones, why = _milestones(found, won, lost)
    names = found.names
    return Path(
        milestones=tuple([names[i] for i in milestones] + ([] if won else [*answers.won[:1]])),
        won=answers.won or tuple(names[i] for i in won),
        lost=tuple(dict.fromkeys([*answers.lost, *(names[i] for i in lost)])),
        order=tuple(names[i] for i in _by_place(found, range(len(names)))),
        taken_up=_alive(found, lost, won) if are_stages else (),
        taken_back=_undoing(found, won, lost, are_stages=are_stages),
        why={"won": why_won, "lost": why_lost, "milestones": why},
        is_sure=is_sure,
    )


def open_ends(found: Path) -> list[Question]:
    """What to ask where no word says what is won."""
    if found.is_sure:
        return []
    there = ", ".join(found.order[:MOST_NAMED]) + (" ..." if len(found.order) > MOST_NAMED else "")
    return [Question("won", f"Which action means won? {found.why['won']}. There is: {there}.", "--won")]


def _won(found: Firsts, answers: Answers, least_kept: float) -> tuple[list[int], str, bool]:
    """The action that ends journeys well: by its word, and not followed by a loss; else the most frequent last one."""
    if answers.won:
        return *_said(found, answers.won), True
    starts = np.bincount(found.start, minlength=len(found.names)) / len(found.start)
    losses = [i for i, name in enumerate(found.names) if ending(name, "lost")]
    spoken = [i for i in range(len(found.names)) if _says_won(found, i) and i not in losses and starts[i] < 0.5]
    scored = [(_kept(found, i, losses) >= least_kept, _strength(found, i), found.n_prospects[i], -i) for i in spoken]
    if scored and max(scored)[0]:
        i = -max(scored)[3]
        kept = _kept(found, i, losses)
        n = found.n_prospects[i]
        return [i], f"'{found.names[i]}' by its name; {kept:.0%} of its {n:,} prospects are not lost after it", True
    ends = np.bincount(found.last, minlength=len(found.names)).astype(float)
    ends[[*losses, *np.flatnonzero(starts >= 0.5)]] = -1
    i = int(np.argmax(ends))
    last = f"; '{found.names[i]}' is the last one of {int(ends[i]):,} prospects" if ends[i] > 1 else ""
    return [i], f"None is named so{last}", False


def _said(found: Firsts, words: Sequence[str]) -> tuple[list[int], str]:
    """The actions that a person named, as far as some row says them already."""
    there = [found.names.index(word) for word in words if word in found.names]
    return there, "as you said" if there else "as you said; no row says it yet"


def _says_won(found: Firsts, i: int) -> bool:
    """Whether an action's word says won; a weak one, like a mail that is delivered, must be the last of nearly all."""
    n_last = int((found.last == i).sum())
    return _strength(found, i) > 1 or (_strength(found, i) == 1 and n_last >= LAST * found.n_prospects[i])


def _strength(found: Firsts, i: int) -> int:
    return ending(found.names[i], "won")


def _kept(found: Firsts, i: int, losses: Sequence[int]) -> float:
    """Of those who met action i, the share that no loss follows."""
    met = found.has[:, i]
    if not losses or not met.any():
        return 1.0
    lost_after = (found.first[met][:, losses] != NEVER) & (found.first[met][:, losses] > found.first[met][:, [i]])
    return float(1 - lost_after.any(axis=1).mean())


def _lost(found: Firsts, won: Sequence[int], answers: Answers, most_won: float) -> tuple[list[int], str]:
    """The actions that end journeys badly: as said, and by their words, met by few of those won, each adding some."""
    is_won = found.has[:, won].any(axis=1)
    chosen, said = _said(found, answers.lost) if answers.lost else ([], "")
    covered = found.has[:, chosen].any(axis=1)
    remarks = [said] if said else []
    spoken = [i for i, name in enumerate(found.names) if ending(name, "lost") and i not in (*won, *chosen)]
    for i in sorted(spoken, key=lambda i: -int(found.n_prospects[i])):
        met = found.has[:, i]
        if is_won[met].mean() > most_won:
            remarks.append(f"'{found.names[i]}' is none: {is_won[met].mean():.0%} of its prospects are won")
        elif (met & ~covered).any():
            chosen.append(i)
            covered |= met
            remarks.append(f"'{found.names[i]}' by its name, {met.sum():,} prospects")
        else:
            remarks.append(f"'{found.names[i]}' adds nobody")
    return chosen, "; ".join(remarks) or "no action is named like a loss"


def _stages(found: Firsts, ends: Sequence[int]) -> list[int]:
    """The actions that end nothing, in their order."""
    return _by_place(found, {*range(len(found.names))} - {*ends})


def _alive(found: Firsts, lost: Sequence[int], won: Sequence[int]) -> tuple[str, ...]:
    """Stages to which most come who have not ended: who comes there after a loss was taken up again.

    Where many are, a late stage often follows a loss; one like 'archived' follows an end in nearly all.
    """
    if not lost:
        return ()
    ended_at = found.place[:, [*lost, *won]].min(axis=1)
    share = {i: (found.place[:, i] < ended_at)[found.has[:, i]].mean() for i in _stages(found, [*lost, *won])}
    return tuple(found.names[i] for i, alive in share.items() if alive >= REOPENED)


def _before(found: Firsts, won: Sequence[int], lost: Sequence[int]) -> tuple[str, ...]:
    """Stages in their order that come before the win, as a rule: who comes there afterwards has it taken back."""
    won_at = found.place[:, won].min(axis=1)
    stages = []
    for i in _stages(found, [*won, *lost]):
        both = found.has[:, i] & (won_at != NEVER)
        if both.any() and (found.place[both, i] < won_at[both]).mean() >= ON_THE_WAY:
            stages.append(found.names[i])
    return tuple(stages)


def _undoing(found: Firsts, won: Sequence[int], lost: Sequence[int], *, are_stages: bool) -> tuple[str, ...]:
    """What takes a win back: a loss and, of stages, each from before the win; of work, what is named like a loss and
    comes after the win, as a rule.
    """
    losses = tuple(found.names[i] for i in lost)
    if are_stages or not won:
        return (*losses, *_before(found, won, lost)) if won else ()
    won_at = found.place[:, won].min(axis=1)
    after = []
    for i in (i for i, name in enumerate(found.names) if ending(name, "lost") and i not in (*won, *lost)):
        both = found.has[:, i] & (won_at != NEVER)
        if both.any() and (found.place[both, i] > won_at[both]).mean() >= ON_THE_WAY:
            after.append(found.names[i])
    return (*losses, *after)


def _milestones(found: Firsts, won: Sequence[int], lost: Sequence[int]) -> tuple[list[int], str]:
    """The start, then actions met once by nearly all who are won and before they are, then won; each a step down."""
    starts = np.bincount(found.start, minlength=len(n := found.n_prospects))
    ends = [*won, *lost]
    starts[ends] = np.where(np.delete(starts, ends).any(), -1, starts[ends])  # who only ended came before the records
    start = int(np.argmax(starts))
    if not won:
        return [start], "nobody has won yet, so no step on the way can be told"
    won_at = found.place[:, won].min(axis=1)
    is_won = found.has[:, won].any(axis=1)
    on_the_way = [
        i
        for i in range(len(n))
        if i not in (*won, *lost)
        and found.n_events[i] <= OFTEN * max(n[i], 1)
        and (found.place[is_won, i] <= won_at[is_won]).mean() >= ON_THE_WAY
    ]
    steps = _by_place(found, {start, *on_the_way}, is_won)
    steps = [start, *(i for i in steps if i != start)]
    kept = _merged(found, steps, int(found.has[:, won].any(axis=1).sum()))
    kept = _fewest(found, kept)
    text = (
        f"actions that at least {ON_THE_WAY:.0%} of the won meet before they are won, at most {OFTEN:g} times each, "
        "and where some stop: " + ", ".join(f"{found.names[i]} {n[i]:,}" for i in [*kept, *won])
    )
    return [*kept, *won[:1]], text


def _merged(found: Firsts, steps: Sequence[int], n_won: int) -> list[int]:
    """Of neighbours met by nearly the same prospects one: the start, else what a customer sees, else the last."""
    n = found.n_prospects
    kept: list[int] = []
    for i in steps:
        if kept and min(n[i], n[kept[-1]]) >= SAME * max(n[i], n[kept[-1]]):
            if len(kept) > 1 and _prefers(found.names[i], found.names[kept[-1]]):
                kept[-1] = i
        elif min(n[i], n_won) < SAME * max(n[i], n_won) or not kept:
            kept.append(i)
    return kept


def _prefers(name: str, other: str) -> bool:
    """Whether the customer sees more of `name` than of the other."""
    return _seen(name) >= _seen(other)


def _seen(name: str) -> int:
    words = name.lower()
    return 2 * (is_customers(name) is True) + any(word in words for word in ("sent", "send", "offer", "deliver"))


def _fewest(found: Firsts, steps: list[int]) -> list[int]:
    """At most six before won: the ones with the smallest step down give way, never the first."""
    while len(steps) > MOST_MILESTONES - 1:
        n = found.n_prospects[steps].astype(float)
        drops = np.abs(np.diff(n)) / np.maximum(n[:-1], 1)
        steps.pop(int(np.argmin(drops)) + 1)
    return steps


def _by_place(found: Firsts, which: Any, rows: Any = None) -> list[int]:
    """Actions in the order of their median place among those who met them."""
    place = found.place if rows is None else found.place[rows]
    middle = {}
    for i in which:
        met = place[:, i][place[:, i] != NEVER]
        middle[i] = float(np.mean(met)) if len(met) else float("inf")
    return sorted(middle, key=lambda i: (middle[i], found.names[i]))
