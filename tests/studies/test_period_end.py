"""What the study of the quarter's end says."""

import numpy as np
import pytest

from pyrometer import registry
from pyrometer.model.finding import Finding
from tests.studies import _tiny

NEVER = _tiny.NEVER


def study(ask: _tiny.Fake, **settings: object) -> Finding:
    plug = registry.find("pyrometer.studies", "period-end")
    return plug.answer(ask, plug.settings(**settings))


def steady(n: int = 2000, until: float = 730, *, seed: int = 1) -> _tiny.Cases:
    """Wins and losses spread evenly over two years."""
    rng = np.random.default_rng(seed)
    entered = rng.uniform(-60, until, n)
    wins = rng.random(n) < 0.5
    ended = entered + rng.gamma(2, 10, n)
    return _tiny.Cases(
        {"replied": entered, "ordered": np.where(wins, ended, NEVER)}, np.where(wins, NEVER, ended), until
    )


def won_by_month(level: np.ndarray, *, seed: int) -> _tiny.Cases:
    """Everybody is won; so many a month, on average, from January 2025 on."""
    rng = np.random.default_rng(seed)
    month = np.repeat(np.arange(len(level)), rng.poisson(level))
    ended = 30.44 * month + rng.uniform(0, 28, len(month))
    until = round(30.44 * len(level)) + 4
    met = {"replied": ended - 5, "ordered": ended}
    return _tiny.Cases(met, np.full(len(month), NEVER), until, start=_tiny.date(2025, 1, 1))


def test_maven_wins_and_losses_follow_the_quarter(maven: _tiny.Cases) -> None:
    found = study(_tiny.ask(maven))
    assert found.verdict == "signal"
    rows = {r["month_of_quarter"]: r for r in found.tables["by_position"]}
    assert (rows["3rd month"]["n_lost"], rows["2nd month"]["n_lost"]) == (498, 1068)
    shares = [(r["month_of_quarter"], r["share_won"]) for r in found.tables["months"]]
    assert all(0.78 <= s <= 0.83 for place, s in shares if place == "3rd month")
    assert all(0.48 <= s <= 0.57 for place, s in shares if place != "3rd month")
    assert "81%" in found.headline and "52%" in found.headline
    assert any("Losses fall at the quarter's end" in line for line in found.reading)
    entered = next(r for r in found.tables["tests"] if r["what"] == "entered")
    assert entered["p"] > 0.05


@pytest.mark.parametrize("seed", range(5))
def test_an_even_year_is_left_alone(seed: int) -> None:
    found = study(_tiny.ask(steady(seed=seed)))
    assert found.verdict == "routine"
    assert "No sign that wins and losses follow the quarter" in found.headline


def test_a_chance_that_others_would_call_a_sign_is_told_with_the_bar() -> None:
    told = 0
    for seed in range(60):
        found = study(_tiny.ask(steady(seed=seed)))
        least = min(r["p"] for r in found.tables["tests"] if r["what"] != "entered")
        if found.verdict == "routine":
            assert ("below .01 would be a sign" in found.headline) == (least < 0.05)
            told += least < 0.05
    assert told


def test_months_that_differ_anyway_do_not_make_a_quarter() -> None:
    """Every month has a level of its own, as noisy as months are: large numbers alone are no signal."""
    alarms = 0
    for seed in range(20):
        rng = np.random.default_rng(seed)
        level = rng.gamma(4, 60, 24)
        month = np.repeat(np.arange(24), rng.poisson(level))
        ended = month * 30.4 + rng.uniform(0, 30.4, len(month))
        wins = rng.random(len(month)) < 0.5
        met = {"replied": ended - 10, "ordered": np.where(wins, ended, NEVER)}
        found = study(_tiny.ask(_tiny.Cases(met, np.where(wins, NEVER, ended), 729)))
        alarms += next(r["p"] for r in found.tables["tests"] if r["what"] == "won") < 0.01
    assert alarms <= 1


def test_orders_pulled_into_the_last_week_are_a_rush() -> None:
    cases = steady()
    ordered = cases.met["ordered"]
    start = np.datetime64(_tiny.START)
    dates = start + np.nan_to_num(np.floor(ordered)).astype(int)
    end = (dates.astype("datetime64[M]") + 1).astype("datetime64[D]") - start
    move = np.random.default_rng(2).random(len(ordered)) < 0.4
    pulled = np.where(move & np.isfinite(ordered), end.astype(float) - 2, ordered)
    found = study(_tiny.ask(_tiny.Cases({**cases.met, "ordered": pulled}, cases.lost, cases.until)))
    assert found.verdict == "signal"
    rush = next(r for r in found.tables["last_days"] if (r["period"], r["what"]) == ("month", "won"))
    assert rush["low"] > 1.5
    assert "In the last week of a month" in found.headline


def test_the_business_year_may_begin_in_another_month(maven: _tiny.Cases) -> None:
    rows = {r["month_of_quarter"]: r for r in study(_tiny.ask(maven), first_month=2).tables["by_position"]}
    assert rows["2nd month"]["n_lost"] == 498


def test_fewer_than_two_quarters_are_too_early() -> None:
    found = study(_tiny.ask(steady(until=150)))
    assert found.verdict == "too_early"
    assert "two whole months in each place of the quarter" in found.headline
    assert "has 1 whole month." in study(_tiny.ask(steady(until=70))).headline


def test_months_before_the_first_close_do_not_count(maven: _tiny.Cases) -> None:
    starts = study(_tiny.ask(maven)).tables["months"]["starts_on"]
    assert str(min(starts)) == "2017-03-01"


