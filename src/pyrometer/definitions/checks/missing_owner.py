"""It has no owner.

A definition that nobody keeps drifts: actions get new names, sensors die, and the numbers go on being printed.
"""

from collections.abc import Iterator

from pyrometer.definitions.checks import Check, Found, Subject, place


def find(subject: Subject) -> Iterator[Found]:
    """Definitions without it."""
    for definition in subject.definitions:
        if not definition.owner:
            yield place(definition), 'nobody keeps it. Name who does: owner = "sales lead"'


CHECK = Check("error", find)
