"""The simulated plant: what is planted is there, what is not planted is not."""

from dataclasses import replace

import numpy as np
import pytest

from pyrometer.statistics import compare
from pyrometer.statistics.simulate import HARMFUL, Simulated, World, plant


@pytest.fixture(scope="module")
def made() -> Simulated:
    """A plant of the usual size."""
    return plant(np.random.default_rng(1))


def prospects(made: Simulated, action: str) -> set[str]:
    return set(made.columns["prospect"][made.columns["action"] == action])


def test_the_same_state_gives_the_same_plant() -> None:
    one, two, other = (plant(np.random.default_rng(seed), n_prospects=300) for seed in (5, 5, 6))
    for name, values in one.columns.items():
        assert np.array_equal(values, two.columns[name], equal_nan=values.dtype.kind == "f")
    assert one.truth == two.truth
    assert len(one.columns["prospect"]) != len(other.columns["prospect"])


def test_all_columns_are_of_one_length_and_nothing_is_known_before_it_happened(made: Simulated) -> None:
    assert len({len(v) for v in made.columns.values()}) == 1
    assert (made.columns["recorded_at"] >= made.columns["happened_at"]).all()
    assert made.columns["recorded_at"].max() < np.datetime64(made.truth.world.until)
    assert (np.diff(made.columns["recorded_at"]) >= np.timedelta64(0)).all()


def test_counts_of_the_truth_are_those_of_the_records(made: Simulated) -> None:
    t = made.truth
    entered, ordered, lost = (prospects(made, a) for a in ("replied", "ordered", "declined"))
    assert (t.n_entered, t.n_ordered, t.n_lost_marked) == (len(entered), len(ordered), len(lost))
    assert t.n_open == len(entered - ordered - lost)
    assert t.n_dead <= t.n_open
    assert not ordered & lost


def test_sellers_are_identical() -> None:
    p = []
    for seed in range(30):
        made = plant(np.random.default_rng(seed), n_prospects=2000)
        mailed = made.columns["action"] == "mailed"
        owner = dict(zip(made.columns["prospect"][mailed], made.columns["actor"][mailed], strict=True))
        names = sorted(set(owner.values()))
        won, lost = (prospects(made, a) & set(owner) for a in ("ordered", "declined"))
        k = [sum(owner[q] == name for q in won) for name in names]
        n = [a + sum(owner[q] == name for q in lost) for a, name in zip(k, names, strict=True)]
        p.append(compare.homogeneity(k, n))
    assert 0.3 < float(np.median(p)) < 0.7
    assert sum(x < 0.05 for x in p) <= 5


def test_orders_crowd_into_the_last_month_and_losses_leave_it(made: Simulated) -> None:
    even = plant(np.random.default_rng(1), world=replace(World(), pulled=0.0, held_back=0.0)).truth
    assert made.truth.ordered_in_last_month > even.ordered_in_last_month + 0.1
    assert made.truth.lost_in_last_month < even.lost_in_last_month - 0.15
    assert made.truth.n_pulled > 50 and even.n_pulled == 0


def test_the_change_begins_on_its_day_and_not_before(made: Simulated) -> None:
    times, who, action = (made.columns[c] for c in ("happened_at", "prospect", "action"))
    day = np.datetime64(made.truth.world.changed_on)
    gave = prospects(made, "attended_meeting")
    shares = []
    for since, till in ((day - 200, day - 60), (day, day + 140)):
        here = (action == "replied") & (times >= since) & (times < till)
        shares.append(np.mean([q in gave for q in who[here]]))
    assert shares[1] - shares[0] > 0.12


def test_the_harmful_step_keeps_customers_from_going_on(made: Simulated) -> None:
    t = made.truth
    assert t.harm_with == pytest.approx(t.harm_without * t.world.harm, rel=0.1)
    assert (made.columns["action"] == HARMFUL).sum() > 1000
    harmless = plant(np.random.default_rng(1), world=replace(World(), harm=1.0)).truth
    assert harmless.harm_with == pytest.approx(harmless.harm_without, abs=0.03)


def test_half_of_the_noes_are_never_written_down(made: Simulated) -> None:
    t = made.truth
    assert t.n_lost_unmarked / (t.n_lost_unmarked + t.n_lost_marked) == pytest.approx(0.5, abs=0.05)
    none = plant(np.random.default_rng(1), world=replace(World(), never_marked=1.0)).truth
    assert none.n_lost_marked == 0


def test_a_fifth_of_the_records_is_late(made: Simulated) -> None:
    assert made.truth.late_share == pytest.approx(0.2, abs=0.01)


def test_minutes_are_ours_and_amounts_are_of_orders(made: Simulated) -> None:
    ours, orders = made.columns["side"] == "seller", made.columns["action"] == "ordered"
    assert np.isfinite(made.columns["minutes"][ours]).all() and np.isnan(made.columns["minutes"][~ours]).all()
    assert (made.columns["amount"][orders] > 0).all() and np.isnan(made.columns["amount"][~orders]).all()
    assert set(made.columns["grade"][orders]) == {4}
