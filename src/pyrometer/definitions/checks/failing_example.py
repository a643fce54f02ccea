"""An example that does not get its verdict, or a story that cannot be read.

Examples are limit samples: they show where the line runs, and people sign them with the words. When rule and example
disagree, one of both is not what was agreed.
"""

from collections.abc import Iterator

from pyrometer.definitions.checks import Check, Found, Subject, place


def find(subject: Subject) -> Iterator[Found]:
    """Examples that went wrong, with what they got and what they must get."""
    spots = {d.name: place(d) for d in subject.definitions}
    for told in subject.rehearsals:
        if told.went_well:
            continue
        where = f"{spots.get(told.definition, told.definition)} [example {told.number}]"
        if told.fault:
            yield where, f"its story cannot be read: {told.fault}"
            continue
        wanted = told.example.verdict if told.example.verdict is not None else told.example.number
        yield where, f"it must get {wanted} and gets {told.got}. Change the rule or the example, whichever is wrong."


CHECK = Check("error", find)
