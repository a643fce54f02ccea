"""What the change study says: which levels changed, between which dates, and when no date can be told."""

from dataclasses import replace
from datetime import date

import numpy as np

from pyrometer import registry
from pyrometer.model.chart_plan import ChartPlan, Phase
from pyrometer.model.finding import Finding
from tests.studies import _tiny
from tests.studies.test_stability import plant

CHANGE = date(2025, 10, 13)  # week 40 of the tiny plant


def study(ask: _tiny.Fake, **given: object) -> Finding:
    plug = registry.find("pyrometer.studies", "change")
    return plug.answer(ask, plug.settings(**given))


def row(found: Finding, start: str) -> dict[str, object]:
    return next(r for r in found.tables["changes"] if str(r["measure"]).startswith(start))


def test_a_change_is_dated_within_its_interval() -> None:
    found = study(_tiny.ask(plant(20, 34)))
    assert found.verdict == "signal"
    change = row(found, "Replied")
    assert change["low_on"] <= CHANGE <= change["high_on"]
    assert change["stands"] and "rose from 2" in str(change["says"])
    assert "--phase 2025-" in found.next_step


def test_a_steady_plant_shows_none() -> None:
    verdicts = [study(_tiny.ask(plant(seed=seed))).verdict for seed in range(20)]
    assert verdicts.count("signal") <= 3


def test_intervals_hold_the_true_date() -> None:
    held = 0
    for seed in range(30):
        change = row(study(_tiny.ask(plant(20, 30, seed=seed)), measure="entered"), "Replied")
        held += bool(change["low_on"] <= CHANGE <= change["high_on"])
    assert held >= 26  # 95% nominal: fewer than 26 of 30 happens once in 60


def test_a_change_of_the_last_weeks_is_dated_then_and_not_where_the_search_ends() -> None:
    """80 weeks, the level rises in the last six: the date lies in its interval, and the chart tells the same one."""
    late = date(2026, 6, 8)  # week 74 of the tiny plant
    held = 0
    for seed in range(20):
        ask = _tiny.ask(plant(20, 40, change=74, seed=seed))
        change = row(study(ask, measure="entered"), "Replied")
        held += bool(change["stands"] and change["low_on"] <= late <= change["high_on"])
    assert held >= 17


def test_the_chart_tells_the_same_date() -> None:
    ask = _tiny.ask(plant(20, 34))
    plug = registry.find("pyrometer.studies", "stability")
    chart = next(r for r in plug.answer(ask, plug.settings()).tables["changes"] if r["measure"].startswith("Replied"))
    change = row(study(ask), "Replied")
    assert [chart[k] for k in list(chart)[1:4]] == [change[k] for k in ("changed_on", "low_on", "high_on")]


def test_what_people_wrote_down_is_not_found_again() -> None:
    ask = _tiny.ask(plant(20, 34))
    plan = ChartPlan(phases=(Phase(CHANGE, "New mail text"),))
    found = study(replace(ask, process=replace(ask.process, charts={"entered": plan})), measure="entered")
    change = row(found, "Replied")
    assert change["searched_from"] == CHANGE and not change["stands"]


def test_the_quarter_of_a_real_crm_is_no_change(maven: _tiny.Cases) -> None:
    found = study(_tiny.ask(maven))
    assert "least squares after the calendar was taken out" in " ".join(r["says"] for r in found.tables["changes"])
    assert any("Engaged" in line and "drifts" in line for line in found.reading)  # neighbours resemble each other


def test_a_short_history_is_too_early() -> None:
    found = study(_tiny.ask(plant(weeks=7, change=3)))
    assert found.verdict == "too_early" and "eight whole periods" in found.headline


def test_the_picture_shows_the_limits_before_and_after() -> None:
    found = study(_tiny.ask(plant(20, 34)), measure="entered")
    before, after = found.figures[0].data["phases"]
    assert after["centre"] > before["centre"] + 10 and after["upper"] > before["upper"]
    svg = registry.find("pyrometer.figures", "control-chart").draw(found.figures[0], 900)
    assert "Change, 13 Oct 2025" in svg


def test_a_fall_of_a_share_is_told_as_a_share() -> None:
    rng = np.random.default_rng(3)
    entered = rng.uniform(0, 560, 4000)
    wins = rng.random(4000) < np.where(entered < 280, 0.6, 0.4)
    ended = entered + 5
    met = {"replied": entered, "ordered": np.where(wins, ended, np.nan)}
    cases = _tiny.Cases(met, np.where(wins, np.nan, ended), 570)
    found = study(_tiny.ask(cases), measure="won-share")
    assert "fell from 6" in found.headline and "%" in found.headline


def test_a_change_in_few_years_carries_the_caution_of_seasons() -> None:
    assert any("a swing with the year" in c.text for c in study(_tiny.ask(plant(20, 34))).cautions)
    assert not any("a swing with the year" in c.text for c in study(_tiny.ask(plant())).cautions)
