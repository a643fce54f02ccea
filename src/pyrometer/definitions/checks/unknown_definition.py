"""It refers to a definition that is not there.

Whoever signed it signed a meaning that cannot be looked up.
"""

from collections.abc import Iterator

from pyrometer.definitions._order import references
from pyrometer.definitions.checks import Check, Found, Subject, place
from pyrometer.errors import near


def find(subject: Subject) -> Iterator[Found]:
    """References that lead nowhere, with the nearest name."""
    known = {d.name for d in subject.definitions}
    for definition in subject.definitions:
        promised = (definition.must_predict.definition,) if definition.must_predict else ()
        for name in (*references(definition), *promised):
            if name not in known:
                yield place(definition), f"it refers to '{name}', which is not defined.{near(name, known)}"


CHECK = Check("error", find)
