"""Drawn: a judged line as people see it - its latest value, its row of the strip, its control chart."""

from dataclasses import dataclass
from datetime import date
from typing import Any

import numpy as np

from pyrometer.model.figure import Figure
from pyrometer.studies._parts.control import Judged, briefly, marks, says


@dataclass(frozen=True, slots=True)
class Shown:
    """Values with centre and limits as people read them: residuals put back on the scale of the count."""

    values: Any
    centre: Any
    lower: Any
    upper: Any
    unit: str


def shown(judged: Judged) -> Shown:
    """What the chart plots; on a residual chart the count itself, around what the point before lets one expect."""
    chart = judged.choice.chart
    plain = Shown(chart.values, chart.centre, chart.lower, chart.upper, judged.line.unit)
    if chart.kind != "residual":
        return plain
    phi, raw = chart.facts["phi"], chart.paths["raw"]
    away = np.array(chart.values)
    away[0] /= np.sqrt(1 - phi * phi)
    for i in range(1, len(away)):
        away[i] += phi * away[i - 1]
    level, error = _expected(raw, away, judged.line.n is not None, chart.n)
    expected = level + error * (away - chart.values)
    low, high = expected + error * chart.lower, expected + error * chart.upper
    top = np.inf if judged.line.n is None else 1.0
    return Shown(raw, expected, np.clip(low, 0.0, top), np.clip(high, 0.0, top), judged.line.unit)


def _expected(raw: Any, away: Any, shares: bool, n: Any) -> tuple[Any, Any]:  # noqa: FBT001 - private
    """The level c and its standard error that put each point `away` errors from it: raw = c + error(c) * away."""
    if not shares:
        error = (np.sqrt(away**2 + 4 * raw) - away) / 2  # of a count: the root of its level
        return error**2, error
    level = np.array(raw)
    for _ in range(60):
        error = np.sqrt(np.clip(level * (1 - level), 1e-9, None) / n)
        level = (level + np.clip(raw - error * away, 0.0, 1.0)) / 2
    return level, error


def latest(judged: Judged) -> tuple[date, float, float | None, float | None, float]:
    """Start, value, lower and upper limit (None where there is none) and centre of the latest point."""
    seen = shown(judged)
    return judged.starts[-1], float(seen.values[-1]), _at(seen.lower), _at(seen.upper), float(seen.centre[-1])


def _at(values: Any, i: int = -1) -> float | None:
    return float(values[i]) if np.isfinite(values[i]) else None


def strip_row(judged: Judged) -> dict[str, Any]:
    """The line's row of a strip figure."""
    seen, (_, _, lower, upper, centre) = shown(judged), latest(judged)
    return {
        "label": judged.line.label,
        "says": briefly(judged),
        "unit": seen.unit,
        "better": judged.line.better,
        "values": [_at(seen.values, i) for i in range(len(seen.values))],
        "signals": marks(judged) if judged.has_signal else [""] * len(seen.values),
        "centre": centre,
        "lower": lower,
        "upper": upper,
    }


def figure(judged: Judged) -> Figure:
    """The line's control chart (a run chart while it is too early for limits)."""
    chart, seen, early = judged.choice.chart, shown(judged), judged.choice.is_early
    varies = len(set(np.round(seen.upper[np.isfinite(seen.upper)], 12))) > 1
    phase = {"starts_on": judged.starts[0].isoformat(), "label": "", "centre": _middle(seen)}
    limits = {"lower": None if varies else _at(seen.lower), "upper": None if varies else _at(seen.upper)}
    data: dict[str, Any] = {
        "unit": seen.unit,
        "better": judged.line.better,
        "every": judged.line.every,
        "points": [_point(judged, seen, i, varies) for i in range(len(chart))],
        "phases": [phase | limits],
        "centre_name": "Median" if chart.kind == "run" else "Average",
    }
    if early:
        data["too_early"] = f"{len(chart)} points; limits need 12"
    return Figure("run" if early else "control_chart", judged.line.label, says(judged), data)


def _middle(seen: Shown) -> float:
    """One line for the average: the centre where it is one, else the mean of what is shown."""
    return float(seen.centre[0]) if np.ptp(seen.centre) < 1e-9 else float(seen.values.mean())


def _point(judged: Judged, seen: Shown, i: int, varies: bool) -> dict[str, Any]:  # noqa: FBT001 - private
    start, word = judged.starts[i].isoformat(), marks(judged)[i]
    point: dict[str, Any] = {"starts_on": start, "value": _at(seen.values, i), "signal": word}
    if varies:
        point |= {"lower": _at(seen.lower, i), "upper": _at(seen.upper, i)}
    if judged.line.n is not None and judged.choice.chart.n is not None:
        point["n"] = int(judged.choice.chart.n[i])
    return point
