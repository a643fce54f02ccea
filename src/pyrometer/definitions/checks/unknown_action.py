"""It asks for an action that no sensor ever reported.

A clause about an action with a wrong name never holds, and a clause that must not hold is then always satisfied: the
definition gives verdicts, and they are wrong.
"""

from collections.abc import Iterator

from pyrometer.definitions.checks import Check, Found, Subject, place
from pyrometer.errors import near


def find(subject: Subject) -> Iterator[Found]:
    """Actions that the ledger does not have, with the nearest name."""
    if subject.actions is None:
        return
    for definition in subject.definitions:
        for clause in definition.test:
            for action in dict.fromkeys(a for _, actions in clause.sides for a in actions):
                if action not in subject.actions:
                    told = f"no sensor reports the action '{action}'.{near(action, subject.actions)}"
                    yield place(definition, "test", clause.name), told


CHECK = Check("error", find)
