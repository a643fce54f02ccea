"""The pages people read, cut into what can be tried: fenced blocks, and words set as code.

A block that cannot be run says so in the line above it, seen by nobody who reads the page:

    <!-- only shown -->      an illustration: it is not run (a server, a mail, numbers of nobody's plant)
    <!-- file: deals.csv --> the block is written to this file, for the blocks below it
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
GENERATED = ROOT / "docs" / "reference"  # written from the code itself
FENCE = re.compile(r"^```(?P<language>\w*)\n(?P<text>.*?)^```$", re.M | re.S)
MARK = re.compile(r"<!-- (?P<mark>only shown|file: (?P<file>[^ ]+)) -->\n\Z")


@dataclass(frozen=True, slots=True)
class Block:
    """A fenced block: where it stands, in which language, and whether it is a file or only shown."""

    place: str
    language: str
    text: str
    file: str = ""
    shown: bool = False


def paths() -> list[Path]:
    """Every page written by hand, the newest decisions included."""
    found = sorted(p for p in (ROOT / "docs").rglob("*.md") if GENERATED not in p.parents)
    return [ROOT / "README.md", ROOT / "CONTRIBUTING.md", *found]


def name(path: Path) -> str:
    """A page as it is called in the checkout, like docs/start.md."""
    return path.relative_to(ROOT).as_posix()


def blocks(path: Path) -> Iterator[Block]:
    """The fenced blocks of a page, in its order."""
    page = path.read_text(encoding="utf-8")
    for found in FENCE.finditer(page):
        mark = MARK.search(page, 0, found.start())
        place = f"{name(path)}:{page.count(chr(10), 0, found.start()) + 1}"
        file = (mark["file"] or "") if mark else ""
        yield Block(place, found["language"], found["text"], file, mark is not None and not file)


def codes(path: Path) -> Iterator[tuple[str, str]]:
    """Words set as code in running text, each with its place; lines are joined where one is broken."""
    page = FENCE.sub(lambda m: "\n" * m[0].count("\n"), path.read_text(encoding="utf-8"))
    for found in re.finditer(r"`([^`]+)`", page):
        yield f"{name(path)}:{page.count(chr(10), 0, found.start()) + 1}", " ".join(found[1].split())
