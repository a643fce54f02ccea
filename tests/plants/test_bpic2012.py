"""The loan funnel of the BPI Challenge 2012, from the .xes.gz to the findings, gives the published numbers."""

import json
from collections.abc import Callable
from pathlib import Path

import pytest

from pyrometer.plant import Plant

Open = Callable[[str], Plant]
PATH = [13_087, 7_367, 5_113, 5_015, 3_254, 2_246]


@pytest.fixture(scope="module")
def loans(plant: Open) -> Plant:
    return plant("bpic2012")


def test_the_path_loses_who_it_is_known_to_lose(loans: Plant) -> None:
    journeys = loans.journeys()
    met = [c for c in journeys.columns if c.startswith("met_")]
    counted = loans.backend.to_pyarrow(journeys.agg(**{c: journeys[c].count() for c in met})).to_pylist()[0]
    assert [counted[c] for c in met] == PATH


def test_399_applications_are_open_and_stay_in_the_sum(loans: Plant) -> None:
    table = loans.measure("risk-table")
    assert (sum(table["n_gone_on"]), sum(table["n_stopped"]), sum(table["n_open"])) == (2_246, 10_442, 399)


def test_approval_by_aalen_johansen(loans: Plant) -> None:
    finding = loans.study("yield")
    ages = {row["by_days"]: row for row in finding.tables["by_age"] if not row["milestone"]}
    assert ages[30]["share_gone_on"] == pytest.approx(0.1619, abs=5e-5)
    whole = next(row for row in finding.tables["steps"] if not row["milestone"])
    assert whole["share_gone_on"] == pytest.approx(0.1799, abs=5e-5)


def test_the_days_waited_are_those_of_the_log_to_the_second(loans: Plant) -> None:
    """Summed from the times of the log by other code; whole hours alone would lose 6% of the shortest waits."""
    waited = {row["milestone"]: row["days_waited"] for row in loans.study("time").tables["work"]}
    expected = {
        "applied": 1_324.806381875,
        "preaccepted": 22_090.703765358794,
        "accepted": 234.1469698611111,
        "offered": 73_654.96509548611,
        "answered-offer": 17_219.401829756946,
    }
    assert waited == pytest.approx(expected, rel=1e-12)


def test_the_graph_is_the_published_one(loans: Plant, shared: Path) -> None:
    golden = json.loads((shared / "golden/process_logs.json").read_text())["bpic2012.xes.gz"]
    graph = loans.measure("graph")
    assert (len(graph), sum(graph["n"])) == (golden["dfg_edges"], golden["dfg_sum"]) == (125, 249_113)
    edges = {(r["action"], r["next_action"]): r for r in graph}
    for (one, other), n, mean, median in golden["dfg_top10"]:
        edge = edges[one, other]
        assert (edge["n"], edge["mean_seconds"], edge["median_seconds"]) == (
            n,
            pytest.approx(mean, rel=1e-9),
            pytest.approx(median, abs=1e-3),
        )


def test_variants_durations_and_rework_are_the_published_ones(loans: Plant, shared: Path) -> None:
    golden = json.loads((shared / "golden/process_logs.json").read_text())["bpic2012.xes.gz"]
    variants = loans.measure("variants", top=5)
    assert variants["n"] == golden["variant_counts_top5"]
    assert variants["n_variants"][0] == golden["variants"] == 4_366
    durations = next(iter(loans.measure("durations")))
    assert durations["sum_days"] * 86_400 == pytest.approx(golden["dur_sum"], rel=1e-12)
    assert durations["median_days"] * 86_400 == pytest.approx(golden["dur_median"], abs=1e-3)
    rework = {r["action"]: r["n_rework"] for r in loans.measure("nodes") if r["n_rework"]}
    assert rework == golden["rework"]


def test_reading_the_log_again_changes_nothing(loans: Plant) -> None:
    before = loans.mark
    (again,) = loans.read()
    assert (again.n_new, again.n_same, loans.mark) == (0, 262_200, before)


def test_no_effect_is_claimed_of_what_the_bank_does(loans: Plant) -> None:
    """Its steps follow its own judgement of the case, which no field holds: an association at most."""
    found = {row["activity"]: row for row in loans.study("effect").tables["activities"]}
    assert {row["says"] for row in found.values()} <= {"associated", "cannot tell"}
    assert "left out now and then" in found["W_Nabellen offertes"]["why"]  # every offer is followed up
    one = loans.study("effect", activity="W_Beoordelen fraude")
    whole = next(iter(one.tables["effect"]))
    assert whole["counted"] < -0.2  # suspects are looked into, and go on less: no effect of looking
    assert (one.verdict, whole["claim"]) == ("cannot_tell", "associated")
