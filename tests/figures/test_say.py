"""How numbers and dates are written."""

import math

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pyrometer.figures._say import NOTHING, bare, between, brief, day, length, number, plural, when


@pytest.mark.parametrize(
    ("value", "unit", "written"),
    [
        (0.38, "share", "38%"),
        (0.0413, "share", "4.1%"),
        (0.0041, "share", "0.41%"),
        (0, "share", "0%"),
        (1, "share", "100%"),
        (0.997, "share", "99.7%"),
        (-0.05, "share", "−5%"),
        (0.00001, "share", "0.0010%"),
        (0.000003, "", "<0.0001"),
        (0.0123, "", "0.012"),
        (2140, "count", "2,140"),
        (21.0, "days", "21"),
        (2.54, "days", "2.5"),
        (12.4, "days", "12"),
        (1250, "EUR", "€1,250"),
        (1250, "CHF", "CHF 1,250"),
        (-3, "count", "−3"),
        (None, "share", NOTHING),
        (math.nan, "days", NOTHING),
    ],
)
def test_numbers_are_written_with_their_unit(value: float | None, unit: str, written: str) -> None:
    assert number(value, unit) == written


def test_a_part_is_never_written_as_the_whole() -> None:
    assert number(0.9961, "share") != "100%"


def test_a_range_has_one_unit_and_the_same_decimals_at_both_ends() -> None:
    assert between(0.331, 0.42, "share") == "33–42%"
    assert between(0.004, 0.091, "share") == "0.4–9.1%"
    assert between(9.7, 53.6, "count") == "10–54"
    assert between(1200, 1900, "EUR") == "€1,200–1,900"
    assert between(None, 0.4, "share") == NOTHING


def test_ends_of_a_range_are_told_apart() -> None:
    low, high = between(0.3801, 0.3849, "share").rstrip("%").split("–")
    assert low != high


@given(st.floats(-1e9, 1e9), st.sampled_from(["share", "count", "days", "hours", "EUR", ""]))
def test_any_number_can_be_written_without_a_hyphen(value: float, unit: str) -> None:
    assert "-" not in number(value, unit)
    assert "nan" not in number(value, unit)


def test_lengths_and_counts_have_their_words() -> None:
    assert length(1, "days") == "1 day"
    assert length(21, "days") == "21 days"
    assert length(9.04, "days") == "9 days"
    assert length(0.17, "days") == "4.1 hours"
    assert length(0.01, "days") == "14 minutes"
    assert (brief(21), brief(0.5), brief(0), brief(None)) == ("21", "12 h", "0", NOTHING)
    assert plural(1, "week") == "1 week"
    assert plural(58, "week") == "58 weeks"
    assert bare(0.449, "share", 1) == "44.9"


def test_dates_do_not_follow_the_machine() -> None:
    assert day("2026-04-06") == "6 Apr 2026"
    assert day("2026-04-06T12:00:00", year=False) == "6 Apr"
    assert when("2026-10-01", "month") == "Oct 2026"
    assert when("2026-10-01", "quarter") == "Q4 2026"
