"""Sequential trials: peeking does not make false wins, real effects are still found, and plans are kept."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from pyrometer.errors import StatisticsError
from pyrometer.model.interval import Estimate, Interval, NotEnough
from pyrometer.statistics import sequential


def test_trap_11_twenty_looks_at_five_percent_give_25_percent_false_wins() -> None:
    naive = sequential.exits(np.arange(1, 21) / 20, np.full(20, 1.959964))
    assert naive.sum() == pytest.approx(0.25, abs=0.01)


def test_jennison_and_turnbulls_printed_limits() -> None:
    """Tables 2.1 and 2.3: Pocock, 5 looks, 2.413; O'Brien-Fleming 4.562 3.226 2.634 2.281 2.040."""
    assert sequential.group_sequential(5, shape="pocock").z == pytest.approx([2.413] * 5, abs=5e-4)
    assert sequential.group_sequential(5).z == pytest.approx([4.562, 3.226, 2.634, 2.281, 2.040], abs=1e-3)


def test_lan_demets_printed_limits() -> None:
    """One-sided .025, five equal looks: 4.877 3.357 2.680 2.290 2.031."""
    ours = sequential.spending([0.2, 0.4, 0.6, 0.8, 1.0])
    assert ours.z == pytest.approx([4.877, 3.357, 2.680, 2.290, 2.031], abs=5e-4)


def test_planned_looks_keep_their_alpha_in_simulation() -> None:
    rng = np.random.default_rng(1)
    steps = rng.normal(size=(40_000, 4)) / 2
    z = np.cumsum(steps, axis=1) / np.sqrt(np.arange(1, 5) / 4)
    limits = sequential.group_sequential(4, shape="pocock").z
    assert (np.abs(z) > limits).any(axis=1).mean() == pytest.approx(0.05, abs=0.004)


def test_drift_gives_power() -> None:
    """Jennison & Turnbull, table 2.2 (O'Brien-Fleming, 5 looks, power .8): information inflated by 1.028."""
    limits = sequential.group_sequential(5)
    drift = (1.959964 + 0.841621) * np.sqrt(1.028)
    assert sequential.exits(limits.information, limits.z, drift=drift).sum() == pytest.approx(0.8, abs=0.001)


def test_one_look_is_the_ordinary_test() -> None:
    assert sequential.group_sequential(1).z[0] == pytest.approx(1.959964, abs=1e-6)
    assert sequential.spending([1.0], alpha=0.025).z[0] == pytest.approx(1.959964, abs=1e-6)


def test_walds_test_stops_early_and_errs_as_promised() -> None:
    test = sequential.sprt(0.05, 0.10)
    rng = np.random.default_rng(2)
    wrong, used = 0, []
    for _ in range(600):
        events = np.cumsum(rng.random(2000) < 0.05)
        n = np.arange(1, 2001)
        up, down = events >= test.reject + test.slope * n, events <= test.accept + test.slope * n
        stop = int(np.argmax(up | down))
        wrong += bool(up[stop])
        used.append(stop + 1)
    assert wrong / 600 < 0.07
    assert np.mean(used) == pytest.approx(test.asn_p0, rel=0.25)
    assert sequential.read(test, 0, 30) == "go on"
    assert sequential.read(test, 12, 40) == "p1"
    assert sequential.read(test, 0, 100) == "p0"


def test_looking_after_every_pair_keeps_five_percent() -> None:
    rng = np.random.default_rng(3)
    n = np.arange(1, 1501)
    mean = np.cumsum(rng.normal(0, 0.4, (500, 1500)), axis=1) / n
    ratio = sequential.mixture_ratio(n, mean, variance=0.16, tau2=0.0025)
    assert (ratio.max(axis=1) > 20).mean() <= 0.06
    p = sequential.always_valid_p(ratio[0])
    assert (np.diff(p) <= 0).all()


