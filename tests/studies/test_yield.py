"""What the yield study says, and when it refuses."""

from datetime import timedelta

import numpy as np
import pytest

from pyrometer import registry
from pyrometer.model.finding import Finding
from tests.studies import _tiny

NEVER = _tiny.NEVER


def study(ask: _tiny.Fake, **settings: object) -> Finding:
    plug = registry.find("pyrometer.studies", "yield")
    return plug.answer(ask, plug.settings(**settings))


def codes(finding: Finding) -> set[str]:
    return {c.code for c in finding.cautions}


def steady(n: int = 4000, *, p: float = 0.25, until: float = 400, marked: float = 1.0, seed: int = 1) -> _tiny.Cases:
    """Cases that enter evenly; a share p orders after some 20 days, the rest says no after some 60, if it is marked."""
    rng = np.random.default_rng(seed)
    entered = rng.uniform(0, until, n)
    wins = rng.random(n) < p
    lost = np.where(~wins & (rng.random(n) < marked), entered + rng.gamma(2, 30, n), NEVER)
    ordered = np.where(wins, entered + rng.gamma(2, 10, n), NEVER)
    return _tiny.Cases({"replied": entered, "ordered": ordered}, lost, until)


def test_the_public_name_is_yield() -> None:
    assert "yield" in registry.names("pyrometer.studies")
    assert registry.first_line("pyrometer.studies", "yield").startswith("Yield:")


def test_maven_orders_52_of_100_by_day_138_not_63(maven: _tiny.Cases) -> None:
    found = study(_tiny.ask(maven, grade=0))
    whole = next(iter(found.tables["steps"]))
    assert whole["by_days"] == 138
    assert whole["share_gone_on"] == pytest.approx(0.5194, abs=5e-5)
    naive = {r["number"]: r["share"] for r in found.tables["misleading"]}
    assert naive["won / (won + lost)"] == pytest.approx(0.6315, abs=5e-5)
    assert "52%" in found.headline and "138 days" in found.headline
    assert {"sellers-word", "open-cases", "cut-history"} <= codes(found)


def test_where_nobody_ordered_the_zero_is_told_as_far_as_enough_were_watched() -> None:
    found = study(_tiny.ask(steady(n=300, p=0.0)))
    whole = next(iter(found.tables["steps"]))
    assert (whole["share_gone_on"], whole["low"]) == (0.0, 0.0)
    assert whole["by_days"] > 30 and 0 < whole["high"] < 0.2
    assert "less than a day" not in found.headline


def test_trap_1_slow_and_unmarked_losses_do_not_raise_the_yield() -> None:
    cases = steady(20000, p=0.2, until=600, marked=0.6)
    ask = _tiny.ask(cases)
    naive = {r["number"]: r["share"] for r in study(ask).tables["misleading"]}
    whole = next(iter(study(ask).tables["steps"]))
    assert naive["won / (won + lost)"] > 0.26
    assert whole["low"] < 0.2 < whole["high"]
    assert whole["high"] - whole["low"] < 0.03


def test_trap_8_young_cohorts_do_not_fake_a_fall() -> None:
    """The same constant plant, asked when most of its cases are young and when all are old, gives the same yield."""
    young, old = steady(6000, until=60, seed=3), steady(6000, until=600, seed=3)
    by_30 = [study(_tiny.ask(c), horizon_days=30.0) for c in (young, old)]
    shares = [next(iter(f.tables["steps"]))["share_gone_on"] for f in by_30]
    assert shares[0] == pytest.approx(shares[1], abs=0.02)
    snapshot = {r["number"]: r["share"] for r in by_30[0].tables["misleading"]}["won / all who entered"]
    assert snapshot < shares[0] - 0.03


def test_the_yield_in_the_end_is_a_range_from_none_to_all_of_those_still_open() -> None:
    whole = next(iter(study(_tiny.ask(steady())).tables["steps"]))
    assert whole["in_the_end_low"] == whole["share_gone_on"]
    assert whole["in_the_end_high"] == pytest.approx(whole["share_gone_on"] + whole["share_waiting"])
    assert whole["share_gone_on"] + whole["share_stopped"] + whole["share_waiting"] == pytest.approx(1)


def test_fewer_than_twenty_are_refused_with_what_would_be_enough() -> None:
    found = study(_tiny.ask(steady(19)))
    assert found.verdict == "cannot_tell"
    assert "at least 20" in found.headline and "has 19" in found.headline
    assert not found.tables


def test_a_small_cohort_nearly_all_of_which_has_closed_is_read_to_its_end() -> None:
    """25 cases, 10 won, 13 lost, two open for a year: not 16% by day 16 beside '43% of the closed'."""
    entered = np.zeros(25)
    met = {"replied": entered, "ordered": np.where(np.arange(25) < 10, 5.0 + 4 * np.arange(25), NEVER)}
    lost = np.where((np.arange(25) >= 10) & (np.arange(25) < 23), 2.0 + 3 * np.arange(25), NEVER)
    found = study(_tiny.ask(_tiny.Cases(met, lost, 365)))
    whole = next(iter(found.tables["steps"]))
    assert (whole["by_days"], whole["share_gone_on"]) == (41, pytest.approx(10 / 25))
    assert "it supposes that the 2 still open end like the rest" in found.reading[1]


