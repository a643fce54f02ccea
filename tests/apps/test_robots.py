"""An actor that works while everybody sleeps is taken for no person and is nobody's seller; the plant says why."""

import tomllib
from datetime import datetime, timedelta
from pathlib import Path

import numpy as np
import pytest
from click.testing import CliRunner

from pyrometer.apps.commands.check import COMMAND as CHECK
from pyrometer.apps.commands.read import COMMAND as READ
from pyrometer.plant import Plant, _robots, _start

BEGIN = datetime(2025, 1, 6)


def log(*, sleepless: bool = False, seed: int = 1) -> str:
    """A year of requests at all hours: robot 7 registers each at once, a person answers it the next working hours."""
    rng = np.random.default_rng(seed)
    rows = ["id,time,what,who"]
    for i in range(900):
        asked = BEGIN + timedelta(days=float(rng.uniform(0, 300)))
        answered = asked.replace(hour=int(rng.integers(0, 24) if sleepless else rng.integers(9, 17))) + timedelta(
            days=1
        )
        rows.append(f"r{i},{asked:%Y-%m-%d %H:%M:%S},registered,7")
        rows.append(f"r{i},{answered:%Y-%m-%d %H:%M:%S},answered,{('ann', 'bob', 'cem')[i % 3]}")
        if rng.random() < 0.4:
            rows.append(f"r{i},{answered + timedelta(hours=1):%Y-%m-%d %H:%M:%S},sold,{('ann', 'bob', 'cem')[i % 3]}")
    return "\n".join(rows) + "\n"


def started(folder: Path, text: str) -> Plant:
    (folder / "log.csv").write_text(text)
    answers = {
        "prospect": "id",
        "time": "time",
        "action": "what",
        "owner": "who",
        "won": "sold",
        "zone": "Europe/Berlin",
    }
    return _start.start(folder / "log.csv", folder=folder / "plant", **answers)


def test_a_robot_is_guessed_with_its_evidence_and_sells_nothing(tmp_path: Path) -> None:
    plant = started(tmp_path, log())
    text = (plant.folder / "pyrometer.toml").read_text()
    assert tomllib.loads(text)["process"]["robots"] == ["7"]
    (comment,) = [line for line in text.splitlines() if line.startswith("# '7' acts at every hour")]
    assert "of its 900 acts fall between midnight and 5, of everybody else's 0%" in comment
    assert {row["group"] for row in plant.measure("groups", by="seller")} == {"ann", "bob", "cem"}


def test_what_is_corrected_in_the_settings_counts(tmp_path: Path) -> None:
    plant = started(tmp_path, log())
    path = plant.folder / "pyrometer.toml"
    path.write_text(path.read_text().replace('robots = ["7"]', "robots = []"))
    assert {row["group"] for row in Plant(plant.folder).measure("groups", by="seller")} == {"7"}


def test_a_misspelt_robot_is_told_with_the_near_name(tmp_path: Path) -> None:
    plant = started(tmp_path, log())
    path = plant.folder / "pyrometer.toml"
    path.write_text(path.read_text().replace('robots = ["7"]', 'robots = ["7", "bobb"]'))
    (problem,) = [p for p in Plant(plant.folder).check() if p.code == "unknown-robot"]
    assert (problem.level, problem.where) == ("warning", "pyrometer.toml")
    assert "robots names 'bobb'" in problem.text
    assert problem.text.endswith("Did you mean 'bob'?")
    for command in (CHECK, READ):
        said = CliRunner().invoke(command, ["--plant", str(plant.folder)])
        assert "robots names 'bobb'" in said.output, said.output
        assert said.exit_code == 0
    path.write_text(path.read_text().replace(', "bobb"', ""))
    assert not [p for p in Plant(plant.folder).check() if p.code == "unknown-robot"]


def test_where_all_work_at_night_nobody_is_taken_for_a_robot(tmp_path: Path) -> None:
    plant = started(tmp_path, log(sleepless=True))
    assert _robots.robots(plant) == []
    assert "robots" not in (plant.folder / "pyrometer.toml").read_text()


@pytest.mark.parametrize("n_nights", [0, 20])
def test_a_person_with_some_late_evenings_is_no_robot(tmp_path: Path, n_nights: int) -> None:
    lines = [line for line in log().splitlines() if not line.endswith(",7")]
    late = [f"x{i},2025-03-{1 + i:02d} {i % 5:02d}:30:00,answered,ann" for i in range(n_nights)]
    assert _robots.robots(started(tmp_path, "\n".join([*lines, *late]) + "\n")) == []
