"""Survival: how many go on, by when, while some are still open - from counts by age."""

from pyrometer.statistics.survival.incidence import Incidence, at_risk, censoring_gap, incidence
from pyrometer.statistics.survival.readings import at, bounds, quantile, restricted_mean

__all__ = ["Incidence", "at", "at_risk", "bounds", "censoring_gap", "incidence", "quantile", "restricted_mean"]
