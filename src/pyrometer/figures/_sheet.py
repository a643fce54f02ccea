"""A chart while it is being drawn: its data, its points, the room it has and its scale."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from pyrometer.figures._scale import Room, Scale
from pyrometer.figures._series import Point


@dataclass(frozen=True, slots=True)
class Sheet:
    """Data and points, the place of each point across, the room of the panel of values, and the scale of values."""

    data: Mapping[str, Any]
    series: tuple[Point, ...]
    xs: tuple[float, ...]
    room: Room
    y: Scale

    @property
    def step(self) -> float:
        """How many pixels lie between two points."""
        return self.xs[1] - self.xs[0] if len(self.xs) > 1 else self.room.right - self.room.left

    @property
    def unit(self) -> str:
        """The unit of the values."""
        return str(self.data.get("unit") or "")

    def edges(self, run: Sequence[Point]) -> tuple[float, float]:
        """Where a stretch of points starts and ends: half a step outside its points, inside the panel."""
        left, right = self.xs[run[0].i] - self.step / 2, self.xs[run[-1].i] + self.step / 2
        is_first, is_last = run[0].i == 0, run[-1].i == len(self.xs) - 1
        return self.room.left if is_first else left, self.room.right if is_last else right

    def place(self, point: Point) -> tuple[float, float]:
        """Where a point with a value lies."""
        return self.xs[point.i], self.y(point.value or 0.0)
