"""Lists whose status is no sale, outcomes without days beside other files, and losses that a person adds."""

from pathlib import Path

import pytest

from pyrometer.errors import SensorError
from pyrometer.sensors import _guess
from pyrometer.sensors._guess import Answers, Guess

TICKETS = [f"T{i},2025-01-{1 + i % 28:02},{'Solved' if i % 3 else 'Open'},{f'2025-02-{1 + i % 28:02}' if i % 3 else ''}"
           for i in range(60)]  # fmt: skip


def guessed(folder: Path, head: str, rows: list[str], **said: object) -> Guess:
    (folder / "list.csv").write_text("\n".join([head, *rows]) + "\n")
    return _guess.guess([folder / "list.csv"], Answers(**said))  # type: ignore[arg-type]


def tickets(folder: Path, **said: object) -> Guess:
    return guessed(folder, "Ticket ID,Created at,Status,Resolved at", TICKETS, **said)


def test_none_of_these_is_a_sale_can_be_said_and_the_last_step_is_asked_for(tmp_path: Path) -> None:
    assert "If none of these is a sale: none." in tickets(tmp_path).questions[0].text
    asked = tickets(tmp_path, won=("none",)).questions
    assert [(q.flag, q.proposed) for q in asked] == [("--ended", "Resolved at")]


def test_a_list_without_sales_ends_with_its_last_step_and_nobody_is_won_by_its_status(tmp_path: Path) -> None:
    guess = tickets(tmp_path, won=("none",), ended="Resolved at")
    assert (guess.milestones, guess.won, guess.lost) == (("entered", "Resolved"), ("Resolved",), ())
    assert {a.action: a.n_prospects for a in guess.actions} == {"entered": 60, "Resolved": 40}
    assert not guess.questions


def test_a_list_that_tells_no_later_time_says_so(tmp_path: Path) -> None:
    rows = [f"L{i},2025-01-{1 + i % 28:02},{'New' if i % 2 else 'Working'}" for i in range(40)]
    with pytest.raises(SensorError, match="tells when they came and no later time"):
        guessed(tmp_path, "Lead ID,Created Date,Lead Status", rows, won=("none",))


def test_who_came_to_one_meeting_is_no_matter_of_waiting(tmp_path: Path) -> None:
    rows = [
        f"P{i},2025-01-{1 + i % 28:02} 10:00:00,ok,{f'2025-02-01 18:{i:02}:00' if i % 2 else '--'}" for i in range(60)
    ]
    head, said = "Contact ID,Registration Time,Approval Status,Join Time", {"won": ("none",), "ended": "Join Time"}
    asked = guessed(tmp_path, head, rows, **said).questions
    assert [(q.flag, q.proposed) for q in asked] == [("--time", "2025-02-01")]
    guess = guessed(tmp_path, head, rows, **said, time="2025-02-01")
    assert {a.action: a.n_prospects for a in guess.actions} == {"entered": 60, "Join": 30}


def test_in_a_log_none_is_no_act(tmp_path: Path) -> None:
    rows = [f"C{i // 3},{('call', 'visit', 'check')[i % 3]},2025-01-{1 + i % 28:02}" for i in range(60)]
    with pytest.raises(SensorError, match="path leads to an act"):
        guessed(tmp_path, "case id,activity,timestamp", rows, won=("none",))


def test_a_loss_that_is_said_comes_beside_those_named_so(tmp_path: Path) -> None:
    ends = ("Closed Won", "Closed Lost", "Parked")
    rows = [f"D{i},2025-01-{1 + i % 28:02},2025-02-{1 + i % 28:02},{ends[i % 3]}" for i in range(60)]
    guess = guessed(tmp_path, "Deal ID,Created,Closed,Stage", rows, lost=("Parked",))
    assert {a.action: a.n_prospects for a in guess.actions} == {"entered": 60, "ordered": 20, "declined": 40}


def test_a_loss_that_is_said_of_a_log_comes_beside_those_named_so(tmp_path: Path) -> None:
    ends = ("won", "lost", "parked")
    rows = [f"D{i},{step},2025-0{m}-{1 + i % 28:02}" for i in range(60) for m, step in ((1, "offer"), (2, ends[i % 3]))]
    guess = guessed(tmp_path, "case id,activity,timestamp", rows, lost=("parked",))
    assert set(guess.lost) == {"parked", "lost"}


def test_an_outcome_without_days_is_read_though_other_files_cannot_be(tmp_path: Path) -> None:
    (tmp_path / "gold.csv").write_text("\n".join(["dialog_id,donated", *(f"d{i},{i % 2}" for i in range(40))]))
    turns = [f"d{i // 5},{i},some words {i}" for i in range(200)]
    (tmp_path / "turns.csv").write_text("\n".join(["dialog_id,turn,text", *turns]))
    files = [tmp_path / "turns.csv", tmp_path / "gold.csv"]
    assert [q.flag for q in _guess.guess(files, Answers()).questions] == ["--time"]
    guess = _guess.guess(files, Answers(time="2025-01-31"))
    assert {a.action: a.n_prospects for a in guess.actions} == {"entered": 40, "ordered": 20}
