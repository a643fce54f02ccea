"""It does not say which decision hangs on it.

A definition that decides nothing is process for process' sake, and cannot be right or wrong: it is the decision that
tells how strict a definition must be.
"""

from collections.abc import Iterator

from pyrometer.definitions.checks import Check, Found, Subject, place


def find(subject: Subject) -> Iterator[Found]:
    """Definitions without it."""
    for definition in subject.definitions:
        if not definition.used_to_decide:
            yield place(definition), 'no decision hangs on it. Say which: used_to_decide = "whether ...", or delete it.'


CHECK = Check("error", find)
