"""An escape hatch that is not one condition on an event.

SQL is let in only as a single condition over the columns of an event, so that it can neither read nor change anything
else.
"""

from collections.abc import Iterator

from pyrometer.definitions._sql import check
from pyrometer.definitions.checks import Check, Found, Subject, place
from pyrometer.errors import DefinitionError


def find(subject: Subject) -> Iterator[Found]:
    """Conditions that are none."""
    for definition in subject.definitions:
        for clause in (c for c in definition.test if c.sql):
            try:
                check(clause.sql)
            except DefinitionError as error:
                yield place(definition, "test", clause.name), str(error)


CHECK = Check("error", find)
