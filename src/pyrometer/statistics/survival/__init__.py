"""Survival: how many go on, by when, while some are still open - from counts by age."""

from pyrometer.model.interval import Estimate
from pyrometer.statistics.survival.clusters import clustered, poisson_weights
from pyrometer.statistics.survival.gray import gray
from pyrometer.statistics.survival.incidence import Incidence, at_risk, censoring_gap, from_cases, incidence
from pyrometer.statistics.survival.kaplan_meier import nelson_aalen, survival_bounds, survival_quantile
from pyrometer.statistics.survival.logrank import CurveTest, logrank
from pyrometer.statistics.survival.readings import at, bounds, quantile, restricted_mean
from pyrometer.statistics.survival.recurrent import MeanCumulative, mean_cumulative, mean_cumulative_of

__all__ = [
    "CurveTest",
    "Estimate",
    "Incidence",
    "MeanCumulative",
    "at",
    "at_risk",
    "bounds",
    "censoring_gap",
    "clustered",
    "from_cases",
    "gray",
    "incidence",
    "logrank",
    "mean_cumulative",
    "mean_cumulative_of",
    "nelson_aalen",
    "poisson_weights",
    "quantile",
    "restricted_mean",
    "survival_bounds",
    "survival_quantile",
]
