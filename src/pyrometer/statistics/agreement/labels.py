"""Labels one by one: when one judge says a word, how often does another say it too?"""

from collections.abc import Hashable
from dataclasses import dataclass

import numpy as np
from scipy.special import stdtrit

from pyrometer.errors import StatisticsError
from pyrometer.model.interval import Estimate, Interval, NotEnough
from pyrometer.statistics._checked import Floats, share
from pyrometer.statistics.agreement import likely
from pyrometer.statistics.agreement.coefficients import Coefficient, fleiss
from pyrometer.statistics.agreement.ratings import Ratings

CALL = 1.0  # added of an item that all call so, and of one that half of them do: nothing is impossible (Jeffreys)


@dataclass(frozen=True, slots=True)
class LabelAgreement:
    """One label: how many calls name it; `again`, the share of times another judge says it when one does; its kappa.

    `kappa` is Fleiss' of the label against all others (None where every call or no call names it).
    """

    label: Hashable
    n_calls: int
    again: Estimate | NotEnough
    kappa: Coefficient | None


def by_label(given: Ratings, *, level: float = 0.95) -> tuple[LabelAgreement, ...]:
    """Every label with its own agreement, in the order of the categories; intervals by empirical likelihood.

    What cannot be told of a label is NotEnough in its place. Raises StatisticsError for a `level` outside 0 to 1.
    Source: Cicchetti & Feinstein 1990, J. Clin. Epidemiol. 43 (specific agreement); Fleiss 1971 (kappa by category).
    """
    return tuple(
        LabelAgreement(
            label,
            int((given.weight * given.counts[:, i]).sum()),
            specific(given, label, level=level),
            _against_the_rest(given, i, level),
        )
        for i, label in enumerate(given.categories)
    )


def specific(given: Ratings, label: Hashable, *, level: float = 0.95) -> Estimate | NotEnough:
    """Specific agreement: the chance that a second judge says `label` of an item that a first one calls so.

    `n` of the estimate is the number of items that anybody called so. Refuses where nobody did, or no item so called
    was rated twice. Raises StatisticsError for a label that is no category.
    Source: Cicchetti & Feinstein 1990, eq. for p_pos; several raters as in Fleiss 1981, Statistical Methods, ch. 13.
    """
    if label not in given.categories:
        raise StatisticsError(f"'{label}' is none of the categories: {', '.join(map(str, given.categories))}.")
    n = given.counts[:, given.categories.index(label)]
    used = (n > 0) & (given.raters >= 2)
    if not used.any():
        return NotEnough(f"items called '{label}' by one of two judges", "none")
    calls, width, weight = n[used], given.raters[used], given.weight[used]
    again = calls * (calls - 1) / (width - 1)
    value = float((weight * again).sum() / (weight * calls).sum())
    m = float(width.mean())
    equation = likely.Equation(
        np.append(again, [m, m / 2 * (m / 2 - 1) / (m - 1)]),
        -np.append(calls, [m, m / 2]),
        np.append(weight, [CALL / m, CALL / m]),
    )
    t = float(stdtrit(max(given.n - 1, 1), 1 - (1 - share("level", level)) / 2))
    low, high = likely.ends(equation, t * t)
    ends = Interval(min(max(low, 0.0), value), max(high, value), level, "empirical likelihood")
    return Estimate(value, ends, int(weight.sum()))


def _against_the_rest(given: Ratings, i: int, level: float) -> Coefficient | None:
    of_label: Floats = given.counts[:, i]
    codes = None if given.codes is None else np.where(given.codes < 0, -1, (given.codes != i).astype(np.int64))
    two = Ratings((given.categories[i], "else"), np.column_stack([of_label, given.raters - of_label]), given.weight)
    if codes is not None:
        two = Ratings(two.categories, two.counts, two.weight, codes, given.ddof)
    found = fleiss(two, level=level, ends="likelihood")
    return found if isinstance(found, Coefficient) else None
