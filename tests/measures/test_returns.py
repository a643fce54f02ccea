"""Returns: who was lost and taken up again, and who came back from a later milestone, against known truth."""

import random
from collections.abc import Sequence
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

import pytest

from pyrometer.model.definition import Clause, Criterion, Definition, Span
from tests.process.plants import DEFINITIONS, PATH, milestone, plant

STAGES = ("Qualify", "Propose", "Negotiate", "Won")
LOST = "Closed Lost"
UNDOES = Clause("taken_up", sides=(("seller", STAGES[:3]),), grade=0)
OVER = Clause("over", sides=(("seller", (LOST,)),), grade=0, until="taken_up")
REOPENED = Definition("lost", "judgment", test=(OVER, UNDOES), criterion=Criterion(all=("over",)))
BY_STAGE = (*(milestone(name.lower(), name, sides=("seller",)) for name in STAGES), REOPENED)
OF_STAGES = {"milestones": tuple(name.lower() for name in STAGES), "won": "won"}

TWICE = """
; who: asks again, after they met
2026-01-05 09:00 customer replied
2026-01-08 09:00 customer met
2026-01-09 09:00 customer replied
2026-01-10 09:00 customer replied
; who: never went on, so asking twice is no way back
2026-01-05 09:00 customer replied
2026-01-09 09:00 customer replied
; who: asks again once the order is in
2026-01-05 09:00 customer replied
2026-01-08 09:00 customer ordered
2026-01-09 09:00 customer replied
; who: both in one instant
2026-01-05 09:00 customer replied
2026-01-08 09:00 customer met
2026-01-08 09:00 customer replied
; who: replied late and for the first time
2026-01-01 09:00 customer replied
2026-01-02 09:00 customer ordered
2026-01-03 09:00 customer met
"""
LOSSES = """
; who: lost and won in the end
2026-01-05 09:00 customer replied
2026-01-08 09:00 customer declined
2026-01-20 09:00 customer ordered
; who: lost, and did again what they had done
2026-01-05 09:00 customer replied
2026-01-08 09:00 customer declined
2026-01-20 09:00 customer replied
; who: lost and lost again, never more
2026-01-05 09:00 customer replied
2026-01-08 09:00 customer declined
2026-01-20 09:00 customer declined
; who: lost after the order
2026-01-05 09:00 customer replied
2026-01-08 09:00 customer ordered
2026-01-20 09:00 customer declined
2026-01-25 09:00 customer met
; who: lost before they came
2026-01-01 09:00 customer declined
2026-01-05 09:00 customer replied
2026-01-08 09:00 customer met
"""


def counts(
    folder: Path, text: str, definitions: Sequence[Definition] = DEFINITIONS, **more: Any
) -> dict[str, tuple[Any, Any]]:
    table = plant(folder, text, definitions=definitions, settings=more).ask("returns")
    return {row["milestone"]: (row["n_taken_up"], row["n_back"]) for row in table}


def test_doing_a_step_again_after_a_later_one_is_a_way_back(tmp_path: Path) -> None:
    assert counts(tmp_path, TWICE) == {"": (0, 1), "replied": (0, 1), "met": (0, 0)}


def test_a_loss_that_is_followed_by_a_later_milestone_was_taken_up(tmp_path: Path) -> None:
    assert counts(tmp_path, LOSSES) == {"": (1, 0), "replied": (1, 0), "met": (0, 0)}


def test_what_the_definition_of_lost_says_undoes_it_takes_up(tmp_path: Path) -> None:
    again = Clause("again", sides=(("customer", ("replied",)),), grade=0)
    over = Clause("over", sides=(("customer", ("declined",)),), grade=0, until="again")
    lost = Definition("lost", "judgment", test=(over, again), criterion=Criterion(all=("over",)))
    assert counts(tmp_path, LOSSES, (*DEFINITIONS[:-1], lost))[""] == (2, 0)


def test_what_lies_before_the_records_began_to_be_kept_is_not_counted(tmp_path: Path) -> None:
    kept = {"observed_from": datetime(2026, 1, 9, 12).date()}
    assert counts(tmp_path, LOSSES, **kept)[""] == (0, 0)


@pytest.mark.parametrize("more", [{"at_least": 2}, {"within": Span("3d", 3 * 86400)}, {"definition": "met"}])
def test_of_a_milestone_that_is_no_plain_act_no_way_back_can_be_told(tmp_path: Path, more: dict[str, Any]) -> None:
    sides = () if "definition" in more else (("customer", ("replied",)),)
    counted = Definition(
        "replied", "milestone", test=(Clause("done", sides, **more),), criterion=Criterion(all=("done",))
    )
    found = counts(tmp_path, TWICE, (counted, *DEFINITIONS[1:]))
    assert found["replied"][1] is None
    assert found[""][1] is None
    assert found["met"] == (0, 0)


def test_where_nothing_is_lost_nobody_can_be_taken_up(tmp_path: Path) -> None:
    assert counts(tmp_path, TWICE, DEFINITIONS[:-1], lost=None)["replied"] == (None, 1)


def test_without_a_path_there_is_nothing_to_come_back_to(tmp_path: Path) -> None:
    assert counts(tmp_path, TWICE, (), milestones=(), won="", lost=None) == {}


def test_every_return_of_a_made_history_is_counted_where_it_happened(tmp_path: Path) -> None:
    rng = random.Random(7)  # noqa: S311 - a made history
    text: list[str] = []
    taken: list[set[int]] = [set() for _ in STAGES]
    back: list[set[int]] = [set() for _ in STAGES]
    for deal in range(400):
        at, furthest, was_lost = datetime(2025, 1, 1) + timedelta(hours=rng.randrange(5000)), 0, False
        text.append(f"; who: deal {deal}\n{at:%Y-%m-%d %H:%M} seller {STAGES[0]}")
        for _ in range(rng.randrange(9)):
            at += timedelta(hours=1 + rng.randrange(300))
            chance = rng.random()
            if chance < 0.2:
                text.append(f'{at:%Y-%m-%d %H:%M} seller "{LOST}"')
                was_lost = True
                continue
            stage = rng.randrange(furthest + 1) if chance < 0.4 else furthest + (not was_lost)
            if was_lost:
                taken[furthest].add(deal)
            text.append(f'{at:%Y-%m-%d %H:%M} seller "{STAGES[stage]}"')
            if stage < furthest:
                back[stage].add(deal)
            furthest, was_lost = max(furthest, stage), False
            if STAGES[stage] == "Won":
                break
    found = counts(tmp_path, "\n".join(text), BY_STAGE, **OF_STAGES)
    assert found == {
        "": (len(set().union(*taken)), len(set().union(*back))),
        **{STAGES[i].lower(): (len(taken[i]), len(back[i])) for i in range(3)},
    }
    assert min(n for pair in (found["qualify"], found["propose"]) for n in pair) > 10


def test_the_path_of_these_tests_is_the_usual_one() -> None:
    assert PATH == ("replied", "met", "ordered")
