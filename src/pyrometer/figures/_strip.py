"""A small line of the last values on their routine band, a signal marked by its shape."""

from collections.abc import Mapping
from typing import Any

from pyrometer.figures import _svg as svg
from pyrometer.figures._scale import Scale
from pyrometer.figures._style import BAND, LINE, PAPER, POINT, side_colour

SHOWN = 26


def strip_line(row: Mapping[str, Any], left: float, top: float, wide: float, high: float) -> list[str]:
    """The strip in the rectangle given; gaps stay gaps. (Five numbers place it: a strip has nothing else.)"""
    values = list(row.get("values") or [])[-SHOWN:]
    signals = (list(row.get("signals") or []) + [""] * len(values))[: len(row.get("values") or [])][-SHOWN:]
    centre, lower, upper = (row.get(key) for key in ("centre", "lower", "upper"))
    known = [v for v in [*values, centre, lower, upper] if v is not None] or [0.0]
    low, up = min(known), max(known)
    y = Scale(low, up, top + high - 3, top + 3)
    x = Scale(0, max(1, len(values) - 1), left + 4, left + wide - 4)
    body = []
    if upper is not None:
        floor = y(lower) if lower is not None else top + high
        body.append(svg.rect(left, y(upper), wide, floor - y(upper), fill=BAND))
    if centre is not None:
        body.append(svg.line(left, y(centre), left + wide, y(centre), stroke=LINE))
    spots = [(x(i), y(v)) if v is not None else None for i, v in enumerate(values)]
    body += [svg.path(svg.points(run), fill="none", stroke=POINT, stroke_width=0.9) for run in _stretches(spots)]
    first = len(row.get("values") or []) - len(values)
    for i, (spot, signal) in enumerate(zip(spots, signals, strict=True)):
        if spot is not None and signal:
            body.append(_mark(spot, direction(row, first + i), signal, row))
    return body


def is_signal(row: Mapping[str, Any]) -> bool:
    """Whether the study calls it a signal or, where it does not say, any of the values is one."""
    given = row.get("is_signal")
    return any(row.get("signals") or []) if given is None else bool(given)


def direction(row: Mapping[str, Any], i: int) -> str:
    """Which way the signal of value i goes: as the row says, else by its side of the centre."""
    given = row.get("directions") or []
    value, centre = row["values"][i], row.get("centre")
    if i < len(given) and given[i]:
        return str(given[i])
    return "up" if value is None or centre is None or value >= centre else "down"


def _stretches(spots: list[tuple[float, float] | None]) -> list[list[tuple[float, float]]]:
    found: list[list[tuple[float, float]]] = [[]]
    for spot in spots:
        if spot is None:
            found.append([])
        else:
            found[-1].append(spot)
    return [run for run in found if run]


def _mark(spot: tuple[float, float], direction: str, signal: str, row: Mapping[str, Any]) -> str:
    fill = side_colour(direction, str(row.get("better") or ""))
    if signal == "beyond":
        tip = -4 if direction == "up" else 4
        x, y = spot
        d = f"M{svg.short(x - 4)} {svg.short(y - tip * 0.6)}H{svg.short(x + 4)}L{svg.short(x)} {svg.short(y + tip)}Z"
        return svg.path(d, fill=fill)
    return svg.dot(*spot, 2.2, fill=PAPER, stroke=fill, stroke_width=1.3)
