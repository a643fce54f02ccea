"""Steps: a list with one column of dates for each step on the way tells the whole path, if the dates keep one order."""

import re
from collections.abc import Mapping, Sequence

from pyrometer.sensors._columns import matches
from pyrometer.sensors._guess import roles
from pyrometer.sensors._guess.days import Days, days, in_order
from pyrometer.sensors._guess.draft import Block, Line
from pyrometer.sensors._guess.ends import Ends
from pyrometer.sensors._guess.load import Loaded
from pyrometer.sensors._guess.part import Part
from pyrometer.sensors._guess.profile import Profile
from pyrometer.sensors._guess.records import Answers
from pyrometer.sensors._guess.styles import is_readable, of_time
from pyrometer.sensors._guess.words import plain, rank

FEWEST = 2  # one date between entering and winning may be anything; several in one order are a way
IN_ORDER = 0.95  # of the rows that have two steps have them in this order
PASSED = 0.7  # of those who did a step did the one before
RARE = 0.02  # a date that fewer rows have is no step
_AROUND = re.compile(
    r"^(?:date(?: entered| of)?|datum(?: der| des)?)[ _:]+|[ _]+(?:date|datum|day|time|timestamp|at|on|am|um)$", re.I
)


def steps(loaded: Loaded, ends: tuple[Profile | None, Profile | None], end: Ends | None, answers: Answers) -> list[str]:
    """The columns of the steps between the two times of `ends`, first to last; none where they tell no one order."""
    entered, ended = ends
    if (
        entered is None
        or ended is None
        or any(c.name not in loaded.columns or not c.n_filled for c in (entered, ended))
    ):
        return []
    told = {c.name: d for c in (entered, *_others(loaded, ends), ended) if (d := days(loaded, c, answers)) is not None}
    if entered.name not in told or ended.name not in told:
        return []
    if end is not None:  # the column of when it ended may tell of those lost too, who need not have come so far
        won = matches(loaded.table, end.won).to_numpy(zero_copy_only=False)
        told[ended.name] = Days(told[ended.name].day, told[ended.name].is_told & won)
    found: list[str] = []
    for name in sorted(told.keys() - {entered.name, ended.name}, key=lambda n: (-int(told[n].is_told.sum()), n)):
        if all(_follows(told, a, name) for a in (entered.name, *found)) and _follows(told, name, ended.name):
            found.append(name)
    return found if len(found) >= FEWEST else []


def called(column: str, taken: Sequence[str]) -> str:
    """What the step of a column is called: its name without the words for a date."""
    bare = _AROUND.sub("", _AROUND.sub("", column.strip())).strip(" _\"'")
    return bare if bare and bare not in taken else column


def _others(loaded: Loaded, ends: tuple[Profile | None, Profile | None]) -> list[Profile]:
    """Columns of times that are neither of the two, nor named like an end or an entry."""
    taken = {c.name for c in ends if c is not None}
    return [
        c
        for c in roles.times(loaded)
        if c.name not in taken and c.filled_share >= RARE and rank(c.name, "ended") is None
    ]


def _follows(told: Mapping[str, Days], first: str, then: str) -> bool:
    """Whether those who did `then` mostly did `first` too, and not after it."""
    n_good, n_both = in_order(told[first], told[then])
    return bool(n_both and n_both >= PASSED * told[then].is_told.sum() and n_good >= IN_ORDER * n_both)


def others(part: Part, answers: Answers) -> None:
    """Times that might be milestones too: written as remarks, for a person to switch on; their style is declared."""
    used = {c.name for c in part.times}
    for column in roles.times(part.loaded):
        if column.name in used or column.filled_share < RARE:
            continue
        action = plain(column.name).replace(" ", "_")
        lines = (Line("happened_at", column.name, str(column)), Line("action", action), Line("side", "seller"))
        part.draft.blocks.append(Block(lines, "Another time. If it is a step on the way, switch it on.", is_off=True))
        if column.orders is not None and column.orders.n_either and is_readable(column, answers):
            part.draft.sections.setdefault("fields", []).append(Line(column.name, *of_time(column, answers)))
