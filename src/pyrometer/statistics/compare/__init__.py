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
from pyrometer.statistics.compare.power import Visible, power_of_shares, power_to_see, size_for_shares
from pyrometer.statistics.compare.shrink import Shrunken, shrink
from pyrometer.statistics.compare.standardise import RiskTable, Standardised, risk_tables, standardise

__all__ = [
    "Anom",
    "Dispersion",
    "Funnel",
    "RiskTable",
    "Shrunken",
    "Standardised",
    "Visible",
    "anom_binomial",
    "anom_normal",
    "anom_poisson",
    "chance_within",
    "critical_value",
    "dispersion",
    "dispersion_ratio",
    "funnel_limits",
    "funnel_plot",
    "funnel_ratio",
    "homogeneity",
    "power_of_shares",
    "power_to_see",
    "risk_tables",
    "shrink",
    "size_for_shares",
    "standardise",
]
