"""Effects: what an activity of ours does to the customer's next action - and when that cannot be told."""

from pyrometer.statistics.effects.aipw import DoublyRobust, aipw, clustered_error, odds_ratio
from pyrometer.statistics.effects.diagnostics import (
    Diagnostics,
    diagnose,
    e_value,
    effective_size,
    placebo,
    standardised_difference,
)
from pyrometer.statistics.effects.judge import Effect, effect, read, size_to_tell, waste
from pyrometer.statistics.effects.panel import Panel, Rows, rows
from pyrometer.statistics.effects.points import (
    HazardCurves,
    Weights,
    hazard_curves,
    inverse_probability,
    standardised_means,
    weighted_difference,
)
from pyrometer.statistics.effects.sustained import Sustained, following, sustained
from pyrometer.statistics.effects.trials import Trials, nested_trials

__all__ = [
    "Diagnostics",
    "DoublyRobust",
    "Effect",
    "HazardCurves",
    "Panel",
    "Rows",
    "Sustained",
    "Trials",
    "Weights",
    "aipw",
    "clustered_error",
    "diagnose",
    "e_value",
    "effect",
    "effective_size",
    "following",
    "hazard_curves",
    "inverse_probability",
    "nested_trials",
    "odds_ratio",
    "placebo",
    "read",
    "rows",
    "size_to_tell",
    "standardised_difference",
    "standardised_means",
    "sustained",
    "waste",
    "weighted_difference",
]
