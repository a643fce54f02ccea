"""What the stability study says: routine, signal, or too early."""

from dataclasses import replace
from datetime import date

import numpy as np
import pytest
from scipy.special import pdtr

from pyrometer import registry
from pyrometer.model.chart_plan import ChartPlan, Kept
from pyrometer.model.finding import DefinitionRef, Finding
from pyrometer.statistics.false_alarms import runs_alarm_share
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


def test_one_week_outside_is_said_as_one() -> None:
    cases = plant()
    extra = np.full(40, 7.0 * 60 + 1)
    cases.met["replied"] = np.concatenate([cases.met["replied"], extra])
    cases.met["ordered"] = np.concatenate([cases.met["ordered"], np.full(40, NEVER)])
    many = _tiny.Cases(cases.met, np.concatenate([cases.lost, extra + 400]), cases.until)
    assert "one week outside the limits, that of 2 March 2026" in study(_tiny.ask(many)).headline


def test_a_change_that_stays_is_told_before_a_single_week() -> None:
    cases = plant(weeks=90, seed=3)
    later = 7.0 * 45
    stops = (cases.met["ordered"] > later) & (np.arange(len(cases.lost)) % 3 > 0)  # from then on a third of the wins
    lost = np.where(stops, cases.met["ordered"], cases.lost)
    extra = np.full(40, 7.0 * 60 + 1)  # and one week in which many replied
    met = {
        "replied": np.concatenate([cases.met["replied"], extra]),
        "ordered": np.concatenate([np.where(stops, NEVER, cases.met["ordered"]), np.full(40, NEVER)]),
    }
    found = study(_tiny.ask(_tiny.Cases(met, np.concatenate([lost, extra + 400]), cases.until)))
    assert "one week outside" in str(line(found, "Replied")["says"])
    assert "the level fell" in found.headline


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
    assert any(f"about {expected:.1f} false signals together" in line for line in found.reading)


def test_the_false_alarms_of_a_chart_are_those_of_its_counts_and_runs() -> None:
    found = study(_tiny.ask(plant()))
    row = line(found, "Replied")
    n, mean, high, low = row["n_points"], row["average"], row["high"], row["low"]
    assert row["chart"] == "c" and isinstance(n, int)
    beyond = 1 - pdtr(np.floor(high), mean) + pdtr(np.ceil(low) - 1, mean)
    assert row["false_alarms"] == pytest.approx(n * beyond + runs_alarm_share(n))


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


def test_forty_years_are_drawn_by_the_quarter() -> None:
    forty = study(_tiny.ask(plant(3, 3, weeks=2080)))
    assert {r["every"] for r in forty.tables["measures"]} == {"quarter"}
    assert all(100 < r["n_points"] <= 160 for r in forty.tables["measures"])
    assert "by the quarter: the records hold 478 months, more points than a chart can show." in " ".join(forty.reading)
    assert {r["every"] for r in study(_tiny.ask(plant())).tables["measures"]} == {"week", "month"}


def test_rare_events_are_counted_by_the_month_where_there_are_months_enough() -> None:
    found = study(_tiny.ask(plant(0.4, 0.4, weeks=150)))
    row = line(found, "Replied")
    assert row["every"] == "month" and "nothing happened" in row["why_this_chart"]
    short = line(study(_tiny.ask(plant(0.4, 0.4, weeks=60))), "Replied")
    assert short["every"] == "week"  # fourteen months would be too few


def test_rare_events_cry_wolf_no_oftener_than_others() -> None:
    runs = [
        r
        for seed in range(12)
        for r in study(_tiny.ask(plant(1, 1, weeks=60, seed=seed)), period="week").tables["signals"]
    ]
    assert len([r for r in runs if "beyond the limits" not in r["rule"]]) <= 4  # of about 36 charts


def test_the_period_that_people_keep_a_chart_by_is_theirs() -> None:
    ask = _tiny.ask(plant(weeks=110))
    plans = {"entered": ChartPlan(kept=Kept("month"))}
    kept = study(replace(ask, process=replace(ask.process, charts=plans)))
    assert line(kept, "Replied")["every"] == "month" and line(kept, "Ordered")["every"] == "week"


def test_figures_say_how_many_since_when_and_by_which_definition() -> None:
    ask = _tiny.ask(plant(20, 34))
    signed = (DefinitionRef("replied", 2, "abc", n_agreed=3),)
    found = study(replace(ask, process=replace(ask.process, definitions=signed)))
    data = next(f.data for f in found.figures if f.title.startswith("Replied"))
    assert data["n"] == sum(p["value"] for p in data["points"]) and data["n_of"] == "prospects"
    assert (data["since"], data["until"]) == ("2025-01-06", "2026-07-19")
    assert data["definition"] == "replied v2, signed by 3 people"
    assert data["note"] == "80 weeks, laney-u chart"


