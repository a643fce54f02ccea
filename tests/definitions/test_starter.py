"""Drafts for a user's own actions are whole definitions: only the owner and the signatures are wanting."""

from datetime import date

import pytest

from pyrometer.definitions.check import check
from pyrometer.definitions.checks import Subject
from pyrometer.definitions.parse import parse
from pyrometer.definitions.read_back import read_back
from pyrometer.definitions.starter import lost_from_actions, milestone_from_actions

TODAY = date(2026, 10, 8)
ALLOWED = {("no-agreement", "warning"), ("owner-to-be-named", "warning")}


@pytest.mark.parametrize("side", ["customer", "seller", "marketing", "system"])
@pytest.mark.parametrize("actions", [("ordered",), ("Closed Won", "WON (résumé)"), ("A_SUBMITTED", "looked_around")])
def test_a_drafted_milestone_passes_the_checks(side: str, actions: tuple[str, ...]) -> None:
    text = milestone_from_actions("a-step", "a “step”", side, actions, 0)  # type: ignore[arg-type]
    definition = parse(text, "a-step.toml")
    assert definition.clause("reached").sides == ((side, actions),)
    assert {(p.code, p.level) for p in check(Subject((definition,), TODAY, frozenset(actions)))} == ALLOWED


def test_a_drafted_loss_passes_the_checks_and_is_a_judgment() -> None:
    definition = parse(lost_from_actions("lost", "customer", ("declined", "Closed Lost"), 2), "lost.toml")
    assert definition.kind == "judgment"
    assert {(p.code, p.level) for p in check(Subject((definition,), TODAY))} == ALLOWED


def test_a_drafted_loss_says_what_takes_it_up_again() -> None:
    text = lost_from_actions("lost", "seller", ("Closed Lost",), 0, taken_up=("Proposal", "In talks"))
    definition = parse(text, "lost.toml")
    assert definition.clause("over").until == "taken_up"
    assert definition.clause("taken_up").sides == (("seller", ("Proposal", "In talks")),)
    assert "unless after it the seller did “Proposal” or “In talks”" in read_back(definition)
    assert {(p.code, p.level) for p in check(Subject((definition,), TODAY))} == ALLOWED  # its examples run


def test_evidence_beyond_the_usual_is_written_into_the_clause_and_the_usual_left_to_the_plant() -> None:
    strict = parse(milestone_from_actions("ordered", "ordered", "customer", ("ordered",), 4))
    assert strict.clause("reached").grade == 4
    assert check(Subject((strict,), TODAY))[0].level == "warning"
    assert (
        parse(milestone_from_actions("ordered", "ordered", "customer", ("ordered",), 0)).clause("reached").grade is None
    )


def test_a_win_that_may_be_taken_back_stays_met_and_says_so() -> None:
    text = milestone_from_actions("won", "won", "customer", ("won",), 0, taken_back={"seller": ("lost",)})
    won = parse(text)
    assert won.clause("reached").until == "taken_back"
    assert not [p for p in check(Subject((won,), TODAY)) if p.level == "error"]
    assert "(taken back if after it the seller lost)" in read_back(won)
    assert "what is taken back stays met, and how many is told beside" in read_back(won)
