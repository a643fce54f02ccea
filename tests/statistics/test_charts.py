"""Control charts: what must hold for every kind, whatever the numbers."""

import inspect
from typing import Any

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra import numpy as hnp

from pyrometer.errors import StatisticsError, UnknownName
from pyrometer.model.interval import NotEnough
from pyrometer.registry import find, first_line, names
from pyrometer.statistics.charts import (
    Chart,
    ChartKind,
    c,
    draw,
    ewma,
    g,
    i_prime,
    laney_p,
    laney_u,
    p,
    run,
    t,
    t2,
    u,
    xmr,
)
from pyrometer.statistics.charts import np as np_chart
from pyrometer.statistics.charts._limits import beyond, scores
from pyrometer.statistics.rules import signals

PACKAGE = "pyrometer.statistics.charts"
RNG = np.random.default_rng(7)
N = RNG.integers(60, 140, 30)
SAMPLES: dict[str, tuple[Any, ...]] = {
    "values": (RNG.normal(50, 5, 30),),
    "counts": (RNG.poisson(9, 30),),
    "shares": (RNG.binomial(N, 0.3), N),
    "rates": (RNG.poisson(0.1 * N), N),
    "averages": (RNG.normal(50, 5 / np.sqrt(N)), N),
    "subgroups": (RNG.normal(50, 5, (30, 4)),),
    "gaps": (RNG.geometric(0.05, 30) - 1,),
    "times": (RNG.exponential(10, 30),),
    "cases": ((RNG.random(400) < 0.1).astype(int),),
    "vectors": (RNG.normal(size=(30, 3)),),
    "vector-subgroups": (RNG.normal(size=(30, 4, 3)),),
}
SPECIAL = {
    "oe": (RNG.binomial(40, 0.1, (30, 6)), np.full((30, 6), 40)),
    "seasonal": (SAMPLES["values"][0], np.arange(30) % 3),
}
values = hnp.arrays(np.float64, st.integers(4, 40), elements=st.floats(-1e4, 1e4).map(lambda x: round(x, 3)))


def sample(name: str) -> tuple[Any, ...]:
    return SPECIAL.get(name) or SAMPLES[find(PACKAGE, name).takes]


@pytest.mark.parametrize("name", names(PACKAGE))
def test_every_kind_draws_its_sample_and_keeps_the_contract(name: str) -> None:
    kind = find(PACKAGE, name)
    assert isinstance(kind, ChartKind)
    assert first_line(PACKAGE, name).endswith((".", "?"))
    assert kind.says and kind.conventions and kind.method.source
    assert "Source:" in (kind.chart.__doc__ or "") and "Raises StatisticsError" in (kind.chart.__doc__ or "")
    chart = draw(name, *sample(name))
    assert isinstance(chart, Chart)
    assert chart.kind == name
    for array in (chart.centre, chart.lower, chart.upper, chart.sigma, chart.used, chart.phase):
        assert array.shape == chart.values.shape
    with np.errstate(invalid="ignore"):
        assert not (chart.lower > chart.centre).any() and not (chart.upper < chart.centre).any()
    assert set(np.unique(beyond(chart))) <= {-1, 0, 1}
    assert all(0 <= s.first < len(chart) for s in signals(chart, "anhoej"))


WITH_CHOICE = [n for n in names(PACKAGE) if "convention" in inspect.signature(find(PACKAGE, n).chart).parameters]


@pytest.mark.parametrize("name", WITH_CHOICE)
def test_every_convention_can_be_asked_for(name: str) -> None:
    kind = find(PACKAGE, name)
    for convention in kind.conventions:
        assert isinstance(draw(name, *sample(name), convention=convention), Chart)
    with pytest.raises(StatisticsError, match="No convention named 'other'. There is: "):
        draw(name, *sample(name), convention="other")


@pytest.mark.parametrize("name", names(PACKAGE))
def test_a_missing_value_is_refused_with_a_sentence(name: str) -> None:
    broken = np.array(sample(name)[0], dtype=float)
    broken[3] = np.nan
    with pytest.raises(StatisticsError, match="leave out points|without NaN|0 or 1"):
        draw(name, broken, *sample(name)[1:])


@pytest.mark.parametrize("name", names(PACKAGE))
def test_text_and_wrong_shapes_are_refused(name: str) -> None:
    with pytest.raises((StatisticsError, ValueError)):
        draw(name, ["a", "b", "c"], *sample(name)[1:])


def test_an_unknown_kind_offers_the_nearest() -> None:
    with pytest.raises(UnknownName, match="No chart named 'laney-b'. Did you mean 'laney-"):
        draw("laney-b", [1, 2, 3])


@pytest.mark.parametrize("kind", [p, laney_p, np_chart])
def test_a_part_larger_than_its_whole_is_refused(kind: Any) -> None:
    with pytest.raises(StatisticsError, match="Point 2 counts 11 out of 10: the part exceeds the whole."):
        kind.chart([1, 11, 3], [10, 10, 10])


