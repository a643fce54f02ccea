"""More definitions stand one under another than can be judged in one pass.

Nobody can read such a pile either: what it says at the top depends on every one below.
"""

from collections.abc import Iterator

from pyrometer.definitions._order import told_deep, too_deep
from pyrometer.definitions.checks import Check, Found, Subject, place


def find(subject: Subject) -> Iterator[Found]:
    """The lowest definition that stands too high; those above it are mended with it."""
    known = {d.name: d for d in subject.definitions}
    for name, n in list(too_deep(known).items())[:1]:
        yield place(known[name]), told_deep(n)


CHECK = Check("error", find)
