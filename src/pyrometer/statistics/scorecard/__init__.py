"""Scorecard: which prospects will act, from evidence known in time - made, tested and watched."""

from pyrometer.statistics.scorecard.calibration import Calibration, brier, calibration, log_loss, population_stability
from pyrometer.statistics.scorecard.card import Card, Field, chance, make_card, reasons, score
from pyrometer.statistics.scorecard.discrimination import Gain, auc, auc_error, auc_gain, kolmogorov_smirnov, lift
from pyrometer.statistics.scorecard.evidence import (
    Bins,
    Evidence,
    cut,
    evidence_of,
    monotone_bins,
    weight_of_evidence,
)
from pyrometer.statistics.scorecard.leaks import Leak, leaks

__all__ = [
    "Bins",
    "Calibration",
    "Card",
    "Evidence",
    "Field",
    "Gain",
    "Leak",
    "auc",
    "auc_error",
    "auc_gain",
    "brier",
    "calibration",
    "chance",
    "cut",
    "evidence_of",
    "kolmogorov_smirnov",
    "leaks",
    "lift",
    "log_loss",
    "make_card",
    "monotone_bins",
    "population_stability",
    "reasons",
    "score",
    "weight_of_evidence",
]
