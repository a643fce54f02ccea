"""`pyrometer calibrate`: published numbers are met, traps seen through, and the committed page is that of the code."""

import json
from importlib import import_module
from pathlib import Path

import pytest
from click.testing import CliRunner

from pyrometer.apps import _calibration
from pyrometer.apps._calibration import Check, alarms, certificate, coverage, coverage_shares, printed, traps
from pyrometer.apps._calibration.simulated import World, at_most, of_worlds
from pyrometer.apps.cli import root

PUBLISHED = tuple(p for p in _calibration.PARTS if p.startswith("published"))
PAGE = Path(__file__).resolve().parents[2] / "docs" / "calibration.md"


@pytest.fixture(scope="module")
def published() -> tuple[Check, ...]:
    return _calibration.run(runs=1, parts=PUBLISHED)


def test_every_published_number_is_met_to_its_last_digit(published: tuple[Check, ...]) -> None:
    missed = [f"{c.method}, {c.what}: {c.published} but {c.ours}" for c in published if not c.holds]
    assert not missed
    assert len(published) > 280


def test_every_line_names_its_source(published: tuple[Check, ...]) -> None:
    assert all(c.source and c.method and c.what for c in published)
    assert len({(c.method, c.what) for c in published}) == len(published)


def test_a_number_that_is_off_by_one_in_the_last_digit_does_not_hold() -> None:
    value, within = printed(55.8041, 4)
    assert Check("charts", "XmR", "x", value, 55.80409, within, "s").holds
    assert not Check("charts", "XmR", "x", value, 55.8042, within, "s").holds
    assert not Check("charts", "XmR", "x", value, float("nan"), within, "s").holds


FAMILIES = {
    "charts": "XmR Run Xbar-R Xbar-S p np c u Laney I' g t EWMA CUSUM Bernoulli Poisson T2 Dispersion Points",
    "run lengths": "Run CUSUM EWMA MEWMA Shewhart Anhoej False",
    "groups": "ANOM Funnel Beta-binomial Logit-normal Random Stratification Rate Observed",
    "agreement": "Percent Cohen's Fleiss' Weighted Gwet's Krippendorff's Intraclass Bowker's Gauge "
    "Rogan-Gladen Kendall's",
    "survival": "Kaplan-Meier Nelson-Aalen Cumulative Late Mean Restricted Quantile Log-rank Gray's Cox Discrete",
    "change": "Change",
    "capability": "Capability Percentile Box-Cox Sampling",
    "trials": "Pocock O'Brien-Fleming Alpha Item Sample Confidence Mixture 2^4 2^(4-1) Lenth's Plackett-Burman",
    "effects": "Standardised Inverse E-value Effective",
    "fields": "Information Weight AUC Kolmogorov-Smirnov Brier Stability",
    "coverage": "Wilson Poisson Cumulative Quantile Restricted Mean Beta-binomial Random Observed Change Capability "
    "Cohen's Gwet's Krippendorff's Effect AUC",
    "false alarms": "ANOM XmR Run CUSUM EWMA T2 Log-rank Gray's Confidence Mixture Effect Change Laney Residual",
}


def lines(part: str) -> list[tuple[str, str]]:
    """Method and what of each line of a simulated part."""
    module = {"coverage": coverage, "false alarms": alarms}[part]
    found = [import_module(f"{_calibration.__name__}.{name}").WORLDS for name in module.OF]
    return [(world.method, world.what) for worlds in found for world in worlds]


@pytest.mark.parametrize("part", FAMILIES)
def test_every_family_of_methods_has_its_lines(part: str, published: tuple[Check, ...]) -> None:
    methods = [c.method for c in published if c.part == part]
    methods += [method for method, _ in lines(part)] if part in ("coverage", "false alarms") else []
    assert set(FAMILIES[part].split()) <= {m.split()[0].rstrip(",") for m in methods}


def test_the_traps_are_seen_through() -> None:
    found = traps.checks(100)
    assert [c.what for c in found if not c.holds] == []
    numbers = {int(c.says.split(":")[0].removeprefix("T")) for c in found}
    assert numbers == {*range(1, 15), 16}


def test_a_trap_in_which_the_naive_figure_is_right_is_no_trap() -> None:
    assert not traps._check(traps.Trap(1, "m", "s", naive=0.2, truth=0.2, ours=0.2, within=0.01)).holds
    assert traps._check(traps.Trap(1, "m", "s", naive=0.3, truth=0.2, ours=0.2, within=0.01)).holds


