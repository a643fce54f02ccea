"""Rare-event percentiles, capability, Box-Cox, and the change points of the Nile and the coal mines."""

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from pyrometer.statistics.capability import Asked, box_cox, by_percentiles
from pyrometer.statistics.changepoint import Change, of_level, of_rate
from pyrometer.statistics.charts import Chart, g, t
from tests.published.spc_close import cases, close

Case = tuple[dict[str, Any], dict[str, Any], float]


@pytest.fixture(scope="module")
def case(shared: Path) -> Callable[[str], Case]:
    found = cases(shared, "misc.json")
    return lambda name: (found[name]["inputs"], found[name]["expected"], found[name]["tolerance"])


def test_g_chart_minitab_style(case: Callable[[str], Case]) -> None:
    i, e, tol = case("g_chart_minitab_style")
    chart = g.chart(i["g"], convention="percentile")
    assert isinstance(chart, Chart)
    close(chart.facts["p"], e["p"], tol)
    for ours, key in ((chart.centre, "CL"), (chart.lower, "LCL"), (chart.upper, "UCL")):
        close(ours, e[key], tol)


def test_t_chart_weibull_exponential(case: Callable[[str], Case]) -> None:
    i, e, tol = case("t_chart_weibull_exponential")
    chart = t.chart(i["x"], convention="weibull")
    assert isinstance(chart, Chart)
    close([chart.facts["shape"], chart.facts["scale"]], [e["shape"], e["scale"]], tol)
    for ours, key in ((chart.centre, "cl"), (chart.lower, "lcl"), (chart.upper, "ucl")):
        close(ours, e[key], tol)
    chart = t.chart(i["x"], convention="exponential")
    assert isinstance(chart, Chart)
    close(chart.facts["scale"], e["exp_mean"], tol)
    for ours, key in ((chart.centre, "exp_cl"), (chart.lower, "exp_lcl"), (chart.upper, "exp_ucl")):
        close(ours, e[key], tol)


def test_capability_nonnormal(case: Callable[[str], Case]) -> None:
    i, e, tol = case("capability_nonnormal")
    for family, first, second in (("weibull", "shape", "scale"), ("lognormal", "meanlog", "sdlog")):
        found = by_percentiles(i["x"], Asked(i["lsl"], i["usl"]), family=family)
        close(found.parameters, [e[family][first], e[family][second]], tol)
        close([found.pp, found.ppu, found.ppl], [e[family][k] for k in ("Pp", "Ppu", "Ppl")], tol)


def test_box_cox_nist(case: Callable[[str], Case]) -> None:
    i, e, tol = case("box_cox_nist")
    found = box_cox(i["x"])
    close(found.value, e["lambda"], tol)
    assert found.value == pytest.approx(0.28, abs=0.005), "NIST e-Handbook 6.5.2 prints .28"
    assert found.interval.low < found.value < found.interval.high


def test_nile_breakpoint(case: Callable[[str], Case]) -> None:
    i, e, tol = case("nile_breakpoint")
    found = of_level(i["y"], interval="bai")
    assert isinstance(found, Change)
    assert found.last_before + 1 == e["break_obs_last_of_first_segment"]
    assert i["start_year"] + found.last_before == e["break_year"]
    assert [found.low + 1, found.high + 1] == e["ci95"]
    close(found.statistic, e["supF"], tol)
    close([found.before, found.after], [e["mean_before"], e["mean_after"]], tol)
    n, (rss0, rss1) = len(i["y"]), e["rss"]
    close(found.statistic, (rss0 - rss1) / (rss1 / (n - 2)), tol)
    assert found.p_value < 1e-10


def test_coal_poisson_changepoint(case: Callable[[str], Case]) -> None:
    i, e, tol = case("coal_poisson_changepoint")
    found = of_rate(i["count"])
    assert isinstance(found, Change)
    assert found.last_before + 1 == e["k"]
    assert i["start_year"] + found.last_before == e["year_last_before"]
    close(found.statistic, e["lr"], tol)
    close([found.before, found.after], [e["rate_before"], e["rate_after"]], tol)
    assert i["start_year"] + found.low < 1891 < i["start_year"] + found.high
