"""pyrometer effect: the activity as people say it, the options of the study, a wrong name answered."""

from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest
from click.testing import CliRunner

from pyrometer.apps.commands.effect import COMMAND
from pyrometer.errors import PlantError
from pyrometer.model.finding import Finding


@pytest.fixture
def asked(monkeypatch: pytest.MonkeyPatch) -> dict[str, Any]:
    """What the plant is asked, in place of one."""
    told: dict[str, Any] = {}

    def study(name: str, **settings: Any) -> Finding:
        told.update(settings, study=name)
        return Finding(name, "Does it?", "yes", "Demo held helps.")

    monkeypatch.setattr("pyrometer.plant.Plant", lambda _: SimpleNamespace(study=study))
    return told


def test_the_activity_is_the_argument_and_within_is_short(asked: dict[str, Any], tmp_path: Path) -> None:
    call = ["demo held", "--on", "ordered", "--within", "30", "--by-lot", "--plant", str(tmp_path)]
    done = CliRunner().invoke(COMMAND, call)
    assert done.exit_code == 0, done.output
    assert "Demo held helps." in done.output
    assert (asked["study"], asked["activity"], asked["on"]) == ("effect", "demo held", "ordered")
    assert (asked["within_days"], asked["by_lot"]) == (30.0, True)


def test_without_an_activity_all_are_asked_for(asked: dict[str, Any], tmp_path: Path) -> None:
    assert CliRunner().invoke(COMMAND, ["--plant", str(tmp_path), "--json"]).exit_code == 0
    assert asked["activity"] == ""
    assert "within_days" not in asked


def test_outside_a_plant_the_way_out_is_told(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    done = CliRunner().invoke(COMMAND, ["demo held"])
    assert isinstance(done.exception, PlantError)
    assert "pyrometer start" in str(done.exception)
