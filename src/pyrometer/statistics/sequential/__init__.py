"""Sequential trials: look while it runs, stop when it is clear, and still mean what the numbers say."""

from pyrometer.statistics.sequential.sample_ratio import SampleRatio, sample_ratio
from pyrometer.statistics.sequential.sequences import (
    asymptotic_half_width,
    bernoulli,
    bernoulli_evidence,
    best_rho,
    best_rho2,
    decide,
    difference,
    normal_mixture,
    stitched,
)
from pyrometer.statistics.sequential.spending import Looks, exits, group_sequential, spending
from pyrometer.statistics.sequential.sprt import Sprt, always_valid_p, mixture_ratio, read, sprt

__all__ = [
    "Looks",
    "SampleRatio",
    "Sprt",
    "always_valid_p",
    "asymptotic_half_width",
    "bernoulli",
    "bernoulli_evidence",
    "best_rho",
    "best_rho2",
    "decide",
    "difference",
    "exits",
    "group_sequential",
    "mixture_ratio",
    "normal_mixture",
    "read",
    "sample_ratio",
    "spending",
    "sprt",
    "stitched",
]
