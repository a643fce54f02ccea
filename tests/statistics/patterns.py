"""Where the patterns of a rule set are complete, for tests that know every point of them."""

import numpy as np

from pyrometer.statistics.rules import RuleSet
from pyrometer.statistics.rules._patterns import Points


def completions(points: Points, rules: RuleSet) -> dict[str, np.ndarray]:
    """Rule code -> 0-based indices of every completing point of one series."""
    return {rule.code: np.flatnonzero(rule.find(points).completes) for rule in rules.rules}
