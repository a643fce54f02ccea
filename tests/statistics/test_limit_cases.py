"""The ends of what can be: nobody, one, everybody, all alike, nothing to divide by; a number, or the reason why not."""

import math
import warnings
from collections.abc import Callable
from typing import Any

import numpy as np
import pytest

from pyrometer.errors import PyrometerError
from pyrometer.model.interval import NotEnough
from pyrometer.statistics import (
    agreement,
    changepoint,
    compare,
    designs,
    information,
    intervals,
    overdispersion,
    scorecard,
    sequential,
    survival,
)
from pyrometer.statistics.capability import Asked, capability
from pyrometer.statistics.charts import (
    c,
    ewma,
    g,
    i_prime,
    laney_p,
    oe,
    p,
    poisson_cusum,
    run,
    t,
    t2,
    t2_subgroups,
    u,
    xbar_r,
    xmr,
)
from pyrometer.statistics.choose import choose
from pyrometer.statistics.survival import cox
from tests.statistics.test_bad_input import numbers_of

SAME = [5.0] * 20
NOBODY = survival.incidence([1, 2, 3], {"won": [0, 0, 0], "lost": [1, 1, 0]}, [2, 2, 4])
AT_ONCE = survival.incidence([1], {"won": [9], "lost": [0]}, [0])
SOME = survival.incidence([1, 2, 3], {"won": [2, 1, 1], "lost": [1, 1, 0]}, [2, 2, 4])

CASES: dict[str, Callable[[], Any]] = {
    "nobody of ten": lambda: intervals.wilson(0, 10),
    "all of ten": lambda: intervals.jeffreys(10, 10),
    "one of one": lambda: intervals.clopper_pearson(1, 1),
    "no event": lambda: intervals.poisson_exact(0),
    "no cases at all": lambda: intervals.wilson(0, 0),
    "p chart, nobody ever": lambda: p.chart([0] * 20, 50),
    "p chart, everybody always": lambda: p.chart([50] * 20, 50),
    "p chart, nobody ever, exact": lambda: p.chart([0] * 20, 50, convention="exact"),
    "c chart, nothing ever": lambda: c.chart([0] * 20),
    "u chart, nothing to divide by": lambda: u.chart([1, 0], [1, 0]),
    "laney, all alike": lambda: laney_p.chart([10] * 20, 50),
    "XmR, all alike": lambda: xmr.chart(SAME),
    "XmR, one point": lambda: xmr.chart([5.0]),
    "run chart, all on the centre": lambda: run.chart(SAME),
    "EWMA, all alike": lambda: ewma.chart(SAME),
    "subgroups, all alike": lambda: xbar_r.chart(np.full((10, 4), 5.0)),
    "I', all alike": lambda: i_prime.chart(SAME, [10] * 20),
    "gaps, all nought": lambda: g.chart([0] * 20),
    "times, all alike": lambda: t.chart(SAME, convention="weibull"),
    "vectors, one measure twice": lambda: t2.chart(np.column_stack([np.arange(20.0), np.arange(20.0)])),
    "vectors in subgroups, all alike": lambda: t2_subgroups.chart(np.ones((6, 3, 2))),
    "few events, none": lambda: poisson_cusum.chart([0] * 20),
    "observed over expected, nobody": lambda: oe.chart([[0, 0]] * 15, [[4, 2]] * 15),
    "chooser, all alike": lambda: choose(SAME),
    "chooser, one point": lambda: choose([1.0]),
    "change, all alike": lambda: changepoint.of_level(SAME),
    "change of rate, nothing ever": lambda: changepoint.of_rate([0] * 20),
    "change of share, everybody always": lambda: changepoint.of_share([9] * 20, 9),
    "change, two points": lambda: changepoint.of_level([1.0, 2.0]),
    "capability, all alike": lambda: capability([5.0] * 30, Asked(1, 9)),
    "capability, two values that change places": lambda: capability([4.0, 6.0] * 15, Asked(1, 9)),
    "dispersion, nothing ever": lambda: overdispersion.dispersion([0] * 10, [5] * 10),
    "ANOM, nobody anywhere": lambda: compare.anom_binomial([0, 0, 0], [9, 8, 7]),
    "ANOM, everybody everywhere": lambda: compare.anom_binomial([9, 8, 7], [9, 8, 7]),
    "ANOM of counts, nothing": lambda: compare.anom_poisson([0, 0, 0], [9, 8, 7]),
    "ANOM of means, all alike": lambda: compare.anom_normal([1, 1, 2, 2], [5.0, 5.0, 5.0, 5.0]),
    "funnel, nobody": lambda: compare.funnel_plot([0, 0, 0], [9, 8, 7]),
    "shrinkage, nobody": lambda: compare.shrink([0, 0, 0], [9, 8, 7]),
    "shrinkage, everybody": lambda: compare.shrink([9, 8, 7], [9, 8, 7]),
    "shrinkage, everybody, a group of one": lambda: compare.shrink([3, 9, 20, 50, 1], [3, 9, 20, 50, 1]),
    "shrinkage, nobody of very many": lambda: compare.shrink([0] * 30, [400] * 30),
    "shrinkage, a group of one": lambda: compare.shrink([1, 8, 7], [1, 18, 27]),
    "homogeneity, everybody": lambda: compare.homogeneity([9, 8], [9, 8]),
    "random effects, all alike": lambda: compare.random_effects([1.0, 1.0, 1.0], [0.1, 0.2, 0.3]),
    "rates, nothing here": lambda: compare.rate_ratio((0, 10), (5, 10)),
    "rates, nothing there": lambda: compare.rate_ratio((5, 10), (0, 10)),
    "rates, nothing anywhere": lambda: compare.rate_ratio((0, 10), (0, 10)),
    "strata, one empty": lambda: compare.stratified([[[5, 3], [4, 6]], [[0, 0], [0, 0]]]),
    "strata, all empty": lambda: compare.stratified([[[0, 0], [0, 0]]]),
    "paces, nobody left": lambda: compare.standardise_cells("ab", [[9, 5], [8, 6]], [[0, 0], [0, 0]]),
    "paces, a group not there": lambda: compare.standardise_cells("ab", [[9, 5], [0, 0]], [[3, 1], [0, 0]]),
    "yield, nobody won": lambda: survival.at(NOBODY, "won", 3),
    "yield, all at once": lambda: survival.at(AT_ONCE, "won", 1),
    "quantile, never reached": lambda: survival.quantile(NOBODY, "won", 0.5),
    "mean wait, all at once": lambda: survival.restricted_mean(AT_ONCE, 1),
    "median, all at once": lambda: survival.survival_quantile(AT_ONCE, 0.5),
    "log-rank, nobody": lambda: survival.logrank({"a": NOBODY, "b": NOBODY}, cause="won"),
    "Gray, nobody in one": lambda: survival.gray({"a": NOBODY, "b": SOME}, cause="won"),
    "Gray, nobody anywhere": lambda: survival.gray({"a": NOBODY, "b": NOBODY}, cause="won"),
    "Cox, nobody": lambda: cox.cox(cox.cases([1.0, 2, 3], [0, 0, 0], [[1.0], [0], [1]])),
    "Cox, all ties": lambda: cox.cox(cox.cases([1.0] * 6, [1] * 6, [[1.0], [0], [1], [0], [1], [0]])),
    "repeats, none": lambda: survival.mean_cumulative([1, 2], [0, 0], [1, 3]),
    "kappa, all alike": lambda: agreement.cohen(agreement.ratings([["a", "a"]] * 9)),
    "AC1, one item": lambda: agreement.gwet(agreement.ratings([["a", "b"]])),
    "information, a field of one value": lambda: information.information([[5, 9], [0, 0]]),
    "AUC, all ties": lambda: scorecard.auc([1.0] * 10, [0, 1] * 5),
    "AUC, perfect": lambda: scorecard.auc(np.arange(10.0), [0] * 5 + [1] * 5),
    "lift, nobody acted": lambda: scorecard.lift([1.0, 2, 3, 4], [0, 0, 0, 0], top=0.5),
    "sequence, nobody yet": lambda: sequential.bernoulli(0, 30),
    "sequence, everybody so far": lambda: sequential.bernoulli(30, 30),
    "split, all to one arm": lambda: sequential.sample_ratio([40, 0], [1, 1]),
    "design, all alike": lambda: designs.lenth(designs.effects(designs.full(3), [5.0] * 8)),
}


