"""Step curves over days: their scale, their round days, their paths and bands."""

from collections.abc import Mapping, Sequence
from typing import Any

from pyrometer.figures import _svg as svg
from pyrometer.figures._scale import Scale

DAYS = (1, 2, 7, 14, 30, 60, 90, 180, 365, 730, 1825, 3650)
HOURS = (1, 3, 6, 12, 24, 48, 72, 168)
FINEST = 1.2  # pixels: steps that lie closer are drawn as one


def round_days(last: float, unit: str, n: int = 7) -> list[float]:
    """Round ages from 0 to `last` in the unit of the axis: weeks, months of 30 days, years."""
    steps = HOURS if unit == "hours" else DAYS
    step = next((s for s in steps if last / s <= n), steps[-1])
    return [float(i * step) for i in range(int(last / step + 1e-9) + 1)]


def staircase(ages: Sequence[float], shares: Sequence[float], x: Scale, y: Scale) -> tuple[list[float], list[float]]:
    """Places of the steps, those too fine for paper joined; the last is always kept."""
    xs, ys = [x(0.0)], [y(0.0) if not ages or ages[0] > 0 else y(shares[0])]
    for i, (age, share) in enumerate(zip(ages, shares, strict=True)):
        px, py = x(age), y(share)
        if i == len(ages) - 1 or px - xs[-1] >= FINEST:
            xs.append(px)
            ys.append(py)
        else:
            ys[-1] = py
    return xs, ys


def step_path(xs: Sequence[float], ys: Sequence[float], end: float) -> str:
    """The path of a staircase, level steps joined."""
    kept = [i for i in range(len(xs)) if i == 0 or svg.short(ys[i]) != svg.short(ys[i - 1])]
    return svg.steps([xs[i] for i in kept], [ys[i] for i in kept], end)


def band_path(curve: Mapping[str, Any], x: Scale, y: Scale, end: float) -> str:
    """The area between `low` and `high` of a curve."""
    low = staircase(curve["age_days"], curve["low"], x, y)
    high = staircase(curve["age_days"], curve["high"], x, y)
    return step_path(*high, end) + _back(*low) + "Z"


def _back(xs: Sequence[float], ys: Sequence[float]) -> str:
    parts, last = [f"V{svg.short(ys[-1])}"], ys[-1]
    for i in range(len(xs) - 1, 0, -1):
        if svg.short(ys[i - 1]) != svg.short(last):
            parts.append(f"H{svg.short(xs[i])}V{svg.short(ys[i - 1])}")
            last = ys[i - 1]
    return "".join(parts) + f"H{svg.short(xs[0])}"


def last_of(curve: Mapping[str, Any], key: str) -> float | None:
    """The last value of a curve."""
    values = curve.get(key) or []
    return values[-1] if values else None
