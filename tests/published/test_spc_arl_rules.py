"""Run rules find what the published ones find, and cry wolf as often as the published tables say."""

from collections.abc import Callable
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from pyrometer.statistics.charts import Chart, xmr
from pyrometer.statistics.false_alarms import run_length
from pyrometer.statistics.rules import rule_set, signals
from pyrometer.statistics.rules._patterns import points_of_scores
from pyrometer.statistics.run_length import cusum, ewma
from tests.published.spc_close import cases, close, listed
from tests.statistics.patterns import completions

Case = tuple[dict[str, Any], dict[str, Any], float]


@pytest.fixture(scope="module")
def case(shared: Path) -> Callable[[str], Case]:
    found = cases(shared, "spc_arl_rules.json")
    return lambda name: (found[name]["inputs"], found[name]["expected"], found[name]["tolerance"])


def test_arl_cusum_two_sided(case: Callable[[str], Case]) -> None:
    i, e, _ = case("arl_cusum_two_sided")
    for h in i["h"]:  # an integral equation needs no 1 % for simulation
        np.testing.assert_allclose([cusum(k=i["k"], h=h, shift=m) for m in i["mu"]], e[f"h{h}"], rtol=1e-8)


def test_arl_ewma_lucas_saccucci(case: Callable[[str], Case]) -> None:
    i, e, _ = case("arl_ewma_lucas_saccucci")
    for (weight, width), row in zip(i["lambda_L"], e["arl"], strict=True):
        np.testing.assert_allclose([ewma(weight=weight, width=width, shift=m) for m in i["mu"]], row, rtol=1e-8)


def test_arl_shewhart_runs_rules_champ_woodall(case: Callable[[str], Case]) -> None:
    i, e, _ = case("arl_shewhart_runs_rules_champ_woodall")
    for shift in i["mu"]:
        ours = [run_length("western-electric", shift=shift, codes=[f"we-{r}" for r in rules]) for rules in i["rules"]]
        np.testing.assert_allclose(ours, e[f"arl_mu{shift}"], rtol=1e-8)


def test_arl_we_all_four(case: Callable[[str], Case]) -> None:
    i, e, tol = case("arl_we_all_four")
    for shift in i["mu"]:
        close(run_length("western-electric", shift=shift), e[f"arl_mu{shift}"], tol)


@pytest.mark.parametrize("letter", list("abcdefgh"))
@pytest.mark.parametrize("name", ["nelson", "western_electric"])
def test_rules_small(case: Callable[[str], Case], letter: str, name: str) -> None:
    i, e, _ = case(f"rules_small_{letter}")
    ours = completions(points_of_scores(i["z"]), rule_set(name))
    assert [(at + 1).tolist() for at in ours.values()] == [listed(at) for at in e[name]]


def test_nhs_making_data_count_rules(case: Callable[[str], Case]) -> None:
    _, e, _ = case("nhs_making_data_count_rules")
    short = {"nhs-limits": "outside", "nhs-trend": "trend7", "nhs-two-of-three": "two_of_three", "nhs-shift": "shift7"}
    assert [short[r.code] for r in rule_set("nhs").rules] == e["order_of_precedence"]
    shift = [0, -1, 1, 2, 1, 2, 1, 2, 1, -2, -1, -2, 0, -1.5, 0, -1.5, -0.5, -1, 0, -2.5]
    chart = xmr.chart(shift, convention="wheeler")
    assert isinstance(chart, Chart)
    found = {s.rule: s for s in signals(chart, "nhs")}
    assert found["nhs-shift"].points == tuple(range(2, 9)), "all seven points are marked"
    rising = xmr.chart([3, 1, 2, 3, 4, 5, 6, 7, 3, 5, 1, 4])
    assert isinstance(rising, Chart)
    trend = next(s for s in signals(rising, "nhs") if s.rule == "nhs-trend")
    assert (trend.points, trend.number, trend.side) == (tuple(range(1, 8)), 8, "high")


def test_montgomery_table_9_3_is_reproduced_to_its_digits() -> None:
    """Montgomery 2013, Introduction to SQC, table 9.3: CUSUM k = 1/2, h = 4 and 5."""
    shifts = [0, 0.25, 0.5, 0.75, 1.0, 1.5, 2.0, 2.5, 3.0, 4.0]
    h4 = [168, 74.2, 26.6, 13.3, 8.38, 4.75, 3.34, 2.62, 2.19, 1.71]
    h5 = [465, 139, 38.0, 17.0, 10.4, 5.75, 4.01, 3.11, 2.57, 2.01]
    for h, row in ((4, h4), (5, h5)):
        np.testing.assert_allclose([cusum(h=h, shift=s) for s in shifts], row, rtol=4e-3)


def test_lucas_and_saccucci_are_reproduced_to_their_digits() -> None:
    """Lucas & Saccucci 1990, Technometrics 32:1-12, table 3, in Montgomery 2013, table 9.11, shift of one sigma."""
    pairs = [(0.4, 3.054, 14.3), (0.25, 2.998, 11.1), (0.2, 2.962, 10.5), (0.1, 2.814, 10.3), (0.05, 2.615, 11.4)]
    for weight, width, published in pairs:
        assert ewma(weight=weight, width=width, shift=1.0) == pytest.approx(published, abs=0.05)
        assert ewma(weight=weight, width=width) == pytest.approx(500, rel=2e-3)


def test_champ_and_woodall_are_reproduced_to_their_digits() -> None:
    """Champ & Woodall 1987, Technometrics 29:393-399, table 1, no shift."""
    published = {"1": 370.40, "12": 225.44, "13": 166.05, "14": 152.73, "123": 132.89, "1234": 91.75}
    for rules, length in published.items():
        assert run_length("western-electric", codes=[f"we-{r}" for r in rules]) == pytest.approx(length, abs=0.005)
