"""What the flow study says of steps, piles, the constraint, and of what follows our own steps."""

from dataclasses import replace

import numpy as np

from pyrometer import registry
from pyrometer.model.finding import DefinitionRef, Finding
from tests.studies import _tiny

NEVER = _tiny.NEVER
T = _tiny.table
NODES = T(
    action=["called", "replied", "ordered"],
    side=["seller", "customer", "customer"],
    n_events=[900, 500, 100],
    n_prospects=[500, 500, 100],
    n_rework=[200, 0, 0],
    n_start=[500, 0, 0],
    n_end=[0, 400, 100],
    minutes=[4000.0, None, None],
)
WAYS = T(
    action=["called", "called", "replied"],
    next_action=["called", "replied", "ordered"],
    side=["seller", "seller", "customer"],
    next_side=["seller", "customer", "customer"],
    n=[400, 500, 100],
    mean_seconds=[1.0, 2.0, 3.0],
    median_seconds=[1.0, 2.0, 3.0],
)
LANDMARK = T(
    milestone=["replied", "gave-time"],
    action=["nagged", "nagged"],
    n_with=[200, 100],
    n_gone_on_with=[40, 30],
    n_without=[300, 150],
    n_gone_on_without=[150, 90],
)


def study(cases: _tiny.Cases, **tables: object) -> Finding:
    plug = registry.find("pyrometer.studies", "flow")
    ask = _tiny.ask(cases, **{"nodes": NODES, "graph": WAYS, "landmark": LANDMARK, **tables})
    return plug.answer(ask, plug.settings())


def plant(*, capacity: float = 1e9, weeks: int = 60, seed: int = 1, dead: float = 0.0) -> _tiny.Cases:
    """Some 20 entries a week; all give time, one in ten then says no; at most `capacity` a week get terms, in turn."""
    rng = np.random.default_rng(seed)
    n = 20 * weeks
    entered = np.sort(rng.uniform(0, 7 * weeks, n))
    gave = entered + rng.exponential(4, n)
    gone, stops = rng.random(n) < dead, rng.random(n) < 0.1
    order = np.argsort(gave)
    ready, free = gave[order], 0.0
    asked = np.full(n, NEVER)
    for i, at in zip(order, ready, strict=True):
        if not gone[i] and not stops[i]:
            free = max(free + 7 / capacity, at)
            asked[i] = free + 1
    met = {"replied": entered, "gave-time": gave, "asked-for-terms": asked, "ordered": asked + rng.exponential(3, n)}
    return _tiny.Cases(met, np.where(stops, gave + 2, NEVER), 7.0 * weeks - 1)


def row(finding: Finding, table: str, **where: object) -> dict[str, object]:
    return next(r for r in finding.tables[table] if all(r[k] == v for k, v in where.items()))


def test_who_never_waited_after_the_first_step_counts_among_those_who_entered() -> None:
    entered = np.arange(300.0) / 2
    cases, some = (
        _tiny.Cases({"replied": entered[:n], "ordered": np.where(np.arange(n) < 100, entered[:n] + 5, NEVER)},
                    np.full(n, NEVER), 400)
        for n in (300, 280)
    )  # fmt: skip
    risk = {"risk_table": lambda milestone="", **s: _tiny.risk_table(some if milestone else cases, milestone, **s)}
    assert study(cases, **risk).headline.startswith("Of 300 prospects who replied, 100 ordered so far.")


def test_a_step_that_serves_fewer_than_arrive_is_the_candidate() -> None:
    found = study(plant(capacity=14))
    assert found.verdict == "signal"
    assert "after 'gave time' grows by" in found.headline
    assert row(found, "queues", milestone="gave-time")["is_candidate"] is True
    assert found.figures[0].data["constraint"] == "Asked for terms"


def test_trap_7_a_queue_that_grows_as_more_come_is_no_constraint() -> None:
    """Comings grow by 5% a month and each waits as long as ever; where the pace is bound, the same is a constraint."""
    named, told = 0, 0
    for seed in range(12):
        rng = np.random.default_rng(seed)
        months = [30 * k + rng.uniform(0, 30, rng.poisson(100 * 1.05**k)) for k in range(24)]
        days = np.floor(np.sort(np.concatenate(months)))
        wins, ended = rng.random(len(days)) < 0.4, np.floor(days + rng.gamma(2, 30, len(days)))
        met = {"replied": days, "ordered": np.where(wins, ended, NEVER)}
        found = study(_tiny.Cases(met, np.where(wins, NEVER, ended), 719))
        named += found.verdict == "signal"
        told += any("because more come" in line for line in found.reading)
    assert named <= 2 and told >= 2


