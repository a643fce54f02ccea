"""Every page runs as it is printed: its command lines, its Python, its TOML; numbers shown are the numbers said."""

import shutil
from pathlib import Path
from typing import Any

import pytest

from pyrometer.plant import _demo
from tests.docs import _pages, _tries, _worlds

WITH_BLOCKS = [p for p in _pages.paths() if any(not b.shown for b in _pages.blocks(p))]
REAL = {"README.md": "maven_crm/sales_pipeline.csv"}  # these show the numbers of a public data set


@pytest.fixture(scope="session")
def demo(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The demo plant, made once."""
    folder = tmp_path_factory.mktemp("docs") / "demo-plant"
    _demo.demo(folder)
    return folder


@pytest.mark.parametrize("page", WITH_BLOCKS, ids=_pages.name)
def test_the_page_runs_as_it_is_printed(
    page: Path, demo: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, request: pytest.FixtureRequest
) -> None:
    folder = _worlds.lay(tmp_path / "here", demo)
    if _pages.name(page) in REAL:
        shutil.copy(request.getfixturevalue("shared") / "data" / REAL[_pages.name(page)], folder)
    monkeypatch.chdir(folder)
    names: dict[str, Any] = {}
    for block in _pages.blocks(page):
        if block.file:
            (folder / block.file).parent.mkdir(exist_ok=True)
            (folder / block.file).write_text(block.text, encoding="utf-8")
        if not block.shown and (block.language in _tries.TRIES or not block.file):
            _tries.TRIES[block.language](block, names)