MAY_BE_UNSET = {  # what the docstrings say may be NaN
    "Chart": ("lower", "upper", "sigma", "score", "companion", "facts"),
    "Choice": ("chart",),
    "Stratified": ("by_stratum",),
    "Standardised": ("ratio", "low", "high"),
    "Change": ("profile",),
}


@pytest.mark.parametrize("name", CASES)
def test_at_the_ends_there_is_a_number_or_a_reason(name: str) -> None:
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        try:
            found = CASES[name]()
        except PyrometerError as told:
            assert str(told).endswith(".")
            return
    if isinstance(found, NotEnough):
        assert found.needs and found.has
        return
    unset = MAY_BE_UNSET.get(type(found).__name__, ())
    kept = {n: getattr(found, n) for n in getattr(found, "__slots__", ()) if n not in unset}
    assert not any(math.isnan(x) for x in numbers_of(kept or found)), found


def test_a_group_that_was_never_there_has_no_ratio() -> None:
    made = compare.standardise_cells("ab", [[9, 5], [0, 0]], [[3, 1], [0, 0]])
    assert made.ratio[0] == pytest.approx(1.0) and np.isnan(made.ratio[1])


def test_nobody_and_everybody_mirror_each_other_in_shrinkage() -> None:
    n = [3, 9, 20, 50, 1]
    nobody, everybody = compare.shrink([0] * 5, n), compare.shrink(n, n)
    assert np.allclose(nobody.value, 1 - everybody.value, atol=1e-3)
    assert np.allclose(nobody.high, 1 - everybody.low, atol=1e-3)
