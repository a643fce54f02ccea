"""Definition files are signed without losing a comment."""

from datetime import date

from pyrometer.definitions import write
from pyrometer.definitions.parse import parse
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
