"""Definitions, or clauses of one, that rest on each other in a circle.

What is explained by itself is not explained, and cannot be judged.
"""

from collections.abc import Iterator

from pyrometer.definitions._order import circles, clauses_in_order, told
from pyrometer.definitions.checks import Check, Found, Subject, place
from pyrometer.errors import DefinitionError


def find(subject: Subject) -> Iterator[Found]:
    """Circles between definitions, then between the clauses of one."""
    known = {d.name: d for d in subject.definitions}
    for circle in circles(known):
        yield place(known[circle[0]]), f"it rests on itself: {told(circle)}. Break the circle at one place."
    for definition in subject.definitions:
        try:
            clauses_in_order(definition)
        except DefinitionError as error:
            yield place(definition, "test"), str(error).partition(": ")[2]


CHECK = Check("error", find)
