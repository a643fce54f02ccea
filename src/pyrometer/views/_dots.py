"""A series in a few letters: braille dots, two values a cell and four levels, signals as shapes."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from pyrometer.figures._series import points
from pyrometer.figures._strip import direction

SHOWN = 28
LEFT_DOTS = (0x40, 0x04, 0x02, 0x01)  # level 0 (lowest) .. 3, in the braille block
RIGHT_DOTS = (0x80, 0x20, 0x10, 0x08)
HOT, GOOD, PLAIN = "hot", "good", ""
SHAPES = {("up", False): "▲", ("down", False): "▼", ("up", True): "^", ("down", True): "v"}


@dataclass(frozen=True, slots=True)
class Cell:
    """One letter of a strip, and the meaning of its colour."""

    letter: str
    meaning: str


def cells(row: Mapping[str, Any], *, plain: bool) -> list[Cell]:
    """The last 28 values as 14 letters; `plain` uses the letters ^ v o . only."""
    values = list(row.get("values") or [])
    n = len(values)
    first = max(0, n - SHOWN)
    low, high = _span(row, values[first:])
    levels = [_level(v, low, high) for v in values]
    found = []
    for i in range(first - (n - first) % 2, n, 2):
        shown = [levels[k] if k >= first else None for k in (i, i + 1)]
        found.append(_cell(row, max(i, first), i + 1, _dots(shown, plain=plain), plain=plain))
    return found


def _cell(row: Mapping[str, Any], first: int, last: int, dots: str, *, plain: bool) -> Cell:
    """The cell of values first..last: their dots, or the shape of the worst signal among them."""
    signals = row.get("signals") or []
    loud = [k for k in range(last, first - 1, -1) if k < len(signals) and signals[k] and row["values"][k] is not None]
    if not loud:
        return Cell(dots, PLAIN)
    pick = next((k for k in loud if signals[k] == "beyond"), loud[0])
    towards = direction(row, pick)
    meaning = GOOD if row.get("better") == towards else HOT
    if signals[pick] == "beyond":
        return Cell(SHAPES[towards, plain], meaning)
    return Cell("o" if plain else dots, meaning)


def _span(row: Mapping[str, Any], values: Sequence[float | None]) -> tuple[float, float]:
    known = [v for v in values if v is not None] or [0.0]
    seen = [*known, *(limit for limit in (row.get("lower"), row.get("upper")) if limit is not None)]
    return min(seen), max(seen)


def _level(value: float | None, low: float, high: float) -> int | None:
    if value is None:
        return None
    part = (value - low) / (high - low) if high > low else 0.5
    return min(3, max(0, int(part * 4)))


def _dots(levels: Sequence[int | None], *, plain: bool) -> str:
    if plain:
        return "." if any(level is not None for level in levels) else " "
    code = 0x2800
    for level, dots in zip(levels, (LEFT_DOTS, RIGHT_DOTS), strict=True):
        code += dots[level] if level is not None else 0
    return chr(code)


def row_of(data: Mapping[str, Any], label: str, says: str = "") -> dict[str, Any]:
    """A control_chart's data as one row of a strip: its values, signals and the limits of the last phase."""
    series = points(data)
    limits = {key: getattr(series[-1], key) if series else None for key in ("centre", "lower", "upper")}
    return {
        "label": label,
        "says": says,
        "unit": data.get("unit"),
        "better": data.get("better"),
        **limits,
        "values": [p.value for p in series],
        "signals": [p.signal for p in series],
        "directions": [p.direction for p in series],
    }
