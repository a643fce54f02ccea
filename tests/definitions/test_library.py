"""The starter definitions are complete, well formed and true to their own examples; templates choose from them."""

from datetime import date
from functools import cache

import pytest

from pyrometer.definitions.check import check
from pyrometer.definitions.checks import Subject
from pyrometer.definitions.parse import library, library_names, parse
from pyrometer.definitions.read_back import read_back
from pyrometer.definitions.templates import template, templates, texts
from pyrometer.errors import UnknownName
from pyrometer.model.definition import Problem

MILESTONES = (
    "replied", "gave-time", "told-the-problem", "opened-doors", "tried-us", "asked-for-terms", "ordered", "used-it",
    "paid-again", "vouched",
)  # fmt: skip
JUDGMENTS = (
    "lead", "good-prospect", "qualified", "stalled", "silent-beyond-max", "lost-in-fact", "right-first-time-answer",
    "waste",
)  # fmt: skip
TEMPLATES = ("b2b-enterprise", "b2b-inside-sales", "crm-export", "e-commerce", "lending", "local-services")


@cache
def problems() -> tuple[Problem, ...]:
    return check(Subject(tuple(library(n) for n in library_names()), date(2026, 10, 8)))


def test_all_promised_definitions_are_there() -> None:
    assert {n for n in MILESTONES if library(n).kind == "milestone"} == set(MILESTONES)
    assert {n for n in JUDGMENTS if library(n).kind == "judgment"} == set(JUDGMENTS)


def test_they_lack_nothing_but_signatures() -> None:
    assert {(p.code, p.level) for p in problems()} == {("no-agreement", "warning")}


@pytest.mark.parametrize("name", library_names())
def test_each_reads_as_one_paragraph_with_what_it_says_decides_and_warns_of(name: str) -> None:
    definition = library(name)
    told = read_back(definition)
    assert "\n" not in told
    assert definition.says.rstrip(".") in told
    assert definition.used_to_decide in told
    assert definition.beware
    assert all(act.rstrip(".") in told for act in definition.decision.values())


def test_templates_choose_five_to_seven_milestones_that_are_there() -> None:
    assert tuple(t.name for t in templates()) == TEMPLATES
    for t in templates():
        assert 5 <= len(t.milestones) <= 7
        assert all(library(n).kind == "milestone" for n in t.milestones)
        assert t.won in t.milestones
        assert library(t.lost).kind == "judgment"
        assert t.says.endswith(".")


@pytest.mark.parametrize("name", TEMPLATES)
def test_a_plant_from_a_template_passes_its_checks(name: str) -> None:
    definitions = [parse(text, f"{n}.toml") for n, text in texts(name).items()]
    assert not [p for p in check(Subject(tuple(definitions), date(2026, 10, 8))) if p.code != "no-agreement"]


def test_an_unknown_template_names_the_nearest() -> None:
    with pytest.raises(UnknownName, match="Did you mean 'lending'"):
        template("lendin")
