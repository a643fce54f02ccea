"""Right calls about groups and intervals."""

from functools import partial

import numpy as np

from pyrometer.statistics import (
    compare,
    intervals,
)
from tests.statistics.calls.call import GROUP_K, GROUP_N, GROUPS, KN, Call, of

SHRUNKEN = compare.shrink(GROUP_K, GROUP_N, prior="ml")
COMPARED: dict[str, Call] = {
    "compare.anom.anom_binomial": of(compare.anom_binomial, {"k": GROUP_K, "n": GROUP_N, "level": 0.9}, **GROUPS),
    "compare.anom.anom_poisson": of(
        compare.anom_poisson,
        {"count": GROUP_K, "exposure": GROUP_N, "level": 0.9},
        together="count exposure",
        counts="count exposure",
        groups="count exposure",
    ),
    "compare.anom.anom_normal": of(
        compare.anom_normal,
        {"group": [1, 1, 1, 2, 2, 2, 3, 3], "y": [1.0, 2, 3, 2, 4, 3, 5, 4]},
        together="group y",
        groups="y",
        may_be_negative="y",
        may_miss="group",
        harmless=(("text", "group"), ("infinite", "group")),
    ),  # fmt: skip
    "compare.anom.homogeneity": of(compare.homogeneity, {"k": GROUP_K, "n": GROUP_N}, **GROUPS),
    "compare.critical.critical_value": of(
        compare.critical_value, {"n": GROUP_N, "level": 0.9, "df": 12.0}, counts="n", groups="n"
    ),
    "compare.critical.chance_within": of(
        compare.chance_within, {"h": 2.5, "n": GROUP_N, "df": 12.0}, counts="n", groups="n"
    ),
    "compare.funnel.dispersion": of(compare.dispersion, {"k": GROUP_K, "n": GROUP_N, "trim": 0.1}, **GROUPS),
    "compare.funnel.dispersion_ratio": of(
        compare.dispersion_ratio,
        {"observed": GROUP_K, "expected": GROUP_N, "trim": 0.1},
        together="observed expected",
        counts="observed expected",
        groups="observed expected",
    ),  # fmt: skip
    "compare.funnel.funnel_plot": of(compare.funnel_plot, {"k": GROUP_K, "n": GROUP_N}, **GROUPS),
    "compare.funnel.funnel_ratio": of(
        compare.funnel_ratio,
        {"observed": GROUP_K, "expected": GROUP_N},
        together="observed expected",
        counts="observed expected",
        groups="observed expected",
    ),  # fmt: skip
    "compare.funnel.funnel_limits": of(
        compare.funnel_limits, {"target": 0.3, "n": GROUP_N, "level": 0.9, "tau2": 0.0}, counts="n"
    ),
    "compare.logit_normal.logit_normal": of(compare.logit_normal, {"k": GROUP_K, "n": GROUP_N}, **GROUPS),
    "compare.power.power_to_see": of(
        compare.power_to_see, {"n": GROUP_N, "rate": 0.3, "power": 0.8, "level": 0.9}, counts="n", groups="n"
    ),
    "compare.power.power_of_shares": of(compare.power_of_shares, {"n": 50.0, "p1": 0.2, "p2": 0.4, "level": 0.9}),
    "compare.power.size_for_shares": of(compare.size_for_shares, {"p1": 0.2, "p2": 0.4, "power": 0.8, "level": 0.9}),
    "compare.power.power_of_means": of(
        compare.power_of_means, {"n": 50.0, "difference": 1.0, "sd": 2.0, "level": 0.9}, may_be_negative="difference"
    ),
    "compare.power.size_for_means": of(
        compare.size_for_means,
        {"difference": 1.0, "sd": 2.0, "power": 0.8, "level": 0.9},
        may_be_negative="difference",
    ),  # fmt: skip
    "compare.random_effects.random_effects": of(
        compare.random_effects,
        {"y": [0.1, -0.2, 0.3, 0.5], "variance": [0.1, 0.2, 0.1, 0.3], "level": 0.9},
        together="y variance",
        counts="variance",
        groups="y variance",
    ),  # fmt: skip
    "compare.rates.rate_ratio": of(
        compare.rate_ratio, {"first": [5.0, 40.0], "second": [9.0, 60.0], "level": 0.9}, counts="first second"
    ),
    "compare.rates.exact_binomial": of(compare.exact_binomial, {"k": 3.0, "n": 10.0, "rate": 0.2}, parts_of={"k": "n"}),
    "compare.shrink.shrink": of(compare.shrink, {"k": GROUP_K, "n": GROUP_N, "level": 0.9}, **GROUPS),
    "compare.shrink.rank_intervals": of(
        partial(compare.rank_intervals, SHRUNKEN, rng=np.random.default_rng(1)), {"draws": 200, "level": 0.9}
    ),
    "compare.standardise.standardise": of(
        lambda age, events, others: compare.standardise(
            {"a": compare.RiskTable(age, events, others), "b": compare.RiskTable([1, 2, 3], [2, 2, 1], [3, 4, 5])}
        ),
        {"age": [1.0, 2, 3], "events": [3.0, 2, 1], "others": [2.0, 2, 5]},
        together="age events others",
        counts="events others",
    ),
    "compare.standardise.standardise_cells": of(
        partial(compare.standardise_cells, ("a", "b")),
        {"at_risk": [[9.0, 5.0], [8.0, 6.0]], "events": [[3.0, 2.0], [2.0, 1.0]], "level": 0.9},
        together="at_risk events",
        counts="at_risk events",
        parts_of={"events": "at_risk"},
        groups="at_risk events",
    ),  # fmt: skip
    "compare.standardise.risk_tables": of(
        partial(compare.risk_tables, ["a", "a", "b", "b"]),
        {"age": [1.0, 2, 1, 2], "events": [3.0, 2, 1, 1], "others": [2.0, 2, 5, 1]},
        together="age events others",
        counts="events others",
    ),
    "compare.stratify.stratified": of(
        compare.stratified,
        {"tables": [[[9.0, 5.0], [8.0, 6.0]], [[4.0, 7.0], [6.0, 3.0]]], "level": 0.9},
        counts="tables",
    ),  # fmt: skip
    "intervals.wilson": of(intervals.wilson, {"k": 3.0, "n": 10.0, "level": 0.9}, parts_of={"k": "n"}),
    "intervals.clopper_pearson": of(
        intervals.clopper_pearson, {"k": 3.0, "n": 10.0, "level": 0.9}, parts_of={"k": "n"}
    ),
    "intervals.jeffreys": of(intervals.jeffreys, {"k": 3.0, "n": 10.0, "level": 0.9}, parts_of={"k": "n"}),
    "intervals.poisson_exact": of(intervals.poisson_exact, {"count": 3.0, "exposure": 2.0, "level": 0.9}),
    "intervals.poisson_bounds": of(intervals.poisson_bounds, {"count": GROUP_K, "level": 0.9}, counts="count"),
    "intervals.binomial_bounds": of(intervals.binomial_bounds, {"k": GROUP_K, "n": GROUP_N, "level": 0.9}, **KN),
}
