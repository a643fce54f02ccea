"""It asks for an action that no sensor ever reported.

A clause about an action with a wrong name never holds, and a clause that must not hold is then always satisfied: the
definition gives verdicts, and they are wrong.
"""

from collections.abc import Iterator

from pyrometer.definitions.checks import Check, Found, Subject, place, unknown_actions
from pyrometer.errors import near


def find(subject: Subject) -> Iterator[Found]:
    """Actions that the ledger does not have: all of a clause, or one that looks like a known one misspelt."""
    for definition, clause, names in unknown_actions(subject, hopeless=True):
        for name in names:
            told = f"no sensor reports the action '{name}'.{near(name, subject.actions or ())}"
            yield place(definition, "test", clause.name), told


CHECK = Check("error", find)
