"""What the chart study says: one measure, its limits by phase, its causes, and what cannot be drawn."""

from dataclasses import replace
from datetime import date

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from pyrometer import registry
from pyrometer.errors import BadSetting, StatisticsError, UnknownName
from pyrometer.model.chart_plan import Aside, ChartPlan, Held, KnownCause, Phase
from pyrometer.model.figure import Figure
from pyrometer.model.finding import Finding
from pyrometer.studies._parts import charted, tracks
from tests.studies import _tiny
from tests.studies.test_stability import plant

CHANGE = date(2025, 10, 13)  # week 40 of the tiny plant


def study(ask: _tiny.Fake, **given: object) -> Finding:
    plug = registry.find("pyrometer.studies", "chart")
    return plug.answer(ask, plug.settings(**given))


def with_plan(ask: _tiny.Fake, plan: ChartPlan, measure: str = "entered") -> _tiny.Fake:
    return replace(ask, process=replace(ask.process, charts={measure: plan}))


@pytest.fixture(scope="module")
def changed() -> _tiny.Fake:
    return _tiny.ask(plant(20, 34))


@pytest.fixture(scope="module")
def steady() -> _tiny.Fake:
    return _tiny.ask(plant())


def series(values: list[float], n: list[float] | None = None, **more: object) -> tracks.Track:
    starts = tuple(date.fromordinal(date(2025, 1, 6).toordinal() + 7 * i) for i in range(len(values)))
    kinds = ("counts", "count") if n is None else ("shares", "share")
    size = None if n is None else np.array(n)
    return replace(
        tracks.Track("entered", "Entered", "week", "up", kinds[1], kinds[0], starts, np.array(values), size), **more
    )


def test_a_change_is_dated_and_a_steady_line_is_left_alone(changed: _tiny.Fake, steady: _tiny.Fake) -> None:
    found = study(changed)
    assert found.verdict == "signal"
    assert "rose from 21 to 34 around 13 October 2025" in found.headline
    assert study(steady, measure="won-share", period="month").verdict == "routine"


def test_a_recorded_change_gives_limits_anew_and_ends_the_signal(changed: _tiny.Fake) -> None:
    plan = ChartPlan(phases=(Phase(CHANGE, "New mail text"),))
    found = study(with_plan(changed, plan))
    first, second = found.figures[0].data["phases"]
    assert second["starts_on"] == "2025-10-13" and second["label"] == "New mail text"
    rows = list(found.tables["points"])
    before = [r["value"] for r in rows if r["starts_on"] < CHANGE]
    after = [r["value"] for r in rows if r["starts_on"] >= CHANGE]
    assert first["centre"] == pytest.approx(np.mean(before)) and second["centre"] == pytest.approx(np.mean(after))
    assert {r["phase"] for r in rows} == {"", "New mail text"}
    assert not any(s["n_points"] > 5 for s in found.tables["signals"])  # the long run is gone
    assert any("the limits are anew: New mail text" in line for line in found.reading)


def test_a_held_baseline_judges_what_comes_after(changed: _tiny.Fake) -> None:
    held = study(with_plan(changed, ChartPlan(held=Held(date(2025, 8, 4)))))
    rows = list(held.tables["points"])
    base = [r["value"] for r in rows if r["starts_on"] < date(2025, 8, 4)]
    assert rows[-1]["centre"] == pytest.approx(np.mean(base))
    assert rows == list(study(changed, baseline=date(2025, 8, 4)).tables["points"])


def test_a_point_set_aside_is_drawn_but_no_limit_rests_on_it() -> None:
    values = [20.0] * 10 + [200.0] + [22.0] * 10
    day = date(2025, 3, 20)  # a Thursday: the week of 17 March
    plain = charted.charted(series(values))
    aside = charted.charted(series(values), ChartPlan(set_aside=(Aside(day, "The fair was counted twice"),)))
    assert isinstance(plain, charted.Charted) and isinstance(aside, charted.Charted)
    assert aside.chart.values[10] == 200 and not aside.chart.used[10]
    assert aside.chart.centre[0] == pytest.approx(21) and plain.chart.centre[0] > 28
    assert aside.aside == {10: "The fair was counted twice"}


