"""Sensors are needed, but nothing is said for the case that nothing can be told.

A dead sensor gives the verdict cannot_tell. If nobody knows what to do then, the prospects it concerns are forgotten.
"""

from collections.abc import Iterator

from pyrometer.definitions.checks import Check, Found, Subject, place


def find(subject: Subject) -> Iterator[Found]:
    """Definitions that can come to cannot_tell and do not say what is done then."""
    for definition in subject.definitions:
        can_fail = definition.needs or definition.criterion.only_if
        if can_fail and definition.kind != "measure" and "cannot_tell" not in definition.decision:
            told = 'it may come to cannot_tell. Say what is done then: under [decision], cannot_tell = "..."'
            yield place(definition, "decision"), told


CHECK = Check("warning", find)