def test_where_no_loss_is_marked_only_wins_are_compared() -> None:
    cases = steady()
    found = study(_tiny.ask(_tiny.Cases(cases.met, np.full_like(cases.lost, NEVER), cases.until)))
    assert "no-losses" in {c.code for c in found.cautions}
    assert "lost" not in found.tables["tests"]["what"]


def test_too_few_wins_and_losses_are_refused_with_how_many_would_do() -> None:
    """Ten deals in two years are no sign that the quarter does not matter."""
    found = study(_tiny.ask(steady(20)))
    assert found.verdict == "too_early"
    assert "needs at least 60 won, or 60 lost" in found.headline and "Leave the calendar" not in found.next_step


def test_the_wins_that_it_asks_for_are_enough_for_a_threefold_swing() -> None:
    seen, n = 0, 40
    for seed in range(n):
        rng = np.random.default_rng(seed)
        month = rng.choice(24, 64, p=np.where(np.arange(24) % 3 == 2, 3, 1) / 40)
        ended = 30.44 * month + rng.uniform(0, 28, 64)
        cases = _tiny.Cases({"replied": ended - 5, "ordered": ended}, np.full(64, NEVER), 735)
        seen += (
            study(_tiny.ask(_tiny.Cases(cases.met, cases.lost, 735, start=_tiny.date(2025, 1, 1)))).verdict == "signal"
        )
    assert seen >= 0.6 * n


def test_what_could_not_have_been_seen_is_said() -> None:
    few, many = (study(_tiny.ask(steady(n))).reading[-1] for n in (300, 6000))
    assert float(few.split()[2]) > float(many.split()[2]) > 1


def test_a_swing_of_another_month_is_not_told_as_one_of_the_last() -> None:
    """The second months are busy: the third differ little from what the others have on average."""
    found = study(_tiny.ask(won_by_month(np.where(np.arange(24) % 3 == 1, 140, 80), seed=1)))
    assert found.headline.startswith("In the first, second and third month of a quarter ")


def test_few_a_month_are_told_with_a_decimal() -> None:
    found = study(_tiny.ask(won_by_month(np.where(np.arange(48) % 3 == 2, 5.0, 1.2), seed=2)))
    assert found.verdict == "signal" and "in the others 1." in found.headline


def test_months_after_the_last_who_entered_are_left_out() -> None:
    """Entries stop in June and nothing else changes; the wins that then run dry are no swing of the quarter."""
    cases = steady(4000, until=728, seed=3)
    kept = cases.met["replied"] < 540
    met = {m: t[kept] for m, t in cases.met.items()}
    found = study(_tiny.ask(_tiny.Cases(met, cases.lost[kept], cases.until)))
    assert found.verdict == "routine"
    assert max(found.tables["months"]["starts_on"]) == _tiny.date(2026, 5, 1)  # 540 days from 6 January 2025: 29 June
    assert {"entries-stop"} <= {c.code for c in found.cautions}


def test_a_month_before_whose_middle_closes_are_missing_is_left_out() -> None:
    """The export holds what closed from 10 March on: March has two thirds of its wins."""
    cases = steady(6000, until=728, seed=4)
    ended = np.fmin(cases.met["ordered"], np.nan_to_num(cases.lost, nan=np.inf))
    kept = ~(ended < 63)  # 10 March is day 63 from 6 January
    met = {m: t[kept] for m, t in cases.met.items()}
    found = study(_tiny.ask(_tiny.Cases(met, cases.lost[kept], cases.until)))
    assert min(found.tables["months"]["starts_on"]) == _tiny.date(2025, 4, 1)
    assert {"cut-history"} <= {c.code for c in found.cautions}


def test_a_last_week_that_stands_apart_is_not_said_to_be_no_sign() -> None:
    """Every month alike, but nobody is won in its last week."""
    cases = steady(6000, until=728, seed=5)
    days = np.arange(800)
    ends = [(_tiny.START + _tiny.timedelta(days=int(d) + 7)).month for d in days]
    lasts = days[[(_tiny.START + _tiny.timedelta(days=int(d))).month != m for d, m in zip(days, ends, strict=True)]]
    won = np.where(np.isin(np.floor(cases.met["ordered"]), lasts), cases.met["ordered"] - 7, cases.met["ordered"])
    met = {"replied": np.fmin(cases.met["replied"], won), "ordered": won}
    found = study(_tiny.ask(_tiny.Cases(met, cases.lost, cases.until)))
    assert not found.headline.startswith("No sign")
    assert "in the last week of a month 0.0 times as many are won a day" in found.headline


def test_wins_brought_forward_and_wins_gained_are_told_alike_with_what_would_tell() -> None:
    """Both have half as many wins more in last months; one took them from the first months of the next quarters."""
    months = np.arange(24) % 3
    gained = won_by_month(np.where(months == 2, 150, 100), seed=3)
    forward = won_by_month(np.choose(months, [50, 100, 150]), seed=3)
    for cases in (gained, forward):
        reading = " ".join(study(_tiny.ask(cases)).reading)
        assert "brought forward from later months or gained, these records cannot tell" in reading
    text = " ".join(study(_tiny.ask(gained)).reading)
    told = float(text.split("; about ")[1].split(" wins, half")[0].replace(",", ""))
    assert told == pytest.approx(4 * (2.8 / np.log(350 / 300)) ** 2, rel=0.35)  # 1,319: a sixth more a quarter
    with_it, without = (
        np.random.default_rng(i).poisson(told / 2 * r, 4000) for i, r in ((1, 2 * 7 / 13), (2, 2 * 6 / 13))
    )
    seen = np.log(with_it / without) / np.sqrt(1 / with_it + 1 / without) > 1.96
    assert 0.7 < seen.mean() < 0.93


def test_what_does_not_rise_at_the_end_needs_no_such_words() -> None:
    assert not any("brought forward" in line for line in study(_tiny.ask(steady())).reading)
