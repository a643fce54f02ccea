"""What the time study says, and the means it does not trust."""

import numpy as np
import pytest

from pyrometer import registry
from pyrometer.model.finding import Finding
from pyrometer.model.interval import Estimate, Interval
from pyrometer.studies.time import _length
from tests.studies import _tiny

NEVER = _tiny.NEVER


def study(ask: _tiny.Fake, **settings: object) -> Finding:
    plug = registry.find("pyrometer.studies", "time")
    return plug.answer(ask, plug.settings(**settings))


def row(finding: Finding, table: str, milestone: str) -> dict[str, object]:
    return next(r for r in finding.tables[table] if r["milestone"] == milestone)


def naive(finding: Finding) -> dict[str, float]:
    return {r["number"]: r["days"] for r in finding.tables["misleading"]}


def plant(n: int = 4000, until: float = 1000, mean: float = 40, *, seed: int = 1) -> _tiny.Cases:
    """Everybody orders in the end, after exponential times."""
    rng = np.random.default_rng(seed)
    entered = rng.uniform(0, until, n)
    met = {"replied": entered, "ordered": entered + rng.exponential(mean, n)}
    return _tiny.Cases(met, np.full(n, NEVER), until)


def test_open_deals_do_not_shorten_cycle_time() -> None:
    """Asked young, most of the slow ones are still open: the mean of the closed is short, the median is not."""
    young = study(_tiny.ask(plant(until=40)))
    old = study(_tiny.ask(plant(until=4000)))
    assert naive(young)["mean of those won"] < 0.6 * naive(old)["mean of those won"]
    assert row(old, "from_entry", "ordered")["half_of_all_days"] == pytest.approx(40 * np.log(2), abs=2)
    assert row(young, "from_entry", "ordered")["half_of_all_days"] == pytest.approx(40 * np.log(2), abs=4)


def test_a_median_that_nobody_reaches_is_not_reached() -> None:
    cases = plant(until=4000)
    few = np.where(np.arange(4000) % 5 == 0, cases.met["ordered"], NEVER)
    found = study(_tiny.ask(_tiny.Cases({**cases.met, "ordered": few}, cases.lost, cases.until)))
    assert row(found, "from_entry", "ordered")["half_of_all_days"] is None
    assert "fewer than half have so far" in found.headline
    lost = np.where(np.isnan(few), cases.met["replied"] + 50, NEVER)
    closed = study(_tiny.ask(_tiny.Cases({**cases.met, "ordered": few}, lost, cases.until + 100)))
    assert "fewer than half ever do" in closed.headline


@pytest.mark.parametrize(
    ("low", "value", "high", "said"),
    [
        (14.6, 14.9, 15.04, "14.9 days (95% range 14.6 to 15.0 days)"),
        (11.2, 12.0, 13.4, "12 days (95% range 11 to 13 days)"),
        (15.0, 15.0, 15.0, "15 days"),
        (2.0, 30.0, float("inf"), "30 days (95% range 2 days to not reached)"),
        (0.25, 0.26, 0.27, "6.2 hours (95% range 6 hours to 6.5 hours)"),
    ],
)
def test_a_range_narrower_than_a_day_is_told_in_tenths(low: float, value: float, high: float, said: str) -> None:
    assert _length(Estimate(value, Interval(low, high), 100)) == said


def test_trap_2_the_steps_do_not_add_up() -> None:
    """Stages correlate and the slow die: the sum of the steps' means is far above what winners take."""
    rng = np.random.default_rng(4)
    n = 6000
    pace = rng.gamma(1.2, 1 / 1.2, n)
    first, second = (rng.exponential(20, n) * pace for _ in range(2))
    dies = (first > 15) & (rng.random(n) < 0.8)
    entered = rng.uniform(0, 500, n)
    met = {
        "replied": entered,
        "gave-time": entered + first,
        "ordered": np.where(dies, NEVER, entered + first + second),
    }
    lost = np.where(dies, entered + first + 5, NEVER)
    found = study(_tiny.ask(_tiny.Cases(met, lost, 2000)))
    means = naive(found)
    assert means["sum of the steps' means"] > 1.25 * means["mean of those won"]
    assert any("Do not add up the steps" in line for line in found.reading)


def test_trap_6_the_open_are_longer_than_all() -> None:
    """Who is met open has a length-biased wait; the mean age of the open is no cycle time."""
    rng = np.random.default_rng(2)
    entered = rng.uniform(0, 1000, 5000)
    length = np.where(rng.random(5000) < 0.9, rng.exponential(10, 5000), rng.exponential(200, 5000))
    cases = _tiny.Cases({"replied": entered, "ordered": entered + length}, np.full(5000, NEVER), 1000)
    found = study(_tiny.ask(cases))
    assert naive(found)["mean age of the open"] > 3 * naive(found)["mean of those won"]


def test_each_step_has_its_own_time() -> None:
    n = 400
    entered = np.linspace(0, 300, n)
    met = {"replied": entered, "gave-time": entered + 3, "ordered": entered + 3 + 10}
    found = study(_tiny.ask(_tiny.Cases(met, np.full(n, NEVER), 1000)))
    assert row(found, "by_step", "gave-time")["median_days"] == 3
    assert row(found, "by_step", "ordered")["median_days"] == 10
    assert row(found, "from_entry", "ordered")["median_days"] == 13


def test_waiting_and_our_work_are_told_apart_where_minutes_are_recorded() -> None:
    effort = _tiny.table(milestone=["replied"], minutes=[6000.0], n_actions=[200], days=[1000.0])
    cases = _tiny.Cases({"replied": np.zeros(100), "ordered": np.full(100, 10.0)}, np.full(100, NEVER), 50)
    work = row(study(_tiny.ask(cases, effort=effort)), "work", "replied")
    assert (work["days_waited"], work["our_hours"]) == (1000, 100)
    assert work["our_share"] == pytest.approx(100 / 24 / 1000)
    assert "no-minutes" in {c.code for c in study(_tiny.ask(cases)).cautions}


def test_fewer_than_twenty_orders_are_refused() -> None:
    found = study(_tiny.ask(plant(15, until=4000)))
    assert found.verdict == "cannot_tell"
    assert "at least 20 who got there, has 15" in found.headline


def test_the_slow_share_may_be_chosen() -> None:
    ask = _tiny.ask(plant(until=4000))
    half, most = (row(study(ask, slow_share=s), "from_entry", "ordered")["slow_days"] for s in (0.5, 0.95))
    assert half == row(study(ask), "from_entry", "ordered")["median_days"] < most


def test_no_wait_is_called_the_longest_where_two_take_as_long() -> None:
    entered = np.arange(200.0)
    met = {"replied": entered, "gave-time": entered + 3, "ordered": entered + 6}
    assert "longest wait" not in " ".join(study(_tiny.ask(_tiny.Cases(met, np.full(200, NEVER), 400))).reading)
    met["ordered"] = entered + 7
    assert "longest wait is until they ordered" in " ".join(
        study(_tiny.ask(_tiny.Cases(met, np.full(200, NEVER), 400))).reading
    )
