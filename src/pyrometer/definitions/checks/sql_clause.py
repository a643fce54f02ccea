"""A clause in SQL: not readable by its signers.

The escape hatch is there for what the language cannot say. Whoever signs such a definition signs what others read to
them.
"""

from collections.abc import Iterator

from pyrometer.definitions.checks import Check, Found, Subject, place


def find(subject: Subject) -> Iterator[Found]:
    """Clauses in SQL."""
    for definition in subject.definitions:
        for clause in (c for c in definition.test if c.sql):
            told = "the clause is written in SQL and not readable by its signers. Say it in clause words if you can."
            yield place(definition, "test", clause.name), told


CHECK = Check("warning", find)
