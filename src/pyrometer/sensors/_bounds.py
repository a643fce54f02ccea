"""How a date of a row must lie for a rule to hold: before, after or on another date of the same row, or missing."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Literal, get_args

from pyrometer.errors import BadSetting, near
from pyrometer.sensors._checked import cells, table

Word = Literal["before", "after", "on", "missing"]
WORDS: tuple[str, ...] = get_args(Word)
BY_DAY = " by day"


@dataclass(frozen=True, slots=True)
class Bound:
    """One way in which a date may lie; `than` is the other column, or a day, and empty for 'missing'."""

    word: Word
    than: str = ""
    by_day: bool = False  # two times of one day are then neither before nor after each other

    def __repr__(self) -> str:
        """As the sensor file says it."""
        return " ".join(filter(None, (self.word, self.than))) + BY_DAY * self.by_day


Bounds = Mapping[str, tuple[Bound, ...]]


def bounds(value: Any, where: str) -> Bounds:
    """The bounds of each date, any of which must hold; raises BadSetting with one sentence."""
    told = {column: cells(said, f"{where}.{column}") for column, said in table(value, where).items()}
    for column, words in told.items():
        if not words:
            raise BadSetting(f'{where}.{column} = [] lets no row pass; write how it must lie, like "after started_on".')
    return {c: tuple(_bound(word, c, f"{where}.{c} = {word!r}") for word in words) for c, words in told.items()}


def _bound(said: str, column: str, where: str) -> Bound:
    by_day = said.endswith(BY_DAY)
    word, _, than = (part.strip() for part in said.removesuffix(BY_DAY).strip().partition(" "))
    if word not in WORDS:
        raise BadSetting(f'{where}: it must begin with before, after or on, or be "missing".{near(word, WORDS)}')
    if word == "missing" and (than or by_day):
        raise BadSetting(f'{where}: "missing" stands alone.')
    if word != "missing" and not than:
        raise BadSetting(f'{where} names no other date; write a column of the same row, like "{word} started_on".')
    if than == column:
        raise BadSetting(f"{where}: a date is not compared with itself. Name another column.")
    return Bound(word, than, by_day)  # type: ignore[arg-type]


def compared(dates: Bounds) -> tuple[str, ...]:
    """The columns, and days, that bounds speak of, once each."""
    return tuple(dict.fromkeys([*dates, *(b.than for told in dates.values() for b in told if b.than)]))


_DAY = re.compile(r"\d{4}-\d{2}-\d{2}")


def is_day(text: str) -> bool:
    """Whether a day is named instead of a column."""
    return _DAY.fullmatch(text) is not None
