"""Files that only list who was where: their days come from another file, their order from how few got there."""

from collections.abc import Sequence
from pathlib import Path

from pyrometer.sensors._guess import roles
from pyrometer.sensors._guess.draft import Block, Line
from pyrometer.sensors._guess.load import Loaded
from pyrometer.sensors._guess.many import Other, lookup
from pyrometer.sensors._guess.part import Part, begin, own_names
from pyrometer.sensors._guess.profile import Profile
from pyrometer.sensors._guess.records import Answers
from pyrometer.sensors._guess.styles import of_time
from pyrometer.sensors._guess.words import is_money

SEEN = "a machine saw it"


def build(
    pages: Sequence[tuple[Loaded, str]], days: tuple[Loaded, str, Profile], answers: Answers, folder: Path | None
) -> list[Part]:
    """A sensor for each page, the one that most prospects reached first."""
    by, their, time = days
    segments = roles.segments(by, [their, time.name])
    parts = []
    ordered = sorted(pages, key=lambda page: (-page[0].columns[page[1]].n_values, page[0].stem))
    for number, (loaded, who) in enumerate(ordered, 1):
        part = Part("page", loaded, begin(loaded, folder), who, answers.zone or "UTC", [time], segments=segments)
        other = Other(loaded, by, who, their, (time.name, *segments), f"{by.path.name} tells on which day each came")
        part.draft.lookups.append(lookup(other, folder))
        part.draft.say("zone", part.zone, "as you said" if answers.zone else "only days are told")
        part.draft.say("prospect", who, str(loaded.columns[who]))
        part.draft.say("seq", number, "orders the pages of one day: fewer prospects come later")
        part.draft.sections["fields"] = [Line(time.name, *of_time(time, answers))]
        action = _action(loaded, who)
        grade = 4 if number == len(ordered) and is_money(action) else 1
        lines = [Line("happened_at", time.name), Line("action", action), Line("side", "customer")]
        lines += [Line("grade", grade, "money" if grade == 4 else SEEN)]
        lines += [Line("about", own_names(segments))] if segments else []
        part.draft.blocks.append(Block(tuple(lines), f"{loaded.columns[who].n_values:,} came here."))
        parts.append(part)
    return parts


def _action(loaded: Loaded, who: str) -> str:
    """The constant that the file holds, else its own name."""
    constants = [next(iter(c.values)) for name, c in loaded.columns.items() if name != who and c.n_values == 1]
    return constants[0] if constants else loaded.stem.replace("-", "_")
