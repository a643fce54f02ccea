"""Traps of groups and of chance: best and worst, coaching, tampering, peeking, rare classes, many charts."""

from collections.abc import Callable
from typing import Any

import numpy as np

Made = tuple[str, str, float, float, float, float, str]
Many = list[Made]
Rng = np.random.Generator


def best_and_worst(rng: Rng, runs: int) -> Made:
    """T4: eight identical sellers, 25 deals each: the best has twice the worst in nine quarters of ten."""
    from pyrometer.statistics import compare

    won = rng.binomial(25, 0.25, (runs, 8))
    naive = float((won.max(1) >= 2 * won.min(1)).mean())
    special = [bool(np.abs(compare.anom_binomial(k, np.full(8, 25)).outside).any()) for k in won if 0 < k.sum() < 200]
    chance = 3 * float(np.sqrt(0.05 * 0.95 / len(special)))
    return "ANOM", "8 identical sellers: somebody is special", naive, 0.05, float(np.mean(special)), 0.02 + chance, "%"


def coaching(rng: Rng, runs: int) -> Made:
    """T5: worthless coaching of the bottom 5 of 20 sellers; shrinkage foretells what they do next."""
    from pyrometer.statistics import compare

    naive, ours = [], []
    for _ in range(60):
        true = np.full(20, 0.25)
        before, after = rng.binomial(40, true), rng.binomial(40, true)
        worst = np.argsort(before, kind="stable")[:5]
        expected = compare.shrink(before, np.full(20, 40)).value[worst].mean()
        naive.append(float((after[worst] - before[worst]).mean() / 40))
        ours.append(float(after[worst].mean() / 40 - expected))
    return "Shrinkage", "gain from worthless coaching", float(np.mean(naive)), 0.0, float(np.mean(ours)), 0.025, "%"


def tampering(rng: Rng, runs: int) -> Made:
    """T9: correcting every deviation doubles the variance; the chart says leave it alone."""
    from pyrometer.statistics.charts import Chart, xmr

    noise = rng.normal(0, 1, 50_000)
    corrected = np.diff(noise)  # each result is moved by the last deviation
    steady = xmr.chart(noise[:5000])
    assert isinstance(steady, Chart)
    inside = noise[:5000][(noise[:5000] < steady.upper) & (noise[:5000] > steady.lower)]
    ours = float(inside.var() / noise[:5000].var())
    return "XmR chart", "variance when each deviation is corrected", float(corrected.var()), 1.0, ours, 0.1, ""


def sizes(rng: Rng, runs: int) -> Many:
    """T10: a hundred cases an arm seem many; 20% against 25% takes 1,094."""
    from pyrometer.statistics import compare

    asked = ((0.2, 0.25, 1094.0), (0.2, 0.3, 293.0), (0.05, 0.07, 2212.0), (0.3, 0.45, 162.0))
    return [
        ("Sample size", f"{p:.0%} against {q:.0%}, 80% power", 100.0, n, compare.size_for_shares(p, q), 1.0, "an arm")
        for p, q, n in asked
    ]


def peeking(rng: Rng, runs: int) -> Many:
    """T11: looking 20 times at a 5% test of two equal arms; one look keeps its 5%, and so does a sequence."""
    from scipy.special import ndtri

    from pyrometer.statistics import sequential

    n, looks, what = 2000, np.arange(1, 21) * 100, "20 looks at p < .05, no difference"
    sums = np.cumsum(rng.random((max(runs, 1000), 2, n)) < 0.2, axis=2, dtype=np.int32)[:, :, looks - 1]
    both = sums.sum(1) / (2 * looks)
    z = (sums[:, 0] - sums[:, 1]) / looks / np.sqrt(2 * both * (1 - both) / looks)
    wrong = np.abs(z) > float(-ndtri(0.025))
    naive, ours = float(wrong.any(1).mean()), float(wrong[:, -1].mean())
    half = sequential.asymptotic_half_width(looks, 1.0, rho2=sequential.best_rho2(n))
    valid = float((np.abs(z) / np.sqrt(looks) > half).any(1).mean())
    return [
        ("One look, size fixed before", what, naive, 0.05, ours, 0.025, "%"),
        ("Confidence sequence", f"{what}: at most 5%", naive, 0.05, valid, 0.05, "%"),
    ]


