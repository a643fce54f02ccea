"""Comparing groups: do they differ, which ones, by how much, and what difference could have been seen."""

from pyrometer.statistics.compare.anom import Anom, anom_binomial, anom_normal, anom_poisson, homogeneity
from pyrometer.statistics.compare.critical import chance_within, critical_value
from pyrometer.statistics.compare.funnel import (
    Dispersion,
    Funnel,
    dispersion,
    dispersion_ratio,
    funnel_limits,
    funnel_plot,
    funnel_ratio,
)
from pyrometer.statistics.compare.logit_normal import LogitNormal, logit_normal
from pyrometer.statistics.compare.power import (
    Visible,
    power_of_means,
    power_of_shares,
    power_to_see,
    size_for_means,
    size_for_shares,
)
from pyrometer.statistics.compare.random_effects import RandomEffects, random_effects
from pyrometer.statistics.compare.rates import RateRatio, exact_binomial, rate_ratio
from pyrometer.statistics.compare.shrink import Ranks, Shrunken, rank_intervals, shrink
from pyrometer.statistics.compare.standardise import (
    RiskTable,
    Standardised,
    risk_tables,
    standardise,
    standardise_cells,
)
from pyrometer.statistics.compare.stratify import Stratified, stratified

__all__ = [
    "Anom",
    "Dispersion",
    "Funnel",
    "LogitNormal",
    "RandomEffects",
    "Ranks",
    "RateRatio",
    "RiskTable",
    "Shrunken",
    "Standardised",
    "Stratified",
    "Visible",
    "anom_binomial",
    "anom_normal",
    "anom_poisson",
    "chance_within",
    "critical_value",
    "dispersion",
    "dispersion_ratio",
    "exact_binomial",
    "funnel_limits",
    "funnel_plot",
    "funnel_ratio",
    "homogeneity",
    "logit_normal",
    "power_of_means",
    "power_of_shares",
    "power_to_see",
    "random_effects",
    "rank_intervals",
    "rate_ratio",
    "risk_tables",
    "shrink",
    "size_for_means",
    "size_for_shares",
    "standardise",
    "standardise_cells",
    "stratified",
]
