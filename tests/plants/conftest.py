"""Real plants: the sensor and definition files lie here, their data beside the checkout."""

import shutil
from collections.abc import Callable
from functools import cache
from pathlib import Path

import pytest

from pyrometer.plant import Plant

HERE = Path(__file__).parent


@pytest.fixture(scope="session")
def plant(shared: Path, tmp_path_factory: pytest.TempPathFactory) -> Callable[[str], Plant]:
    """Opens a real plant by name, read once a session; its data are read in place."""

    @cache
    def opened(name: str) -> Plant:
        folder = tmp_path_factory.mktemp("plants") / name
        shutil.copytree(HERE / name, folder)
        for sensor in (folder / "sensors").glob("*.toml"):
            text = sensor.read_text(encoding="utf-8")
            sensor.write_text(text.replace("SHARED", str(shared / "data")), encoding="utf-8")
        made = Plant(folder)
        made.read()
        return made

    return opened
