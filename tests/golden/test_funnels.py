"""Funnels give the published answers of two product-analytics engines under the policy each case states."""

import json
from collections.abc import Mapping
from typing import Any

import pytest

from pyrometer.errors import BadSetting, UnknownName
from pyrometer.measures.funnel import MEASURE
from tests.conftest import SHARED
from tests.golden import _process

FACTS = json.loads((SHARED / "golden/funnel_facts.json").read_text()) if SHARED.is_dir() else {"funnels": []}


def settings(case: Mapping[str, Any]) -> dict[str, Any]:
    order, *extra = case["order"].split("+")
    return {
        "steps": tuple(case["steps"]),
        "window_days": case["window_s"] / 86_400,
        "order": order,
        "dedup": "strict_deduplication" in extra,
        "reentry": "allow_reentry" in extra,
        "exclusions": tuple((a, i, j) for a, i, j in case["exclusions"]),
    }


@pytest.mark.parametrize("case", FACTS["funnels"], ids=lambda c: c["id"])
def test_a_funnel_counts_as_published(case: dict[str, Any], shared: Any) -> None:
    words = {*case["steps"], *(x[0] for x in case["exclusions"])} - {"*"}
    if "level" in case["expect"]:
        for actor, level in case["expect"]["level"].items():
            alone = _process.process({actor: case["actors"][actor]}, also=words)
            assert sum(r["n"] for r in _process.run(MEASURE, alone, **settings(case))) == level, actor
        return
    rows = _process.run(MEASURE, _process.process(case["actors"], also=words), **settings(case))
    assert [r["n"] for r in rows] == case["expect"]["counts"]
    for name in ("mean", "median"):
        expected = case["expect"].get(f"{name}_s")
        if expected:
            assert [r[f"{name}_seconds"] for r in rows] == pytest.approx(expected)


def test_breakdowns_attribute_to_first_last_or_step(shared: Any) -> None:
    first, by_step = FACTS["breakdowns"]
    tiny = _process.process(first["actors"], field="browser")
    for attribution, expected in (("first", first["first_touch"]), ("last", first["last_touch"])):
        rows = _process.run(MEASURE, tiny, steps=tuple(first["steps"]), by="browser", attribution=attribution)
        assert told(rows) == {k: v for k, v in expected.items()}
    tiny = _process.process(by_step["actors"], field="browser")
    for name, expected in by_step["expect"].items():
        how = {"first_touch": "first", "all_events": "every"}.get(name, "step")
        at_step = int(name[-1]) if how == "step" else 0
        given = {"steps": tuple(by_step["steps"]), "window_days": by_step["window_s"] / 86_400, "by": "browser"}
        rows = _process.run(MEASURE, tiny, **given, attribution=how, at_step=at_step)
        counts = {g: [r["n"] for r in rows if r["group"] == g] for g in {r["group"] for r in rows}}
        assert counts == expected, name


def told(rows: list[dict[str, Any]]) -> dict[str, list[float]]:
    out: dict[str, list[float]] = {}
    for row in rows:
        out.setdefault(row["group"], []).append(row["n"])
        if row["step"] == 1:
            out[row["group"]].append(row["mean_seconds"])
    return out


def test_wrong_questions_are_answered_with_a_way_out() -> None:
    tiny = _process.process({"a": [[0, "signup"], [1, "pay"]]})
    with pytest.raises(UnknownName, match="Did you mean 'signup'"):
        _process.run(MEASURE, tiny, steps=("sinup", "pay"))
    with pytest.raises(BadSetting, match="must run forward"):
        _process.run(MEASURE, tiny, steps=("signup", "pay"), exclusions=(("pay", 1, 1),))
    with pytest.raises(BadSetting, match="must run forward"):
        _process.run(MEASURE, tiny, steps=("signup", "pay"), exclusions=(("pay", 0, 2),))
    with pytest.raises(BadSetting, match="unordered steps have none"):
        _process.run(MEASURE, tiny, steps=("signup", "pay"), order="unordered", exclusions=(("pay", 0, 1),))