def test_a_pace_that_fell_behind_growing_comings_is_still_the_candidate() -> None:
    """Fifty a week come, then eighty; sixty-five can be served: more leave than did, and it is the constraint."""
    rng = np.random.default_rng(5)
    days = np.sort(np.concatenate([7 * w + rng.uniform(0, 7, rng.poisson(50 if w < 60 else 80)) for w in range(75)]))
    free, done = 0.0, []
    for day in days:
        free = max(day, free) + 7 / 65
        done.append(free)
    wins, ended = rng.random(len(days)) < 0.4, np.floor(done) + np.floor(rng.gamma(2, 2, len(days)))
    met = {"replied": np.floor(days), "ordered": np.where(wins, ended, NEVER)}
    assert study(_tiny.Cases(met, np.where(wins, NEVER, ended), 524)).verdict == "signal"


def test_a_flow_without_a_growing_queue_names_no_constraint() -> None:
    alarms = [study(plant(seed=seed)).verdict for seed in range(10)]
    assert alarms.count("signal") <= 1
    found = study(plant())
    assert "no live queue grows beyond doubt" in found.headline
    assert found.figures[0].data["constraint"] is None


def test_a_dead_pile_is_no_constraint() -> None:
    """A third falls silent after giving time: the biggest pile of all, and nobody in it is alive."""
    found = study(plant(dead=0.33, weeks=100))
    queue, step = (row(found, t, milestone="gave-time") for t in ("queues", "stream"))
    assert step["n_dead"] > 0.8 * step["n_waiting"]
    assert queue["came_a_week"] - queue["left_a_week"] > 4  # looks as if it grew
    assert found.verdict == "routine"
    assert any("the dead are no constraint" in line for line in found.reading)


def test_where_all_who_wait_are_dead_nobody_is_called_living() -> None:
    cases = plant(dead=0.3)
    long_after = _tiny.Cases(cases.met, cases.lost, cases.until + 2000)
    assert "who wait have waited longer than any who ever went on; no live queue" in study(long_after).headline
    everybody = _tiny.Cases(
        cases.met, np.where(np.isnan(cases.met["ordered"]), cases.until + 500, NEVER), cases.until + 2000
    )
    assert "ordered so far. Nobody waits, so no step shows itself" in study(everybody).headline


def test_each_box_carries_its_interval() -> None:
    for box in study(plant()).figures[0].data["steps"]:
        assert box["low"] <= box["share"] <= box["high"]
        assert box["n_on"] + box["n_stopped"] + box["n_waiting"] == box["n_in"]


def test_a_step_after_which_fewer_go_on_is_associated_not_blamed() -> None:
    found = study(plant())
    step = row(found, "steps", step="nagged")
    assert step["share_with"] < step["share_without"]
    assert step["high"] < 0
    assert any("associated, not shown to be its effect" in line for line in found.reading)
    assert "association" in {c.code for c in found.cautions}


def test_steps_are_compared_within_milestones_only() -> None:
    """Simpson: within each milestone no difference, over both together a large one."""
    even = T(
        milestone=["replied", "gave-time"],
        action=["demoed", "demoed"],
        n_with=[20, 180],
        n_gone_on_with=[2, 144],
        n_without=[180, 20],
        n_gone_on_without=[18, 16],
    )
    step = row(study(plant(), landmark=even), "steps", step="demoed")
    assert abs(step["difference"]) < 1e-9
    assert step["p"] > 0.99


def test_the_ends_themselves_and_changes_of_fields_are_no_steps() -> None:
    """Who was lost and taken up again goes on less often: that says nothing of a step of ours."""
    acts = T(
        milestone=["replied"] * 3,
        action=["Closed Lost", "set", "nagged"],
        n_with=[200] * 3,
        n_gone_on_with=[40] * 3,
        n_without=[300] * 3,
        n_gone_on_without=[150] * 3,
    )
    lost = DefinitionRef("declined", 1, "0", 0, "", ("Closed Lost",))
    plug = registry.find("pyrometer.studies", "flow")
    ask = _tiny.ask(plant(), **{"nodes": NODES, "graph": WAYS, "landmark": acts})
    found = plug.answer(replace(ask, process=replace(ask.process, definitions=(lost,))), plug.settings())
    assert found.tables["steps"]["step"] == ["nagged"]


def test_a_step_done_to_few_is_not_compared() -> None:
    few = T(
        milestone=["replied"], action=["flew"], n_with=[5], n_gone_on_with=[5], n_without=[500], n_gone_on_without=[100]
    )
    assert not len(study(plant(), landmark=few).tables["steps"])


