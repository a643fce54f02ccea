"""It does not say what is done when it is met and when it is not.

Test, criterion and decision make a definition operational (Deming, Out of the Crisis, 1986, chapter 9). Where the same
is done at either verdict, nobody needs the verdict.
"""

from collections.abc import Iterator

from pyrometer.definitions.checks import Check, Found, Subject, place


def find(subject: Subject) -> Iterator[Found]:
    """Definitions without it."""
    for definition in subject.definitions:
        if definition.kind != "measure" and not {"met", "not_met"} <= definition.decision.keys():
            yield (
                place(definition),
                'it does not say what is done. Under [decision] write met = "..." and not_met = "..."',
            )


CHECK = Check("error", find)
