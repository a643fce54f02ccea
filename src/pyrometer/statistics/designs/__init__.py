"""Designed experiments: try several changes at once and still tell which one worked."""

from pyrometer.statistics.designs.analysis import Lenth, Reduced, effects, fit, lenth
from pyrometer.statistics.designs.plans import Design, aliases, contrast, fractional, full, plackett_burman

__all__ = [
    "Design",
    "Lenth",
    "Reduced",
    "aliases",
    "contrast",
    "effects",
    "fit",
    "fractional",
    "full",
    "lenth",
    "plackett_burman",
]
