"""Wald-Wolfowitz rules: runs and crossings judged given how many points lie above and below; for small counts.

Where only few events happen a period the average leaves far more periods on one side than on the other, and rules that
take both sides as equally likely (Anhoej's, eight in a row ...) cry wolf. These do not, whatever the shares.
"""

import numpy as np

from pyrometer.model.finding import Method
from pyrometer.statistics._checked import Ints
from pyrometer.statistics.rules import Rule, RuleSet
from pyrometer.statistics.rules._patterns import Found, Points, fewer, longer, outside
from pyrometer.statistics.rules._splits import fewest_routine, longest_routine
from pyrometer.statistics.rules.anhoej import runs


def long_run(p: Points) -> Found:
    """A run longer than 97.5 % of series with so many points above and below show; points on the centre are no part."""
    length, _, _ = runs(p.side)
    return longer(p, length, np.vectorize(longest_routine, otypes=[np.int64])(*_split(p)))


def few_crossings(p: Points) -> Found:
    """Fewer crossings of the centre than 97.5 % of series with so many points above and below; told at the last."""
    _, n_crossings, _ = runs(p.side)
    return fewer(p, n_crossings, np.vectorize(fewest_routine, otypes=[np.int64])(*_split(p)))


def _split(p: Points) -> tuple[Ints, Ints]:
    """How many points lie above and below the centre, by series."""
    return (p.side > 0).sum(axis=-1), (p.side < 0).sum(axis=-1)


RULES = RuleSet(
    says="a point beyond the limits; a run unusually long, or crossings unusually few, for so many points on each side",
    rules=(
        Rule("wald-limits", "a point beyond the limits", outside),
        Rule("wald-run", "an unusually long run for so many points on each side of the centre", long_run),
        Rule("wald-crossings", "unusually few crossings for so many points on each side of the centre", few_crossings),
    ),
    method=Method("Wald-Wolfowitz runs test", "Wald & Wolfowitz 1940, Ann. Math. Stat. 11:147-162; Mood 1940, 11:367"),
)
