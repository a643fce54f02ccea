"""Example findings of every kind, with invented names and numbers."""

import math
from datetime import date, timedelta
from typing import Any

from pyrometer.model.figure import Figure


def waves(n: int, centre: float, swing: float, seed: int = 7) -> list[float]:
    """Numbers that look like routine variation and are the same on every machine."""
    state, found = seed, []
    for _ in range(n):
        state = (state * 1103515245 + 12345) % 2**31
        a = state / 2**31
        state = (state * 1103515245 + 12345) % 2**31
        b = state / 2**31
        found.append(round(centre + swing * math.sqrt(-2 * math.log(a + 1e-9)) * math.cos(2 * math.pi * b), 4))
    return found


def weeks(first: str, n: int) -> list[str]:
    """The Mondays from `first` on."""
    start = date.fromisoformat(first)
    return [(start + timedelta(weeks=i)).isoformat() for i in range(n)]


def chart_points() -> list[dict[str, Any]]:
    values = waves(27, 0.30, 0.022) + waves(31, 0.392, 0.02, 11)
    values[13], values[55] = 0.195, 0.276
    values[34:43] = [0.418, 0.411, 0.396, 0.413, 0.405, 0.398, 0.397, 0.396, 0.422]
    found = []
    for i, (on, value) in enumerate(zip(weeks("2025-09-22", 58), values, strict=True)):
        spread = None if i in (0, 27) else abs(value - values[i - 1])
        limit = 0.075 if i < 27 else 0.073
        found.append(
            {"starts_on": on, "value": value, "spread": spread, "spread_signal": bool(spread and spread > limit)}
        )
    found[13] |= {"signal": "beyond", "note": "Mail server down 3 days"}
    found[55] |= {"signal": "beyond"}
    for i in range(34, 43):
        found[i]["signal"] = "run"
    return found


CONTROL_CHART = Figure(
    "control_chart",
    "Prospects who gave information within 14 days",
    "The two-question reply form moved the average from 30% to 39%; one week in October fell outside the limits.",
    {
        "unit": "share",
        "better": "up",
        "every": "week",
        "n": 2140,
        "n_of": "customers",
        "since": "2025-09-22",
        "until": "2026-11-02",
        "definition": "gave-information v4",
        "points": chart_points(),
        "phases": [
            {
                "starts_on": "2025-09-22",
                "label": "Baseline",
                "centre": 0.30,
                "lower": 0.235,
                "upper": 0.365,
                "spread_centre": 0.024,
                "spread_upper": 0.075,
            },
            {
                "starts_on": "2026-03-30",
                "label": "Two-question reply form (PDSA-7)",
                "centre": 0.387,
                "lower": 0.326,
                "upper": 0.449,
                "spread_centre": 0.023,
                "spread_upper": 0.073,
            },
        ],
        "target": 0.40,
    },
)


def stepped() -> Figure:
    """A p chart: the limits follow how many there were each month."""
    months = [f"{2024 + k // 12}-{k % 12 + 1:02d}-01" for k in range(22)]
    counts = [int(n) for n in waves(22, 130, 45, 5)]
    values = waves(22, 0.24, 0.03, 3)
    values[9] = 0.41
    points = []
    for on, n, value in zip(months, counts, values, strict=True):
        half = 3 * math.sqrt(0.24 * 0.76 / max(25, n))
        lower = 0.24 - half
        points.append(
            {"starts_on": on, "value": value, "n": n, "lower": lower if lower > 0 else None, "upper": 0.24 + half}
        )
    points[9]["signal"] = "beyond"
    data = {"unit": "share", "better": "up", "every": "month", "points": points, "n": sum(counts), "n_of": "offers"}
    return Figure(
        "control_chart",
        "Offers that were signed",
        "One month lies above its limit.",
        data | {"phases": [{"starts_on": months[0], "centre": 0.24}]},
    )


def early() -> Figure:
    """Nine points: too early for limits."""
    points = [{"starts_on": on, "value": v} for on, v in zip(weeks("2026-08-31", 9), waves(9, 21, 5), strict=True)]
    data = {
        "unit": "days",
        "better": "down",
        "every": "week",
        "points": points,
        "too_early": "9 points; limits need 12",
    }
    return Figure(
        "run",
        "Days from need to meeting",
        "Nine weeks; too early for limits.",
        data | {"centre_name": "Median", "phases": [{"starts_on": "2026-08-31", "centre": 21.0}]},
    )


FIGURES = {"control_chart": CONTROL_CHART, "stepped": stepped(), "run": early()}
