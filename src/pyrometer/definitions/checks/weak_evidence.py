"""A milestone moved by what the seller says, or by what only a machine saw.

Evidence below grade 2 is no act of the customer: opens and link scans come from machines, tick-boxes from sellers. It
is kept to compare claimed with evidenced stages, and a plant may run on it for want of better, by the grade in
pyrometer.toml; a clause that asks for less is a hole in that rule.
"""

from collections.abc import Iterator

from pyrometer.definitions.checks import Check, Found, Subject, place

DELIBERATE = 2


def find(subject: Subject) -> Iterator[Found]:
    """Clauses about customers that ask for less than a deliberate act."""
    for definition in subject.definitions:
        for clause in definition.test:
            by_customer = any(side == "customer" for side, _ in clause.sides)
            if by_customer and clause.grade is not None and clause.grade < DELIBERATE:
                told = f"grade = {clause.grade} lets weak evidence count. Take it out, or ask for 2 or more."
                yield place(definition, "test", clause.name), told


CHECK = Check("warning", find)
