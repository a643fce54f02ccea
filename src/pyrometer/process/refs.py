"""Refs: a definition as findings name it, with the words of the records that its test looks for."""

from collections.abc import Iterator

from pyrometer.model.definition import Definition
from pyrometer.model.finding import DefinitionRef


def ref(definition: Definition) -> DefinitionRef:
    """Name, version, hash, owner, signatures and words of a definition."""
    return DefinitionRef(
        name=definition.name,
        version=definition.version,
        hash=definition.hash,
        n_agreed=definition.n_agreed,
        says=definition.says,
        reads=tuple(sorted(set(_words(definition)))),
        owner=definition.owner,
        agreed_on=definition.agreed_on,
    )


def _words(definition: Definition) -> Iterator[str]:
    """The actions and field values that a definition's test looks for; not of what only undoes a clause."""
    undoing = {clause.until for clause in definition.test}
    for clause in (c for c in definition.test if c.name not in undoing):
        for _, actions in clause.sides:
            yield from actions
        for condition in clause.having:
            yield from condition.values
