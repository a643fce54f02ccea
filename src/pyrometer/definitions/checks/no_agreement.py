"""Nobody has signed it.

A document that nobody signed is not agreed: each may still mean something else by the word.
"""

from collections.abc import Iterator

from pyrometer.definitions.checks import Check, Found, Subject, place


def find(subject: Subject) -> Iterator[Found]:
    """Definitions without any agreement."""
    for definition in subject.definitions:
        if not definition.agreed:
            yield (
                place(definition),
                f"nobody has signed it. Read it together, then: pyrometer define sign {definition.name} --by NAME",
            )


CHECK = Check("warning", find)
