"""How often a chart of counts signals with nothing changed: told, and simulated."""

import numpy as np
import pytest

from pyrometer.errors import StatisticsError
from pyrometer.statistics.charts import Chart, c, laney_p, laney_u, p, xmr
from pyrometer.statistics.next_point import beyond_share


def drawn(kind: str, rng: np.random.Generator, n: int) -> Chart:
    """A chart of n points and one more that its limits do not rest on."""
    used = np.arange(n + 1) < n
    if kind == "p":
        return p.chart(rng.binomial(60, 0.1, n + 1), np.full(n + 1, 60.0), baseline=used)
    if kind == "laney-u":
        found = laney_u.chart(rng.poisson(rng.gamma(10, 2, n + 1)), np.ones(n + 1), baseline=used)
        assert isinstance(found, Chart)
        return found
    mean = {"c": 10, "exact c": 3}[kind]
    return c.chart(rng.poisson(mean, n + 1), baseline=used, convention="exact" if mean < 5 else "normal")


@pytest.mark.parametrize("kind", ["c", "exact c", "p", "laney-u"])
def test_the_next_point_lies_outside_as_often_as_told(kind: str) -> None:
    """Limits of 20 points; those of XmR charts, taken for all kinds, would say .0114 for each."""
    rng, told, outside = np.random.default_rng(5), [], 0
    for i in range(1500):
        chart = drawn(kind, rng, 20)
        outside += bool(chart.values[-1] > chart.upper[-1] or chart.values[-1] < chart.lower[-1])
        if i % 25 == 0:
            told.append(beyond_share(chart, n_used=20))
    expected = float(np.mean(told))
    assert abs(outside / 1500 - expected) < 3 * np.sqrt(expected / 1500)
    assert (expected > 0.012) == (kind == "laney-u")


def test_known_limits_are_passed_less_often_than_estimated_ones() -> None:
    chart = drawn("laney-u", np.random.default_rng(1), 20)
    known, long, short = (beyond_share(chart, n_used=n) for n in (None, 200, 20))
    assert known is not None and long is not None and short is not None
    assert 0 < known < long < short


def test_charts_of_other_numbers_are_left_to_others() -> None:
    rng = np.random.default_rng(2)
    wide = laney_p.chart(rng.binomial(50, 0.3, 20), np.full(20, 50.0))
    assert isinstance(wide, Chart)
    assert beyond_share(wide) is None and beyond_share(xmr.chart(rng.normal(size=20))) is None


def test_a_baseline_of_three_points_is_refused() -> None:
    with pytest.raises(StatisticsError, match="at least 4"):
        beyond_share(drawn("c", np.random.default_rng(1), 20), n_used=3)
