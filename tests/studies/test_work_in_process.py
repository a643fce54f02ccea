"""What the study of open work says: real, dead, and what it refuses."""

import numpy as np
import pytest

from pyrometer import registry
from pyrometer.model.finding import Finding
from pyrometer.studies._parts import piles
from tests.studies import _tiny

NEVER = _tiny.NEVER


def study(ask: _tiny.Fake, **settings: object) -> Finding:
    plug = registry.find("pyrometer.studies", "work-in-process")
    return plug.answer(ask, plug.settings(**settings))


def row(finding: Finding, table: str, **where: object) -> dict[str, object]:
    return next(r for r in finding.tables[table] if all(r[k] == v for k, v in where.items()))


def plant(*, dead: int = 100, alive: int = 50, won: int = 300) -> _tiny.Cases:
    """Winners take up to 40 days; the dead entered 200 days ago, the living 10."""
    entered = np.concatenate([np.linspace(0, 250, won), np.full(dead, 100.0), np.full(alive, 290.0)])
    length = 1 + np.arange(won) % 40
    ordered = np.concatenate([np.linspace(0, 250, won) + length, np.full(dead + alive, NEVER)])
    lost = np.full(len(entered), NEVER)
    return _tiny.Cases({"replied": entered, "ordered": ordered}, lost, 300)


def test_maven_holds_1291_of_1589_older_than_any_that_closed(maven: _tiny.Cases) -> None:
    found = study(_tiny.ask(maven))
    by_age = row(found, "open", rule="age")
    assert (by_age["n_beyond"], by_age["n_open"], by_age["limit_days"]) == (1291, 1589, 138)
    assert found.headline.startswith("1,291 of 1,589 open prospects (81%)")
    assert found.verdict == "no"


def test_the_dead_are_counted_and_the_living_left_alone() -> None:
    found = study(_tiny.ask(plant()))
    assert row(found, "open", rule="age")["n_beyond"] == 100
    assert "50 of the open are within the time" in found.reading[0]


def test_a_pile_of_the_living_is_real() -> None:
    assert study(_tiny.ask(plant(dead=0))).verdict == "yes"


def alive(n: int, mean: float, until: float, seed: int) -> _tiny.Cases:
    """Nobody is dead: half order and half say no, each after an exponential time."""
    rng = np.random.default_rng(seed)
    entered, wins = rng.uniform(0, until, n), rng.random(n) < 0.5
    ended = entered + rng.exponential(mean, n)
    met = {"replied": entered, "ordered": np.where(wins, ended, NEVER)}
    return _tiny.Cases(met, np.where(wins, NEVER, ended), until)


def number(sentence: str, after: str) -> float:
    """The number that follows those words for the last time."""
    return float(sentence.split(after)[-1].split()[0].rstrip(".").replace(",", ""))


def test_the_living_of_a_young_plant_are_not_called_dead() -> None:
    """A third of such plants have a tenth of their open ones beyond the slowest won; all of them are alive."""
    verdicts = [study(_tiny.ask(alive(100, 100, 365, seed))).verdict for seed in range(60)]
    assert verdicts.count("cannot_tell") > 10
    assert verdicts.count("no") <= 3


def test_the_days_that_it_asks_for_are_enough() -> None:
    """Who is beyond the slowest won is watched for as many days more as the refusal asks for: then it answers."""
    few = plant(dead=9, alive=9, won=40)
    few.met["replied"][40:49] = 255.0
    found = study(_tiny.ask(few))
    assert found.verdict == "cannot_tell" and "as the living may too" in found.headline
    needs, has = (number(found.headline, after) for after in ("needs ", "has "))
    longer = _tiny.Cases(few.met, few.lost, few.until + np.ceil((needs - has) / 9))
    longer.met["replied"][49:] = longer.until - 5
    assert study(_tiny.ask(longer)).verdict == "no"


def test_the_chance_is_that_of_each_and_not_of_any() -> None:
    assert "for each of them the chance still to get there" in study(_tiny.ask(plant())).headline


def test_nothing_is_closed_by_rule() -> None:
    found = study(_tiny.ask(plant()))
    assert "close none of them by rule" in found.next_step


def test_the_bound_shrinks_with_the_days_watched_beyond() -> None:
    few, many = (study(_tiny.ask(plant(dead=n))).headline.split("at most ")[1] for n in (2, 200))
    assert float(few.split("%")[0]) > float(many.split("%")[0])


