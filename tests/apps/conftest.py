"""A plant of 90 deals for every file of tests that looks at one through the browser."""

from pathlib import Path
from shutil import copytree
from typing import Any

import pytest

from tests.apps._called import plant


@pytest.fixture(scope="session")
def started(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The folder of the plant and its file, made once."""
    return plant(tmp_path_factory.mktemp("served")).parent


@pytest.fixture(scope="module")
def deals(started: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A plant of this file's own."""
    return copytree(started, tmp_path_factory.mktemp("own") / "copy") / "plant"


@pytest.fixture(scope="module")
def browser(deals: Path) -> Any:
    """A browser that was let in; a fault of the server raises."""
    from tests.apps import _served

    return _served.inside(deals)
