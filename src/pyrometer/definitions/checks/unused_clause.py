"""A clause of the test that decides nothing.

Readers take it for part of the definition, and it is not.
"""

from collections.abc import Iterator

from pyrometer.definitions._order import anchors
from pyrometer.definitions.checks import Check, Found, Subject, place


def find(subject: Subject) -> Iterator[Found]:
    """Clauses that neither criterion, number, judge nor another clause names."""
    for definition in subject.definitions:
        criterion = definition.criterion
        used = {n for word in ("all", "any", "none", "only_if") for n in getattr(criterion, word)}
        used |= {n for _, names in criterion.at_least for n in names}
        used |= {a for c in definition.test for a in (*anchors(c), c.until)}
        used |= {definition.judge.after} if definition.judge else set()
        number = definition.number
        used |= {number.count, number.sum, number.days_from, number.to} if number else set()
        for clause in definition.test:
            if clause.name not in used:
                told = f"the clause '{clause.name}' decides nothing. Name it in the criterion, or take it out."
                yield place(definition, "test", clause.name), told


CHECK = Check("warning", find)
