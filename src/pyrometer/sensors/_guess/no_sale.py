"""No sale: lists of tickets, registrations or leads whose status means none; the path ends with their last step."""

from collections.abc import Sequence
from datetime import timedelta

from pyrometer.errors import SensorError
from pyrometer.sensors._guess import roles
from pyrometer.sensors._guess.load import Loaded
from pyrometer.sensors._guess.nothing import only_asking
from pyrometer.sensors._guess.profile import Profile
from pyrometer.sensors._guess.records import Answers, Guess, Question
from pyrometer.sensors._guess.words import rank

MEETING = timedelta(days=1)
NONE = "none"  # what a person says of won where nothing is a sale
HINT = "If none of these is a sale: none."


def is_said(answers: Answers) -> bool:
    """Whether a person said that nothing here is a sale; lists write 'none' where there is nothing, so no value is."""
    return [word.strip().lower() for word in answers.won] == [NONE]


def last(loaded: Loaded, answers: Answers) -> Profile | None:
    """The column of the times of the last step, which a person named."""
    said = roles.answered(loaded, answers.ended)
    return loaded.columns.get(said) if said else None


def one_day(loaded: Loaded, last: Profile | None, answers: Answers) -> Question | None:
    """Ask for the day where the last step was one meeting: who has not come by then never will, and nobody waits.

    Followed from their registration, those who came would seem to come at a rate, and more and more would have come.
    """
    if last is None or last.span is None or answers.time or last.span.last - last.span.first > MEETING:
        return None
    day = last.span.first.date().isoformat()
    text = (
        f"All {last.n_filled:,} times in {last.name} of {loaded.path.name} are of one day. How many came can be told, "
        "not how soon. Which day is it for all?"
    )
    return Question("time", text, "--time", day)


def asking(files: Sequence[tuple[Loaded, Sequence[Profile]]], answers: Answers) -> Guess:
    """A guess that asks with which time the path ends; `files`: each with the times that it uses already.

    Raises SensorError when no file tells a second time.
    """
    for one, used in files:
        taken = {c.name for c in used}
        free = [c for c in roles.times(one) if c.name not in taken and c.n_filled]
        free.sort(key=lambda c: rank(c.name, "ended") is None)
        if free:
            there = ", ".join(c.name for c in free)
            text = f"Which time in {one.path.name} tells that they came to the last step? There is: {there}."
            return only_asking(one, Question("ended", text, "--ended", free[0].name), answers)
    names = ", ".join(str(one.path) for one, _ in files)
    raise SensorError(
        f"{names}: this tells when they came and no later time, so nobody can be followed further. Add the file that "
        "tells what came next, or name what means won with --won."
    )