def test_a_seasonal_chart_has_its_average_at_each_point(maven: _tiny.Cases) -> None:
    from pyrometer.studies._parts import chart_figure, charted, tracks

    made = charted.charted(tracks.track(_tiny.ask(maven), "won", "week"))
    assert isinstance(made, charted.Charted) and made.chart.kind == "seasonal"
    centres = [p["centre"] for p in chart_figure.figures(made)[0].data["points"]]
    assert len(set(centres)) > 1 and centres == pytest.approx(made.chart.centre.tolist())


def test_one_measure_is_said_as_one() -> None:
    from pyrometer.studies import stability
    from pyrometer.studies._parts import charted, control, tracks

    made = charted.charted(tracks.track(_tiny.ask(plant()), "entered", "week"))
    assert isinstance(made, charted.Charted)
    (judged,) = control.judge([(made, "")])
    assert stability._headline([judged], []).startswith("The one measure there is shows no signal; leave it alone")
    assert stability._strip([judged]).alt == "The one measure there is shows no signal."


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


def test_an_export_of_closed_cases_alone_does_not_fake_a_fall_of_entries() -> None:
    """Whoever entered lately and is still open is not in it: of a steady plant only the latest entries fade."""
    found = [study(_tiny.ask(_tiny.closed_only(plant(30, 30, seed=seed)))) for seed in range(15)]
    assert [f.verdict for f in found].count("signal") <= 3
    assert sum("closed-only" in {c.code for c in f.cautions} for f in found) >= 13
    assert "closed-only" not in {c.code for c in study(_tiny.ask(plant(30, 30))).cautions}


def test_a_change_in_few_years_may_be_a_season() -> None:
    changed, steady = (study(_tiny.ask(plant(20, after))) for after in (34, 20))
    assert any("a swing with the year" in c.text for c in changed.cautions)
    assert not any("a swing with the year" in c.text for c in steady.cautions)
    long = study(_tiny.ask(plant(20, 34, weeks=170, change=80)))
    assert long.verdict == "signal" and not any("a swing with the year" in c.text for c in long.cautions)


def bursts(seed: int, *, mean: float = 10, spread: float = 8, stops_sooner: float = 1) -> _tiny.Cases:
    """Entries a week that vary `spread` times as much as chance makes them; later losses come so much sooner."""
    weeks = 80
    rng = np.random.default_rng(seed)
    week = np.repeat(np.arange(weeks), rng.poisson(rng.gamma(mean / (spread - 1), spread - 1, weeks)))
    entered = 7.0 * week + rng.uniform(0, 7, len(week))
    wins = rng.random(len(week)) < 0.3
    changed_at = np.maximum(entered, 7.0 * 45)
    over = entered + np.where(wins, rng.gamma(2, 10, len(week)), rng.gamma(2, 20, len(week)))
    over = np.where(~wins & (over > changed_at), changed_at + (over - changed_at) / stops_sooner, over)
    met = {"replied": entered, "ordered": np.where(wins, over, NEVER)}
    return _tiny.Cases(met, np.where(wins, NEVER, over), 7.0 * weeks - 1)


def test_bursts_of_entries_fake_no_signal_of_what_follows_them() -> None:
    found = [study(_tiny.ask(bursts(seed))) for seed in range(20)]
    assert [f.verdict for f in found].count("signal") <= 4  # one in ten by design; held against nothing it is 7 of 20
    assert sum("let one expect" in str(line(f, "Stopped")["why_this_chart"]) for f in found) >= 19


def test_losses_that_come_sooner_are_seen_among_bursts_of_entries() -> None:
    found = [study(_tiny.ask(bursts(seed, mean=20, spread=3, stops_sooner=3))) for seed in range(8)]
    assert sum(str(line(f, "Stopped")["says"]).startswith("Look") for f in found) >= 6


def test_what_is_held_against_entries_is_shown_in_counts() -> None:
    cases = bursts(1)
    row, of_week = line(study(_tiny.ask(cases)), "Stopped"), _tiny.series(cases, "lost")
    assert row["latest"] in (of_week["n"][-1], of_week["n"][-2])
    assert str(row["chart"]) != "c" and row["low"] <= row["average"] <= row["high"]
