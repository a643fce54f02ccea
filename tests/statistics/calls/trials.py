"""Right calls about trials, designs, sampling, fields and scorecards."""

from functools import partial

import numpy as np

from pyrometer.model.interval import Interval
from pyrometer.statistics import (
    acceptance,
    designs,
    information,
    logistic,
    scorecard,
    sequential,
)
from tests.statistics.calls.call import RNG, SCORE, Call, Y, of

PLAN = designs.full(3)
DESIGN = np.column_stack([np.ones(30), SCORE])
FIT = logistic.logistic(DESIGN, Y)
CARD = scorecard.make_card({"size": [0, 1, 1, 0, 1, 0] * 5}, Y)
TRIALS: dict[str, Call] = {
    "acceptance.oc_curve": of(acceptance.oc_curve, {"n": 89, "c": 2, "p": [0.01, 0.05]}, counts="p"),
    "acceptance.average_outgoing": of(
        acceptance.average_outgoing, {"n": 89, "c": 2, "p": [0.01, 0.05], "lot": 1000}, counts="p"
    ),
    "acceptance.plan": of(acceptance.plan, {"good": 0.01, "bad": 0.06, "producer_risk": 0.05, "consumer_risk": 0.1}),
    "designs.analysis.effects": of(partial(designs.effects, PLAN), {"y": [1.0, 2, 3, 4, 5, 6, 7, 9]}, together="y"),
    "designs.analysis.fit": of(
        partial(designs.fit, PLAN, terms=["A", "B"]), {"y": [1.0, 2, 3, 4, 5, 6, 7, 9]}, together="y"
    ),
    "designs.analysis.lenth": of(
        lambda found, level: designs.lenth(dict(zip("ABCDEFG", found, strict=False)), level=level),
        {"found": [1.0, 2, 3, -4, 0.1, 0.2, 0.3], "level": 0.9},
    ),
    "designs.plans.full": of(designs.full, {"factors": 3}),
    "designs.plans.fractional": of(partial(designs.fractional, generators=["D=ABC"]), {"factors": 4}),
    "designs.plans.plackett_burman": of(designs.plackett_burman, {"factors": 7}),
    "sequential.sample_ratio.sample_ratio": of(
        sequential.sample_ratio,
        {"cases": [50.0, 60.0], "planned": [1.0, 1.0], "strength": 100.0},
        together="cases planned",
        counts="cases planned",
        groups="cases planned",
    ),  # fmt: skip
    "sequential.sequences.best_rho": of(sequential.best_rho, {"v_opt": 100.0, "alpha": 0.05}),
    "sequential.sequences.best_rho2": of(sequential.best_rho2, {"n_opt": 100.0, "alpha": 0.05}),
    "sequential.sequences.normal_mixture": of(
        sequential.normal_mixture, {"v": [1.0, 10.0], "v_opt": 100.0, "alpha": 0.05}, counts="v"
    ),
    "sequential.sequences.stitched": of(
        sequential.stitched, {"v": [1.0, 10.0], "v_min": 1.0, "alpha": 0.05}, counts="v"
    ),
    "sequential.sequences.bernoulli_evidence": of(
        sequential.bernoulli_evidence,
        {"k": [1.0, 2.0, 3.0], "n": [9.0, 12.0, 15.0], "p": 0.2, "n_opt": 50.0, "alpha": 0.05},
        together="k n",
        counts="k n",
        parts_of={"k": "n"},
    ),  # fmt: skip
    "sequential.sequences.bernoulli": of(
        sequential.bernoulli, {"k": 3.0, "n": 20.0, "n_opt": 50.0, "alpha": 0.05}, parts_of={"k": "n"}
    ),
    "sequential.sequences.asymptotic_half_width": of(
        sequential.asymptotic_half_width, {"n": [50.0, 90.0], "sd": 2.0, "rho2": 0.01, "alpha": 0.05}, counts="n"
    ),
    "sequential.sequences.difference": of(
        sequential.difference,
        {"treated": [20.0, 90.0], "control": [15.0, 95.0], "n_opt": 200.0, "alpha": 0.05},
        counts="treated control",
    ),  # fmt: skip
    "sequential.sequences.decide": of(
        partial(sequential.decide, Interval(-0.1, 0.2)), {"worthwhile": 0.1, "used": 0.5}
    ),
    "sequential.spending.group_sequential": of(sequential.group_sequential, {"looks": 3, "alpha": 0.05, "sides": 2}),
    "sequential.spending.spending": of(
        sequential.spending, {"information": [0.3, 0.6, 1.0], "alpha": 0.05, "sides": 1}, counts="information"
    ),
    "sequential.spending.exits": of(
        sequential.exits,
        {"information": [0.5, 1.0], "z": [2.2, 2.2], "drift": 1.0},
        together="information z",
        counts="information",
        may_be_negative="drift",
    ),  # fmt: skip
    "sequential.sprt.sprt": of(sequential.sprt, {"p0": 0.05, "p1": 0.1, "alpha": 0.05, "beta": 0.1}),
    "sequential.sprt.read": of(
        partial(sequential.read, sequential.sprt(0.05, 0.1)), {"events": 3.0, "n": 50.0}, parts_of={"events": "n"}
    ),
    "sequential.sprt.mixture_ratio": of(
        sequential.mixture_ratio,
        {"n": [50.0, 90.0], "difference": [0.1, 0.2], "variance": 0.2, "tau2": 0.01},
        counts="n",
        may_be_negative="difference",
    ),  # fmt: skip
    "sequential.sprt.always_valid_p": of(sequential.always_valid_p, {"ratios": [0.5, 3.0]}, counts="ratios"),
}

