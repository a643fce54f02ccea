"""Returned: who was lost and taken up again, and who came back to a milestone from a later one, a sentence each."""

from pyrometer.model.process import Ask
from pyrometer.studies._parts import say

SAID = (  # column, what they did (one, many), and the word before the place
    ("n_taken_up", ("was lost and taken up again", "were lost and taken up again"), "after"),
    ("n_back", ("came back to a milestone they had left", "came back to a milestone they had left"), "to"),
)


def says(ask: Ask) -> tuple[str, ...]:
    """How many did, and where most of them; nothing where nobody did or nobody can tell."""
    whole, *each = ask("returns")
    lines = []
    for column, (one, many), word in SAID:
        n = whole[column]
        if n:
            most = max(each, key=lambda row: row[column])
            of_them = "" if n == 1 else "all " if most[column] == n else f"{say.count(most[column])} of them "
            place = f"{of_them}{word} '{say.title(ask.process, most['milestone'])}'"
            lines.append(f"{say.plural(n, 'prospect')} {one if n == 1 else many}, {place}.")
    return tuple(lines)
