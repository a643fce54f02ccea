"""Whatever a study gives, no words lie on other words and none leaves the paper."""

from typing import Any

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from pyrometer.model.figure import Figure
from tests.figures.examples import STEP_KEYS, weeks
from tests.figures.reading import clashes, draw, outside

FEW = settings(max_examples=25, deadline=None, derandomize=True, suppress_health_check=[HealthCheck.too_slow])
WIDTHS = st.sampled_from([300, 358, 620, 900, 1080])
NAMES = st.text(st.characters(codec="utf-8", categories=("L", "N", "Zs", "P")), min_size=1, max_size=45)
SIZES = st.integers(0, 2_000_000)
DAYS = st.none() | st.floats(0, 4000)
SHARES = st.none() | st.floats(0, 1)


def fine(figure: Figure, wide: int) -> None:
    drawn = draw(figure, wide)
    assert clashes(drawn) == []
    assert outside(drawn) == []


@st.composite
def series(draw_one: Any) -> dict[str, Any]:
    values = draw_one(st.lists(st.none() | st.floats(-50, 5000), min_size=1, max_size=80))
    signals = st.sampled_from(["", "", "", "beyond", "run"])
    points = [
        {
            "starts_on": on,
            "value": v,
            "signal": draw_one(signals),
            "note": draw_one(st.sampled_from(["", "", "Moved office"])),
        }
        for on, v in zip(weeks("2024-01-01", len(values)), values, strict=True)
    ]
    dates = sorted(draw_one(st.sets(st.sampled_from([p["starts_on"] for p in points]), min_size=0, max_size=4)))
    phases = [
        {"starts_on": on, "label": draw_one(NAMES), "centre": 40.0, "lower": draw_one(DAYS), "upper": 4000.0}
        for on in dates
    ]
    every = draw_one(st.sampled_from(["day", "week", "month", "quarter", "case"]))
    unit = draw_one(st.sampled_from(["count", "days", "EUR", ""]))
    return {"unit": unit, "every": every, "points": points, "phases": phases, "target": draw_one(DAYS)}


@FEW
@given(series(), WIDTHS, NAMES)
def test_any_series_can_be_read(data: dict[str, Any], wide: int, title: str) -> None:
    fine(Figure("control_chart", title, "Alt.", data), wide)


@FEW
@given(
    st.lists(st.tuples(NAMES, NAMES, *([SIZES] * 5), *([SHARES] * 3), DAYS, DAYS, DAYS), min_size=1, max_size=8), WIDTHS
)
def test_any_flow_can_be_read(rows: list[Any], wide: int) -> None:
    steps = [dict(zip(STEP_KEYS, row, strict=True)) for row in rows]
    fine(
        Figure("flow", "A flow", "Alt.", {"steps": steps, "constraint": steps[-1]["name"], "total_days": 12345.6}), wide
    )


@FEW
@given(
    st.lists(
        st.tuples(NAMES, st.sampled_from(["we", "customer", "rework"]), SIZES, st.none() | SIZES),
        min_size=1,
        max_size=18,
    ),
    st.lists(st.tuples(st.integers(0, 17), st.integers(0, 17), SIZES), max_size=60),
    WIDTHS,
)
def test_any_lanes_can_be_read(nodes: list[Any], edges: list[Any], wide: int) -> None:
    keys = ("label", "lane", "n", "n_stopped")
    found = [{"action": f"a{i}"} | dict(zip(keys, n, strict=True)) for i, n in enumerate(nodes)]
    ways = [{"start": f"a{a}", "stop": f"a{b}", "n": n} for a, b, n in edges if max(a, b) < len(nodes)]
    fine(Figure("lanes", "Lanes", "Alt.", {"nodes": found, "edges": ways}), wide)


@FEW
@given(
    st.lists(st.tuples(NAMES, st.floats(0, 1e7), SHARES), min_size=1, max_size=15),
    WIDTHS,
    st.sampled_from(["hours", "EUR", "share"]),
)
def test_any_bars_and_estimates_can_be_read(rows: list[Any], wide: int, unit: str) -> None:
    shown = [{"label": name, "value": v, "cells": [f"{v:.1f}", name[:6]]} for name, v, _ in rows]
    data = {
        "bars": shown,
        "columns": ["Customer actions per 100 h", "Words"],
        "unit": unit,
        "value_name": "Hours a month",
    }
    fine(Figure("pareto", "Bars", "Alt.", data), wide)
    estimates = [{"label": n, "value": s, "low": s and s / 2, "high": s and s * 1.5, "n": 12} for n, _, s in rows]
    fine(
        Figure("forest", "Forest", "Alt.", {"rows": estimates, "unit": unit, "reference": 0.4, "value_name": "go on"}),
        wide,
    )


@FEW
@given(st.lists(st.floats(0.0001, 0.3), min_size=1, max_size=3), st.floats(0.5, 3000), WIDTHS, NAMES)
def test_any_curves_can_be_read(ceilings: list[float], last: float, wide: int, name: str) -> None:
    ages = [last * i / 40 for i in range(41)]
    curves = []
    for k, ceiling in enumerate(ceilings):
        share = [ceiling * i / 40 for i in range(41)]
        curve = {"label": name, "ends": "stopped" if k else "gone_on", "age_days": ages, "share": share}
        curves.append(curve | {"low": share, "high": share})
    at = {"age_days": last / 2, "share": ceilings[0] / 2, "low": 0.0, "high": 0.3, "label": name}
    risk = [{"age_days": a, "n": 10_000 - i} for i, a in enumerate(ages)]
    data = {"curves": curves, "at": at, "misleading": {"share": 0.9, "label": name}, "at_risk": risk}
    fine(Figure("incidence", name, "Alt.", data), wide)
