"""A file that is no definition: a word that is not known, a value that cannot be.

Nothing is guessed about such a file and nothing in it is used, because a misread word would change what people signed.
"""

from collections.abc import Iterator

from pyrometer.definitions.checks import Check, Found, Subject


def find(subject: Subject) -> Iterator[Found]:
    """Files that do not parse; the sentence names file, line and the nearest known word."""
    for where, sentence in subject.broken:
        yield where, sentence.removeprefix(f"{where}, ").removeprefix(f"{where}: ")


CHECK = Check("error", find)