@pytest.mark.parametrize("kind", [p, u, laney_p, laney_u, np_chart, i_prime])
def test_a_denominator_of_zero_is_refused(kind: Any) -> None:
    with pytest.raises(StatisticsError, match="Point 2 has a denominator of 0: no rate exists there"):
        kind.chart([1, 0, 3], [10, 0, 10])


NEGATIVE = [1, -2, 3]


@pytest.mark.parametrize(("kind", "data"), [(c, (NEGATIVE,)), (u, (NEGATIVE, 5)), (p, (NEGATIVE, 5)), (g, (NEGATIVE,))])
def test_a_negative_count_is_refused(kind: Any, data: tuple[Any, ...]) -> None:
    with pytest.raises(StatisticsError, match="Point 2 of the .* is -2: a count cannot be negative."):
        kind.chart(*data)


def test_lengths_that_differ_are_refused() -> None:
    with pytest.raises(StatisticsError, match="There are 3 points but 2 denominators: give one for each point."):
        u.chart([1, 2, 3], [4, 5])
    with pytest.raises(StatisticsError, match="The baseline marks 2 points, there are 3"):
        xmr.chart([1, 2, 3], baseline=[True, True])
    with pytest.raises(StatisticsError, match="A baseline of 9 points does not fit 3 points."):
        xmr.chart([1, 2, 3], baseline=9)
    with pytest.raises(StatisticsError, match="The baseline marks no point"):
        xmr.chart([1, 2, 3], baseline=[False, False, False])
    with pytest.raises(StatisticsError, match="There are 0 values: give at least 1."):
        xmr.chart([])
    with pytest.raises(StatisticsError, match="2 dimensions: give one flat list"):
        xmr.chart([[1, 2], [3, 4]])


def test_exact_limits_need_whole_counts() -> None:
    with pytest.raises(StatisticsError, match="exact limits need whole counts"):
        u.chart([1.5, 2, 3], 5, convention="exact")


def test_too_little_for_limits_is_an_answer_not_an_error() -> None:
    assert isinstance(xmr.chart([5.0]), NotEnough)
    assert isinstance(laney_p.chart([0, 0, 0], [10, 10, 10]), NotEnough)
    assert isinstance(g.chart([0, 0, 0]), NotEnough)
    assert isinstance(t.chart([4.0, 4.0], convention="weibull"), NotEnough)
    assert isinstance(ewma.chart([5.0, 5.0, 5.0]), NotEnough)
    assert isinstance(t2.chart([[1, 2], [2, 4], [3, 6], [4, 8], [5, 10]]), NotEnough)
    assert "neighbours" in str(xmr.chart([1, 2, 3, 4], baseline=[True, False, True, False]))


@given(values, st.floats(0.01, 100), st.floats(-1e3, 1e3))
def test_shift_and_scale_carry_through_single_value_charts(x: np.ndarray, scale: float, shift: float) -> None:
    room = 1e-7 * (np.abs(x).max() * scale + abs(shift) + 1)
    for kind in (xmr, run):
        one, other = kind.chart(x), kind.chart(scale * x + shift)
        assert np.allclose(scale * one.centre + shift, other.centre, atol=room)
        if kind is xmr:
            assert np.allclose(scale * one.upper + shift, other.upper, atol=room)
            assert np.allclose(scale * one.lower + shift, other.lower, atol=room)


@given(values)
def test_turning_values_upside_down_swaps_the_limits(x: np.ndarray) -> None:
    one, other = xmr.chart(x), xmr.chart(-x)
    assert np.allclose(one.upper, -other.lower) and np.allclose(one.lower, -other.upper)


@given(values)
def test_reading_backwards_keeps_xmr_limits(x: np.ndarray) -> None:
    assert np.allclose(xmr.chart(x).upper, xmr.chart(x[::-1]).upper)


@given(st.lists(st.tuples(st.integers(0, 30), st.integers(1, 60)), min_size=2, max_size=30), st.randoms())
def test_the_order_of_periods_does_not_move_p_and_u_limits(pairs: list[tuple[int, int]], chance: Any) -> None:
    k, n = np.array([min(a, b) for a, b in pairs]), np.array([b for _, b in pairs])
    order = np.array(sorted(range(len(k)), key=lambda _: chance.random()))
    for kind in (p, u):
        one, other = kind.chart(k, n), kind.chart(k[order], n[order])
        assert np.allclose(one.upper[order], other.upper) and np.allclose(one.lower[order], other.lower)


@given(st.lists(st.integers(0, 40), min_size=3, max_size=30), st.integers(1, 20))
def test_counting_in_dozens_divides_u_rates_only(k: list[int], dozen: int) -> None:
    one, other = u.chart(k, 1.0), u.chart(k, float(dozen))
    assert np.allclose(one.upper, other.upper * dozen) and np.allclose(scores(one), scores(other), equal_nan=True)


@given(st.lists(st.integers(0, 20), min_size=2, max_size=20), st.integers(20, 50))
def test_success_and_failure_tell_the_same_story(k: list[int], n: int) -> None:
    one, other = p.chart(k, n), p.chart(n - np.array(k), n)
    assert np.allclose(one.upper, 1 - other.lower) and (beyond(one) == -beyond(other)).all()
