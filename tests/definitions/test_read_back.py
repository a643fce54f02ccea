"""A definition reads back as plain English that leaves nothing out."""

import pytest
from hypothesis import given, settings

from pyrometer.definitions.parse import parse
from pyrometer.definitions.read_back import read_back
from pyrometer.model.definition import Definition
from tests.definitions.stories import QUALIFIED, definition
from tests.definitions.test_compile_agrees import definitions


def test_the_design_example_reads_like_this() -> None:
    assert read_back(parse(QUALIFIED)) == (
        "“Qualified” is a judgment, version 3; with it the customer gives us information. The customer has given "
        "time, told us the problem, and agreed in writing what happens next and when. It is met when “gave-time” is"
        " met, the customer gave facts about “problem” (evidence of grade 2: a deliberate act or better) and the "
        "customer accepted next step in the last 30 days (evidence of grade 2: a deliberate act or better). It is "
        "not met if the customer declined. It is judged as things stand at the moment of asking. It needs the "
        "calendar and mail sensors; while one of them is dead, absence proves nothing. It is used to decide whether"
        " the deal enters the forecast. If it is met, forecast it; if it is not met, keep it out of the forecast; "
        "if it cannot be told, mend the mail or calendar sensor. Beware: the seller's own tick-box is never "
        "evidence; it is kept to measure agreement. Its owner is: sales lead; it is signed by sales lead (3 October"
        " 2026); it is to be looked at again by 1 April 2027."
    )


@pytest.mark.parametrize(
    ("clause", "told"),
    [
        ('{ customer = "any" }', "the customer did anything at all"),
        ('{ customer = ["replied", "called_in"] }', "the customer replied or called in"),
        ('{ customer = ["Closed Won"] }', "the customer did “Closed Won”"),
        ('{ system = ["bounced"] }', "a system reported “bounced”"),
        ('{ seller = ["A_X"], system = ["A_X"] }', "the seller or a system did “A_X”"),
        ('{ customer = ["met"], having = { minutes = "at least 10" } }', "met for at least 10 minutes"),
        ('{ customer = ["paid"], having = { amount = "at most 3", kind = ["a", "b"] } }',
         "paid with amount at most 3 and kind “a” or “b”"),
        ('{ customer = ["used"], at_least = 3 }', "used at least 3 times"),
        ('{ seller = ["pushed"], at_most = 2 }', "pushed at most twice"),
        ('{ seller = ["pushed"], at_most = 0 }', "pushed not even once"),
        ('{ customer = ["came"], at_least = 2, distinct = "people" }', "came, by at least 2 different people"),
        ('{ customer = ["came"], at_most = 2, distinct = "days" }', "came, on at most 2 different days"),
        ('{ customer = "any", within = "1w" }', "in the last 1 week"),
        ('{ customer = "any", within_of_start = "14d" }', "within 14 days of the first record of the prospect"),
        ('{ customer = "any", after = "first_seller_action", within = "2h" }',
         "within 2 hours after the seller's first action"),
        ('{ customer = "any", since = 2026-01-01 }', "from 1 January 2026 on"),
        ('{ customer = "any", before = "gave-time", within = "7d" }', "in the 7 days before “gave-time” was first met"),
        ('{ customer = "any", silent_for = "21d" }', "the customer has been silent for 21 days"),
        ('{ customer = ["replied"], silent_for = "21d" }', "there has been no “replied” from the customer for 21 days"),
        ('{ check_sheet = "cost", level = 2 }', "the check sheet marks “cost” at level 2 or more"),
        ('{ customer = "any", sql = "amount > 3" }',
         "the SQL condition “amount > 3” holds (not readable by its signers)"),
        ('{ customer = "any", within = { learned = "silence_p90", value = "21d", pinned = 2026-10-01 } }',
         "in the last 21 days (the silence p90, frozen on 1 October 2026)"),
    ],
)  # fmt: skip
def test_every_clause_word_is_told(clause: str, told: str) -> None:
    assert told in read_back(definition("d", f"x = {clause}", kind="judgment"))


def test_judging_later_measures_and_promises_are_told() -> None:
    head = 'judge = { after = "first_customer_action", wait = "14d" }\n'
    head += 'must_predict = { definition = "ordered", within = "180d" }'
    told = read_back(definition("d", 'x = { customer = "any" }', kind="judgment", head=head))
    assert "judged once, 14 days after the customer's first action, and only what was known by then counts" in told
    assert "it must foretell “ordered” within 180 days" in told
    counted = definition("d", 'x = { seller = ["called"] }', kind="measure", head='number = { count = "x" }')
    assert "It counts the events in which the seller called." in read_back(counted)


@settings(max_examples=60, deadline=None)
@given(definitions())
def test_no_action_number_or_length_is_left_out(found: tuple[Definition, ...]) -> None:
    for d in found:
        told = read_back(d)
        criterion = d.criterion
        named = {*criterion.all, *criterion.any, *criterion.none, *(n for _, m in criterion.at_least for n in m)}
        for clause in (d.clause(n) for n in named):
            words = [a for _, actions in clause.sides for a in actions]
            words += [str(n) for n in (clause.at_least, clause.at_most) if n is not None and n > 2]
            words += [clause.definition] if clause.definition else []
            words += [s.text.rstrip("dw") for s in (clause.within, clause.within_of_start, clause.silent_for) if s]
            assert all(w in told for w in words)
        assert told.count(". ") >= 2
        assert "None" not in told