def test_a_signal_with_a_known_cause_needs_no_explanation() -> None:
    values = [20.0, 26, 19, 27, 18, 26, 19, 27, 20, 26, 60, 19, 27, 18, 26, 19, 28, 18]
    track = series(values)
    at = track.starts_on[10]
    told = ChartPlan(causes=(KnownCause(at, "A newspaper wrote about us"),))
    plain, known = charted.charted(track), charted.charted(track, told)
    assert isinstance(plain, charted.Charted) and isinstance(known, charted.Charted)
    assert len(plain.unexplained) == 1 and not known.unexplained and len(known.signals) == 1
    plug = registry.find("pyrometer.studies", "chart")
    ask = with_plan(_tiny.ask(plant()), told)
    notes = [p.get("note") for p in plug.answer(ask, plug.settings()).figures[0].data["points"]]
    assert notes.count("A newspaper wrote about us") == 1


def test_a_drift_over_the_whole_chart_is_not_explained_by_one_point() -> None:
    track = series([float(20 + i // 2) for i in range(30)])
    told = ChartPlan(causes=(KnownCause(track.starts_on[10], "A fair"),))
    made = charted.charted(track, told, charted.Wanted(kind="c"))
    assert isinstance(made, charted.Charted)
    assert [s.rule for s in made.unexplained if s.rule.endswith("crossings")] == ["anhoej-crossings"]


def test_what_was_written_down_later_is_not_known_earlier() -> None:
    plan = ChartPlan(
        phases=(Phase(CHANGE, "New mail text", recorded_on=date(2025, 11, 1)),),
        causes=(KnownCause(CHANGE, "Always known"),),
    )
    assert plan.known_on(date(2025, 10, 31)).phases == ()
    assert plan.known_on(date(2025, 10, 31)).causes == plan.causes
    assert plan.known_on(date(2025, 11, 1)) == plan


def test_a_note_outside_the_chart_is_said(steady: _tiny.Fake) -> None:
    plan = ChartPlan(
        causes=(KnownCause(date(2019, 1, 1), "Before the records"),), phases=(Phase(date(2030, 1, 1), "x"),)
    )
    found = study(with_plan(steady, plan))
    caution = next(c for c in found.cautions if c.code == "note-outside")
    assert caution.n == 2 and "Before the records" in caution.text


def test_a_phase_too_short_has_points_but_no_limits(changed: _tiny.Fake) -> None:
    late = study(changed).tables["points"].rows[-5][0]
    found = study(with_plan(changed, ChartPlan(phases=(Phase(late, "New price"),))))
    assert [r["upper"] is None for r in found.tables["points"]][-5:] == [True] * 5
    assert "short-phase" in {c.code for c in found.cautions}


def test_a_phase_needs_a_cause() -> None:
    with pytest.raises(StatisticsError, match="has no cause"):
        charted.charted(series([20.0] * 30), ChartPlan(phases=(Phase(date(2025, 3, 3), " "),)))


@pytest.mark.parametrize("kind", ["c", "u", "laney-u", "xmr", "run", "ewma", "cusum", "residual", "i-prime"])
def test_any_kind_that_takes_counts_may_be_asked_for(kind: str, steady: _tiny.Fake) -> None:
    found = study(steady, kind=kind)
    assert found.figures
    for figure in found.figures:
        svg = registry.find("pyrometer.figures", figure.kind.replace("_", "-")).draw(figure, 900)
        assert svg.startswith("<svg")


@pytest.mark.parametrize("kind", ["p", "np", "laney-p", "xmr", "i-prime", "run"])
def test_any_kind_that_takes_shares_may_be_asked_for(kind: str, steady: _tiny.Fake) -> None:
    found = study(steady, measure="won-share", kind=kind, period="week")
    assert len(found.tables["points"]) > 20


@pytest.mark.parametrize("rules", registry.names("pyrometer.statistics.rules"))
def test_every_rule_set_says_how_often_it_cries_wolf(rules: str, steady: _tiny.Fake) -> None:
    assert "with nothing changed" in study(steady, rules=rules).headline


def test_the_lower_arm_of_a_cusum_signals_too() -> None:
    wanted = charted.Wanted(kind="cusum", baseline=date(2025, 8, 25))  # 33 weeks
    made = charted.charted(series([30.0] * 3 + [29.0, 31] * 15 + [20.0] * 12), wanted=wanted)
    assert isinstance(made, charted.Charted) and made.signals
    assert min(s.first for s in made.signals) >= 33


def test_wrong_names_are_answered_with_the_near_one(steady: _tiny.Fake) -> None:
    with pytest.raises(UnknownName, match="Did you mean 'entered'"):
        study(steady, measure="enterd")
    with pytest.raises(BadSetting, match="Did you mean 'ewma'"):
        study(steady, kind="ewna")
    with pytest.raises(UnknownName, match="Did you mean 'western-electric'"):
        study(steady, rules="western-electrik")
    with pytest.raises(BadSetting, match="does not swing with the calendar"):
        study(steady, kind="seasonal")


def test_a_milestone_may_be_named_in_its_own_words(steady: _tiny.Fake) -> None:
    assert study(steady, measure="replied") == study(steady, measure="entered")
    assert study(steady, measure="ordered") == study(steady, measure="won")


def test_a_short_history_is_too_early() -> None:
    found = study(_tiny.ask(plant(weeks=5, change=3)))
    assert found.verdict == "too_early" and "at least 8 whole periods" in found.headline
    ten = study(_tiny.ask(plant(weeks=11, change=3)))
    assert ten.verdict == "too_early" and "they need 12" in ten.headline
    assert ten.figures[0].kind == "run"


def test_a_residual_chart_is_shown_on_the_scale_of_the_count(maven: _tiny.Cases) -> None:
    found = study(_tiny.ask(maven))
    rows = list(found.tables["points"])
    assert rows[-1]["value"] == 3  # engaged in the week of 25 December 2017
    assert all(r["lower"] >= 0 for r in rows)


@settings(max_examples=30, deadline=None)
@given(st.lists(st.integers(5, 60), min_size=14, max_size=40), st.integers(1, 12))
def test_phases_never_change_what_is_plotted(values: list[int], at: int) -> None:
    track = series([float(v) for v in values])
    cut = charted.charted(track, ChartPlan(phases=(Phase(track.starts_on[at], "x"),)), charted.Wanted(kind="xmr"))
    assert isinstance(cut, charted.Charted)
    seen = charted.shown(cut)
    assert seen.values.tolist() == values
    assert all(s.points[0] >= at or s.points[-1] < at for s in cut.signals)


def test_stability_honours_what_is_written(changed: _tiny.Fake) -> None:
    plug = registry.find("pyrometer.studies", "stability")
    plan = ChartPlan(phases=(Phase(CHANGE, "New mail text"),), causes=(KnownCause(date(2026, 5, 27), "A fair"),))
    before, after = (plug.answer(ask, plug.settings()) for ask in (changed, with_plan(changed, plan)))
    old, new = (next(r for r in f.tables["measures"] if r["measure"].startswith("Replied")) for f in (before, after))
    assert old["n_signals"] and old["says"].startswith("Look: ")
    assert not new["n_signals"] and new["average"] > 30 and "drawn phase by phase" in new["why_this_chart"]
    assert "A fair" in str(figure_of(with_plan(changed, plan)).data)


def figure_of(ask: _tiny.Fake) -> Figure:
    return study(ask).figures[0]


def test_the_calendar_is_still_seen_when_the_line_is_cut_in_phases(maven: _tiny.Cases) -> None:
    ask = with_plan(_tiny.ask(maven), ChartPlan(phases=(Phase(date(2017, 7, 3), "New territories"),)), "won")
    found = study(ask, measure="won")
    assert "swings with the month within the quarter" in " ".join(found.reading)
    assert found.verdict == "routine"


def test_residuals_of_rates_are_put_back_in_the_unit_of_the_rate() -> None:
    """Twice the units and twice the events: the same rates, and limits that do not lie further off."""
    from pyrometer.statistics.charts import residual
    from pyrometer.studies._parts import put_back

    rng = np.random.default_rng(4)
    rate = 0.2 + 0.02 * np.convolve(rng.normal(size=60), [1, 0.8, 0.5], "same")
    worth = []
    for n in (400, 1600):
        part = residual.chart(np.round(rate * n), n=np.full(60, float(n)), nature="rates")
        around, error = put_back.expected(part, is_share=False)
        assert part.paths["raw"] == pytest.approx(around + error * part.values)
        worth.append(float(error.mean()))
    assert worth == pytest.approx([(0.2 / 400) ** 0.5, (0.2 / 1600) ** 0.5], rel=0.1)
