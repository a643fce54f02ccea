"""Every check finds what it is there for, says where and the way out, and leaves a good definition alone."""

from collections.abc import Mapping
from datetime import date
from pathlib import Path

import pytest

from pyrometer import registry
from pyrometer.definitions._order import MOST_DEEP
from pyrometer.definitions.check import PACKAGE, check, read_what_parses
from pyrometer.definitions.checks import Subject
from pyrometer.definitions.parse import parse
from pyrometer.model.definition import Definition, Problem

TODAY, KNOWN = date(2026, 10, 8), frozenset({"replied", "called"})
GOOD = """
definition = "replied"
kind = "milestone"
version = 2
says = "The customer answered."
used_to_decide = "whether a seller calls"
owner = "marketing lead"
review_by = 2027-01-01

[test]
wrote = { customer = ["replied"] }

[decision]
met = "call"
not_met = "wait"

[[agreed]]
by = "ben"
on = 2026-10-01
version = 2
"""
MET = '\n[[examples]]\nverdict = "met"\n{edge}story = "2026-10-05 customer replied"\n'
NOT = '\n[[examples]]\nverdict = "not_met"\n{edge}story = "2026-10-05 seller called"\n'
EXAMPLES = (MET + NOT).format(edge="") * 2 + (MET + NOT).format(edge="borderline = true\n")


def good(*changes: tuple[str, str], more: str = "") -> Definition:
    text = GOOD + EXAMPLES + more
    for old, new in changes:
        assert old in text, old
        text = text.replace(old, new, 1)
    return parse(text, "definitions/replied.toml")


def other(name: str, test: str = 'x = { customer = ["replied"] }', criterion: str = "") -> Definition:
    text = GOOD.replace('"replied"\nkind', f'"{name}"\nkind').replace('wrote = { customer = ["replied"] }', test)
    return parse(text.replace("\n[test]", f"{criterion}\n[test]", 1) + EXAMPLES, f"definitions/{name}.toml")


def pile(n: int) -> tuple[Definition, ...]:
    """Definitions of which each rests on the one before it."""
    tests = ['x = { customer = ["replied"] }', *(f'x = {{ definition = "d{i}" }}' for i in range(n - 1))]
    head = 'definition = "d{i}"\nkind = "milestone"\n[test]\n{test}\n'
    return tuple(parse(head.format(i=i, test=t), f"definitions/d{i}.toml") for i, t in enumerate(tests))


CASES: Mapping[str, tuple[tuple[Definition, ...], str]] = {
    "missing-says": ((good(('says = "The customer answered."\n', "")),), "Add one sentence"),
    "missing-used-to-decide": ((good(('used_to_decide = "whether a seller calls"\n', "")),), "no decision hangs on it"),
    "missing-owner": ((good(('owner = "marketing lead"\n', "")),), "Name who does"),
    "missing-decision": ((good(('not_met = "wait"\n', "")),), 'not_met = "..."'),
    "double-name": ((good(), good()), "is defined in definitions/replied.toml too"),
    "unknown-definition": ((good(), other("b", 'x = { definition = "replid" }')), "Did you mean 'replied'?"),
    "circle": ((other("a", 'x = { definition = "b" }'), other("b", 'x = { definition = "a" }')), "a -> b -> a"),
    "too-deep": (pile(MOST_DEEP + 1), "it stands on 300 definitions one under another, and at most 299 can be judged"),
    "unknown-action": ((other("b", 'x = { customer = ["repleid"] }'),), "Did you mean 'replied'?"),
    "idle-action": ((other("b", 'x = { customer = ["replied", "wrote_a_letter"] }'),), "'wrote_a_letter'"),
    "failing-example": ((good(('verdict = "met"', 'verdict = "not_met"')),), "must get not_met and gets met"),
    "bad-sql": ((other("b", 'x = { customer = "any", sql = "amuont > 3" }'),), "Did you mean 'amount'?"),
    "few-examples": ((good(("borderline = true\n", "")),), "1 at the borderline"),
    "no-agreement": ((good(('[[agreed]]\nby = "ben"\non = 2026-10-01\nversion = 2\n', "")),), "sign replied --by NAME"),
    "old-agreement": ((good(("2026-10-01\nversion = 2", "2026-10-01\nversion = 1")),), "only version 1 was signed"),
    "review-passed": ((good(("2027-01-01", "2026-10-07")),), "by 2026-10-07"),
    "owner-to-be-named": ((good(('"marketing lead"', '"to be named"')),), "Write who keeps it"),
    "unused-clause": (
        (other("b", 'x = { customer = ["replied"] }\ny = { seller = "any" }', 'criterion = { all = ["x"] }'),),
        "the clause 'y' decides nothing",
    ),
    "sql-clause": ((other("b", 'x = { customer = "any", sql = "amount > 3" }'),), "not readable by its signers"),
    "weak-evidence": ((good(('["replied"] }', '["replied"], grade = 1 }')),), "grade = 1 lets weak evidence count"),
    "no-way-out": ((good(("review_by", 'needs = ["mail"]\nreview_by')),), "it may come to cannot_tell"),
}


def found(definitions: tuple[Definition, ...], code: str) -> list[Problem]:
    return [p for p in check(Subject(definitions, TODAY, KNOWN)) if p.code == code]


