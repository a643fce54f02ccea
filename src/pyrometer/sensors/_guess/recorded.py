"""When a record was made: in a log, the column of when the source came to know what had happened."""

from collections.abc import Sequence
from fnmatch import fnmatch

from pyrometer.sensors._guess import roles
from pyrometer.sensors._guess.days import days, in_order
from pyrometer.sensors._guess.draft import Line
from pyrometer.sensors._guess.load import Loaded
from pyrometer.sensors._guess.profile import Profile
from pyrometer.sensors._guess.records import Answers
from pyrometer.sensors._guess.words import plain

AFTER = 0.95  # of the rows were recorded no earlier than what they tell of happened
FILLED = 0.5
_NAMES = (
    "recorded*", "date recorded", "*recorded at", "known at", "logged *", "date logged", "*logged at", "received at",
    "captured at", "erfasst *", "eingetragen *", "enregistre le", "registrado el", "registrato il",
)  # fmt: skip


def is_recorded(column: Profile) -> bool:
    """Whether a column is named like the time at which something was written down."""
    return any(fnmatch(plain(column.name), pattern) for pattern in _NAMES)


def happened(columns: Sequence[Profile]) -> list[Profile]:
    """The columns but those of when it was written down, where others are left."""
    return [c for c in columns if not is_recorded(c)] or list(columns)


def recorded(loaded: Loaded, time: Profile, answers: Answers) -> Profile | None:
    """The column of when the rows were recorded; None where none is named so, or where it comes before `time`."""
    fit = [c for c in roles.times(loaded) if c is not time and is_recorded(c) and c.filled_share > FILLED]
    for column in fit:
        first, then = days(loaded, time, answers), days(loaded, column, answers)
        if first is None or then is None:
            continue
        n_after, n_both = in_order(first, then)
        if n_both and n_after >= AFTER * n_both:
            return column
    return None


def told(known: Profile | None) -> list[Line]:
    """The line of a rule that says when its events became known."""
    return [] if known is None else [Line("known_at", known.name, f"when it was recorded; {known}")]