def test_lanes_tell_what_we_did_from_what_the_customer_did() -> None:
    lanes = study(plant()).figures[1].data
    assert {n["action"]: n["lane"] for n in lanes["nodes"]} == {
        "called": "we",
        "replied": "customer",
        "ordered": "customer",
    }
    assert {"start": "called", "stop": "called", "n": 400} in lanes["edges"]


def test_too_few_to_tell_is_refused() -> None:
    small = _tiny.Cases({m: t[:15] for m, t in plant().met.items()}, np.full(15, NEVER), 419)
    assert study(small).verdict == "cannot_tell"
    assert "at least 20" in study(small).headline


def test_where_no_loss_is_marked_no_constraint_is_named() -> None:
    cases = plant(capacity=14)
    found = study(_tiny.Cases(cases.met, np.full_like(cases.lost, NEVER), cases.until))
    assert found.verdict == "routine"
    assert not len(found.tables["queues"])
    assert {"no-losses", "no-queue"} <= {c.code for c in found.cautions}


def test_queues_that_were_not_measured_are_not_said_not_to_grow() -> None:
    """Ten weeks: too short a history for the growth of any queue."""
    found = study(plant(capacity=14, weeks=10))
    assert not len(found.tables["queues"])
    assert "whether a queue grows cannot be told, so no constraint is named" in found.headline


def test_a_young_pile_that_the_living_make_too_is_not_called_dead() -> None:
    """Nobody is dead: half order and half say no, slowly; of some plants a tenth wait longer than any won so far."""
    called, longer = 0, 0
    for seed in range(30):
        rng = np.random.default_rng(seed)
        entered, wins = rng.uniform(0, 365, 100), rng.random(100) < 0.5
        ended = entered + rng.exponential(100, 100)
        met = {"replied": entered, "ordered": np.where(wins, ended, NEVER)}
        found = study(_tiny.Cases(met, np.where(wins, NEVER, ended), 365))
        longer += row(found, "stream", milestone="replied")["n_dead"] > 1
        called += any("the dead are no constraint" in line for line in found.reading)
    assert longer > 5 and called <= 1


def test_too_long_is_longer_than_the_time_that_the_box_tells() -> None:
    """Most are open still: 85% of those won so far took far less than 85% of those who will be."""
    rng = np.random.default_rng(2)
    entered = rng.uniform(0, 100, 3000)
    cases = _tiny.Cases({"replied": entered, "ordered": entered + rng.exponential(50, 3000)}, np.full(3000, NEVER), 100)
    step = row(study(cases), "stream", milestone="replied")
    waiting = 100 - entered[cases.met["ordered"] > 100]
    assert step["n_too_long"] == (np.floor(waiting) > step["p85_days"]).sum()


def test_what_is_named_as_growing_grows_beyond_its_own_range() -> None:
    """One step, a little more coming lately: none is named whose 95% range of growth holds 0."""
    doubtful = 0
    for seed in range(30):
        rng = np.random.default_rng(seed)
        days = np.repeat(np.arange(400), rng.poisson(np.where(np.arange(400) < 310, 1.5, 2.1)))
        wins, ended = rng.random(len(days)) < 0.5, days + rng.gamma(2, 15, len(days))
        met = {"replied": days.astype(float), "ordered": np.where(wins, ended, NEVER)}
        for queue in study(_tiny.Cases(met, np.where(wins, NEVER, ended), 399)).tables["queues"]:
            doubtful += 0.025 < queue["p"] < 0.05
            assert queue["low"] > 0 or not queue["is_candidate"]
    assert doubtful


def returns(up: list[int | None], back: list[int | None]) -> dict[str, object]:
    return {"returns": T(milestone=["", "replied", "gave-time", "asked-for-terms"], n_taken_up=up, n_back=back)}


def test_who_was_taken_up_again_or_came_back_is_told_with_the_place_and_drawn_there() -> None:
    finding = study(plant(), **returns([9, 0, 7, 3], [1, 1, 0, 0]))
    assert finding.reading[-2:] == (
        "9 prospects were lost and taken up again, 7 of them after 'gave time'.",
        "1 prospect came back to a milestone they had left, to 'replied'.",
    )
    assert [s["n_taken_up"] for s in finding.figures[0].data["steps"]] == [0, 7, 3]
    assert row(finding, "stream", milestone="gave-time")["n_taken_up"] == 7
    assert row(finding, "stream", milestone="replied")["n_back"] == 1


def test_where_nobody_can_tell_of_returns_none_is_said() -> None:
    finding = study(plant(), **returns([None] * 4, [None, 2, None, 0]))
    assert not [line for line in finding.reading if "again" in line or "came back" in line]
    assert row(finding, "stream", milestone="replied")["n_back"] == 2
    assert row(finding, "stream", milestone="gave-time")["n_back"] is None
