"""It does not say what is meant.

A rule without a sentence in plain words cannot be agreed to: people would sign what they cannot read. The
sentence is what everybody signs; the test is how it is found out.
"""

from collections.abc import Iterator

from pyrometer.definitions.checks import Check, Found, Subject, place


def find(subject: Subject) -> Iterator[Found]:
    """Definitions without it."""
    for definition in subject.definitions:
        if not definition.says:
            yield place(definition), 'it does not say what is meant. Add one sentence: says = "The customer ..."'


CHECK = Check("error", find)