def test_a_curve_without_a_beginning_is_refused() -> None:
    """Two were watched from their entry on, 100 came under watch a month later: nobody saw the first month."""
    rows = _tiny.table(
        age_days=[1, 30, 40, 60],
        n_late=[0, 100, 0, 0],
        n_gone_on=[1, 0, 40, 10],
        n_stopped=[1, 0, 20, 10],
        n_open=[0, 0, 0, 20],
        n_unseen=[0] * 4,
        n_undated=[0] * 4,
    )
    found = study(_tiny.ask(steady(), risk_table=lambda **_: rows, milestones=("replied", "ordered")))
    assert found.verdict == "cannot_tell"
    assert "needs 20 watched from their entry on, has 2 (100 came under watch later)" in found.headline


def test_where_all_are_won_nobody_is_said_to_be_open() -> None:
    won = steady(300, p=1.0)
    won = _tiny.Cases(won.met, won.lost, 4000)
    found = study(_tiny.ask(won, lost=None))
    assert "no-losses" not in codes(found)
    assert found.headline.startswith("Of 300 prospects who replied, 100% (")


def test_what_takes_no_day_is_won_on_the_same_day() -> None:
    cases = steady(300)
    met = {**cases.met, "ordered": np.where(np.isfinite(cases.met["ordered"]), cases.met["replied"], NEVER)}
    assert "ordered on the same day; " in study(_tiny.ask(_tiny.Cases(met, cases.lost, cases.until))).headline


def test_where_nobody_is_ever_marked_lost_the_end_cannot_be_told_but_a_day_can() -> None:
    found = study(_tiny.ask(steady(marked=0.0), lost=None))
    assert found.verdict == "cannot_tell"
    assert found.headline.startswith("Nobody is ever marked lost")
    whole = next(iter(found.tables["steps"]))
    assert whole["low"] < 0.25 < whole["high"]
    assert whole["in_the_end_high"] == 1.0
    assert "no-losses" in codes(found)
    assert "won / (won + lost)" not in found.tables["misleading"]["number"]


def test_a_step_with_few_cases_is_named_and_left_without_a_number() -> None:
    cases = steady(300)
    few = np.where(np.arange(300) < 10, cases.met["replied"], NEVER)
    path = {"replied": cases.met["replied"], "gave-time": few, "ordered": cases.met["ordered"]}
    found = study(_tiny.ask(_tiny.Cases(path, cases.lost, cases.until)))
    rows = {r["milestone"]: r for r in found.tables["steps"]}
    assert rows["gave-time"]["share_gone_on"] is None
    assert rows["replied"]["share_gone_on"] is not None
    assert "small-numbers" in codes(found)


def test_who_entered_before_the_records_begin_counts_from_then_on_only() -> None:
    day = _tiny.START + timedelta(days=50)
    rows = _tiny.table(
        age_days=[1, 10, 30, 60],
        n_late=[0, 40, 0, 0],
        n_gone_on=[20, 30, 20, 5],
        n_stopped=[5, 5, 5, 30],
        n_open=[0] * 4,
        n_unseen=[0] * 4,
        n_undated=[0] * 4,
    )
    ask = _tiny.ask(steady(), risk_table=lambda **_: rows, observed_from=day, milestones=("replied", "ordered"))
    found = study(ask)
    first = next(iter(found.tables["by_age"]))
    assert first["share_gone_on"] == pytest.approx(20 / 80)  # 120 cases, 40 of them not yet watched at one day
    assert "late-entry" in codes(found)


def test_closes_that_begin_late_are_a_cut_history() -> None:
    cases = steady(until=500)
    kept = (np.fmin(cases.met["ordered"], cases.lost) >= 120) | ~np.isfinite(np.fmin(cases.met["ordered"], cases.lost))
    cut = _tiny.Cases({m: t[kept] for m, t in cases.met.items()}, cases.lost[kept], cases.until)
    assert "cut-history" in codes(study(_tiny.ask(cut)))
    assert "cut-history" not in codes(study(_tiny.ask(cases)))


def test_every_table_says_what_its_columns_mean() -> None:
    for table in study(_tiny.ask(steady())).tables.values():
        assert all(column.meaning for column in table.columns)


def test_the_yield_of_closed_cases_alone_carries_the_caution() -> None:
    assert "closed-only" in codes(study(_tiny.ask(_tiny.closed_only(steady()))))
    assert "closed-only" not in codes(study(_tiny.ask(steady())))


def test_the_shares_of_the_headline_add_up() -> None:
    """9.5% still open and 0% won: not one with a decimal and one without."""
    rows = _tiny.table(
        age_days=[5, 80], n_late=[0, 0], n_gone_on=[0, 0], n_stopped=[181, 0], n_open=[0, 19], **_tiny.SEEN
    )
    found = study(_tiny.ask(steady(), risk_table=lambda **_: rows, milestones=("replied", "ordered")), horizon_days=10)
    open_, end = found.headline.split("; ")[1].split(" were still open then, so in the end it is 0% to ")
    assert end == f"{open_}."
