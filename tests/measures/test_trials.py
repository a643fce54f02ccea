"""Trials: moments with and without an activity, their clocks aligned, nothing of the future in what is known."""

from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from pyrometer.errors import UnknownName
from pyrometer.model.event import Event
from pyrometer.model.interval import NotEnough
from pyrometer.statistics import effects
from pyrometer.studies._parts import effect_design
from tests.process.plants import Plant, plant

TEXT = """
; who: done-and-on
2026-01-01 00:00 customer replied
2026-01-03 00:00 seller:ann called
2026-01-05 00:00 customer met
; who: done-and-not
2026-01-01 00:00 customer replied
2026-01-04 00:00 seller:ann called
2026-01-09 00:00 seller:ann called
; who: never
2026-01-01 00:00 customer replied
; who: gone-first
2026-01-01 00:00 customer replied
2026-01-01 12:00 customer met
; who: tied
2026-01-01 00:00 customer replied
2026-01-06 00:00 seller:ben called
2026-01-06 00:00 customer met
; who: too-young
2026-03-25 00:00 customer replied
2026-03-26 00:00 seller:ann called
; who: the-end
2026-03-31 00:00 customer other
"""


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Plant:
    """Six prospects, watched to the end of March."""
    return plant(tmp_path_factory.mktemp("plant"), TEXT)


def test_the_first_time_in_each_wait_counts_if_it_can_be_followed(made: Plant) -> None:
    rows = [r for r in made.ask("trials", activity="called", within_days=14.0) if r["is_done"]]
    told = {r["age_days"]: (r["went_on"], r["left_after_days"]) for r in rows}
    assert told == {2.0: (1, 2.0), 3.0: (0, None)}


def test_like_moments_lie_as_deep_after_the_same_event_and_before_it_was_done(made: Plant) -> None:
    rows = [r for r in made.ask("trials", activity="called", within_days=14.0) if not r["is_done"]]
    assert rows
    assert {r["after"] for r in rows} == {"replied"}
    assert {r["since_days"] for r in rows} <= {2.0, 3.0}  # as deep into the pause as it was done elsewhere
    assert all(r["milestone"] == "replied" for r in rows)
    late = [r for r in rows if r["went_on"]]
    assert {r["left_after_days"] for r in late} <= {1.0, 2.0, 3.0}  # the tied one, and the called one a day before


def test_who_acted_before_the_moment_is_in_neither_arm(made: Plant) -> None:
    """Gone after half a day: before any moment at which it was done, so the activity is not blamed for them."""
    rows = list(made.ask("trials", activity="called", within_days=14.0))
    assert not any(r["left_after_days"] == 0.5 for r in rows)
    assert len({r["cluster"] for r in rows}) <= 4


def test_activities_tell_what_is_tied_and_what_is_too_young(made: Plant) -> None:
    row, after = list(made.ask("activities", within_days=14.0))
    assert (row["milestone"], row["action"], row["side"]) == ("replied", "called", "seller")
    assert (after["milestone"], after["n_first"], after["n_tied"]) == ("met", 1, 1)  # the same call, at its beginning
    assert (row["n_first"], row["n_tied"], row["n_trials"], row["n_went_on"]) == (4, 1, 2, 1)
    assert (row["n_waits"], row["n_waits_with"]) == (5, 3)


def test_only_those_who_wait_for_the_milestone_asked_for(made: Plant) -> None:
    assert len(made.ask("trials", activity="called", on="ordered")) == 0
    assert len(made.ask("trials", activity="called", on="met")) > 0
    assert len(made.ask("trials", activity="called", after=("met",))) == 0


@pytest.mark.parametrize(
    ("given", "sentence"),
    [
        ({"activity": "caled"}, "No action named 'caled'. Did you mean 'called'?"),
        ({"on": "mett"}, "No milestone to go on to named 'mett'. Did you mean 'met'?"),
        ({"on": "replied"}, "No milestone to go on to named 'replied'."),
    ],
)
def test_a_name_that_is_none_is_answered_with_the_near_one(made: Plant, given: dict[str, str], sentence: str) -> None:
    with pytest.raises(UnknownName) as raised:
        made.ask("trials", **given)
    assert sentence in str(raised.value)


