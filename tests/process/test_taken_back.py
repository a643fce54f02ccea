"""A win once met stays won; that it was taken back is counted exactly, and told beside every yield."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from importlib import import_module
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from pyrometer.model.definition import Clause, Criterion, Definition, Span
from pyrometer.model.event import Event
from pyrometer.model.process import ProcessFacts
from pyrometer.model.table import Table
from pyrometer.studies import trust
from tests.process.plants import Plant, milestone, plant

BEGIN = datetime(2025, 1, 1)
DAY = timedelta(days=1)
STAGES = ("replied", "ordered", "declined")
WON_BACK = Clause("back", sides=(("customer", ("declined", "replied")),), grade=0)
ORDERED = Definition(
    "ordered",
    "milestone",
    test=(replace(milestone("ordered").test[0], until="back"), WON_BACK),
    criterion=Criterion(all=("done",)),
)
LOST = milestone("lost", "declined")
SETTINGS = {"milestones": ("replied", "ordered"), "won": "ordered", "lost": "lost"}


def seen(folder: Path, stories: Mapping[str, Sequence[str]], ordered: Definition = ORDERED, *lost: Definition) -> Plant:
    """One act a day for each prospect."""
    events = [
        Event(
            source="crm", source_id=f"{who}:{i}", prospect=who, happened_at=BEGIN + i * DAY, action=a, side="customer"
        )
        for who, acts in stories.items()
        for i, a in enumerate(acts)
    ]
    definitions = (milestone("replied"), ordered, *(lost or (LOST,)))
    return plant(folder, "", events=events, definitions=definitions, settings=SETTINGS)


def told(found: Plant) -> dict[str, bool]:
    return {row["name"]: row["taken_back"] for row in found.rows("journeys")}


STORIES = {
    "kept": ["replied", "ordered"],
    "cancelled": ["replied", "ordered", "declined"],
    "reopened": ["replied", "ordered", "replied"],
    "won again": ["replied", "ordered", "declined", "ordered"],
    "lost first": ["replied", "declined", "ordered"],
    "lost": ["replied", "declined"],
    "open": ["replied"],
}


def test_what_was_won_last_is_won_and_what_was_undone_last_is_taken_back(tmp_path: Path) -> None:
    found = seen(tmp_path, STORIES)
    assert [name for name, is_so in told(found).items() if is_so] == ["cancelled", "reopened"]
    assert {row["name"] for row in found.rows("journeys", outcome=1)} == {*list(STORIES)[:5]}
    assert found.process().facts.n_taken_back == 2


def test_it_is_known_from_the_day_on_which_it_happened(tmp_path: Path) -> None:
    found = seen(tmp_path, STORIES)
    assert found.process(as_known=BEGIN + 1.5 * DAY).facts.n_taken_back == 0
    then = found.process(as_known=BEGIN + 2.5 * DAY)  # won again only the day after
    assert then.facts.n_taken_back == 3


def test_where_nothing_is_said_to_undo_a_win_later_losses_are_counted(tmp_path: Path) -> None:
    found = seen(tmp_path, STORIES, milestone("ordered"))
    assert [name for name, is_so in told(found).items() if is_so] == ["cancelled", "won again"]


def test_who_is_only_silent_after_the_win_took_nothing_back(tmp_path: Path) -> None:
    clause = Clause("silent", sides=(("customer", ()),), grade=0, silent_for=Span("1d", 86_400))
    silent = Definition("lost", "judgment", test=(clause,), criterion=Criterion(all=("silent",)))
    found = seen(tmp_path, STORIES, milestone("ordered"), silent)
    assert found.process().facts.n_taken_back == 0


def test_as_a_judgment_only_wins_that_last_are_won(tmp_path: Path) -> None:
    found = seen(tmp_path, STORIES, replace(ORDERED, kind="judgment"))
    assert {row["name"]: row["outcome"] for row in found.rows("journeys")} == {
        "kept": 1,
        "cancelled": 2,
        "reopened": 0,
        "won again": 1,
        "lost first": 1,
        "lost": 2,
        "open": 0,
    }
    assert found.process().facts.n_taken_back == 0


@pytest.mark.parametrize("seed", range(3))
def test_the_number_is_that_of_any_history(tmp_path: Path, seed: int) -> None:
    rng = np.random.default_rng(seed)
    stories = {f"p{i}": ["replied", *rng.choice(STAGES, rng.integers(1, 7))] for i in range(300)}
    truth = sum("ordered" in acts and acts[-1] != "ordered" for acts in stories.values())
    assert seen(tmp_path, stories).process().facts.n_taken_back == truth


@dataclass(frozen=True)
class Asked:
    """What a study asks with."""

    plant: Plant

    @property
    def process(self) -> ProcessFacts:
        return self.plant.process().facts

    def __call__(self, measure: str, /, **settings: Any) -> Table:
        return self.plant.ask(measure, **settings)


@pytest.mark.parametrize("name", ["yield", "time", "flow"])
def test_every_study_that_counts_wins_tells_how_many_did_not_last(tmp_path: Path, name: str) -> None:
    stories = {f"{name} {i}": acts for name, acts in STORIES.items() for i in range(20)}
    study = import_module(f"pyrometer.studies.{name}").STUDY
    (told,) = (c for c in study.answer(Asked(seen(tmp_path, stories)), study.settings()).cautions if c.n == 40)
    assert told.code == "taken-back"
    assert told.text.startswith("40 prospects that count as won were lost or opened again after that")


def test_trust_calls_for_a_look_at_them(tmp_path: Path) -> None:
    found = seen(tmp_path, STORIES)
    (check,) = trust._ends(Asked(found))
    assert (check.name, check.verdict, check.n, check.of) == ("wins taken back", "look", 2, 7)
    kept = seen(tmp_path / "kept", {"kept": STORIES["kept"]})
    assert trust._ends(Asked(kept)) == []
