"""Wald-Wolfowitz rules: runs and crossings judged given how many points lie above and below; for small counts.

Where only few events happen a period the average leaves far more periods on one side than on the other, and rules that
take both sides as equally likely (Anhoej's, eight in a row ...) cry wolf. These do not, whatever the shares.
"""

import numpy as np

from pyrometer.model.finding import Method
from pyrometer.statistics.rules import Rule, RuleSet
from pyrometer.statistics.rules._patterns import Found, Points, outside
from pyrometer.statistics.rules._splits import fewest_routine, longest_routine
from pyrometer.statistics.rules.anhoej import runs


def long_run(p: Points) -> Found:
    """A run longer than 97.5 % of series with so many points above and below show; points on the centre are no part."""
    length, _, _ = runs(p.side)
    high, low = (p.side > 0).sum(axis=-1), (p.side < 0).sum(axis=-1)
    most = np.vectorize(longest_routine, otypes=[np.int64])(high, low)[..., None]
    done = np.where((length > most) & (p.side != 0), p.side, 0)
    place = np.arange(p.side.shape[-1])
    start = np.maximum.accumulate(np.where((length == 1) & (p.side != 0), place, 0), axis=-1)
    return Found(done, p.side, place - start + 1)


def few_crossings(p: Points) -> Found:
    """Fewer crossings of the centre than 97.5 % of series with so many points above and below; told at the last."""
    _, n_crossings, _ = runs(p.side)
    high, low = (p.side > 0).sum(axis=-1), (p.side < 0).sum(axis=-1)
    least = np.vectorize(fewest_routine, otypes=[np.int64])(high, low)
    done = np.zeros(p.side.shape, dtype=np.int64)
    done[..., -1] = np.where(n_crossings < least, 2, 0)
    return Found(done, np.full(p.side.shape, 2), p.side.shape[-1])


RULES = RuleSet(
    says="a point beyond the limits; a run unusually long, or crossings unusually few, for so many points on each side",
    rules=(
        Rule("wald-limits", "a point beyond the limits", outside),
        Rule("wald-run", "an unusually long run for so many points on each side of the centre", long_run),
        Rule("wald-crossings", "unusually few crossings for so many points on each side of the centre", few_crossings),
    ),
    method=Method("Wald-Wolfowitz runs test", "Wald & Wolfowitz 1940, Ann. Math. Stat. 11:147-162; Mood 1940, 11:367"),
)
