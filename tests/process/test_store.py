"""Builds: made once for everything they depend on, in place at once or not at all."""

import os
import shutil
import time
from dataclasses import replace
from pathlib import Path

import pytest

from pyrometer.errors import PlantError
from pyrometer.ledger.store import Ledger
from pyrometer.process import store
from pyrometer.sensors import journal
from tests.process.plants import DEFINITIONS, batch, milestone, plant

TEXT = "; who: acme\n2026-01-01 00:00 customer replied\n2026-01-05 00:00 customer ordered"


def builds(folder: Path) -> set[str]:
    """The names of the builds kept."""
    return {place.name for place in folder.iterdir()}


def test_the_same_question_is_built_once(tmp_path: Path) -> None:
    built = plant(tmp_path, TEXT)
    built.process()
    (name,) = builds(tmp_path / "process")
    file = tmp_path / "process" / name / "spells.parquet"
    before = file.stat().st_mtime_ns
    built.process()
    assert file.stat().st_mtime_ns == before
    kept = ["edges.parquet", "facts.json", "journeys.parquet", "spells.parquet", "ways.parquet"]
    assert sorted(p.name for p in file.parent.iterdir()) == kept


def test_a_new_mark_definition_or_setting_is_built_anew(tmp_path: Path) -> None:
    built = plant(tmp_path, TEXT)
    built.process()
    replace(built, definitions=(milestone("replied", "answered"), *DEFINITIONS[1:])).process()
    replace(built, config=replace(built.config, process=replace(built.config.process, grade=1))).process()
    built.read([batch(journal.parse("; who: bolt\n2026-01-03 00:00 customer replied"))])
    assert len(built.rows("journeys")) == 2
    assert len(builds(tmp_path / "process")) == 4


def test_a_definition_that_the_path_does_not_rest_on_changes_no_build(tmp_path: Path) -> None:
    built = plant(tmp_path, TEXT)
    built.process()
    replace(built, definitions=(*DEFINITIONS, milestone("other"))).process()
    assert len(builds(tmp_path / "process")) == 1


def age(place: Path, hours: int) -> Path:
    """The build, last asked for so many hours ago."""
    then = time.time() - 3600 * hours
    os.utime(place, (then, then))
    return place


def test_old_builds_are_cleaned_and_the_newest_used_stay(tmp_path: Path) -> None:
    for i in range(store.KEPT + 3):
        age(store.built(tmp_path, f"{i}-key", lambda place: None), hours=100 - i)
    store.built(tmp_path, "0-key", lambda place: None)
    store.built(tmp_path, "new-key", lambda place: None)
    assert builds(tmp_path) == {"0-key", "new-key", *(f"{i}-key" for i in range(5, store.KEPT + 3))}


def test_a_build_that_somebody_may_be_reading_stays(tmp_path: Path) -> None:
    for i in range(3 * store.KEPT):
        store.built(tmp_path, f"{i}-key", lambda place: None)
    assert len(builds(tmp_path)) == 3 * store.KEPT


def test_what_a_killed_build_left_is_removed_when_it_is_old(tmp_path: Path) -> None:
    (tmp_path / ".1-key-abc").mkdir()
    age(tmp_path / ".1-key-abc", hours=2)
    (tmp_path / ".2-key-abc").mkdir()
    store.built(tmp_path, "3-key", lambda place: None)
    assert builds(tmp_path) == {".2-key-abc", "3-key"}


def test_a_build_that_fails_leaves_nothing(tmp_path: Path) -> None:
    def fail(place: Path) -> None:
        (place / "half").write_text("x")
        raise RuntimeError("power cut")

    with pytest.raises(RuntimeError):
        store.built(tmp_path, "1-key", fail)
    assert builds(tmp_path) == set()


def test_of_two_that_build_the_same_the_first_stays(tmp_path: Path) -> None:
    def slow(place: Path) -> None:
        (place / "who").write_text("second")
        store.built(tmp_path, "1-key", lambda other: (other / "who").write_text("first") and None)

    place = store.built(tmp_path, "1-key", slow)
    assert (place / "who").read_text() == "first"
    assert builds(tmp_path) == {"1-key"}


def test_a_mark_given_a_second_time_is_built_anew(tmp_path: Path) -> None:
    built = plant(tmp_path, TEXT)
    shutil.copytree(built.ledger.folder.root, tmp_path / "backup")
    built.read([batch(journal.parse("; who: bolt\n2026-01-03 00:00 customer replied"))])
    assert len(built.rows("journeys")) == 2
    shutil.rmtree(built.ledger.folder.root)
    shutil.copytree(tmp_path / "backup", built.ledger.folder.root)
    again = replace(built, ledger=Ledger.open(built.ledger.folder.root))
    two = "; who: bolt\n2026-01-03 00:00 customer replied\n; who: cobb\n2026-01-03 00:00 customer replied"
    again.read([batch(journal.parse(two))])
    assert again.ledger.mark == 2
    assert len(again.rows("journeys")) == 3


@pytest.mark.parametrize("name", ["facts.json", "spells.parquet"])
def test_a_damaged_build_is_named_with_the_way_out(tmp_path: Path, name: str) -> None:
    built = plant(tmp_path, TEXT)
    built.process()
    (place,) = (tmp_path / "process").iterdir()
    for damage in (lambda path: path.write_bytes(b"{"), Path.unlink):
        damage(place / name)
        with pytest.raises(PlantError, match=r"What was built in .* is damaged. Take that folder away"):
            built.process().table("spells")


def test_a_build_lies_under_any_path(tmp_path: Path) -> None:
    folder = tmp_path / 'it\'s "q" [*]'
    folder.mkdir()
    built = plant(folder, TEXT)
    assert len(built.rows("journeys")) == 1
