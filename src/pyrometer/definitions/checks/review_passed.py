"""The day by which it was to be looked at again has passed.

Markets, products and tools change; a definition that nobody looks at goes on deciding.
"""

from collections.abc import Iterator

from pyrometer.definitions.checks import Check, Found, Subject, place


def find(subject: Subject) -> Iterator[Found]:
    """Definitions whose review day has passed."""
    for definition in subject.definitions:
        if definition.review_by is not None and definition.review_by < subject.today:
            told = f"it was to be looked at again by {definition.review_by}. Do so, then set the next review_by."
            yield place(definition), told


CHECK = Check("warning", find)
