"""A measure over time as points: which phase each stands in, its limits, its signal and in which direction."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from pyrometer.figures._say import MONTHS, as_date

MOST_QUARTERS = 12  # beyond them only the years are named


@dataclass(frozen=True, slots=True)
class Point:
    """One value of a series with what holds for it; None = not known or no such limit."""

    i: int
    starts_on: str
    value: float | None
    signal: str
    note: str
    is_aside: bool
    phase: int
    lower: float | None
    centre: float | None
    upper: float | None
    spread: float | None
    is_spread_signal: bool

    @property
    def direction(self) -> str:
        """Which way a signal goes: 'up' or 'down', by the limit it is beyond, else by its side of the centre."""
        if self.value is None or (self.upper is not None and self.value > self.upper):
            return "up"
        if self.lower is not None and self.value < self.lower:
            return "down"
        return "up" if self.centre is None or self.value >= self.centre else "down"


def points(data: Mapping[str, Any]) -> list[Point]:
    """The points of a control_chart, each with the limits of its phase or its own stepped ones."""
    phases = data.get("phases") or []
    found = []
    for i, p in enumerate(data.get("points") or []):
        starts_on = str(p.get("starts_on") or "")
        phase = max((k for k, f in enumerate(phases) if str(f.get("starts_on") or "") <= starts_on), default=-1)
        if phase < 0 and phases:
            phase = 0
        of = phases[phase] if phases else {}
        lower, centre, upper = (p[key] if key in p else of.get(key) for key in ("lower", "centre", "upper"))
        words = (p.get("signal") or "", p.get("note") or "", bool(p.get("is_aside")))
        spread = (p.get("spread"), bool(p.get("spread_signal")))
        found.append(Point(i, starts_on, p.get("value"), *words, phase, lower, centre, upper, *spread))
    return found


def runs(series: list[Point], *, of: str) -> list[list[Point]]:
    """The series cut into stretches within one phase in which the field `of` is known."""
    found: list[list[Point]] = []
    for point in series:
        if getattr(point, of) is None:
            found.append([])
        elif found and found[-1] and found[-1][-1].phase == point.phase:
            found[-1].append(point)
        else:
            found.append([point])
    return [run for run in found if run]


def tick_words(dates: list[str], every: str) -> list[tuple[int, str]]:
    """Which points get a mark on the time axis, and its words: months by name, January with its year."""
    known = [(i, as_date(d)) for i, d in enumerate(dates) if d]
    if every == "year":
        return [(i, str(on.year)) for i, on in known]
    if every == "quarter":
        if len(known) > MOST_QUARTERS:
            return [(i, str(on.year)) for i, on in known if on.month <= 3]
        return [(i, f"Q{(on.month - 1) // 3 + 1} {on.year}") for i, on in known]
    months = [(i, on) for k, (i, on) in enumerate(known) if k == 0 or _month(known[k - 1][1]) != _month(on)]
    if len(known) <= 14 and every != "month":
        return [(i, f"{on.day} {MONTHS[on.month - 1]}") for i, on in known]
    return [(i, MONTHS[on.month - 1] + (f" {on.year}" if on.month == 1 else "")) for i, on in months]


def _month(on: Any) -> tuple[int, int]:
    return on.year, on.month
