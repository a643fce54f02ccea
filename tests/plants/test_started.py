"""Logs as `start` reads them, with nothing configured but what it asks for, give the published numbers."""

import json
from collections.abc import Callable
from functools import cache
from pathlib import Path
from typing import Any

import pytest

from pyrometer.plant import Plant, start

ASKED: dict[str, dict[str, Any]] = {"receipt.csv": {"won": ("T10 Determine necessity to stop indication",)}}
LOGS = ("running-example.csv", "running-example.xes", "receipt.csv", "bpic2012.xes.gz")
SECONDS = 86_400


@pytest.fixture(scope="module")
def started(shared: Path, tmp_path_factory: pytest.TempPathFactory) -> Callable[[str], tuple[Plant, dict[str, Any]]]:
    """Log name -> the plant that `start` makes of it, and the numbers published of it."""
    golden = json.loads((shared / "golden/process_logs.json").read_text())

    @cache
    def made(name: str) -> tuple[Plant, dict[str, Any]]:
        file = shared / "data/process_logs" / name
        if name.startswith("bpic"):
            file = shared / "data/bpic2012/BPI_Challenge_2012.xes.gz"
        return start(file, folder=tmp_path_factory.mktemp("started") / "plant", **ASKED.get(name, {})), golden[name]

    return made


Started = Callable[[str], tuple[Plant, dict[str, Any]]]


@pytest.mark.parametrize("name", LOGS)
def test_events_ends_and_rework_of_a_started_log(started: Started, name: str) -> None:
    plant, expected = started(name)
    nodes = list(plant.measure("nodes"))
    assert (sum(r["n_events"] for r in nodes), len(nodes)) == (expected["events"], expected["activities"])
    for column, published in (("n_start", "start"), ("n_end", "end"), ("n_rework", "rework")):
        assert {r["action"]: r[column] for r in nodes if r[column]} == expected[published]


@pytest.mark.parametrize("name", LOGS)
def test_what_follows_what_in_a_started_log(started: Started, name: str) -> None:
    plant, expected = started(name)
    graph = {(r["action"], r["next_action"]): r for r in plant.measure("graph")}
    assert (len(graph), sum(r["n"] for r in graph.values())) == (expected["dfg_edges"], expected["dfg_sum"])
    for (one, other), n, mean, median in expected["dfg_top10"]:
        edge = graph[one, other]
        assert (edge["n"], edge["mean_seconds"], edge["median_seconds"]) == (
            n,
            pytest.approx(mean, rel=1e-9),
            pytest.approx(median, abs=1e-3),
        )
    follows = plant.measure("follows")
    assert (len(follows), sum(follows["n"])) == (expected["ef_pairs"], expected["ef_sum"])


@pytest.mark.parametrize("name", LOGS)
def test_ways_lengths_and_arrivals_of_a_started_log(started: Started, name: str) -> None:
    plant, expected = started(name)
    ways = plant.measure("variants", top=5)
    assert (ways["n_variants"][0], ways["n"]) == (expected["variants"], expected["variant_counts_top5"])
    (length,) = plant.measure("durations")
    assert length["n"] == expected["cases"]
    for ours, theirs in (("mean_days", "dur_mean"), ("median_days", "dur_median"), ("sum_days", "dur_sum")):
        assert length[ours] * SECONDS == pytest.approx(expected[theirs], rel=1e-9)
    (arrivals,) = plant.measure("arrivals")
    assert arrivals["mean_seconds"] == pytest.approx(expected["arrival_avg"], rel=1e-12)
