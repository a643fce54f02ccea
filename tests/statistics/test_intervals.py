"""Intervals: they cover as often as they say, also for none and all."""

from functools import partial

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from pyrometer.errors import StatisticsError
from pyrometer.statistics import intervals


@settings(max_examples=60, deadline=None)
@given(st.integers(1, 400), st.floats(0, 1))
def test_counting_the_others_mirrors_the_interval(n: int, part: float) -> None:
    k = round(part * n)
    kinds = (intervals.wilson, intervals.clopper_pearson, partial(intervals.jeffreys, closed=True))
    for kind in kinds:
        one, other = kind(k, n), kind(n - k, n)
        assert one.low == pytest.approx(1 - other.high, abs=1e-9)
        assert 0 <= one.low <= k / n + 1e-12
        assert k / n - 1e-12 <= one.high <= 1


@pytest.mark.parametrize(("method", "least"), [("wilson", 0.93), ("clopper-pearson", 0.95), ("jeffreys", 0.93)])
def test_coverage_over_many_rates(method: str, least: float) -> None:
    rng = np.random.default_rng(1)
    rate = rng.uniform(0.05, 0.95, 1000)
    k = rng.binomial(60, rate)
    low, high = intervals.binomial_bounds(k, np.full(1000, 60), method=method)  # type: ignore[arg-type]
    assert least <= ((low <= rate) & (rate <= high)).mean() <= 0.99


def test_trap_14_nothing_in_fifteen_tries() -> None:
    """0 of 15: the one-sided 95% upper bound is 18%."""
    assert intervals.clopper_pearson(0, 15, level=0.9).high == pytest.approx(0.181, abs=0.0005)


def test_newcombe_table_1_15_of_148() -> None:
    """Newcombe 1998, table I, 81 of 263: Wilson .2553 to .3662, exact .2527 to .3676."""
    wilson, exact = intervals.wilson(81, 263), intervals.clopper_pearson(81, 263)
    assert (wilson.low, wilson.high) == pytest.approx((0.2553, 0.3662), abs=5e-5)
    assert (exact.low, exact.high) == pytest.approx((0.2527, 0.3676), abs=5e-5)


def test_garwood_bounds_of_ten_events() -> None:
    """Garwood 1936: 10 events, 95%: 4.80 to 18.39."""
    found = intervals.poisson_exact(10)
    assert (found.low, found.high) == pytest.approx((4.795, 18.390), abs=0.001)
    assert intervals.poisson_exact(0, 2).low == 0


def test_closed_jeffreys_touches_the_ends() -> None:
    assert intervals.jeffreys(0, 10, closed=True).low == 0
    assert intervals.jeffreys(10, 10, closed=True).high == 1
    assert intervals.jeffreys(0, 10).low > 0


@pytest.mark.parametrize(
    ("k", "n", "says"), [(5, 4, "cannot exceed"), (-1, 4, "negative"), (float("nan"), 4, "missing"), (0, 0, "no cases")]
)
def test_impossible_counts_are_refused(k: float, n: float, says: str) -> None:
    with pytest.raises(StatisticsError, match=says):
        intervals.wilson(k, n)


def test_a_level_of_95_is_refused() -> None:
    with pytest.raises(StatisticsError, match="between 0 and 1"):
        intervals.wilson(1, 2, level=95)


def test_no_exposure_is_refused() -> None:
    with pytest.raises(StatisticsError, match="positive number"):
        intervals.poisson_exact(3, 0)
