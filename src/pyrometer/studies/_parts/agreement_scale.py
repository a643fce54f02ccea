"""Scale of labels: words, words with an order, or numbers - and so what a near miss is worth."""

import re
from collections.abc import Hashable, Sequence
from dataclasses import dataclass
from typing import Literal

from pyrometer.errors import BadSetting, near
from pyrometer.studies._parts import say

Measured = Literal["nominal", "ordinal", "interval"]
NUMBER = re.compile(r"^[-+]?\d+([.,]\d+)?$")
MOST_GRADES = 10  # different whole numbers that are still grades; more are a measurement


@dataclass(frozen=True, slots=True)
class Scale:
    """How labels are measured, all of them in order, and why it was read so; `comma` marks decimals in numbers."""

    measured: Measured
    labels: tuple[str, ...]
    why: str
    comma: bool = False

    @property
    def categories(self) -> tuple[Hashable, ...]:
        """The labels as statistics take them: numbers where they are numbers."""
        return tuple(self.number(label) for label in self.labels) if self.are_numbers else self.labels

    @property
    def are_numbers(self) -> bool:
        """Whether every label is a number."""
        return all(NUMBER.match(label) for label in self.labels)

    def number(self, label: str) -> float:
        """A label as a number."""
        return float(label.replace(",", ".") if self.comma else label)


def plain(labels: Sequence[str]) -> dict[str, str]:
    """Label -> how it is written: 1, 1.0 and 01 are one number; words stay as they are."""
    if not all(NUMBER.match(label) for label in labels):
        return {label: label for label in labels}
    first = dict[float, str]()
    return {label: first.setdefault(float(label.replace(",", ".")), label) for label in labels}


def scale(labels: Sequence[str], measured: str, order: str) -> Scale:
    """The scale of the labels in use: as told, else by what they are.

    `order`: all labels from low to high, separated by commas. Raises BadSetting for labels that cannot be that.
    """
    if order:
        return _ordered(labels, tuple(w.strip() for w in order.split(",") if w.strip()), measured)
    words = next((label for label in labels if not NUMBER.match(label)), None)
    if words is not None:
        return _words(labels, words, measured)
    comma = any("," in label for label in labels)
    plain = Scale("nominal", tuple(labels), "", comma)
    numbers = sorted(set(labels), key=plain.number)
    if comma and any("." in label for label in labels):
        raise BadSetting("Some numbers have a comma and some a point: write all with a point, like 1.5.")
    guess, why = _guess([plain.number(n) for n in numbers])
    kind: Measured = measured or guess  # type: ignore[assignment]
    return Scale(kind, tuple(numbers), "as told" if measured else why, comma)


def _guess(numbers: Sequence[float]) -> tuple[Measured, str]:
    if len(numbers) <= 2:
        return "nominal", "two labels"
    if all(n == int(n) for n in numbers) and len(numbers) <= MOST_GRADES:
        return "ordinal", f"{say.small(len(numbers))} whole numbers: grades"
    return "interval", f"{say.small(len(numbers))} different numbers: a measurement"


def _words(labels: Sequence[str], word: str, measured: str) -> Scale:
    if measured == "interval":
        raise BadSetting(f"'{word}' is no number, so labels cannot be measured as interval. Leave --measured away.")
    if measured == "ordinal":
        raise BadSetting("Labels that are words need their order: --order low,middle,high")
    return Scale("nominal", tuple(labels), "as told" if measured else "words without an order (--order gives one)")


def _ordered(labels: Sequence[str], order: tuple[str, ...], measured: str) -> Scale:
    if measured not in ("", "ordinal"):
        raise BadSetting(f"--order makes labels ordinal: leave --measured {measured} away, or the order.")
    lacking = next((label for label in labels if label not in order), None)
    if lacking is not None:
        raise BadSetting(f"The order leaves out the label '{lacking}'.{near(lacking, order)}")
    return Scale("ordinal", order, "in the order given")
