"""Effects against Hernan & Robins' book and against simulated selling whose truth is known, case by case."""

import csv
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from pyrometer.model.interval import NotEnough
from pyrometer.statistics import effects
from tests.published._cases import holds, load

pytestmark = pytest.mark.shared


def columns(shared: Path, case: dict[str, Any]) -> dict[str, np.ndarray]:
    """The data file of a case; NA is missing."""
    with (shared / "references" / case["inputs"]["data"]).open() as file:
        rows = list(csv.DictReader(file))
    return {name: np.array([np.nan if r[name] == "NA" else float(r[name]) for r in rows]) for name in rows[0]}


def levels(values: np.ndarray) -> np.ndarray:
    """One column for each level but the lowest."""
    return (values[:, None] == np.unique(values)[1:]).astype(float)


def confounders(d: dict[str, np.ndarray]) -> np.ndarray:
    """The book's propensity formula: constant, squares, factors."""
    return np.column_stack(
        [
            np.ones(len(d["sex"])),
            *(d[n] for n in ("sex", "race", "age")),
            d["age"] ** 2,
            levels(d["education"]),
            *(d["smokeintensity"] ** k for k in (1, 2)),
            *(d["smokeyrs"] ** k for k in (1, 2)),
            levels(d["exercise"]),
            levels(d["active"]),
            *(d["wt71"] ** k for k in (1, 2)),
        ]
    )


def test_nhefs_ipw(shared: Path) -> None:
    case = load(shared, "causal", "nhefs_ipw")
    e, tol = case["expected"], case["tolerance"]
    d = columns(shared, case)
    kept = ~np.isnan(d["wt82_71"])
    d = {n: v[kept] for n, v in d.items()}
    w = effects.inverse_probability(confounders(d), d["qsmk"])
    assert isinstance(w, effects.Weights)
    found, se = effects.weighted_difference(d["wt82_71"], d["qsmk"], w.plain)
    crude = d["wt82_71"][d["qsmk"] == 1].mean() - d["wt82_71"][d["qsmk"] == 0].mean()
    holds([crude, found.value, se], [e["crude"], e["ate"], e["robust_se"]], tol)
    ours = [w.plain.mean(), w.plain.max(), w.e.min(), w.e.max(), w.effective_treated]
    holds(ours, [e[n] for n in ("mean_weight", "max_weight", "e_min", "e_max", "ess_treated")], tol)
    before = effects.standardised_difference(d["age"], d["qsmk"])
    after = effects.standardised_difference(d["age"], d["qsmk"], weights=w.plain)
    holds([before, after], [e["smd_age_before"], e["smd_age_after"]], tol)


def test_nhefs_standardization(shared: Path) -> None:
    case = load(shared, "causal", "nhefs_standardization")
    tol = case["tolerance"]
    d = columns(shared, case)
    known = ~np.isnan(d["wt82_71"])

    def design(quit_: np.ndarray, rows: np.ndarray) -> np.ndarray:
        part = {n: v[rows] for n, v in d.items()}
        return np.column_stack([confounders(part), quit_[rows], quit_[rows] * part["smokeintensity"]])

    one, zero = np.ones(len(known)), np.zeros(len(known))
    for name, over in (("over_all_1629", np.ones(len(known), dtype=bool)), ("over_complete_1566", known)):
        e = case["expected"][name]
        treated, untreated = effects.standardised_means(
            d["wt82_71"][known], design(d["qsmk"], known), design(one, over), design(zero, over)
        )
        holds([treated, untreated, treated - untreated], [e["treated"], e["untreated"], e["diff"]], tol)


def test_nhefs_discrete_hazard_ipw(shared: Path) -> None:
    case = load(shared, "causal", "nhefs_discrete_hazard_ipw")
    e, tol = case["expected"], case["tolerance"]
    d = columns(shared, case)
    died = d["death"] == 1
    month = np.where(died, (np.nan_to_num(d["yrdth"]) - 83) * 12 + np.nan_to_num(d["modth"]), 120)
    crude = effects.hazard_curves(month, d["death"], d["qsmk"])
    w = effects.inverse_probability(confounders(d), d["qsmk"])
    assert isinstance(w, effects.Weights)
    adjusted = effects.hazard_curves(month, d["death"], d["qsmk"], weights=w.stabilised)
    at = np.array(case["inputs"]["months"]) - 1
    for found, name in ((crude, "crude"), (adjusted, "ipw")):
        assert isinstance(found, effects.HazardCurves)
        holds(found.untreated[at], e[name]["s0"], tol)
        holds(found.treated[at], e[name]["s1"], tol)
        assert found.n_case_periods == e["person_months"]
    holds(w.stabilised.mean(), e["sw_mean"], tol)
    holds([w.stabilised.min(), w.stabilised.max()], e["sw_range"], tol)


def panel(d: dict[str, np.ndarray], i: dict[str, Any]) -> effects.Panel:
    """The simulated selling as a panel."""
    return effects.Panel(
        case=d[i["id"]],
        period=d[i["time"]],
        exposure=d[i["exposure"]],
        outcome=d[i["outcome"]],
        competing=d[i["competing"]],
        censored=d[i["censor"]],
        confounders={n: d[n] for n in i["confounders"]},
    )


@pytest.mark.parametrize("name", ["demo_h1", "demo_h4", "call_h1", "call_h4"])
def test_sales_tv_given(shared: Path, name: str) -> None:
    case = load(shared, "causal", f"sales_tv_given_{name}")
    i, e, tol = case["inputs"], case["expected"], case["tolerance"]
    found = effects.effect(panel(columns(shared, case), i), horizon=i["horizon"], periods=i["trial_weeks"])
    assert isinstance(found, effects.Effect)
    truth = e["true_rd"]
    assert abs(found.estimate.value - truth) <= tol["estimate_within_of_truth_in_se"] * found.se
    if tol["ci_must_cover_truth"]:
        assert found.estimate.interval.low <= truth <= found.estimate.interval.high
    assert abs(found.se / e["reference_se_clustered"] - 1) <= tol["se_relative"]
    holds(found.crude, e["crude_rd_must_not_be_reported_as_effect"], 0.003)
    assert abs(found.estimate.value - e["reference_aipw"]) < e["reference_se_clustered"]


def test_positivity_sustained_strategy(shared: Path) -> None:
    case = load(shared, "causal", "positivity_sustained_strategy")
    d = columns(shared, case)
    setup = load(shared, "causal", "sales_tv_given_demo_h1")["inputs"]
    told = effects.following(panel(d, setup), 1, horizon=8)
    refused = effects.sustained(panel(d, setup), horizon=8)
    assert isinstance(refused, NotEnough)
    assert "periods can be told" in refused.has
    assert (told[4:] < 20).all()