def test_the_99th_percentile_finds_at_least_as_many_as_the_longest() -> None:
    ask = _tiny.ask(plant())
    longest, p99 = (row(study(ask, limit=limit), "open", rule="age") for limit in ("longest", "p99"))
    assert p99["limit_days"] <= longest["limit_days"]
    assert p99["n_beyond"] >= longest["n_beyond"]


def test_the_chance_to_order_yet_falls_with_waiting_and_is_none_for_the_dead() -> None:
    chances = study(_tiny.ask(plant())).tables["by_age"]
    assert chances["chance"][0] > chances["chance"][-2] >= chances["chance"][-1] == 0
    assert 0 < chances["high"][-1] < 0.1
    assert sum(chances["n_open"]) == 150


def test_fewer_than_twenty_orders_are_refused() -> None:
    found = study(_tiny.ask(plant(won=19)))
    assert found.verdict == "cannot_tell"
    assert "at least 20 who ordered, has 19" in found.headline


def test_a_single_open_prospect_is_spoken_of_as_one() -> None:
    assert "1 of 1 open prospect (100%) has waited" in study(_tiny.ask(plant(dead=1, alive=0))).headline
    assert "1 prospect is open; whether it is alive" in study(_tiny.ask(plant(won=9, dead=1, alive=0))).headline


def test_records_of_closed_cases_only_are_refused() -> None:
    found = study(_tiny.ask(plant(dead=0, alive=0)))
    assert found.verdict == "cannot_tell"
    assert found.headline.startswith("Nothing is open")


def test_records_shorter_than_the_slow_orders_carry_a_caution() -> None:
    cases = plant()
    cases.met["ordered"][0] = 290.0
    assert "short-history" in {c.code for c in study(_tiny.ask(cases)).cautions}


@pytest.mark.parametrize("name", ["n_waiting", "n_too_long", "n_beyond"])
def test_each_milestone_has_its_own_pile(name: str) -> None:
    places = row(study(_tiny.ask(plant())), "by_milestone", milestone="replied")
    assert {"n_waiting": 150, "n_too_long": 100, "n_beyond": 100}[name] == places[name]


@pytest.mark.parametrize(("limit", "to_days"), [(None, 98), (90.0, 98), (181.0, 182), (300.0, 98)])
def test_the_bars_reach_up_to_the_limit_where_that_leaves_them_readable(limit: float | None, to_days: int) -> None:
    found = piles.bins(piles.Pile(np.array([3, 95]), np.array([0, 0]), np.array([5, 7])), limit)
    assert (found[-1]["to_days"], sum(row["n"] for row in found)) == (to_days, 12)


def slow(n: int, until: float, seed: int, *, dead: float = 0.0, median: float = 60) -> tuple[_tiny.Cases, int]:
    """Four of ten are won, after a lognormal time; a share never ends. The cases, and how many of them are dead."""
    rng = np.random.default_rng(seed)
    entered, wins, ends = rng.uniform(0, until, n), rng.random(n) < 0.4, rng.random(n) >= dead
    over = entered + np.where(wins, median * np.exp(rng.normal(size=n)), rng.gamma(2, 30, n))
    met = {"replied": entered, "ordered": np.where(wins & ends, over, NEVER)}
    return _tiny.Cases(met, np.where(wins | ~ends, NEVER, over), until), int((~ends).sum())


def test_dead_ones_that_are_too_young_to_show_are_not_called_alive() -> None:
    """The slowest of slow wins take nearly all of the history: hardly anybody entered so long ago as to look dead."""
    found = [study(_tiny.ask(slow(4000, 728, seed, dead=0.1, median=120)[0])) for seed in range(10)]
    assert not any(f.verdict == "yes" for f in found)
    assert sum("of the open may be dead" in f.headline for f in found) >= 5


def test_what_is_called_real_holds_no_more_dead_than_it_says() -> None:
    few = [slow(1000, 728, seed, dead=0.005, median=20) for seed in range(40)]
    bounds = [(piles.hidden(_tiny.ask(c), piles.pile(_tiny.ask(c), ""), 200.0).most, n) for c, n in few]
    assert sum(most >= n for most, n in bounds) >= 37
    assert min(most for most, _ in bounds) < 10
    living = [study(_tiny.ask(slow(4000, 728, seed, median=20)[0])) for seed in range(10)]
    assert sum(f.verdict == "yes" for f in living) >= 9
    assert all("At most" in " ".join(f.reading) for f in living if f.verdict == "yes")
