"""The path in pyrometer.toml names a milestone, a win or a loss that no definition says.

Without it no journey can be cut and no study answers; a misspelt name is the usual reason.
"""

from collections.abc import Iterator

from pyrometer import config
from pyrometer.definitions.checks import Check, Found, Subject
from pyrometer.errors import near


def find(subject: Subject) -> Iterator[Found]:
    """Names of the path without a definition; nothing is said while a file that may hold it does not parse."""
    known = {d.name for d in subject.definitions}
    for name in dict.fromkeys(subject.path) if not subject.broken else ():
        if name not in known:
            hint = near(name, known) or f" Make one: pyrometer define new {name}"
            yield config.FILE, f"No definition named '{name}'.{hint}"


CHECK = Check("error", find)
