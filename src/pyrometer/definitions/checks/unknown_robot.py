"""The robots in pyrometer.toml name somebody whom no record bears.

Nobody is left out for a misspelt name: the robot goes on being counted as a seller.
"""

from collections.abc import Iterator

from pyrometer import config
from pyrometer.definitions.checks import Check, Found, Subject
from pyrometer.errors import near


def find(subject: Subject) -> Iterator[Found]:
    """Names under robots that are no actor of the ledger; nothing is said before there is one."""
    if subject.actors is None:
        return
    for name in subject.robots:
        if name not in subject.actors:
            told = f"robots names '{name}', but no record is by anybody called so, and nobody is left out for it."
            yield config.FILE, f"{told}{near(name, subject.actors)}"


CHECK = Check("warning", find)