def test_by_days_what_shares_a_day_has_no_order(tmp_path: Path) -> None:
    text = """
; who: same-day
2026-01-01 customer replied
2026-01-01 seller:ann called
; who: next-day
2026-01-01 customer replied
2026-01-02 seller:ann called
2026-01-04 customer met
; who: end
2026-02-01 customer other
"""
    found = plant(tmp_path, text)
    (row,) = list(found.ask("activities", within_days=14.0))
    assert (row["n_first"], row["n_tied"], row["n_trials"]) == (2, 1, 1)
    (done,) = [r for r in found.ask("trials", activity="called", within_days=14.0) if r["is_done"]]
    assert (done["age_days"], done["left_after_days"], done["since_days"]) == (1.0, 2.0, 1.0)


KEEN, CALLED, GOING = 0.5, (3.0, 9.0), (8.0, 20.0)  # mean days, of the keen and of the others


def selling(rng: np.random.Generator, n: int, *, gain: float) -> list[Event]:
    """Customers reply, wait and go on at any instant; calls fall at any instant too, and multiply the pace by `gain`.

    The keen, whom a field tells, are called sooner and go on sooner; 14 days pass before anything is recorded.
    """
    start, found = datetime(2026, 1, 15), []
    keen, replied = rng.random(n) < KEEN, rng.uniform(0, 200, n)
    call, go = (rng.exponential(np.where(keen, fast, slow)) for fast, slow in (CALLED, GOING))
    go = np.where(call < go, call + (go - call) / gain, go)
    for i in range(n):
        acts = [(-5.0, "asked", "customer"), (0.0, "replied", "customer"), (float(go[i]), "met", "customer")]
        acts += [(float(call[i]), "called", "seller")] if call[i] < go[i] else []
        for day, action, side in acts:
            at = start + timedelta(days=float(replied[i]) + day)
            if at < datetime(2026, 8, 15):
                found.append(_event(f"P{i:05d}", at, action, (side, "keen" if keen[i] else "slow")))
    return found


def _event(who: str, at: datetime, action: str, more: Any) -> Event:
    side, trade = more
    name = f"{who}-{action}"
    return Event("sim", name, who, at, action, side, grade=2, about={"trade": trade})


def effect_of_calls(folder: Path, gain: float, seed: int) -> tuple[effects.Effect, list[dict[str, Any]]]:
    events = selling(np.random.default_rng(seed), 2500, gain=gain)
    found = plant(folder, "", events=events, settings={"segments": ("trade",)})
    rows = list(found.ask("trials", activity="called", within_days=10.0))
    design = effect_design.designed(rows, ("trade",))
    made = effects.judge(design.trials, effects.Evidence(design.placebos))
    assert not isinstance(made, NotEnough)
    return made, rows


def test_trap_3_a_call_that_does_nothing_is_given_nothing(tmp_path: Path) -> None:
    """By the week who was called would look worse (they had to wait for it), by ever-called as well; here neither."""
    made, rows = effect_of_calls(tmp_path, 1.0, 5)
    assert made.estimate.interval.low < 0 < made.estimate.interval.high
    done = [r["went_on"] for r in rows if r["is_done"]]
    left = [r["went_on"] for r in rows if not r["is_done"]]
    assert np.mean(done) - np.mean(left) > made.estimate.value  # the keen are called sooner


def test_a_call_that_helps_is_found_with_its_size(tmp_path: Path) -> None:
    """Nobody's answer is lost, however soon it comes: now against not yet, the call still coming as usual."""
    made, rows = effect_of_calls(tmp_path, 2.0, 6)
    keen = np.mean([r["segment_1"] == "keen" for r in rows])
    true = keen * truth(CALLED[0], GOING[0]) + (1 - keen) * truth(CALLED[1], GOING[1])
    assert made.estimate.interval.low < true < made.estimate.interval.high
    assert made.estimate.interval.low > 0


def truth(called: float, going: float, *, gain: float = 2.0, within: float = 10.0) -> float:
    """Going on within ten days of a call now, less without it now: exponential waits, the call coming when it comes."""
    rng = np.random.default_rng(0)
    call, go = rng.exponential(called, 200_000), rng.exponential(going, 200_000)
    later = np.where(call < go, call + (go - call) / gain, go)
    return float((go / gain <= within).mean() - (later <= within).mean())
