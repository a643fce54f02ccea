"""From values to places on the paper, and the few round numbers that an axis shows."""

import math
from collections.abc import Sequence
from dataclasses import dataclass

from pyrometer.figures._style import Letters
from pyrometer.figures._text import width

FINEST = 1e-9  # differences below this are none


@dataclass(frozen=True, slots=True)
class Scale:
    """Values low..high lie at pixels start..stop (start below stop for x, above for y)."""

    low: float
    high: float
    start: float
    stop: float

    def __call__(self, value: float) -> float:
        """The pixel of a value."""
        if self.high == self.low:
            return (self.start + self.stop) / 2
        return self.start + (value - self.low) / (self.high - self.low) * (self.stop - self.start)


@dataclass(frozen=True, slots=True)
class Room:
    """A rectangle on the paper, by its sides."""

    left: float
    right: float
    top: float
    bottom: float


def round_steps(length: float) -> list[float]:
    """Round distances (1, 2, 2.5 or 5 times a power of ten) from a tenth of `length` to all of it."""
    power = math.floor(math.log10(length))
    return [
        m * 10.0**k for k in (power - 1, power) for m in (1, 2, 2.5, 5) if length / 12 < m * 10.0**k <= length * 1.01
    ]


def ticks(low: float, high: float, n: int = 4, *, whole: bool = False) -> list[float]:
    """Round values inside low..high, as near to n of them as can be; `whole` allows no fractions."""
    if not high > low:
        return [low]
    steps = [s for s in round_steps(high - low) if not whole or s == int(s)] or [max(1.0, high - low)]
    found = [_marks(low, high, step) for step in steps]
    return min(found, key=lambda marks: (abs(len(marks) - n), len(marks)))


def _marks(low: float, high: float, step: float) -> list[float]:
    first = math.ceil(low / step - 1e-9)
    return [round(i * step, 12) for i in range(first, math.floor(high / step + 1e-9) + 1)]


def reach(values: Sequence[float | None], unit: str) -> tuple[float, float]:
    """The lowest and highest value to show, with air, never below a possible value."""
    known = [v for v in values if v is not None and math.isfinite(v)] or [0.0, 1.0]
    low, high = min(known), max(known)
    air = next(a for a in ((high - low) * 0.08, abs(high) * 0.1, 1.0) if a > FINEST)
    floor = 0.0 if unit in ("share", "count", "days", "hours") and low >= 0 else -math.inf
    roof = 1.0 if unit == "share" and high <= 1 else math.inf
    return max(floor, low - air), min(roof, high + air)


def thin(places: Sequence[float], labels: Sequence[str], letters: Letters, air: float = 10) -> list[int]:
    """Which labels to keep, every k-th, so that none touches its neighbour when centred on its place."""
    for k in range(1, len(places) + 1):
        kept = range(0, len(places), k)
        ends = [(places[i] - width(labels[i], letters) / 2, places[i] + width(labels[i], letters) / 2) for i in kept]
        if all(left[1] + air <= right[0] for left, right in zip(ends, ends[1:], strict=False)):
            return list(kept)
    return []
