"""Where in a definition file a word stands, so that an error can name the line."""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from pyrometer.errors import DefinitionError, near, short


@dataclass(frozen=True, slots=True)
class Place:
    """A spot in a file: the file's name, its text, and the path of keys that leads there."""

    where: str
    text: str
    path: tuple[str, ...] = ()

    def at(self, *keys: str) -> "Place":
        """The spot further in."""
        return Place(self.where, self.text, (*self.path, *keys))

    def wrong(self, sentence: str) -> DefinitionError:
        """An error that names file and line; raise what it returns."""
        line = line_of(self.text, self.path)
        spot = f"{self.where}, line {line}" if line else self.where
        return DefinitionError(f"{spot}: {sentence}")

    def unknown(self, kind: str, word: str, known: Iterable[str]) -> DefinitionError:
        """An error about a word that this place does not know, with the nearest known one."""
        return self.at(word).wrong(f"{kind} '{short(word)}' is not known here.{near(word, known)}")


def line_of(text: str, path: Sequence[str]) -> int:
    """The line (from 1) on which the last key of `path` stands, or the nearest outer one; 0 where none is found.

    'examples#2' in a path is the third [[examples]].
    """
    lines = text.splitlines()
    found, start = 0, 0
    for key in path:
        name, _, nth = key.partition("#")
        pattern = _heading(name) if nth else _standing(name)
        hits = [i for i in range(start, len(lines)) if pattern.search(lines[i])]
        wanted = int(nth or 0)
        if wanted < len(hits):
            found, start = hits[wanted] + 1, hits[wanted]
    return found


def _heading(name: str) -> re.Pattern[str]:
    return re.compile(rf"^\s*\[\[\s*{re.escape(name)}\s*\]\]")


def _standing(key: str) -> re.Pattern[str]:
    word = re.escape(key)
    table = rf"""^\s*\[+\s*(?:[\w-]+\.)*["']?{word}["']?\s*\]"""
    assigned = rf"""(?<![\w-])["']?{word}["']?\s*="""
    listed = rf"""["']{word}["']"""
    return re.compile(f"{table}|{assigned}|{listed}")
