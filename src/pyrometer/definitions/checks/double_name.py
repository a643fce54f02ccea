"""Two files hold a definition of one name.

One word with two meanings is what definitions are there to end.
"""

from collections.abc import Iterator

from pyrometer.definitions.checks import Check, Found, Subject, place


def find(subject: Subject) -> Iterator[Found]:
    """Every file but the first that holds a name."""
    first: dict[str, str] = {}
    for definition in subject.definitions:
        if definition.name in first:
            yield (
                place(definition),
                f"'{definition.name}' is defined in {first[definition.name]} too. Rename or remove one.",
            )
        first.setdefault(definition.name, place(definition))


CHECK = Check("error", find)
