"""Numbers as people write them: 1,234.56 and 1.234,56, with or without a currency; read only when there is one way."""

from dataclasses import dataclass
from typing import Any

import pyarrow as pa
import pyarrow.compute as pc

from pyrometer.errors import Ambiguous

PLAIN = r"^[+-]?(\d+|\d+\.\d+|\.\d+)([eE][+-]?\d+)?$"
_UNITS = r"^\s*(?:[\p{Sc}%]|[A-Z]{1,3}\$|[A-Z]{3}\b)\s*|\s*(?:[\p{Sc}%]|[A-Z]{3})\s*$"  # EUR 5, 5 €, $5, 5 %
_GAPS = r"(\d)[\s'’\x{00A0}\x{202F}\x{2009}](\d{3})"  # 1 234 567 and 1'234
_NEGATIVE = r"^\((.*)\)$|^([^-]*)-$"  # (5.00) and 5.00-


@dataclass(frozen=True, slots=True)
class Marks:
    """What a column shows about its decimal mark: how many values prove the point, the comma, or neither."""

    n_point: int = 0
    n_comma: int = 0
    n_either: int = 0
    example: str = ""

    def __add__(self, other: "Marks") -> "Marks":
        """Evidence of two stretches of one column."""
        return Marks(
            self.n_point + other.n_point,
            self.n_comma + other.n_comma,
            self.n_either + other.n_either,
            self.example or other.example,
        )


def marks(column: Any) -> Marks:
    """The evidence for a decimal mark in a text column (an Arrow string array)."""
    values = _clean(pc.unique(column.drop_null()))
    return Marks(
        n_point=_count(values, r"\.\d{1,2}$|\.\d{4,}$|,\d{3}[.,]|^[+-]?0*\.\d|^[+-]?\d{4,}\.\d|^[+-]?0\d*\.\d"),
        n_comma=_count(values, r",\d{1,2}$|,\d{4,}$|\.\d{3}[.,]|^[+-]?0*,\d|^[+-]?\d{4,},\d|^[+-]?0\d*,\d"),
        n_either=_count(values, either := r"^[+-]?[1-9]\d{0,2}[.,]\d{3}$"),
        example=_first(values, either),
    )


def decimal(found: Marks, column: str) -> str:
    """The decimal mark that the evidence proves; raises Ambiguous naming the key and flag that decide."""
    if found.n_point and found.n_comma:
        raise Ambiguous(
            f"Column '{column}' writes decimals with a point ({found.n_point} values) and with a comma "
            f"({found.n_comma}). Mend the file, or decide with {_way_out(column)}",
            "decimal_comma",
        )
    if found.n_comma:
        return ","
    if found.n_either and not found.n_point:
        raise Ambiguous(
            f"Column '{column}': '{found.example}' may be thousands or decimals, and no value decides. "
            f"Decide with {_way_out(column)}",
            "decimal_comma",
        )
    return "."


def _way_out(column: str) -> str:
    return (
        f'fields = {{ "{column}" = "number decimal-comma" }} or "number decimal-point" in the sensor file '
        "(--decimal-comma or --no-decimal-comma)."
    )


def numbers(column: Any, mark: str) -> tuple[Any, Any]:
    """The values of a column as float64 (null where there is none) and a mask of cells that are no number."""
    if not pa.types.is_string(column.type):
        values = pc.cast(column, pa.float64(), safe=False)
        bad = pc.and_kleene(pc.is_valid(values), pc.invert(pc.is_finite(values)))
        return pc.if_else(bad, pa.scalar(None, pa.float64()), values), pc.fill_null(bad, fill_value=False)
    coded = column.dictionary_encode()
    words = coded.dictionary
    values = _values(words, mark)
    bad = pc.is_null(values)
    return values.take(coded.indices), pc.fill_null(bad.take(coded.indices), fill_value=False)


def _values(words: Any, mark: str) -> Any:
    other = "," if mark == "." else "."
    plain = pc.match_substring_regex(words, PLAIN) if mark == "." else None
    if plain is not None and pc.all(plain).as_py() is not False:
        return pc.cast(words, pa.float64())
    text = _clean(words)
    point, group = ("\\.", ",") if mark == "." else (",", "\\.")
    good = pc.match_substring_regex(text, rf"^[+-]?(\d{{1,3}}({group}\d{{3}})+|\d+)?({point}\d+)?([eE][+-]?\d+)?$")
    good = pc.and_(good, pc.match_substring_regex(text, r"\d"))
    text = pc.replace_substring(pc.replace_substring(text, other, ""), mark, ".")
    return pc.cast(pc.if_else(good, text, pa.scalar(None, pa.string())), pa.float64())


def _clean(words: Any) -> Any:
    """Without currency, percent sign, gaps between thousands; negative as -5."""
    text = pc.utf8_trim_whitespace(words)
    if pc.all(pc.match_substring_regex(text, r"^[+-]?[\d.,]*$")).as_py() is not False:
        return text
    text = pc.replace_substring_regex(text, _NEGATIVE, r"-\1\2")
    text = pc.replace_substring_regex(text, r"^-\s*(\p{Sc}|[A-Z]{3}\b)\s*", "-")
    text = pc.replace_substring_regex(text, _UNITS, "")
    for _ in range(2):  # neighbouring gaps overlap
        text = pc.replace_substring_regex(text, _GAPS, r"\1\2")
    return text


def _count(values: Any, pattern: str) -> int:
    return int(pc.sum(pc.match_substring_regex(values, pattern)).as_py() or 0)


def _first(values: Any, pattern: str) -> str:
    hits = values.filter(pc.match_substring_regex(values, pattern))
    return str(hits[0].as_py()) if len(hits) else ""
