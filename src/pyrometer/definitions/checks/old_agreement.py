"""It was changed since people signed it.

They agreed to other words or another rule than the one that now makes the numbers.
"""

from collections.abc import Iterator

from pyrometer.definitions.checks import Check, Found, Subject, place


def find(subject: Subject) -> Iterator[Found]:
    """Definitions signed only in earlier versions."""
    for definition in subject.definitions:
        if definition.agreed and definition.n_agreed == 0:
            last = max(a.version or 0 for a in definition.agreed)
            told = f"version {definition.version} stands, but only version {last} was signed. Sign it again."
            yield place(definition), told


CHECK = Check("warning", find)