FIELDS: dict[str, Call] = {
    "information.information": of(
        information.information, {"table": [[20.0, 30.0], [40.0, 10.0]], "level": 0.9}, counts="table", groups="table"
    ),
    "information.tells": of(
        partial(information.tells, information.information([[20.0, 30.0], [40.0, 10.0]])), {"margin": 0.01}
    ),
    "information.conditional_information": of(
        information.conditional_information, {"tables": [[[9.0, 5.0], [8.0, 6.0]]]}, counts="tables"
    ),
    "information.permutation_p": of(
        partial(information.permutation_p, rng=np.random.default_rng(1), draws=19),
        {"field": [1.0, 2, 1, 2, 2], "outcome": [0.0, 1, 0, 1, 0]},
        together="field outcome",
        harmless=(("text", "field"), ("text", "outcome")),
    ),  # fmt: skip
    "information.entropy": of(information.entropy, {"values": [3.0, 4.0]}, counts="values"),
    "logistic.logistic": of(logistic.logistic, {"x": DESIGN, "y": Y, "ridge": 0.0}, together="x y", counts="y"),
    "logistic.clustered_cov": of(
        partial(logistic.clustered_cov, FIT),
        {"x": DESIGN, "y": Y, "cluster": [float(i // 3) for i in range(30)]},
        together="x y cluster",
        harmless=(("text", "cluster"), ("missing", "cluster")),
    ),  # fmt: skip
    "scorecard.calibration.brier": of(
        scorecard.brier, {"p": [0.2, 0.7, 0.4], "y": [0.0, 1.0, 0.0]}, together="p y", counts="p y"
    ),
    "scorecard.calibration.log_loss": of(
        scorecard.log_loss, {"p": [0.2, 0.7, 0.4], "y": [0.0, 1.0, 0.0]}, together="p y", counts="p y"
    ),
    "scorecard.calibration.calibration": of(
        scorecard.calibration, {"p": np.linspace(0.1, 0.9, 30), "y": Y}, together="p y", counts="p y"
    ),
    "scorecard.calibration.population_stability": of(
        scorecard.population_stability,
        {"expected": [30.0, 70.0], "actual": [40.0, 60.0], "smoothing": 0.5},
        together="expected actual",
        counts="expected actual",
    ),  # fmt: skip
    "scorecard.card.make_card": of(
        lambda size, y, ridge: scorecard.make_card({"size": size}, y, ridge=ridge),
        {"size": [0.0, 1, 1, 0, 1, 0] * 5, "y": Y, "ridge": 1.0},
        together="size y",
        counts="size y",
    ),  # fmt: skip
    "scorecard.card.score": of(
        lambda size: scorecard.score(CARD, {"size": size}), {"size": [0.0, 1.0, 1.0]}, counts="size"
    ),
    "scorecard.card.chance": of(scorecard.chance, {"points": [580.0, 620.0]}),
    "scorecard.discrimination.auc": of(
        scorecard.auc, {"score": SCORE, "y": Y, "level": 0.9}, together="score y", counts="y"
    ),
    "scorecard.discrimination.auc_error": of(
        scorecard.auc_error, {"score": SCORE, "y": Y}, together="score y", counts="y"
    ),
    "scorecard.discrimination.auc_gain": of(
        scorecard.auc_gain, {"score": SCORE, "other": SCORE[::-1].copy(), "y": Y}, together="score other y", counts="y"
    ),
    "scorecard.discrimination.kolmogorov_smirnov": of(
        scorecard.kolmogorov_smirnov, {"score": SCORE, "y": Y}, together="score y", counts="y"
    ),
    "scorecard.discrimination.lift": of(
        scorecard.lift, {"score": SCORE, "y": Y, "top": 0.3, "level": 0.9}, together="score y", counts="y"
    ),
    "scorecard.evidence.weight_of_evidence": of(
        scorecard.weight_of_evidence,
        {"good": [3.0, 9.0], "bad": [6.0, 4.0], "smoothing": 0.5},
        together="good bad",
        counts="good bad",
    ),  # fmt: skip
    "scorecard.evidence.cut": of(scorecard.cut, {"x": [1.0, 5.0, 9.0], "cuts": [2.0, 6.0]}, may_miss="x"),
    "scorecard.evidence.evidence_of": of(
        scorecard.evidence_of, {"x": SCORE, "y": Y, "cuts": [-0.5, 0.5]}, together="x y", counts="y", may_miss="x"
    ),
    "scorecard.evidence.monotone_bins": of(
        scorecard.monotone_bins,
        {"x": np.tile(np.arange(20.0), 50), "y": (np.tile(np.arange(20), 50) + RNG.integers(0, 20, 1000) > 22) * 1.0},
        together="x y",
        counts="y",
        may_miss="x",
    ),  # fmt: skip
}
