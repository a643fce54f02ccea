"""A definition in a finding names the words that its test looks for, and no others."""

from dataclasses import replace
from datetime import date

from pyrometer.definitions.parse import parse
from pyrometer.definitions.starter import lost_from_actions
from pyrometer.model.definition import Agreement
from pyrometer.process.refs import ref


def test_what_only_undoes_a_clause_is_not_thereby_defined() -> None:
    lost = ref(parse(lost_from_actions("lost", "seller", ("Closed Lost",), 0, taken_up=("Proposal",))))
    assert (lost.name, lost.reads) == ("lost", ("Closed Lost",))


def test_only_signatures_under_the_version_that_stands_give_its_day() -> None:
    lost = parse(lost_from_actions("lost", "seller", ("Closed Lost",), 0))
    signed = (
        Agreement("Ann", date(2026, 3, 2), 1),
        Agreement("Bo", date(2026, 2, 1), 2),
        Agreement("Cy", date(2026, 5, 4), 1),
    )
    assert ref(lost).agreed_on is None
    assert ref(replace(lost, version=2, agreed=signed)).agreed_on == date(2026, 2, 1)
    assert ref(replace(lost, version=1, agreed=signed)).agreed_on == date(2026, 5, 4)
    assert ref(replace(lost, version=3, agreed=signed)).agreed_on is None
