"""Traps of groups and of chance: best and worst, coaching, tampering, peeking, rare classes, many charts."""

from collections.abc import Callable
from typing import Any

import numpy as np

Made = tuple[str, str, float, float, float, float, str]
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


def sizes(rng: Rng, runs: int) -> Made:
    """T10: a hundred cases an arm seem many; 20% against 25% takes 1,094."""
    from pyrometer.statistics import compare

    return "Sample size", "20% against 25%, 80% power", 100.0, 1094.0, compare.size_for_shares(0.2, 0.25), 0.5, "an arm"


def peeking(rng: Rng, runs: int) -> Made:
    """T11: looking 20 times at a 5% test of two equal arms; one look at a size fixed before keeps its 5%."""
    from scipy.special import ndtri

    n, looks = 2000, np.arange(1, 21) * 100
    sums = np.cumsum(rng.random((max(runs, 1000), 2, n)) < 0.2, axis=2, dtype=np.int32)[:, :, looks - 1]
    both = sums.sum(1) / (2 * looks)
    z = (sums[:, 0] - sums[:, 1]) / looks / np.sqrt(2 * both * (1 - both) / looks)
    wrong = np.abs(z) > float(-ndtri(0.025))
    naive, ours = float(wrong.any(1).mean()), float(wrong[:, -1].mean())
    return "One look, size fixed before", "20 looks at p < .05, no difference", naive, 0.05, ours, 0.025, "%"


def rare_class(rng: Rng, runs: int) -> Made:
    """T12: two raters agree on 92% of cases, of which few are yes: kappa .29, AC1 .91."""
    from pyrometer.statistics import agreement

    rare, even = (agreement.ratings_of_table(t) for t in ([[2, 4], [4, 90]], [[46, 4], [4, 46]]))
    values: list[Any] = [agreement.cohen(rare), agreement.gwet(rare), agreement.gwet(even)]
    return "Gwet's AC1", "92% agreed, rare class", values[0].value, 0.91, values[1].value, 0.005, ""


def false_flags(rng: Rng, runs: int) -> Made:
    """T13: 'qualified' is right in 80% of yes and 90% of no: 24% are called so, 20% are."""
    from pyrometer.statistics import agreement

    called = 0.2 * 0.8 + 0.8 * 0.1
    found: Any = agreement.rogan_gladen(2400, 10_000, 0.8, 0.9)
    return "Rogan-Gladen", "share qualified, sensitivity .8, specificity .9", called, 0.2, found.value, 0.001, "%"


def none_in_fifteen(rng: Rng, runs: int) -> Made:
    """T14: no order in 15 tries says 'it does not work'; 18% is still possible."""
    from pyrometer.statistics.intervals import clopper_pearson

    high = clopper_pearson(0, 15, level=0.9).high
    return "Clopper-Pearson", "0 orders in 15 tries: upper 95% bound", 0.0, 0.181, high, 0.0005, "%"


def many_charts(rng: Rng, runs: int) -> Made:
    """T16: 50 XmR charts with baselines of 20 points; three sigma seems to mean .27%."""
    from pyrometer.statistics.false_alarms import baseline_alarm_share

    points = rng.normal(0, 1, (200_000, 21))
    base = points[:, :20]
    half = 2.66 * np.abs(np.diff(base, axis=1)).mean(1)
    share = float((np.abs(points[:, 20] - base.mean(1)) > half).mean())
    truth, ours = 1 - (1 - share) ** 50, 1 - (1 - baseline_alarm_share(20)) ** 50
    return "False alarms", "50 charts: one at least cries wolf", 1 - 0.9973**50, truth, ours, 0.03, "%"


GROUPS: dict[int, Callable[[Rng, int], Made]] = {
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
