"""Change points, phases, capability, states and many charts at once: properties, coverage and refusals."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from pyrometer.errors import StatisticsError
from pyrometer.model.interval import NotEnough
from pyrometer.statistics._argmax import quantile
from pyrometer.statistics.capability import Asked, Capability, box_cox, by_percentiles, capability
from pyrometer.statistics.changepoint import Change, of_level, of_rate, of_share, sup_p
from pyrometer.statistics.charts import Chart, c, ewma, xmr
from pyrometer.statistics.charts._reference import Reference
from pyrometer.statistics.choose import choose
from pyrometer.statistics.false_discovery import benjamini_hochberg, latest_p, over_charts, runs_p
from pyrometer.statistics.phases import Cause, Plan, SetAside, Start, baseline, unexplained
from pyrometer.statistics.phases import chart as phased
from pyrometer.statistics.rules import signals
from pyrometer.statistics.states import Standing, standing


def test_bais_critical_values_are_the_published_ones() -> None:
    """Bai 1997, Econometric Theory 13:315-352, equal spread before and after: 4.70, 7.69 and 11.03."""
    for q, published in ((0.9, 4.70), (0.95, 7.69), (0.975, 11.03)):
        assert quantile(q, 1.0) == pytest.approx(published, abs=0.01)
        assert quantile(1 - q, 1.0) == pytest.approx(-published, abs=0.01)


def test_sup_f_critical_values_are_the_published_ones() -> None:
    """Andrews 1993, Econometrica 61, table I, p = 1, trim .15: 10 % 7.17, 5 % 8.85, 1 % 12.35."""
    for statistic, chance in ((7.17, 0.10), (8.85, 0.05), (12.35, 0.01)):
        assert sup_p(statistic, 0.15) == pytest.approx(chance, rel=0.12)


def test_no_change_is_found_in_about_one_quiet_series_of_twenty() -> None:
    rng = np.random.default_rng(0)
    level = [of_level(rng.normal(size=60)).is_found for _ in range(400)]
    rate = [of_rate(rng.poisson(8, 60)).is_found for _ in range(400)]
    share = [of_share(rng.binomial(50, 0.3, 60), 50).is_found for _ in range(400)]
    assert all(np.mean(x) < 0.09 for x in (level, rate, share))


@pytest.mark.parametrize("kind", ["level", "rate", "share"])
def test_the_interval_on_the_date_holds_the_true_date(kind: str) -> None:
    rng, held = np.random.default_rng(1), []
    for _ in range(400):
        if kind == "level":
            found = of_level(np.concatenate((rng.normal(0, 1, 30), rng.normal(1, 1, 30))))
        elif kind == "rate":
            found = of_rate(np.concatenate((rng.poisson(5, 30), rng.poisson(8, 30))))
        else:
            found = of_share(np.concatenate((rng.binomial(40, 0.3, 30), rng.binomial(40, 0.42, 30))), 40)
        assert isinstance(found, Change)
        held.append(found.low <= 29 <= found.high)
    assert np.mean(held) > 0.93


def test_dates_by_integrated_likelihood_are_fewer_than_by_the_inverted_ratio_and_hold_the_best() -> None:
    rng, spared = np.random.default_rng(8), []
    for _ in range(40):
        x, k = rng.normal(0, 1, 50) + (np.arange(50) > 20), rng.poisson(np.where(np.arange(50) > 30, 7, 4))
        for one, other in (
            (of_level(x), of_level(x, interval="likelihood")),
            (of_rate(k), of_rate(k, interval="likelihood")),
            (of_share(k, 40), of_share(k, 40, interval="likelihood")),
        ):
            assert one.low <= one.last_before <= one.high
            assert one.last_before == other.last_before and one.p_value == other.p_value
            spared.append((other.high - other.low) - (one.high - one.low))
    assert np.mean(spared) > 2


def test_an_unknown_interval_is_named() -> None:
    with pytest.raises(StatisticsError, match="No interval named 'bai'"):
        of_rate([1] * 20, interval="bai")  # type: ignore[arg-type]


def test_intervals_from_ranges_cover_since_ranges_know_less() -> None:
    """With n - 1 degrees of freedom, as qcc has them, nine in ten of these would hold the truth."""
    rng, held, short = np.random.default_rng(6), [], []
    for _ in range(1000):
        x = rng.normal(0, 1, 50)
        ours, theirs = capability(x, Asked(-3, 4)), capability(x, Asked(-3, 4), convention="qcc")
        held.append(ours.cp.interval.low <= 7 / 6 <= ours.cp.interval.high)
        short.append(theirs.cp.interval.low <= 7 / 6 <= theirs.cp.interval.high)
    assert 0.93 < np.mean(held) < 0.97
    assert np.mean(short) < 0.91


def test_a_spread_known_beforehand_leaves_only_the_mean_in_doubt() -> None:
    found = capability(np.random.default_rng(1).normal(size=40), Asked(-3, 3), within=1.0)
    assert found.cp.interval.low == found.cp.value == found.cp.interval.high == 1.0
    assert found.cpk.interval.high - found.cpk.interval.low == pytest.approx(2 * 1.959964 / (3 * np.sqrt(40)), rel=1e-5)


@given(st.lists(st.integers(0, 30), min_size=10, max_size=40), st.floats(0.1, 50), st.floats(-100, 100))
def test_a_change_does_not_depend_on_units(k: list[int], scale: float, shift: float) -> None:
    one, other = of_level(k), of_level(scale * np.array(k) + shift)
    assert isinstance(one, NotEnough) == isinstance(other, NotEnough)
    if isinstance(one, Change) and isinstance(other, Change):
        assert one.statistic == pytest.approx(other.statistic, rel=1e-6, abs=1e-6)


@given(st.lists(st.integers(0, 30), min_size=10, max_size=40).filter(any))
def test_read_backwards_a_change_is_as_strong(k: list[int]) -> None:
    one, other = of_rate(k), of_rate(k[::-1])
    assert isinstance(one, Change) and isinstance(other, Change)
    assert one.statistic == pytest.approx(other.statistic, abs=1e-8)


def test_a_change_in_too_few_or_like_points_is_not_looked_for() -> None:
    assert str(of_level([1, 2, 3])) == "Not enough to tell: needs eight points, has 3."
    assert isinstance(of_level([4.0] * 20), NotEnough)
    assert isinstance(of_rate([0] * 20), NotEnough)
    assert isinstance(of_share([5] * 20, 5), NotEnough)
    with pytest.raises(StatisticsError, match="a trim of 0 to below .5"):
        of_level([1.0, 2] * 10, trim=0.7)


def test_limits_are_rebased_only_with_a_cause() -> None:
    with pytest.raises(StatisticsError, match="The phase from point 11 has no cause: limits are re-based"):
        phased("xmr", range(20), plan=Plan(starts=(Start(10, " "),)))
    with pytest.raises(StatisticsError, match="Point 4 is set aside without a reason: record why."):
        phased("xmr", range(20), plan=Plan(set_aside=(SetAside(3, ""),)))
    with pytest.raises(StatisticsError, match=r"Phases start at points \[31\]"):
        phased("xmr", range(20), plan=Plan(starts=(Start(30, "new form"),)))
    with pytest.raises(StatisticsError, match="There is no point 31 to set aside"):
        phased("xmr", range(20), plan=Plan(set_aside=(SetAside(30, "strike"),)))
    with pytest.raises(StatisticsError, match="give arrays of one length"):
        phased("p", [1, 2], [3, 4, 5], plan=Plan())


def test_each_phase_has_the_limits_of_its_own_points() -> None:
    rng = np.random.default_rng(2)
    x = np.concatenate((rng.normal(0, 1, 24), rng.normal(5, 2, 24)))
    plan = Plan(hold=20, starts=(Start(24, "offers by video", hold=20),), set_aside=(SetAside(30, "strike"),))
    whole = phased("xmr", x, plan=plan)
    assert isinstance(whole, Chart) and whole.companion is not None
    first = xmr.chart(x[:24], baseline=20)
    assert isinstance(first, Chart)
    assert np.allclose(whole.upper[:24], first.upper) and whole.facts["mean_range@0"] == first.facts["mean_range"]
    assert whole.phase.tolist() == [0] * 24 + [1] * 24
    assert not whole.used[30] and not whole.used[20:24].any() and not whole.used[44:].any()
    assert baseline(plan, 48).sum() == 39
    assert len(whole.companion) == 48


def test_one_phase_is_the_chart_itself_and_a_held_baseline_ignores_later_points() -> None:
    x = np.random.default_rng(3).normal(size=40)
    one = phased("xmr", x, plan=Plan(hold=25))
    later = phased("xmr", np.concatenate((x[:25], x[25:] + 50)), plan=Plan(hold=25))
    assert isinstance(one, Chart) and isinstance(later, Chart)
    assert np.array_equal(one.upper, later.upper)


def test_signals_without_a_cause_are_the_unexplained_ones() -> None:
    x = [0.0, 1, -1, 1, -1, 0, 1, -1, 1, 0] * 2
    x[12], x[17] = 9.0, -9.0
    chart = xmr.chart(x, baseline=10)
    assert isinstance(chart, Chart)
    found = [s for s in signals(chart, "limits")]
    assert [s.number for s in found] == [13, 18]
    assert [s.number for s in unexplained(found, Plan(causes=(Cause(12, "a fair"),)))] == [18]


def test_a_phase_too_short_for_limits_is_an_answer() -> None:
    assert isinstance(phased("xmr", range(20), plan=Plan(starts=(Start(19, "new form"),))), NotEnough)


@given(st.floats(0.01, 100), st.floats(-1000, 1000))
def test_capability_does_not_depend_on_units(scale: float, shift: float) -> None:
    x = np.random.default_rng(4).normal(10, 1, 50)
    one = capability(x, Asked(6, 15, 10))
    other = capability(scale * x + shift, Asked(6 * scale + shift, 15 * scale + shift, 10 * scale + shift))
    assert isinstance(one, Capability) and isinstance(other, Capability)
    for index in ("cp", "cpl", "cpu", "cpk", "cpm", "pp", "ppk", "ppm"):
        ours, theirs = getattr(one, index), getattr(other, index)
        assert theirs.value == pytest.approx(ours.value, rel=1e-6)
        assert theirs.interval.low == pytest.approx(ours.interval.low, rel=1e-6)


def test_intervals_of_capability_cover() -> None:
    rng, held, held_k = np.random.default_rng(5), [], []
    for _ in range(1000):
        found = capability(rng.normal(0, 1, 60), Asked(-3, 4))
        assert isinstance(found, Capability) and found.pp and found.ppk
        held.append(found.pp.interval.low <= 7 / 6 <= found.pp.interval.high)
        held_k.append(found.ppk.interval.low <= 1.0 <= found.ppk.interval.high)
    assert 0.93 < np.mean(held) < 0.97
    assert 0.93 < np.mean(held_k) < 0.975


def test_one_bound_gives_one_sided_indices_only() -> None:
    found = capability(np.random.default_rng(6).normal(size=40), Asked(high=3))
    assert isinstance(found, Capability)
    assert found.cp is None and found.cpl is None and found.cpm is None
    assert found.cpu is not None and found.cpk is not None and found.cpk.value == found.cpu.value


def test_percentiles_of_normal_values_agree_with_the_normal_index() -> None:
    x = np.random.default_rng(7).normal(10, 1, 4000)
    plain, by = capability(x, Asked(6, 15)), by_percentiles(x, Asked(6, 15), family="normal")
    assert isinstance(plain, Capability) and plain.ppk is not None and not isinstance(by, NotEnough)
    assert by.ppk == pytest.approx(plain.ppk.value, rel=2e-3)


def test_box_cox_finds_logarithms_and_covers() -> None:
    rng = np.random.default_rng(8)
    held = 0
    for _ in range(200):
        found = box_cox(rng.lognormal(0, 0.7, 60))
        held += found.interval.low <= 0 <= found.interval.high
    assert 0.91 < held / 200 < 0.985
    x = rng.lognormal(0, 0.5, 50)
    assert box_cox(1000 * x).value == pytest.approx(box_cox(x).value, abs=1e-5)


def test_capability_refuses_what_cannot_be() -> None:
    with pytest.raises(StatisticsError, match="Capability needs a bound"):
        capability([1.0] * 30, Asked())
    with pytest.raises(StatisticsError, match="must lie below the highest"):
        capability([1.0] * 30, Asked(5, 4))
    with pytest.raises(StatisticsError, match="has values above 0 only"):
        by_percentiles([0.0, *range(1, 30)], Asked(high=9))
    with pytest.raises(StatisticsError, match="Box-Cox needs values above 0"):
        box_cox([1.0, 2, -3, 4])
    assert isinstance(capability([1.0, 2, 3], Asked(high=9)), NotEnough)
    assert isinstance(capability([1.0] * 30, Asked(high=9)), NotEnough)


def test_wheelers_four_states() -> None:
    rng = np.random.default_rng(9)
    calm = rng.permutation(np.tile([9.0, 9.5, 10.0, 10.5, 11.0], 6))
    wild = calm.copy()
    wild[20] = 18.0
    expected = [(calm, Asked(0, 20), "ideal"), (calm, Asked(9.2, 20), "threshold")]
    expected += [(wild, Asked(0, 20), "brink of chaos"), (wild, Asked(0, 15), "chaos")]
    for values, asked, state in expected:
        chart = xmr.chart(values)
        assert isinstance(chart, Chart)
        found = standing(chart, asked, rules="limits")
        assert isinstance(found, Standing)
        assert found.state == state and found.advice
    short = xmr.chart([1.0, 2, 3])
    assert isinstance(short, Chart) and isinstance(standing(short, Asked(0, 5)), NotEnough)


def test_benjamini_and_hochberg_keep_their_own_example() -> None:
    """Benjamini & Hochberg 1995, their example: fifteen p-values, four stand at .05 (Bonferroni: three)."""
    p = [0.0001, 0.0004, 0.0019, 0.0095, 0.0201, 0.0278, 0.0298, 0.0344]
    p += [0.0459, 0.3240, 0.4262, 0.5719, 0.6528, 0.7590, 1.0]
    found = benjamini_hochberg(p)
    assert sum(found.stands) == 4 and all(found.stands[:4])
    assert found.adjusted[3] == pytest.approx(0.0095 * 15 / 4)
    with pytest.raises(StatisticsError, match="between 0 and 1"):
        benjamini_hochberg([0.5, 1.5])


@given(st.lists(st.floats(0, 1), min_size=1, max_size=30), st.randoms())
def test_the_order_of_charts_does_not_matter(p: list[float], chance: object) -> None:
    order = sorted(range(len(p)), key=lambda _: chance.random())  # type: ignore[attr-defined]
    one, other = benjamini_hochberg(p), benjamini_hochberg([p[i] for i in order])
    assert np.allclose(one.adjusted[order], other.adjusted)


def test_of_fifty_quiet_charts_none_stands_and_the_changed_one_does() -> None:
    rng = np.random.default_rng(10)
    quiet = [xmr.chart(rng.normal(size=60), baseline=59) for _ in range(50)]
    changed = xmr.chart(np.append(rng.normal(size=59), 9.0), baseline=59)
    found = over_charts([*quiet, changed], latest_only=True)  # type: ignore[list-item]
    assert found.stands[-1] and sum(found.stands) == 1
    assert sum(over_charts(quiet).stands) <= 1  # type: ignore[arg-type]
    with pytest.raises(StatisticsError, match="There are no charts"):
        over_charts([])
    memory = ewma.chart(rng.normal(size=20), from_=Reference(0, 1))
    with pytest.raises(StatisticsError, match="A ewma chart remembers"):
        latest_p(memory)  # type: ignore[arg-type]


def test_p_values_of_runs_are_honest() -> None:
    rng = np.random.default_rng(12)
    p = [runs_p(xmr.chart(rng.normal(size=24))) for _ in range(600)]  # type: ignore[arg-type]
    assert np.mean(np.array(p) < 0.05) < 0.075
    few = [runs_p(c.chart(rng.poisson(1, 60))) for _ in range(300)]  # type: ignore[arg-type]
    assert np.mean(np.array(few) < 0.05) < 0.075  # also where the average lies off the middle of the counts


@pytest.mark.parametrize("shape", [1e9, 4.0])
def test_counts_that_are_skewed_are_not_called_out_oftener_than_promised(shape: float) -> None:
    """Weekly counts of one level, by chance alone or with more spread: by normal tails 16% and 27% of them stood."""
    rng, stood = np.random.default_rng(3), 0
    for _ in range(120):
        made = choose(rng.poisson(rng.gamma(shape, 12 / shape, 104)), nature="counts")
        assert not isinstance(made, NotEnough)
        stood += bool(made.signals) and over_charts([made.chart], share=0.1).stands[0]
    assert stood <= 20  # 10% of 120 and two standard errors
