"""A small plant and a browser that stands before its door, for the tests of the web face."""

from html import unescape
from html.parser import HTMLParser
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from pyrometer.apps.cli import root

DEALS = "id,owner,stage,created,closed,amount\n" + "".join(
    f"d{i},{'ann' if i % 2 else 'bob'},{('Won', 'Lost', 'Open')[i % 3]},2025-{1 + i % 9:02d}-{13 + i % 9:02d},"
    f"{'' if i % 3 == 2 else f'2025-{2 + i % 9:02d}-{14 + i % 9:02d}'},{100 + i}\n"
    for i in range(90)
)
LATER = "d900,ann,Won,2025-09-01,2025-10-20,500\nd901,ann,Won,,,\n"  # one more deal, and one row that says no time


def call(*words: str) -> Result:
    return CliRunner().invoke(root, list(words), catch_exceptions=True)


def plant(folder: Path) -> Path:
    """A plant of 90 deals."""
    (folder / "deals.csv").write_text(DEALS)
    made = call("start", str(folder / "deals.csv"), "--folder", str(folder / "plant"), "--no-report")
    assert made.exit_code == 0, made.output + str(made.exception)
    return folder / "plant"


def grown(folder: Path) -> None:
    """The same plant after somebody else has read a longer export."""
    (folder.parent / "deals.csv").write_text(DEALS + LATER)
    done = call("read", "--plant", str(folder))
    assert done.exit_code == 0, done.output + str(done.exception)


pytest.importorskip("starlette", reason="the extra [web] is not installed")

from starlette.testclient import TestClient  # noqa: E402 - only where there is a web face

from pyrometer.apps.web import door, routes  # noqa: E402
from pyrometer.apps.web.desk import Desk  # noqa: E402

PORT = 8391
HERE = f"http://127.0.0.1:{PORT}"


def before(folder: Path, *, raising: bool = True) -> tuple[TestClient, door.Door]:
    """A browser that has not been let in, and the door with its token; faults of the server raise here, or not."""
    gate = door.Door(PORT)
    served = door.guarded(routes.app(Desk(folder)), gate)
    return TestClient(served, HERE, raise_server_exceptions=raising, follow_redirects=False), gate


def inside(folder: Path) -> TestClient:
    """A browser that was let in."""
    browser, gate = before(folder)
    assert browser.get(gate.address).status_code == 303
    return browser


VOID = {"meta", "link", "br", "hr", "img", "input", "wbr"}


class Tree(HTMLParser):
    """Reads a page; fails on tags that do not close."""

    def __init__(self) -> None:
        super().__init__()
        self.open: list[str] = []
        self.tags: list[tuple[str, dict[str, str | None]]] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append((tag, dict(attrs)))
        if tag not in VOID:
            self.open.append(tag)

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append((tag, dict(attrs)))

    def handle_endtag(self, tag: str) -> None:
        assert self.open.pop() == tag


def read(page: str) -> Tree:
    tree = Tree()
    tree.feed(page)
    assert tree.open == []
    return tree


def unescaped(page: str) -> str:
    """The page with its words as they are read."""
    return unescape(page)
