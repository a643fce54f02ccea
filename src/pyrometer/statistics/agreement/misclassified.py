"""Misclassified: what the true rate is when the verdict that counts it is sometimes wrong."""

import numpy as np
from scipy.special import ndtri

from pyrometer.errors import StatisticsError
from pyrometer.model.interval import Estimate, Interval, NotEnough
from pyrometer.statistics._checked import share, some_of

Checked = tuple[int, int]  # right calls, calls checked


def rogan_gladen(
    k: float, n: float, sensitivity: float | Checked, specificity: float | Checked, *, level: float = 0.95
) -> Estimate | NotEnough:
    """True share behind `k` of `n` yes verdicts, given how often yes and no are called rightly.

    `sensitivity` and `specificity` are shares, or (right, checked) from an agreement study, whose doubt then widens
    the interval (delta method, each share shrunk as by Agresti & Coull). The value is kept within 0 to 1.
    Refuses verdicts no better than chance (sensitivity + specificity at most 1), and a share of yes that verdicts with
    such errors cannot give. Raises StatisticsError for impossible counts or shares.
    Source: Rogan & Gladen 1978, Am. J. Epidemiol. 107, eq. 2; interval Lang & Reiczigel 2014, Prev. Vet. Med. 113.
    """
    some_of([k], [n])
    z = float(-ndtri((1 - share("level", level)) / 2))
    known = not isinstance(sensitivity, tuple) and not isinstance(specificity, tuple)
    se, v_se = _rate(sensitivity, "sensitivity")
    sp, v_sp = _rate(specificity, "specificity")
    if se + sp <= 1:
        return NotEnough("verdicts better than chance (sensitivity + specificity above 1)", f"{se + sp:.2f}")
    gain = se + sp - 1
    value = float(np.clip((k / n + sp - 1) / gain, 0, 1))
    m = n + z * z
    apparent = (k + z * z / 2) / m
    shrunk = (apparent + sp - 1) / gain
    shift = 0.0 if known else 2 * z * z * (shrunk * v_se - (1 - shrunk) * v_sp)
    spread = apparent * (1 - apparent) / m + shrunk**2 * v_se + (1 - shrunk) ** 2 * v_sp
    half = z * float(np.sqrt(spread)) / gain
    low, high = (float(np.clip(shrunk + shift + side * half, 0, 1)) for side in (-1, 1))
    if low == high:
        return NotEnough(f"more than {1 - sp:.0%} and fewer than {se:.0%} called yes", f"{k / n:.0%}")
    ends = Interval(min(low, value), max(high, value), level, "Lang & Reiczigel")
    return Estimate(value, ends, int(n))


def true_rates(
    called: tuple[float, float], rates: tuple[float, float], sensitivity: float, specificity: float
) -> tuple[float, float] | NotEnough:
    """Rates of an outcome among the truly yes and truly no, from those among cases called yes and no.

    `called`: cases called yes, called no. `rates`: the outcome's share in each. Holds when errors of the verdict do not
    depend on the outcome. Refuses when the figures cannot come from such verdicts (a share outside 0 to 1).
    Raises StatisticsError for shares outside 0 to 1 or no cases.
    Source: Copeland et al. 1977, Am. J. Epidemiol. 105 (solving the two-by-two mixing).
    """
    if min(called) < 0 or sum(called) <= 0:
        raise StatisticsError("'called' must hold the numbers of cases called yes and called no.")
    se, sp = share("sensitivity", sensitivity), share("specificity", specificity)
    if se + sp <= 1:
        return NotEnough("verdicts better than chance (sensitivity + specificity above 1)", f"{se + sp:.2f}")
    apparent = called[0] / sum(called)
    yes = (apparent + sp - 1) / (se + sp - 1)
    if not 0 < yes < 1:
        return NotEnough(f"more than {1 - sp:.0%} and fewer than {se:.0%} called yes", f"{apparent:.0%}")
    mixing = np.array(
        [[se * yes / apparent, (1 - sp) * (1 - yes) / apparent],
         [(1 - se) * yes / (1 - apparent), sp * (1 - yes) / (1 - apparent)]]
    )  # fmt: skip
    found = np.linalg.solve(mixing, np.array(rates))
    if (found < -1e-9).any() or (found > 1 + 1e-9).any():
        return NotEnough("outcome rates that such verdicts could give", f"{rates[0]:.0%} and {rates[1]:.0%}")
    return float(found[0]), float(found[1])


def _rate(value: float | Checked, name: str) -> tuple[float, float]:
    """The share and its variance; none for a share taken as known."""
    if not isinstance(value, tuple):
        if not 0 < value <= 1:
            raise StatisticsError(f"'{name}' must lie above 0 and at most 1, it is {value:g}.")
        return float(value), 0.0
    right, checked = value
    some_of([right], [checked])
    rate = (right + 1) / (checked + 2)
    return rate, rate * (1 - rate) / (checked + 2)
