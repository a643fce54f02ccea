"""A loss on a day that nobody told is a loss: not open, in no period, and no reason to think better of the others."""

from collections.abc import Sequence
from datetime import datetime, timedelta
from pathlib import Path

import numpy as np
import pytest

from pyrometer.model.event import Event
from pyrometer.model.interval import NotEnough
from pyrometer.studies._parts import risk
from tests.process.plants import Plant, plant

BEGIN = datetime(2025, 1, 1)
DAY = timedelta(days=1)
LAST = 400  # days of records
STOPPED, UNDATED = 2, 4
LOST = 2


def event(prospect: str, day: float, action: str, *, told: bool = True) -> Event:
    return Event(
        source="crm",
        source_id=f"{prospect}:{action}",
        prospect=prospect,
        happened_at=BEGIN + day * DAY,
        action=action,
        side="customer",
        precision="instant" if told else "after",
    )


def seen(folder: Path, events: Sequence[Event], until: datetime | None = None) -> Plant:
    settings = {"milestones": ("replied", "ordered"), "won": "ordered", "lost": "lost"}
    return plant(folder, "", events=events, settings=settings, until=until)


def truth(seed: int, told: float) -> tuple[list[Event], float]:
    """A third order after 5 to 60 days, a third are lost as fast; of the losses a share has a day. And who ordered."""
    rng = np.random.default_rng(seed)
    found, n_won = [], 0
    for i in range(900):
        entered, wait = rng.uniform(0, 380), rng.uniform(5, 60)
        became = rng.integers(3)
        n_won += became == 0
        found.append(event(f"p{i}", entered, "replied"))
        if became == 2 or entered + wait > LAST:
            continue
        has_day = became == 0 or rng.random() < told
        found.append(
            event(f"p{i}", entered + wait if has_day else entered, ("ordered", "declined")[became], told=has_day)
        )
    return found, n_won / 900


def test_an_undated_loss_is_lost_but_in_no_period_and_no_length(tmp_path: Path) -> None:
    events = [event("a", 0, "replied"), event("a", 0, "declined", told=False), event("b", 9, "replied")]
    found = seen(tmp_path, events)
    (lost, open_) = found.rows("journeys")
    assert (lost["outcome"], lost["lost_at"], lost["ended_at"], lost["lost_after"]) == (LOST, None, None, BEGIN)
    assert (open_["outcome"], open_["lost_after"]) == (0, None)
    assert [(s["how"], s["left_at"], s["age_us"]) for s in found.rows("spells", milestone=-1)] == [
        (UNDATED, BEGIN, 9 * 86_400_000_000),  # to the end of the records: that far it is known not to have gone on
        (0, None, 0),
    ]
    assert found.ask("ageing").rows == ((0, 0, 1),)
    assert sum(found.ask("series", of="lost", period="day")["n"]) == 0
    assert sum(found.ask("closed")["n_lost"]) == 0
    assert found.ask("groups").rows[0][1:5] == (2, 0, 1, 1)
    assert [r["n_waiting"] for r in found.ask("occupancy", period="week") if not r["milestone"]][-1] == 1
    facts = found.process().facts
    assert (facts.n_undated, facts.n_untold, found.process().n_open) == (1, 0, 1)


def test_what_has_no_day_is_no_step_of_the_graph(tmp_path: Path) -> None:
    events = [event("a", 0, "replied"), event("a", 3, "met"), event("a", 3, "declined", told=False)]
    found = seen(tmp_path, events)
    assert len(found.ask("graph").rows) == 1
    assert found.process().facts.n_events == 2


def test_a_loss_with_a_day_and_an_order_outrank_one_without(tmp_path: Path) -> None:
    events = [
        *(event("a", 0, "replied"), event("a", 5, "declined"), event("a", 5, "refused", told=False)),
        *(event("b", 0, "replied"), event("b", 7, "ordered"), event("b", 7, "declined", told=False)),
    ]
    found = seen(tmp_path, events)
    assert [(j["outcome"], j["lost_after"]) for j in found.rows("journeys")] == [(LOST, None), (1, None)]
    assert [s["how"] for s in found.rows("spells", milestone=-1)] == [STOPPED, 1]


def test_nobody_knew_it_earlier(tmp_path: Path) -> None:
    events = [event("a", 0, "replied"), event("a", 0, "declined", told=False), event("b", 9, "replied")]
    found = seen(tmp_path, events)
    then = found.process(as_known=BEGIN + 5 * DAY)
    assert then.facts.n_undated == 0 and then.n_open == 1
    assert seen(tmp_path / "cut", events, until=BEGIN + 5 * DAY).process().n_open == 1


def test_losses_without_a_day_move_no_yield_and_are_not_still_to_come(tmp_path: Path) -> None:
    """The same plant told in full and with half of the days of its losses missing."""
    (whole, share), (half, _) = truth(1, 1.0), truth(1, 0.5)
    told = [risk.risk(seen(tmp_path / str(i), events).ask("risk-table")) for i, events in enumerate((whole, half))]
    full, less = (risk.yield_at(counts, 60) for counts in told)
    assert not isinstance(full, NotEnough) and not isinstance(less, NotEnough)
    assert less.gone_on.value == pytest.approx(share, abs=0.04)
    assert less.gone_on.value == pytest.approx(full.gone_on.value, abs=0.03)
    assert less.undated == pytest.approx(0.5 * (full.stopped), abs=0.04)
    assert less.ultimate[1] == pytest.approx(full.ultimate[1], abs=0.05)  # and not all who are lost besides
    assert less.ultimate[1] < less.gone_on.value + less.waiting + less.undated - 0.1
