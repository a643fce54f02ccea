"""Definition files are edited without losing a comment, and a changed content has another version."""

from datetime import date

import pytest

from pyrometer.definitions import write
from pyrometer.definitions.parse import parse
from pyrometer.errors import DefinitionError
from tests.definitions.stories import QUALIFIED


def comments(text: str) -> list[str]:
    return [line.partition("#")[2].strip() for line in text.splitlines() if "#" in line]


def test_a_signature_is_added_for_the_version_that_stands_and_no_comment_is_lost() -> None:
    signed = write.sign(QUALIFIED, "ben", date(2026, 10, 5))
    assert comments(signed) == comments(QUALIFIED)
    agreed = parse(signed).agreed
    assert [(a.by, a.version) for a in agreed] == [("sales lead", None), ("ben", 3)]
    assert parse(signed).hash == parse(QUALIFIED).hash
    assert parse(signed).n_agreed == 2


def test_signing_twice_changes_nothing() -> None:
    signed = write.sign(QUALIFIED, "ben", date(2026, 10, 5))
    assert write.sign(signed, "ben", date(2026, 10, 6)) == signed


def test_the_first_signature_opens_the_list() -> None:
    unsigned = QUALIFIED.replace('[[agreed]]\nby = "sales lead"\non = 2026-10-03\n', "")
    assert parse(write.sign(unsigned, "ben", date(2026, 10, 5))).n_agreed == 1


def test_a_change_of_content_takes_the_next_version_and_old_signatures_no_longer_count() -> None:
    signed = write.sign(QUALIFIED, "ben", date(2026, 10, 5))
    changed = write.change(signed, {"test.problem.grade": 3})
    d = parse(changed)
    assert (d.version, d.clause("problem").grade) == (4, 3)
    assert comments(changed) == comments(QUALIFIED)
    assert {a.by for a in d.agreed if a.version in (None, d.version)} == {"sales lead"}


def test_a_change_of_what_is_not_content_keeps_the_version() -> None:
    assert parse(write.change(QUALIFIED, {"owner": "Olga", "review_by": date(2028, 1, 1)})).version == 3


def test_a_new_word_goes_to_the_head_and_none_takes_a_word_out() -> None:
    text = write.change(QUALIFIED, {"title": "qualified deal"})
    assert parse(text).title == "qualified deal"
    assert parse(write.change(text, {"title": None, "beware": None})).beware == ""


def test_a_clause_can_be_added_and_taken_out() -> None:
    text = write.change(QUALIFIED, {"test.paid": {"customer": ["paid"], "grade": 4}, "criterion.all": ["paid", "time"]})
    d = parse(text)
    assert d.clause("paid").grade == 4
    assert d.criterion.all == ("paid", "time")


def test_a_change_that_breaks_the_definition_is_refused() -> None:
    with pytest.raises(DefinitionError, match="must be a whole number from 0 to 4"):
        write.change(QUALIFIED, {"test.problem.grade": 9})
    with pytest.raises(DefinitionError, match="has no 'tset'"):
        write.change(QUALIFIED, {"tset.problem.grade": 3})


def test_the_next_version_is_one_more() -> None:
    assert parse(write.next_version(QUALIFIED)).version == 4
