"""Curves: a cumulative incidence thinned to what a picture can show."""

from collections.abc import Sequence
from typing import Any

import numpy as np

from pyrometer.model.figure import Figure
from pyrometer.statistics import survival
from pyrometer.studies._parts import doubt, say
from pyrometer.studies._parts.risk import HORIZONS, Risk, Yield, incidence, last_age

POINTS = 160  # a picture is some 700 pixels wide


def figure(title: str, counts: Risk, found: Yield, closed_only: float | None, by: str) -> Figure:
    """The incidence figure of one step: who goes on from below, who stops from above, who waits between.

    `by` says until when, like 'within 138 days'.
    """
    curve = incidence(counts)
    last = max(last_age(counts), found.age)
    end = min(float(curve.age[-1]), 1.15 * last if last else float(curve.age[-1]))
    kept = _thinned(curve.age, end)
    data: dict[str, Any] = {
        "curves": [_curve(curve, kept, "Go on", "gone_on"), _curve(curve, kept, "Stop", "stopped")],
        "waiting": "Still wait",
        "at": {
            "age_days": found.age,
            "share": found.gone_on.value,
            "low": found.gone_on.interval.low,
            "high": found.gone_on.interval.high,
            "label": by,
        },
        "at_risk": [{"age_days": age, "n": _watched(curve, age)} for age in (0.0, *HORIZONS) if age <= end],
        "unit": "hours" if end < 3 else "days",
        "n": counts.n,
        "n_of": "prospects",
    }
    if closed_only is not None and abs(closed_only - found.gone_on.value) >= 0.005:
        data["misleading"] = {"share": closed_only, "label": "won / (won + lost)"}
    alt = (
        f"{say.share(found.gone_on)} go on {by}, {say.percent(found.stopped)} stop, "
        f"{say.percent(found.waiting)} still wait then."
    )
    return Figure("incidence", title, alt, data)


def beside(title: str, named: Sequence[tuple[str, Risk]]) -> Figure:
    """Several steps in one picture: who goes on, by days since the milestone before."""
    lasts = [last_age(counts) for _, counts in named]
    curves, ends = [], []
    for label, counts in named:
        curve = incidence(counts)
        kept = _thinned(curve.age, min(max(lasts), float(curve.age[-1])))
        curves.append(_curve(curve, kept, label, "gone_on"))
        ends.append(f"{label} {say.percent(float(curve.cumulative['gone_on'][kept[-1]]))}")
    unit = "hours" if max(lasts) < 3 else "days"
    return Figure(
        "incidence", title, f"Go on in the end: {say.listed(ends, most=8)}.", {"curves": curves, "unit": unit}
    )


def _thinned(ages: Any, end: float) -> Any:
    inside = np.flatnonzero(ages <= end)
    if len(inside) <= POINTS:
        return inside
    wanted = np.linspace(0, ages[inside[-1]], POINTS)
    return np.unique(np.clip(np.searchsorted(ages, wanted, side="right") - 1, 0, None))


def _curve(curve: survival.Incidence, kept: Any, label: str, cause: str) -> dict[str, Any]:
    low, high = doubt.bounds(curve, cause)
    values = {"age_days": curve.age, "share": curve.cumulative[cause], "low": low, "high": high}
    lists = {name: [float(x) for x in v[kept]] for name, v in values.items()}
    if lists["age_days"][0] > 0:
        lists = {name: [0.0, *v] for name, v in lists.items()}
    return {"label": label, "ends": cause, **lists}


def _watched(curve: survival.Incidence, age: float) -> int:
    i = int(np.searchsorted(curve.age, age))
    return int(curve.at_risk[i]) if i < len(curve.age) else 0
