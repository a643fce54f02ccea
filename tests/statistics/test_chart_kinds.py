"""Each kind of control chart: the property that makes it what it is, and designs that cannot be."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from pyrometer.errors import StatisticsError
from pyrometer.model.interval import NotEnough
from pyrometer.statistics.charts import (
    c,
    cusum,
    ewma,
    g,
    i_prime,
    laney_p,
    laney_u,
    mewma,
    oe,
    p,
    poisson_cusum,
    residual,
    run,
    seasonal,
    t,
    t2,
    t2_subgroups,
    xbar_r,
    xbar_s,
    xmr,
)
from pyrometer.statistics.charts._constants import c4, d2, d3
from pyrometer.statistics.charts._limits import beyond, bounded
from pyrometer.statistics.charts._reference import Reference
from pyrometer.statistics.rules import signals

RNG = np.random.default_rng(7)


def test_p_limits_of_large_n_agree_exact_and_normal() -> None:
    k = np.full(20, 3000)
    one, other = p.chart(k, 10_000), p.chart(k, 10_000, convention="exact")
    assert np.allclose(one.upper, other.upper, atol=2e-4) and np.allclose(one.lower, other.lower, atol=2e-4)


def test_exact_limits_leave_no_more_than_their_share_outside() -> None:
    from scipy.stats import binom, poisson

    upper = p.chart([1] * 30, 50, convention="exact").upper[0] * 50
    assert binom.sf(upper, 50, 0.02) <= 0.00135 < binom.sf(upper - 1, 50, 0.02)
    rate = c.chart([4] * 30, convention="exact")
    assert poisson.sf(rate.upper[0], 4) <= 0.00135 < poisson.sf(rate.upper[0] - 1, 4)
    assert poisson.cdf(rate.lower[0] - 1, 4) <= 0.00135 < poisson.cdf(rate.lower[0], 4)


@settings(max_examples=30)
@given(st.floats(0.05, 400), st.floats(0.0005, 0.9995))
def test_quantiles_agree_with_scipy(mean: float, q: float) -> None:
    from scipy.stats import binom, poisson

    from pyrometer.statistics.charts._exact import binomial_quantile, poisson_quantile

    assert poisson_quantile(q, np.array([mean]))[0] == poisson.ppf(q, mean)
    n = np.array([1.0, 7.0, 50.0, 3000.0])
    share = mean / 401
    assert (binomial_quantile(q, n, share) == binom.ppf(q, n, share)).all()


def test_the_limit_of_no_variation_is_a_line_and_no_signal() -> None:
    for kind in (xmr, run):
        chart = kind.chart([5.0] * 30)
        assert (beyond(chart) == 0).all()
        assert not signals(chart, "western-electric")


def test_screening_leaves_out_the_one_wild_range() -> None:
    x = [10, 11, 10, 11, 10, 50, 10, 11, 10, 11, 10, 11, 10, 11, 10, 11]
    wide, tight = xmr.chart(x), xmr.chart(x, screened=True)
    assert tight.facts["n_screened"] == 2
    assert tight.upper[0] < wide.upper[0]
    assert beyond(tight)[5] == 1


def test_median_variants_shrug_off_an_outlier() -> None:
    x = RNG.normal(0, 1, 40)
    wild = x.copy()
    wild[7] = 1000
    for variant in ("median-range", "medians"):
        clean, spoilt = xmr.chart(x, variant=variant), xmr.chart(wild, variant=variant)
        assert spoilt.sigma[0] < 1.3 * clean.sigma[0]
    assert xmr.chart(wild).sigma[0] > 10 * xmr.chart(x).sigma[0]
    assert xmr.chart(wild, variant="medians").centre[0] == pytest.approx(xmr.chart(x).centre[0], abs=0.5)


def test_wheelers_published_scales() -> None:
    """Wheeler 1993, Understanding Variation, p. 141: 2.660 mean range, 3.145 median range, 3.268, 3.865."""
    x = [1, 3, 2, 5, 4, 4, 6]
    ranges = np.abs(np.diff(x))
    for variant, scale, middle in (("mean", 2.660, ranges.mean()), ("median-range", 3.145, np.median(ranges))):
        chart = xmr.chart(x, convention="wheeler", variant=variant)
        assert chart.upper[0] - chart.centre[0] == pytest.approx(scale * middle)
    assert xmr.chart(x, convention="wheeler").companion.upper[0] == pytest.approx(3.268 * ranges.mean())


def test_left_out_points_are_not_bridged_by_a_moving_range() -> None:
    x = [1.0, 2.0, 90.0, 11.0, 12.0, 13.0]
    used = [True, True, False, True, True, True]
    assert xmr.chart(x, baseline=used).facts["mean_range"] == pytest.approx(1.0)


def test_limits_are_never_drawn_where_nothing_can_be() -> None:
    assert (p.chart([1, 0, 2], [9, 9, 9]).lower == 0).all() and (p.chart([9, 8, 9], [9, 9, 9]).upper <= 1).all()
    assert (bounded(xmr.chart([1, 9, 2, 8]), smallest=0).lower == 0).all()


def test_subgroup_constants_are_the_printed_ones() -> None:
    """Montgomery 2013, appendix VI."""
    printed = {
        2: (1.128, 0.853, 0.7979),
        5: (2.326, 0.864, 0.9400),
        10: (3.078, 0.797, 0.9727),
        25: (3.931, 0.708, 0.9896),
    }
    for n, (two, three, four) in printed.items():
        assert d2(n) == pytest.approx(two, abs=5e-4)
        assert d3(n) == pytest.approx(three, abs=5.1e-4)
        assert c4(n) == pytest.approx(four, abs=5e-5)
    assert d2(2) == pytest.approx(2 / np.sqrt(np.pi), rel=1e-9)
    assert d3(2) == pytest.approx(np.sqrt(2 - 4 / np.pi), rel=1e-6)


def test_subgroups_of_unequal_size_have_limits_of_their_own() -> None:
    rows = [RNG.normal(10, 1, n) for n in (5, 3, 5, 8, 5, 3, 5, 5, 4, 5)]
    for kind in (xbar_r, xbar_s):
        chart = kind.chart(rows, convention="pooled")
        assert chart.upper[1] > chart.upper[0] > chart.upper[3]
        assert np.allclose((chart.upper - chart.centre) * np.sqrt(chart.n), 3 * chart.facts["sigma"])
    with pytest.raises(StatisticsError, match="Subgroup 2 has 1 measurements: give 2 to 100"):
        xbar_r.chart([[1, 2], [3]])


def test_laney_is_the_plain_chart_when_periods_differ_by_chance_alone() -> None:
    rng = np.random.default_rng(11)
    n = rng.integers(200, 400, 400)
    found = laney_p.chart(rng.binomial(n, 0.3), n)
    assert found.facts["sigma_z"] == pytest.approx(1.0, abs=0.08)
    assert laney_u.chart(rng.poisson(0.3 * n), n).facts["sigma_z"] == pytest.approx(1.0, abs=0.08)


def test_i_prime_with_equal_sizes_is_an_xmr_chart() -> None:
    x = RNG.normal(3, 1, 25)
    same = i_prime.chart(x, 7)
    assert np.allclose(same.upper, xmr.chart(x, convention="exact").upper)
    assert np.allclose(same.upper, i_prime.chart(x, 1).upper)


def test_an_ewma_of_full_weight_is_the_points_themselves() -> None:
    x = RNG.normal(0, 1, 20)
    chart = ewma.chart(x, design=ewma.Design(1.0, 3.0), from_=Reference(0, 1))
    assert np.allclose(chart.values, x) and np.allclose(chart.upper, 3)


def test_a_head_start_signals_sooner_and_dies_away() -> None:
    x = np.full(20, 1.2)
    slow = cusum.chart(x, from_=Reference(0, 1))
    fast = cusum.chart(x, design=cusum.Design(head_start=0.5), from_=Reference(0, 1))
    assert fast.facts["first_signal"] < slow.facts["first_signal"]
    quiet = cusum.chart(np.zeros(20), design=cusum.Design(head_start=0.5), from_=Reference(0, 1))
    assert np.isnan(quiet.facts["first_signal"]) and quiet.values[-1] == 0


def test_charts_that_remember_know_the_limits_alone() -> None:
    chart = ewma.chart([0.5] * 40, from_=Reference(0, 1))
    assert {s.rule for s in signals(chart, "western-electric")} <= {"we-1"}
    assert {s.rule for s in signals(chart, "anhoej")} <= {"anhoej-limits"}


def test_poisson_cusum_dates_a_doubled_rate() -> None:
    rng = np.random.default_rng(5)
    k = np.concatenate((rng.poisson(3, 40), rng.poisson(7, 20)))
    chart = poisson_cusum.chart(k, baseline=40)
    first = int(chart.facts["first_signal"])
    assert 40 <= first < 48
    assert abs(first - chart.paths["rounds"][first] + 1 - 40) <= 3


def test_young_cohorts_do_not_fake_a_fall() -> None:
    """questions.md trap 8: a constant chance of going on, yet won/entered of the last cohorts falls to nothing."""
    rng = np.random.default_rng(2)
    hazard, entered, ages = 0.08, 300, 12
    events, at_risk = np.zeros((24, ages)), np.zeros((24, ages))
    naive = []
    for start in range(24):
        left, won = entered, 0
        for age in range(min(ages, 24 - start)):
            now = rng.binomial(left, hazard)
            at_risk[start + age, age], events[start + age, age] = left, now
            left, won = left - now, won + now
        naive.append(won / entered)
    chart = oe.chart(events, at_risk)
    assert naive[-1] < 0.12 < 0.55 < naive[0]
    assert np.allclose(chart.values[-6:], 1, atol=0.2) and not signals(chart)
    events[20:] = np.floor(events[20:] * 0.5)
    assert (beyond(oe.chart(events, at_risk, baseline=20))[20:] == -1).all(), "a real fall is seen"


def test_oe_refuses_what_cannot_be() -> None:
    with pytest.raises(StatisticsError, match="Period 1 has 5 events among 4 cases of age 0"):
        oe.chart([[5, 1]], [[4, 2]])
    with pytest.raises(StatisticsError, match="tables of one shape"):
        oe.chart([[1, 1]], [[4, 2, 3]])
    assert isinstance(oe.chart([[0, 0], [0, 0]], [[4, 2], [4, 2]]), NotEnough)


def test_t2_does_not_depend_on_units_or_mixtures_of_measures() -> None:
    x = RNG.normal(size=(40, 3))
    mixed = x @ np.array([[2.0, 1, 0], [0, 3, 1], [1, 0, 1]]) + [5, -3, 100]
    for convention in ("sample", "differences"):
        one, other = t2.chart(x, convention=convention), t2.chart(mixed, convention=convention)
        assert np.allclose(one.values, other.values)
    assert np.allclose(mewma.chart(x).values, mewma.chart(mixed).values)


def test_t2_limits_are_those_printed() -> None:
    """NIST e-Handbook pmc543 and pmc5434 (Tracy, Young & Mason 1992): beta within the baseline, F beyond it."""
    chart = t2.chart(np.random.default_rng(0).normal(size=(15, 3)), baseline=14, chance=0.01)
    from scipy.stats import beta, f

    assert chart.upper[0] == pytest.approx(13**2 / 14 * beta.ppf(0.99, 1.5, 5))
    assert chart.upper[14] == pytest.approx(3 * 15 * 13 / (14 * 11) * f.ppf(0.99, 3, 11))


def test_t2_of_one_measure_is_its_score_squared() -> None:
    x = RNG.normal(size=30)
    assert np.allclose(t2.chart(x[:, None]).values, ((x - x.mean()) / x.std(ddof=1)) ** 2)


def test_t2_of_subgroups_is_montgomerys() -> None:
    """Montgomery 2013, ex. 11.1: 20 samples of 10, mean (115.59, 1.06), covariance 1.23, .79, .83; limit 13.72."""
    centred = np.linalg.qr(np.vander(np.arange(10.0), 3, increasing=True))[0][:, 1:] * 3
    spread = centred @ np.linalg.cholesky(np.array([[1.23, 0.79], [0.79, 0.83]])).T
    grand, own = np.array([115.59, 1.06]), np.array([115.25, 1.04])
    means = np.vstack([own, np.tile((20 * grand - own) / 19, (19, 1))])
    made = t2_subgroups.chart(means[:, None] + spread, chance=0.001)
    assert made.values[0] == pytest.approx(2.16, abs=0.005)
    assert made.upper[0] == pytest.approx(13.72, abs=0.005)


def test_t2_of_subgroups_does_not_depend_on_units_order_within_or_mixtures() -> None:
    x = RNG.normal(size=(25, 5, 3))
    mixed = x @ np.array([[2.0, 1, 0], [0, 3, 1], [1, 0, 1]]) + [5, -3, 100]
    one = t2_subgroups.chart(x, baseline=20)
    assert np.allclose(one.values, t2_subgroups.chart(mixed, baseline=20).values)
    assert np.allclose(one.values, t2_subgroups.chart(x[:, ::-1], baseline=20).values)
    assert one.upper[24] == pytest.approx(one.upper[0] * 21 / 19)


def test_t2_of_subgroups_of_one_measure_is_the_squared_score_of_the_mean() -> None:
    x = RNG.normal(size=(20, 4))
    away = x.mean(axis=1) - x.mean()
    pooled = x.var(axis=1, ddof=1).mean()
    assert np.allclose(t2_subgroups.chart(x[..., None]).values, 4 * away**2 / pooled)


def test_t2_of_subgroups_refuses_what_cannot_be() -> None:
    with pytest.raises(StatisticsError, match="two or more in a subgroup"):
        t2_subgroups.chart(np.zeros((5, 1, 2)))
    with pytest.raises(StatisticsError, match="not all of one size"):
        t2_subgroups.chart([[[1, 2], [1, 2]], [[1, 2]]])
    with pytest.raises(StatisticsError, match="Subgroup 2 lacks a value"):
        t2_subgroups.chart([[[1, 2], [3, 4]], [[1, np.nan], [3, 4]]])
    with pytest.raises(StatisticsError, match="chance of 1"):
        t2_subgroups.chart(RNG.normal(size=(9, 3, 2)), chance=1.0)
    assert isinstance(t2_subgroups.chart(np.ones((9, 3, 2))), NotEnough)
    assert isinstance(t2_subgroups.chart(RNG.normal(size=(2, 2, 4))), NotEnough)


def test_seasonal_chart_is_quiet_where_the_raw_one_cries() -> None:
    rng = np.random.default_rng(4)
    n, at = np.full(36, 600), np.arange(36) % 3
    k = rng.binomial(n, np.array([0.5, 0.54, 0.8])[at])
    assert len(set(np.flatnonzero(beyond(p.chart(k, n))))) > 20
    assert not (beyond(seasonal.chart(k, at, n=n, nature="shares"))).any()
    with pytest.raises(StatisticsError, match="Positions must be 36 whole numbers"):
        seasonal.chart(k, at[:5], n=n, nature="shares")
    assert isinstance(seasonal.chart(k, np.arange(36), n=n, nature="shares"), NotEnough)


def test_residual_chart_takes_the_resemblance_out() -> None:
    rng, x = np.random.default_rng(9), np.zeros(300)
    for i in range(1, 300):
        x[i] = 0.8 * x[i - 1] + rng.normal()
    raw, new = xmr.chart(x), residual.chart(x)
    assert new.facts["phi"] == pytest.approx(0.8, abs=0.1)
    assert (beyond(raw) != 0).mean() > 0.1 > 0.02 > (beyond(new) != 0).mean()
    assert np.array_equal(new.paths["raw"], x)


def test_g_chart_of_long_gaps_and_t_chart_of_long_times_signal_high() -> None:
    gaps = [5, 3, 8, 2, 6, 4, 7, 1, 9, 5, 3, 6, 4, 8, 120]
    for convention in ("median", "mean", "percentile"):
        assert beyond(g.chart(gaps, baseline=14, convention=convention))[-1] == 1
    for convention in ("nelson", "weibull", "exponential"):
        assert beyond(t.chart(gaps, baseline=14, convention=convention))[-1] == 1
    with pytest.raises(StatisticsError, match="A time of 0 fits no Weibull distribution"):
        t.chart([0.0, 1.0, 2.0], convention="weibull")


def test_designs_that_cannot_be_are_refused() -> None:
    with pytest.raises(StatisticsError, match="An EWMA needs a weight above 0"):
        ewma.chart([1, 2, 3], design=ewma.Design(weight=0))
    with pytest.raises(StatisticsError, match="A CUSUM needs k of at least 0"):
        cusum.chart([1, 2, 3], design=cusum.Design(h=0))
    with pytest.raises(StatisticsError, match="A Poisson CUSUM needs a ratio above 1"):
        poisson_cusum.chart([1, 2, 3], design=poisson_cusum.Design(ratio=1))
    with pytest.raises(StatisticsError, match="A MEWMA needs a weight above 0"):
        mewma.chart(np.ones((5, 2)), design=mewma.Design(weight=2))
    with pytest.raises(StatisticsError, match="A reference sigma of 0 cannot be"):
        ewma.chart([1, 2, 3], from_=Reference(1, 0))
