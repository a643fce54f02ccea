"""A browser that stands before the door of the web face."""

from html import unescape
from pathlib import Path

import pytest

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


def unescaped(page: str) -> str:
    """The page with its words as they are read."""
    return unescape(page)
