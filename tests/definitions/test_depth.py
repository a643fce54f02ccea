"""Definitions may rest on each other deeply: what can be judged is judged, and the rest is refused in a sentence."""

from datetime import date

import pytest

from pyrometer.definitions._order import MOST_DEEP, circles, in_order
from pyrometer.definitions.check import check
from pyrometer.definitions.checks import Subject
from pyrometer.definitions.parse import parse
from pyrometer.errors import DefinitionError
from pyrometer.model.definition import Definition
from tests.definitions.stories import judged

STORY = {"p": "2026-10-05 customer replied"}
CLAUSES = {  # how a definition may rest on the one before it
    "is met": '{{ definition = "{below}" }}',
    "since": '{{ customer = ["replied"], since = "{below}" }}',
    "counted": '{{ customer = ["replied"], since = "{below}", within = "3d", at_least = 1, distinct = "people" }}',
    "in time": '{{ definition = "{below}", within = "3d" }}',
}


def pile(n: int, clause: str, bottom: str = '{ customer = ["replied"] }') -> list[Definition]:
    tests = [bottom, *(clause.format(below=f"d{i}") for i in range(n - 1))]
    return [
        parse(f'definition = "d{i}"\nkind = "milestone"\n[test]\na = {t}', f"d{i}.toml") for i, t in enumerate(tests)
    ]


@pytest.mark.parametrize("how", CLAUSES)
def test_a_dozen_and_more_may_rest_on_each_other_in_any_way(how: str) -> None:
    found = judged(*pile(16, CLAUSES[how]), stories=STORY, until="2026-10-06")
    assert found["p"] == (("not_met", None) if how == "counted" else ("met", "2026-10-05"))


def test_a_pile_below_a_definition_that_is_judged_once_is_no_higher() -> None:
    top = 'definition = "top"\nkind = "judgment"\njudge = { after = "first_action", wait = "1d" }\n[test]\n'
    once = parse(top + 'a = { definition = "d119" }')
    found = judged(*pile(120, CLAUSES["is met"]), once, stories=STORY, until="2026-10-31")
    assert found["p"] == ("met", "2026-10-06")


def test_what_is_too_deep_is_refused_in_one_sentence_whatever_the_order_of_the_files() -> None:
    high = pile(4 * MOST_DEEP, CLAUSES["is met"])
    for files in (high, high[::-1]):
        with pytest.raises(
            DefinitionError, match=r"d300\.toml: it stands on 300 definitions .* Let it refer to one further"
        ):
            in_order(files)
    with pytest.raises(DefinitionError, match="rest on each other in 398 steps one after another, and at most 200"):
        judged(*pile(MOST_DEEP - 100, CLAUSES["since"]), stories=STORY, until="2026-10-31")


def test_a_long_circle_is_told_by_its_ends() -> None:
    ring = pile(10_000, CLAUSES["is met"], '{ definition = "d9999" }')
    with pytest.raises(
        DefinitionError, match=r"d0 -> d9999 -> d9998 -> d9997 -> \(9,993 more\) -> d3 -> d2 -> d1 -> d0"
    ):
        in_order(ring)
    assert [p.code for p in check(Subject(tuple(ring), date(2026, 1, 1))) if p.level == "error"][0] == "circle"


def test_whoever_rests_on_itself_is_in_a_circle_that_is_told() -> None:
    rests = {"a": "bc", "b": "a", "c": "a", "d": "d", "e": "a", "f": ""}
    made = {
        n: parse(
            f'definition = "{n}"\nkind = "milestone"\ncriterion = {{ all = ["z"] }}\n[test]\nz = {{ seller = "any" }}\n'
            + "".join(f'{r}x = {{ definition = "{r}" }}\n' for r in on)
        )
        for n, on in rests.items()
    }
    assert set(circles(made)) == {("a", "b"), ("c", "a"), ("d",)}