def rare_class(rng: Rng, runs: int) -> Many:
    """T12: two raters agree on 92% of cases, of which few are yes: kappa .29, AC1 .91; evenly split, .84 and .84."""
    from pyrometer.statistics import agreement

    rare, even = (agreement.ratings_of_table(t) for t in ([[2, 4], [4, 90]], [[46, 4], [4, 46]]))
    values: list[Any] = [agreement.cohen(rare), agreement.gwet(rare), agreement.gwet(even)]
    kappa, ac1, balanced = (float(v.value) for v in values)
    return [
        ("Gwet's AC1", "92% agreed, rare class", kappa, 0.91, ac1, 0.005, ""),
        ("Gwet's AC1", "92% agreed, half of them yes", kappa, 0.84, balanced, 0.005, ""),
    ]


def false_flags(rng: Rng, runs: int) -> Many:
    """T13: 'qualified' is right in 80% of yes and 90% of no: 24% are called so, 20% are; 50% of them win, not 35%."""
    from pyrometer.statistics import agreement

    called = 0.2 * 0.8 + 0.8 * 0.1
    found: Any = agreement.rogan_gladen(2400, 10_000, 0.8, 0.9)
    won = (0.16 * 0.5 + 0.08 * 0.05) / called, (0.04 * 0.5 + 0.72 * 0.05) / (1 - called)
    rates: Any = agreement.true_rates((2400, 7600), won, 0.8, 0.9)
    right = "sensitivity .8, specificity .9"
    return [
        ("Rogan-Gladen", f"share qualified, {right}", called, 0.2, float(found.value), 0.001, "%"),
        ("Rogan-Gladen", f"won of the qualified, {right}", won[0], 0.5, float(rates[0]), 0.001, "%"),
        ("Rogan-Gladen", f"won of the others, {right}", won[1], 0.05, float(rates[1]), 0.001, "%"),
    ]


def none_in_fifteen(rng: Rng, runs: int) -> Made:
    """T14: no order in 15 tries says 'it does not work'; 18% is still possible."""
    from pyrometer.statistics.intervals import clopper_pearson

    high = clopper_pearson(0, 15, level=0.9).high
    return "Clopper-Pearson", "0 orders in 15 tries: upper 95% bound", 0.0, 0.181, high, 0.0005, "%"


def many_charts(rng: Rng, runs: int) -> Many:
    """T16: 50 XmR charts with baselines of 20 points; three sigma seems to mean .27%."""
    from pyrometer.statistics.false_alarms import baseline_alarm_share

    points = rng.normal(0, 1, (200_000, 21))
    base = points[:, :20]
    half = 2.66 * np.abs(np.diff(base, axis=1)).mean(1)
    share = float((np.abs(points[:, 20] - base.mean(1)) > half).mean())
    truth, ours = 1 - (1 - share) ** 50, 1 - (1 - baseline_alarm_share(20)) ** 50
    return [
        ("False alarms", "a new point beyond limits of 20", 0.0027, share, baseline_alarm_share(20), 0.002, "%"),
        ("False alarms", "50 charts: one at least cries wolf", 1 - 0.9973**50, truth, ours, 0.03, "%"),
    ]


GROUPS: dict[int, Callable[[Rng, int], Made | Many]] = {
    4: best_and_worst,
    5: coaching,
    9: tampering,
    10: sizes,
    11: peeking,
    12: rare_class,
    13: false_flags,
    14: none_in_fifteen,
    16: many_charts,
}