def test_simulations_are_seeded_line_by_line() -> None:
    first, again = (of_worlds("coverage", coverage_shares.WORLDS, 100) for _ in range(2))
    assert first == again
    alone = of_worlds("coverage", coverage_shares.WORLDS[3:4], 100)
    assert alone == first[3:4]
    assert all(c.holds for c in first)


@pytest.mark.parametrize("of", ["coverage_series", "coverage_judges", "alarms_charts", "alarms_trials"])
def test_quick_simulations_hold(of: str) -> None:
    worlds = [w for w in import_module(f"{_calibration.__name__}.{of}").WORLDS if w.pace > 1]
    found = of_worlds("coverage", worlds, 60)
    assert [f"{c.method}, {c.what}: {c.ours}" for c in found if not c.holds] == []


def test_an_interval_that_is_too_short_does_not_hold() -> None:
    short = World("a method", "nine in ten", lambda rng: bool(rng.random() < 0.9), pace=10)
    assert not of_worlds("coverage", [short], 200)[0].holds
    long = World("a method", "all of them", lambda rng: True, pace=10)
    assert not of_worlds("coverage", [long], 200)[0].holds


def test_a_promise_of_at_most_holds_below_and_not_above() -> None:
    seldom = at_most("a test", "once in a hundred", lambda rng: bool(rng.random() < 0.01), pace=10)
    often = at_most("a test", "one in ten", lambda rng: bool(rng.random() < 0.1), pace=10)
    below, above = of_worlds("false alarms", [seldom, often], 200)
    assert below.holds and not above.holds
    assert "≤ 0.05" in certificate._row(below)


def test_a_method_that_always_refuses_does_not_hold() -> None:
    (line,) = of_worlds("coverage", [World("a method", "silent", lambda rng: None)], 50)
    assert not line.holds and "50 refused" in line.source


def test_the_certificate_is_readable_everywhere(published: tuple[Check, ...]) -> None:
    text = certificate.text(published)
    assert max(len(line) for line in text.splitlines()) <= 92
    assert text.startswith(f"All {len(published)} checks hold.")
    wrong = (*published, Check("charts", "XmR chart", "wrong", 1.0, 2.0, 0.1, "nobody"))
    assert "1 of" in certificate.text(wrong) and "XmR chart, wrong" in certificate.text(wrong)
    assert "**no**" in certificate.markdown(wrong, 1)
    assert json.loads(certificate.as_json(wrong))[-1]["holds"] is False


def test_the_committed_page_is_that_of_the_code(published: tuple[Check, ...]) -> None:
    page = PAGE.read_text(encoding="utf-8")
    assert "**no**" not in page and "pyrometer calibrate" in page
    for check in published:
        line = certificate._row(check).split(" | ")[:3]  # the rest may differ in the last bit between machines
        assert " | ".join(line) in page, f"{check.method}, {check.what}: run pyrometer calibrate --full --markdown"
    for method, what in lines("coverage") + lines("false alarms"):
        assert f"| {method} | {what} |" in page, f"{method}, {what}: run pyrometer calibrate --full --markdown"
    assert "calibrate --full" in page


def test_a_check_that_fails_is_exit_one(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setattr(_calibration, "PARTS", ())
    monkeypatch.setattr(_calibration, "run", lambda runs: (Check("charts", "a", "b", 1.0, 2.0, 0.1, "c"),))
    done = CliRunner().invoke(root, ["calibrate"])
    assert done.exit_code == 1 and "1 of 1 checks do not hold" in done.output
    page = tmp_path / "page.md"
    assert CliRunner().invoke(root, ["calibrate", "--markdown", str(page)]).exit_code == 1
    assert "**no**" in page.read_text(encoding="utf-8")


def test_a_full_run_asks_for_more_simulations_than_a_quick_one(monkeypatch: pytest.MonkeyPatch) -> None:
    asked: list[int] = []

    def run(*, runs: int) -> tuple[Check, ...]:
        asked.append(runs)
        return (Check("charts", "a", "b", 1.0, 1.0, 0.1, "c"),)

    monkeypatch.setattr(_calibration, "run", run)
    for options in ([], ["--full"], ["--runs", "77"]):
        assert CliRunner().invoke(root, ["calibrate", *options]).exit_code == 0
    assert asked[0] < 1000 <= asked[1] == _calibration.FULL and asked[2] == 77
