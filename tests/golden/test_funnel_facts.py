"""Trends, times, retention and companions of funnels give the published answers of other engines."""

import json
from datetime import date
from typing import Any

import pytest

from pyrometer.measures import companions, funnel_times, funnel_trend, retention
from tests.conftest import SHARED
from tests.golden import _process

FACTS = json.loads((SHARED / "golden/funnel_facts.json").read_text()) if SHARED.is_dir() else {"trends": []}


def told(rows: list[dict[str, Any]]) -> list[list[Any]]:
    return [[r["starts_on"].isoformat(), r["n_entered"], r["n_reached"], round(100 * (r["share"] or 0))] for r in rows]


@pytest.mark.parametrize("case", FACTS["trends"], ids=lambda c: c["id"])
def test_a_trend_counts_tries_where_they_began(case: dict[str, Any], shared: Any) -> None:
    actors = FACTS["trends"][0]["actors"] if isinstance(case["actors"], str) else case["actors"]
    given = {
        "steps": tuple(case.get("steps", ("one", "two", "three"))),
        "from_step": case["from_step"],
        "to_step": case["to_step"],
        "window_days": case["window_s"] / 86_400,
        "order": case.get("order", "ordered"),
        "period": case.get("interval", "day"),
    }
    if isinstance(case["expect"], list):
        assert told(_process.run(funnel_trend.MEASURE, _process.process(actors), **given)) == case["expect"]
        return
    given["period"] = "month"
    for zone, expected in case["expect"].items():
        tiny = _process.process(actors, zone=zone)
        assert told(_process.run(funnel_trend.MEASURE, tiny, **given)) == [expected]


def test_times_fall_into_bins_of_equal_width(shared: Any) -> None:
    case = FACTS["time_to_convert"]
    actors = {str(i): [[0, "a"], [t, "b"]] for i, t in enumerate(case["times_s"])}
    for bins, expected in ((0, case["auto_bins"]), (7, case["bins7"])):
        rows = _process.run(funnel_times.MEASURE, _process.process(actors), steps=("a", "b"), bins=bins)
        assert [[r["from_seconds"], r["n"]] for r in rows] == expected
        assert rows[0]["mean_seconds"] == case["mean_s"]


def test_companions_give_the_odds_of_reaching_the_last_step(shared: Any) -> None:
    actors: dict[str, list[list[Any]]] = {}
    for i in range(10):
        extra = [[1, "positively_related"]] if i < 5 else []
        actors[f"yes{i}"] = [[0, "signup"], *extra, [2, "paid"]]
        extra = [[1, "negatively_related"]] if i < 5 else []
        actors[f"no{i}"] = [[0, "signup"], *extra]
    rows = _process.run(companions.MEASURE, _process.process(actors), steps=("signup", "paid"))
    found = {r["action"]: [r["n_reached_with"], r["n_not_with"], pytest.approx(r["odds_ratio"])] for r in rows}
    assert found == FACTS["correlation"]["expect"]


def test_retention_counts_who_acted_again(shared: Any) -> None:
    for case in FACTS["retention"][:2]:
        actors = {a: [[f"{t}:00:00", "act"] for t in times] for a, times in case["actors"].items()}
        later = case.get("cumulative", False)
        rows = _process.run(
            retention.MEASURE,
            _process.process(actors),
            period="day",
            from_on=date.fromisoformat(case["date0"]),
            periods=case["n"],
            or_later=later,
        )
        found: dict[date, list[int]] = {}
        for row in rows:
            found.setdefault(row["cohort_on"], []).append(row["n"])
        assert list(found.values()) == case["expect"], case["id"]


def test_retention_of_the_first_cohort_follows_it_through(shared: Any) -> None:
    days = ["2020-01-01T00:00:00", "2020-01-02T00:00:00", "2020-01-03T00:00:00"]
    actors = {str(i): [[d, "visit"] for d, n in zip(days, (5, 10, 15), strict=True) if i < n] for i in range(15)}
    rows = _process.run(retention.MEASURE, _process.process(actors), period="day", periods=3)
    assert [r["n"] for r in rows[:3]] == FACTS["retention"][2]["expect"]
