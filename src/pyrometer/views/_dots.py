"""A series in a few letters: braille dots, two values a cell and four levels, signals as shapes."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

SHOWN = 28
LEFT_DOTS = (0x40, 0x04, 0x02, 0x01)  # level 0 (lowest) .. 3, in the braille block
RIGHT_DOTS = (0x80, 0x20, 0x10, 0x08)
HOT, GOOD, PLAIN = "hot", "good", ""


@dataclass(frozen=True, slots=True)
class Cell:
    """One letter of a strip, and the meaning of its colour."""

    letter: str
    meaning: str


def cells(row: Mapping[str, Any], *, plain: bool) -> list[Cell]:
    """The last 28 values as 14 letters; `plain` uses the letters ^ v o . only."""
    values = list(row.get("values") or [])
    signals = (list(row.get("signals") or []) + [""] * len(values))[: len(values)][-SHOWN:]
    values = values[-SHOWN:]
    if len(values) % 2:
        values, signals = [None, *values], ["", *signals]
    low, high = _span(row, values)
    found = []
    for i in range(0, len(values), 2):
        loud = [k for k in (i + 1, i) if signals[k] and values[k] is not None]
        beyond = [k for k in loud if signals[k] == "beyond"]
        pick = (beyond or loud or [i])[0]
        meaning = _meaning(row, values[pick]) if loud else PLAIN
        pair = [_level(v, low, high) for v in values[i : i + 2]]
        found.append(Cell(_letter(row, values[pick], signals[pick], pair, plain=plain), meaning))
    return found


def _span(row: Mapping[str, Any], values: Sequence[float | None]) -> tuple[float, float]:
    known = [v for v in values if v is not None] or [0.0]
    low, high = row.get("lower"), row.get("upper")
    return (min(known) if low is None else low), (max(known) if high is None else high)


def _level(value: float | None, low: float, high: float) -> int | None:
    if value is None:
        return None
    part = (value - low) / (high - low) if high > low else 0.5
    return min(3, max(0, int(part * 4)))


def _is_up(row: Mapping[str, Any], value: float | None) -> bool:
    centre = row.get("centre")
    return centre is None or value is None or value >= centre


def _meaning(row: Mapping[str, Any], value: float | None) -> str:
    better = row.get("better")
    return GOOD if better and better == ("up" if _is_up(row, value) else "down") else HOT


def _letter(
    row: Mapping[str, Any], value: float | None, signal: str, pair: Sequence[int | None], *, plain: bool
) -> str:
    if signal == "beyond":
        return ("^" if plain else "▲") if _is_up(row, value) else ("v" if plain else "▼")
    if plain:
        return "o" if signal else "." if any(level is not None for level in pair) else " "
    code = 0x2800
    for level, dots in zip(pair, (LEFT_DOTS, RIGHT_DOTS), strict=True):
        code += dots[level] if level is not None else 0
    return chr(code)


def row_of(data: Mapping[str, Any], label: str, says: str = "") -> dict[str, Any]:
    """A control_chart's data as one row of a strip: its values, signals and the limits of the last phase."""
    points = data.get("points") or []
    phases = data.get("phases") or [{}]
    last = points[-1] if points else {}
    limits = {key: last.get(key, phases[-1].get(key)) for key in ("centre", "lower", "upper")}
    shared = {key: data.get(key) for key in ("unit", "better")}
    series = {"values": [p.get("value") for p in points], "signals": [p.get("signal") or "" for p in points]}
    return {"label": label, "says": says, **shared, **limits, **series}
