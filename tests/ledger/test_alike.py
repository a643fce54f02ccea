"""Alike: one deal under two spellings counts twice, and that is said; ids told apart by case are left in peace."""

from pathlib import Path

import pytest

from tests.ledger.small import new, record
from tests.ledger.test_exports import ROW, deal, export, known, read


@pytest.mark.parametrize(
    ("was", "now"),
    [("7", "7.0"), ("7", "007"), ("007", "7.00"), ("a1", " a1 "), ("a\u00a0b", "a b"), ("é", "e\u0301"), ("a1", "A1")],
)
def test_a_name_that_comes_again_in_another_spelling_is_told(tmp_path: Path, was: str, now: str) -> None:
    ledger = new(tmp_path)
    assert read(ledger, export(10, [*deal(was, 1), *deal("other", 2)], ROW)).counts == {}
    found = read(ledger, export(17, [*deal(now, 1), *deal("other", 2)], ROW))
    assert found.counts["alike"] == 1
    assert set(known(ledger)) == {was, now, "other"}  # nobody is joined without being told to
    assert read(ledger, export(17, [*deal(now, 1), *deal("other", 2)], ROW)).counts["alike"] == 1


def test_names_of_one_export_that_differ_in_case_alone_are_two(tmp_path: Path) -> None:
    ledger = new(tmp_path)
    first = [*deal("006A000abc", 1), *deal("006A000abC", 1), *deal("10", 1), *deal("100", 1), *deal("1.50", 1)]
    assert read(ledger, export(10, first, ROW)).counts == {}


def test_who_was_merged_is_no_longer_two(tmp_path: Path) -> None:
    ledger = new(tmp_path)
    both = [*deal("7", 1), *deal("7.0", 1)]
    assert read(ledger, export(10, both, ROW)).counts == {"alike": 1}
    read(ledger, export(17, [*both, record("7.0", 9, "merged_into", about={"into": "7"})], ROW))
    assert read(ledger, export(24, [*both, *deal("8", 20)], ROW)).counts == {}
