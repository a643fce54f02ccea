"""Rows that are like an earlier one: counted where no column tells rows apart, and nowhere else."""

from collections.abc import Callable
from typing import Any

SENSOR = """
zone = "UTC"
prospect = "{prospect}"
row_is = "prospect"

[[event]]
happened_at = "2026-01-31"
action = "entered"
side = "seller"
"""
ROWS = "id,size,won\n1,big,yes\n2,small,no\n3,big,no\n"
ALIKE = "size,won\nbig,yes\nsmall,no\nbig,yes\nbig,yes\nsmall,yes\n"


def test_each_row_counts_and_those_like_an_earlier_one_are_told(read: Callable[..., Any]) -> None:
    found = read(ALIKE, SENSOR.format(prospect="@row"))
    assert (len(found.events), found.counts) == (5, {"row-twins": 2})


def test_where_a_column_tells_rows_apart_nothing_is_counted(read: Callable[..., Any]) -> None:
    assert read(ROWS, SENSOR.format(prospect="id")).counts == {}
    assert read(ROWS, SENSOR.format(prospect="@row")).counts == {}
