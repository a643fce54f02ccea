"""What the stability study says: routine, signal, or too early."""

from datetime import date

import numpy as np
import pytest

from pyrometer import registry
from pyrometer.model.finding import Finding
from tests.studies import _tiny

NEVER = _tiny.NEVER


def study(ask: _tiny.Fake, **settings: object) -> Finding:
    plug = registry.find("pyrometer.studies", "stability")
    return plug.answer(ask, plug.settings(**settings))


def plant(before: float = 20, after: float = 20, *, weeks: int = 80, change: int = 40, seed: int = 1) -> _tiny.Cases:
    """So many entries a week before and after the change; half order after some ten days, half say no."""
    rng = np.random.default_rng(seed)
    level = np.where(np.arange(weeks) < change, before, after)
    week = np.repeat(np.arange(weeks), rng.poisson(level))
    entered = 7.0 * week + rng.uniform(0, 7, len(week))
    wins = rng.random(len(week)) < 0.5
    ended = entered + rng.gamma(3, 3, len(week))
    met = {"replied": entered, "ordered": np.where(wins, ended, NEVER)}
    return _tiny.Cases(met, np.where(wins, NEVER, ended), 7.0 * weeks - 1)


def line(finding: Finding, start: str) -> dict[str, object]:
    return next(r for r in finding.tables["measures"] if str(r["measure"]).startswith(start))


def test_a_steady_plant_is_left_alone() -> None:
    verdicts = [study(_tiny.ask(plant(seed=seed))).verdict for seed in range(20)]
    assert verdicts.count("signal") <= 3


def test_a_real_change_is_found_with_its_date() -> None:
    found = study(_tiny.ask(plant(20, 34)))
    assert found.verdict == "signal"
    change = next(r for r in found.tables["changes"] if str(r["measure"]).startswith("Replied"))
    assert change["low_on"] <= date(2025, 10, 13) <= change["high_on"]  # week 40
    assert change["before"] == pytest.approx(20, abs=2) and change["after"] == pytest.approx(34, abs=3)
    assert "rose from" in str(line(found, "Replied")["says"])


def test_the_week_that_is_not_over_is_not_on_the_chart() -> None:
    cases = plant()
    cut = _tiny.Cases(cases.met, cases.lost, cases.until - 4)
    whole, part = (line(study(_tiny.ask(c)), "Replied") for c in (cases, cut))
    assert part["n_points"] == whole["n_points"] - 1


def test_weeks_in_which_the_first_are_still_on_their_way_are_left_out() -> None:
    """T8 turned round: the count of orders fills up at the start of every history and is no signal."""
    found = study(_tiny.ask(plant()))
    assert line(found, "Ordered")["n_points"] < line(found, "Replied")["n_points"]
    assert "immature" in {c.code for c in found.cautions}


def test_what_swings_with_the_quarter_is_no_signal(maven: _tiny.Cases) -> None:
    found = study(_tiny.ask(maven))
    for name in ("Ordered", "Stopped"):
        row = line(found, name)
        assert row["chart"] == "seasonal"
        assert row["says"] == "Routine variation; leave it alone"
    assert "cut-history" in {c.code for c in found.cautions}


def test_expected_false_alarms_are_printed() -> None:
    found = study(_tiny.ask(plant()))
    expected = sum(found.tables["measures"]["false_alarms"])
    assert 0.3 < expected < 2
    assert f"{expected:.1f}" in found.headline


def test_fewer_than_twelve_points_get_no_limits() -> None:
    found = study(_tiny.ask(plant(weeks=13, change=7)))
    share = [f for f in found.figures if f.kind == "run"]
    rows = [r for r in found.tables["measures"] if r["n_points"] < 12]
    assert all(r["low"] is None and "Too early" in r["says"] for r in rows)
    assert share or rows


def test_a_short_history_is_too_early() -> None:
    found = study(_tiny.ask(plant(weeks=5, change=3)))
    assert found.verdict == "too_early"
    assert "at least 8 whole periods" in found.headline


def test_signals_stand_first_on_the_strip() -> None:
    found = study(_tiny.ask(plant(20, 34)))
    words = [r["says"] for r in found.figures[0].data["rows"]]
    signals = [w.startswith("Look") for w in words]
    assert signals == sorted(signals, reverse=True)


def test_months_may_be_the_points() -> None:
    found = study(_tiny.ask(plant(weeks=110)), period="month")
    assert {r["every"] for r in found.tables["measures"]} == {"month"}


def test_a_residual_chart_is_told_on_the_scale_of_the_count(maven: _tiny.Cases) -> None:
    row = line(study(_tiny.ask(maven)), "Engaged")
    assert row["chart"] == "residual"
    assert row["latest"] == 3  # engaged in the week of 25 December 2017
    assert row["low"] >= 0


def test_an_export_whose_entries_stop_early_does_not_fake_a_fall() -> None:
    cases = plant()
    early = cases.met["replied"] < 7 * 76
    part = _tiny.Cases({m: t[early] for m, t in cases.met.items()}, cases.lost[early], cases.until)
    found = study(_tiny.ask(part))
    assert line(found, "Replied")["latest"] > 5
    assert "entries-stop" in {c.code for c in found.cautions}
    assert found.verdict == "routine"
