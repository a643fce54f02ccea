"""The value axis: three to five round values beside the left edge, with their unit and as much room as they need."""

from collections.abc import Sequence

from pyrometer.figures import _svg as svg
from pyrometer.figures._say import number
from pyrometer.figures._scale import Scale, ticks
from pyrometer.figures._style import SMALL
from pyrometer.figures._text import width

LEAST, AIR = 44.0, 10.0


def marks(low: float, high: float, unit: str, n: int = 4) -> list[tuple[float, str]]:
    """The values to show, each as written."""
    values = ticks(low, high, n, whole=unit == "count")
    digits = digits_of_step(values, unit)
    return [(v, number(v, unit, digits)) for v in values]


def left_of(low: float, high: float, unit: str, n: int = 4) -> float:
    """How far from the edge of the paper a panel with these values begins."""
    return max(LEAST, max((width(w, SMALL) for _, w in marks(low, high, unit, n)), default=0.0) + AIR + 2)


def value_axis(y: Scale, unit: str, left: float, n: int = 4) -> list[str]:
    """The values beside a panel that begins at `left`; no grid."""
    return [svg.text(left - AIR, y(v) + 4, words, SMALL, "end") for v, words in marks(y.low, y.high, unit, n)]


def digits_of_step(marked: Sequence[float], unit: str) -> int:
    """Decimals that tell neighbouring values apart."""
    if len(marked) < 2:
        return 0
    step = (marked[1] - marked[0]) * (100 if unit == "share" else 1)
    return next((d for d in range(5) if abs(step * 10**d - round(step * 10**d)) < 1e-6), 4)
