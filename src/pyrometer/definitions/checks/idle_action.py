"""A list of actions holds one that no sensor ever reported.

The clause works through the others. Either the action has not happened yet, or it has another name in the records.
"""

from collections.abc import Iterator

from pyrometer.definitions.checks import Check, Found, Subject, place, unknown_actions


def find(subject: Subject) -> Iterator[Found]:
    """Unreported actions beside reported ones, unless they look like a slip of the pen."""
    for definition, clause, names in unknown_actions(subject, hopeless=False):
        told = ", ".join(f"'{n}'" for n in names)
        yield (
            place(definition, "test", clause.name),
            f"not reported by any sensor so far: {told}. Take it out, or wait.",
        )


CHECK = Check("warning", find)
