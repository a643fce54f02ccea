"""Interval: the doubt that a number carries, with its level and the method that gave it."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Interval:
    """From `low` to `high` (same unit as the estimate) at confidence `level`, by `method`."""

    low: float
    high: float
    level: float = 0.95
    method: str = ""


@dataclass(frozen=True, slots=True)
class Estimate:
    """A number with its interval and the count of cases it rests on."""

    value: float
    interval: Interval
    n: int


@dataclass(frozen=True, slots=True)
class NotEnough:
    """A refusal: what would be enough, and what there is. An answer, not an error."""

    needs: str
    has: str

    def __str__(self) -> str:
        """The refusal as a sentence."""
        return f"Not enough to tell: needs {self.needs}, has {self.has}."
