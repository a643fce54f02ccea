"""Numbers: read when there is one way to read them, refused when there are two."""

import pyarrow as pa
import pytest
from hypothesis import given
from hypothesis import strategies as st

from pyrometer.errors import Ambiguous
from pyrometer.sensors._numbers import decimal, marks, numbers


def read(values: list[str | None], mark: str | None = None) -> list[float | None]:
    column = pa.array(values, pa.string())
    return numbers(column, mark or decimal(marks(column), "amount"))[0].to_pylist()


def test_both_styles_are_told_apart_by_what_proves_them() -> None:
    assert read(["1,234.50", "5"]) == [1234.5, 5.0]
    assert read(["1.234,50", "5"]) == [1234.5, 5.0]
    assert read(["1 234 567,5"]) == [1234567.5]
    assert read(["1'234.50"]) == [1234.5]
    assert read(["0.125", "1.250"]) == [0.125, 1.25]


def test_currencies_signs_and_percent_are_taken_off() -> None:
    assert read(["€ 1.234,50", "1.234,50 €", "EUR 7,25", "-3,00", "(4,00)", "5,00-"]) == [
        1234.5,
        1234.5,
        7.25,
        -3,
        -4,
        -5,
    ]
    assert read(["$1,234.50", "75.5 %", "US$2.50"]) == [1234.5, 75.5, 2.5]


def test_thousands_that_could_be_decimals_are_refused() -> None:
    with pytest.raises(Ambiguous, match=r"'1.234' may be thousands or decimals.*--decimal-comma"):
        read(["1.234", "5.678", "12"])


def test_both_styles_in_one_column_are_refused() -> None:
    with pytest.raises(Ambiguous, match="with a point .1 values. and with a comma .1."):
        read(["1.5", "1,25"])


def test_what_is_no_number_is_bad_not_nothing() -> None:
    values, bad = numbers(pa.array(["12k", "n/a", "nan", "1,2,3", None, "7"]), ".")
    assert values.to_pylist() == [None, None, None, None, None, 7.0]
    assert bad.to_pylist() == [True, True, True, True, False, False]


@given(st.lists(st.floats(min_value=-1e12, max_value=1e12).map(lambda x: round(x, 2)), min_size=1))
def test_what_is_written_with_two_decimals_is_read_back_in_both_styles(values: list[float]) -> None:
    english = [f"{v:,.2f}" for v in values]
    german = [t.translate(str.maketrans(",.", ".,")) for t in english]
    assert read(english, ".") == values
    assert read(german, ",") == values
    assert read(german) == values
