"""Right calls about judges, gauges and effects."""

from functools import partial
from typing import Any

import numpy as np

from pyrometer.model.interval import Interval
from pyrometer.statistics import agreement, effects
from tests.statistics.calls.call import RNG, SCORE, Call, Y, of

ARM = [float(i % 2) for i in range(30)]
DESIGN = np.column_stack([np.ones(30), SCORE])
SHEET = agreement.ratings([["a", "a"], ["a", "b"], ["b", "b"], ["b", "b"], ["a", "a"], ["b", "a"]])
CHECKED: dict[str, Any] = {"together": "y a weights", "counts": "weights"}

JUDGES: dict[str, Call] = {
    "agreement.ratings.ratings_of_table": of(
        agreement.ratings_of_table, {"table": [[9.0, 2.0], [3.0, 8.0]]}, counts="table"
    ),
    "agreement.ratings.ratings_of_counts": of(
        agreement.ratings_of_counts, {"table": [[3.0, 0.0], [1.0, 2.0], [0.0, 3.0]]}, counts="table"
    ),
    "agreement.classic.bowker": of(agreement.bowker, {"table": [[9.0, 2.0], [3.0, 8.0]]}, counts="table"),
    "agreement.classic.kendall_w": of(agreement.kendall_w, {"scores": [[1.0, 2.0], [2.0, 1.0], [3.0, 3.0]]}),
    "agreement.icc.intraclass": of(
        agreement.intraclass, {"scores": [[9.0, 8.0], [6.0, 5.0], [8.0, 7.5], [7.0, 5.0]], "level": 0.9}
    ),
    "agreement.icc.gauge_rr": of(
        lambda y: agreement.gauge_rr(list("aabbaabb"), [1, 1, 1, 1, 2, 2, 2, 2], y),
        {"y": [1.0, 1.2, 1.1, 1.3, 2.0, 2.2, 2.1, 2.4]},
        together="y",
    ),
    "agreement.misclassified.rogan_gladen": of(
        agreement.rogan_gladen,
        {"k": 30.0, "n": 100.0, "sensitivity": 0.8, "specificity": 0.9, "level": 0.9},
        parts_of={"k": "n"},
    ),
    "effects.diagnostics.e_value": of(effects.e_value, {"ratio": 2.0}),
    "effects.diagnostics.effective_size": of(effects.effective_size, {"weights": [1.0, 1.0, 2.0]}, counts="weights"),
    "effects.diagnostics.standardised_difference": of(
        effects.standardised_difference, {"x": SCORE, "a": ARM}, together="x a", counts="a"
    ),
    "effects.points.inverse_probability": of(
        effects.inverse_probability, {"x": DESIGN, "a": ARM}, together="x a", counts="a"
    ),
    "effects.points.weighted_difference": of(
        effects.weighted_difference, {"y": Y, "a": ARM, "weights": RNG.uniform(1, 3, 30), "level": 0.9}, **CHECKED
    ),
    "effects.points.standardised_means": of(
        effects.standardised_means,
        {"y": Y, "x": DESIGN, "treated": DESIGN, "untreated": DESIGN},
        together="y x",
    ),
    "effects.points.hazard_curves": of(
        effects.hazard_curves,
        {"period": [1.0, 2, 3] * 10, "event": Y, "a": ARM},
        together="period event a",
        counts="period event a",
    ),  # fmt: skip
    "effects.waste.waste": of(partial(effects.waste, Interval(-0.01, 0.01)), {"value": 100.0, "cost": 5.0}),
    "effects.waste.size_to_tell": of(effects.size_to_tell, {"base": 0.1, "value": 100.0, "cost": 5.0}),
}
