"""The demo plant: a simulated selling plant whose truth is planted, written as files that anyone can read."""

import shutil
from pathlib import Path
from typing import Any

from pyrometer import config
from pyrometer.errors import PlantError
from pyrometer.plant import _start
from pyrometer.plant._open import Plant
from pyrometer.plant._opened import Progress

SEED = 2718281828  # any; the same seed gives the same plant
MARKER = "# The demo plant. Its truth is planted; see truth.json."
SETTINGS = f"""{MARKER}
[plant]
name = "Demo plant"
zone = "Europe/Berlin"
currency = "EUR"

[process]
milestones = ["replied", "gave-time", "told-the-problem", "asked-for-terms", "ordered"]
won = "ordered"
lost = "lost"
grade = 2  # evidence that moves a milestone: a deliberate act of an identified person
segments = ["source"]
"""
SENSOR = """# One event a row: what happened, and when it was recorded.
sensor = "csv"
path = "exports/events.csv"
zone = "UTC"  # the times carry their offset
prospect = "prospect"
row_is = "event"
fields = { amount = "money EUR", minutes = "number" }

[[event]]
where = { side = "customer", action = "ordered" }
happened_at = "happened_at"
known_at = "recorded_at"
action = "{action}"
side = "customer"
grade = 4  # money
actor = "actor"
amount = "amount"
about = { source = "{source}" }

[[event]]
where = { side = "customer" }
happened_at = "happened_at"
known_at = "recorded_at"
action = "{action}"
side = "customer"
grade = 2  # a reply, a meeting attended, a no: deliberate acts of a person
actor = "actor"
minutes = "minutes"
about = { source = "{source}" }

[[event]]
where = { side = "marketing" }
happened_at = "happened_at"
known_at = "recorded_at"
action = "{action}"
side = "marketing"
minutes = "minutes"
actor = "actor"
about = { source = "{source}" }

[[event]]
where = { side = "seller" }
happened_at = "happened_at"
known_at = "recorded_at"
action = "{action}"
side = "seller"
minutes = "minutes"
actor = "actor"
about = { source = "{source}" }
"""


def demo(folder: Path, *, progress: Progress | None = None) -> tuple[Plant, Any]:
    """The demo plant in `folder`, made and read, and its planted truth; an earlier demo there is made anew.

    Raises PlantError where something else lies in `folder`.
    """
    import numpy as np

    from pyrometer.statistics import simulate

    _make_room(folder)
    simulated = simulate.plant(np.random.default_rng(SEED))
    with _start.beside(folder) as private:
        _write(private, simulated.columns)
        Plant(private).read(progress=progress)
    return Plant(folder), simulated.truth


def _make_room(folder: Path) -> None:
    if not folder.exists() or (folder.is_dir() and not any(folder.iterdir())):
        return
    settings = folder / config.FILE
    if not settings.is_file() or not settings.read_text(encoding="utf-8").startswith(MARKER):
        raise PlantError(f"{folder} is there already and is no demo plant. Name another folder: pyrometer demo FOLDER")
    shutil.rmtree(folder)


def _write(folder: Path, columns: dict[str, Any]) -> None:
    from pyrometer.definitions import starter
    from pyrometer.statistics import simulate

    for part in ("exports", "sensors", "definitions", "reports"):
        (folder / part).mkdir()
    _csv(columns, folder / "exports" / "events.csv")
    (folder / config.FILE).write_text(SETTINGS, encoding="utf-8")
    (folder / ".gitignore").write_text(_start.IGNORED, encoding="utf-8")
    (folder / "sensors" / "events.toml").write_text(SENSOR, encoding="utf-8")
    for name, action in zip(simulate.PATH, simulate.ACTION, strict=True):
        text = starter.milestone_from_actions(name, name.replace("-", " "), "customer", (action,), 2)
        (folder / "definitions" / f"{name}.toml").write_text(text, encoding="utf-8")
    lost = starter.lost_from_actions("lost", "customer", (simulate.LOST,), 2)
    (folder / "definitions" / "lost.toml").write_text(lost, encoding="utf-8")


def _csv(columns: dict[str, Any], path: Path) -> None:
    import pyarrow as pa
    import pyarrow.compute as pc
    from pyarrow import csv

    arrays = {name: pa.array(values, from_pandas=True) for name, values in columns.items()}
    for name in ("happened_at", "recorded_at"):
        arrays[name] = pc.strftime(arrays[name], format="%Y-%m-%dT%H:%M:%SZ")
    csv.write_csv(pa.table(arrays), path)
