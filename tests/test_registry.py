"""Plug-ins of other packages: added by entry point, found by their public name, and told when they cannot be loaded."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from pyrometer import registry
from pyrometer.errors import NotInstalled

STUDY = '''"""Hand-off: who hands over to whom."""
STUDY = "the study"
'''
POINTS = """[pyrometer.studies]
hand_off = outside_study_of_a_test:STUDY
gone = outside_study_of_a_test:NOTHING
"""


@pytest.fixture(autouse=True)
def outside(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """Another package is installed, which adds two studies; one of them cannot be loaded."""
    info = tmp_path / "outside-1.0.dist-info"
    info.mkdir()
    (tmp_path / "outside_study_of_a_test.py").write_text(STUDY)
    (info / "METADATA").write_text("Metadata-Version: 2.1\nName: outside\nVersion: 1.0\n")
    (info / "entry_points.txt").write_text(POINTS)
    monkeypatch.syspath_prepend(str(tmp_path))
    forget()
    yield
    forget()


def forget() -> None:
    """What was found is looked for again."""
    for found in (registry.names, registry.find, registry._outside):
        found.cache_clear()


@pytest.mark.parametrize("name", ["hand-off", "hand_off"])
def test_a_plug_in_of_another_package_is_found_by_its_public_name(name: str) -> None:
    assert "hand-off" in registry.names("pyrometer.studies")
    assert registry.find("pyrometer.studies", name) == "the study"


def test_what_another_package_adds_is_listed_with_its_own_first_line() -> None:
    assert registry.first_line("pyrometer.studies", "hand-off") == "Hand-off: who hands over to whom."


def test_a_plug_in_that_cannot_be_loaded_names_its_package() -> None:
    with pytest.raises(NotInstalled, match="The study 'gone' of the package 'outside' cannot be loaded"):
        registry.find("pyrometer.studies", "gone")