def test_a_good_definition_has_no_problem() -> None:
    assert check(Subject((good(),), TODAY, KNOWN)) == ()


@pytest.mark.parametrize("code", CASES)
def test_each_check_finds_its_fault_and_says_the_way_out(code: str) -> None:
    definitions, told = CASES[code]
    problems = found(definitions, code)
    assert problems
    assert told in problems[0].text
    assert problems[0].where.startswith("definitions/")


def test_there_is_a_case_for_every_check() -> None:
    assert set(registry.names(PACKAGE)) == {*CASES, *OF_THE_PLANT, "parse"}


OF_THE_PLANT = ("path-undefined", "sensor-missing", "unknown-robot")


def around(folder: Path, *, path: tuple[str, ...] = (), sensors: tuple[str, ...] | None = None) -> list[Problem]:
    """What is wrong with a good definition that needs mail, as seen from the plant around it."""
    live = None if sensors is None else frozenset(sensors)
    text = (GOOD + EXAMPLES).replace("review_by", 'needs = ["mail"]\nreview_by', 1)
    (folder / "replied.toml").write_text(text.replace("[decision]", '[decision]\ncannot_tell = "ask"', 1))
    definitions, broken = read_what_parses(folder)
    return list(check(Subject(definitions, TODAY, broken=broken, path=path, sensors=live)))


def test_every_name_of_the_path_that_nobody_defines_is_an_error(tmp_path: Path) -> None:
    assert around(tmp_path, path=("replied", "replied")) == []
    found = around(tmp_path, path=("replied", "repleid", "ordered", "ordered"))
    assert [(p.code, p.level, p.where) for p in found] == [("path-undefined", "error", "pyrometer.toml")] * 2
    assert [p.text for p in found] == [
        "No definition named 'repleid'. Did you mean 'replied'?",
        "No definition named 'ordered'. There is: replied.",
    ]


def test_what_may_stand_in_a_broken_file_is_not_called_undefined(tmp_path: Path) -> None:
    (tmp_path / "ordered.toml").write_text("nonsense")
    assert {p.code for p in around(tmp_path, path=("ordered",))} == {"parse"}


def test_a_sensor_that_the_plant_does_not_have_is_a_warning(tmp_path: Path) -> None:
    assert around(tmp_path) == around(tmp_path, sensors=("mail", "crm")) == []
    (problem,) = around(tmp_path, sensors=("mails", "crm"))
    assert (problem.code, problem.level) == ("sensor-missing", "warning")
    assert problem.where.endswith("replied.toml [needs]")
    assert problem.text.endswith("who has not met it cannot be told. Did you mean 'mails'?")


def test_every_check_says_why_in_its_docstring() -> None:
    for code in registry.names(PACKAGE):
        assert registry.first_line(PACKAGE, code).endswith(".")
        module = __import__(f"{PACKAGE}.{code.replace('-', '_')}", fromlist=["__doc__"])
        assert len(module.__doc__.strip().splitlines()) >= 3


def test_a_file_that_does_not_parse_is_one_problem_and_the_others_are_checked(tmp_path: Path) -> None:
    (tmp_path / "replied.toml").write_text(GOOD + EXAMPLES, encoding="utf-8")
    (tmp_path / "bad.toml").write_text(GOOD.replace("says", "sais"), encoding="utf-8")
    definitions, broken = read_what_parses(tmp_path)
    problems = check(Subject(definitions, TODAY, broken=broken))
    assert [(p.code, p.level) for p in problems] == [("parse", "error")]
    assert problems[0].text == "line 5: word 'sais' is not known here. Did you mean 'says'?"
    assert problems[0].where.endswith("bad.toml")


def test_errors_come_before_warnings() -> None:
    bad = good(('owner = "marketing lead"\n', ""), ("2027-01-01", "2026-10-07"))
    assert [p.level for p in check(Subject((bad,), TODAY))] == ["error", "warning"]


def test_a_story_that_cannot_be_read_is_a_failing_example() -> None:
    bad = good(("2026-10-05 customer replied", "2026-10-05 custmer replied"))
    (problem,) = [p for p in check(Subject((bad,), TODAY)) if p.code == "failing-example"]
    assert problem.where == "definitions/replied.toml [example 1]"
    assert "its story cannot be read" in problem.text


def test_definitions_in_a_circle_do_not_keep_others_from_being_rehearsed() -> None:
    failing = good(('verdict = "met"', 'verdict = "not_met"'))
    circle = CASES["circle"][0]
    codes = {p.code for p in check(Subject((failing, *circle), TODAY))}
    assert {"failing-example", "circle"} <= codes


def test_the_clauses_of_one_definition_may_not_count_from_each_other() -> None:
    test = 'x = { customer = "any", after = "y" }\ny = { customer = "any", after = "x" }'
    (problem,) = found((other("b", test, 'criterion = { all = ["x"] }'),), "circle")
    assert "count from each other in a circle" in problem.text


def test_nothing_is_said_about_actions_before_there_is_a_ledger() -> None:
    assert not [p for p in check(Subject((other("b", 'x = { customer = ["repleid"] }'),), TODAY)) if "action" in p.code]