def test_difference_of_arms_survives_peeking_and_finds_an_effect() -> None:
    rng = np.random.default_rng(4)
    runs, looks = 300, np.arange(200, 4001, 200)
    missed = found = 0
    for _ in range(runs):
        a, b, c = (np.cumsum(rng.random(4000) < p)[looks - 1] for p in (0.1, 0.1, 0.14))
        for n, x, y in zip(looks, a, b, strict=True):
            null = sequential.difference((x, n), (y, n), n_opt=4000)
            if isinstance(null, Estimate) and not null.interval.low <= 0 <= null.interval.high:
                missed += 1
                break
        last = sequential.difference((c[-1], 4000), (b[-1], 4000), n_opt=8000)
        assert isinstance(last, Estimate)
        found += last.interval.low > 0
    assert missed / runs <= 0.06
    assert found / runs > 0.8


@settings(max_examples=60, deadline=None)
@given(st.integers(1, 200), st.floats(0, 1))
def test_counting_the_others_mirrors_the_sequence(n: int, part: float) -> None:
    k = round(part * n)
    one, other = sequential.bernoulli(k, n), sequential.bernoulli(n - k, n)
    assert one.low == pytest.approx(1 - other.high, abs=1e-6)
    assert one.low <= k / n <= one.high


def test_the_price_of_peeking_falls_when_tuned_to_the_planned_size() -> None:
    """p = .1, n = 2000: 1.72 times the half width of a single look tuned to 100 cases, 1.55 tuned to 2000."""
    once = 1.959964 * np.sqrt(0.1 * 0.9 / 2000)
    for n_opt, price in ((100, 1.72), (2000, 1.55)):
        always = sequential.bernoulli(200, 2000, n_opt=n_opt)
        assert (always.high - always.low) / 2 / once == pytest.approx(price, abs=0.01)


def test_four_ways_to_stop() -> None:
    def read(low: float, high: float, used: float = 0.5) -> str:
        return sequential.decide(Interval(low, high), worthwhile=0.02, used=used)

    assert read(0.01, 0.05) == "effect"
    assert read(-0.05, -0.01) == "harm"
    assert read(-0.01, 0.015) == "futile"
    assert read(-0.01, 0.05) == "go on"
    assert read(-0.01, 0.05, 1.0) == "time is up"


def test_a_lopsided_split_raises_the_alarm_and_a_fair_one_does_not() -> None:
    assert sequential.sample_ratio([5200, 4800], [1, 1]).evidence > 100
    assert sequential.sample_ratio([5020, 4980], [0.5, 0.5]).evidence < 1
    rng = np.random.default_rng(5)
    alarms = 0
    for _ in range(200):
        arms = np.cumsum(rng.random(3000) < 0.5)[99::100]
        n = np.arange(100, 3001, 100)
        alarms += any(sequential.sample_ratio([a, m - a], [1, 1]).evidence > 20 for a, m in zip(arms, n, strict=True))
    assert alarms / 200 <= 0.06


def test_a_handful_of_cases_is_refused() -> None:
    assert isinstance(sequential.difference((2, 30), (3, 30), n_opt=500), NotEnough)


@pytest.mark.parametrize(
    ("call", "says"),
    [
        (lambda: sequential.group_sequential(0), "at least one look"),
        (lambda: sequential.group_sequential(3, shape="flat"), "No shape"),  # type: ignore[arg-type]
        (lambda: sequential.spending([0.5, 0.4]), "rise strictly"),
        (lambda: sequential.spending([0.5, 1.4]), "within 0 to 1"),
        (lambda: sequential.sprt(0.1, 0.05), "must lie below"),
        (lambda: sequential.read(sequential.sprt(0.05, 0.1), 5, 4), "between 0 and n"),
        (lambda: sequential.normal_mixture([-1], v_opt=10), "cannot be negative"),
        (lambda: sequential.bernoulli(5, 4), "cannot exceed"),
        (lambda: sequential.bernoulli_evidence(1, 2, 1.0), "strictly between"),
        (lambda: sequential.mixture_ratio(5, 0.1, variance=0, tau2=1), "above zero"),
        (lambda: sequential.sample_ratio([5], [1]), "two arms"),
        (lambda: sequential.decide(Interval(0, 1), worthwhile=0), "positive number"),
        (lambda: sequential.asymptotic_half_width([0], 1.0, rho2=0.1), "at least 1"),
    ],
)
def test_wrong_calls_are_refused_in_a_sentence(call, says: str) -> None:  # noqa: ANN001
    with pytest.raises(StatisticsError, match=says):
        call()
