"""The owner is still to be named.

Definitions that Pyrometer wrote from your records need someone who keeps them.
"""

from collections.abc import Iterator

from pyrometer.definitions.checks import Check, Found, Subject, place

UNNAMED = "to be named"


def find(subject: Subject) -> Iterator[Found]:
    """Definitions whose owner is the placeholder."""
    for definition in subject.definitions:
        if definition.owner.lower() == UNNAMED:
            yield place(definition), f"its owner is '{UNNAMED}'. Write who keeps it."


CHECK = Check("warning", find)
