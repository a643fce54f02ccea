"""Sample ratio: did the arms of a trial really receive the shares of cases that were drawn."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike
from scipy.special import chdtrc, gammaln, xlogy

from pyrometer.errors import StatisticsError
from pyrometer.statistics._checked import counts, positive, reals, same_length


@dataclass(frozen=True, slots=True)
class SampleRatio:
    """Evidence that the arms were filled otherwise than planned.

    `evidence`: e-value, may be looked at any time (1 / 0.01 = 100 is an alarm). `p`: chi-square, for one look only.
    """

    evidence: float
    p: float
    chi2: float


def sample_ratio(cases: ArrayLike, planned: ArrayLike, *, strength: float = 100.0) -> SampleRatio:
    """Test of `cases` by arm against `planned` shares (any positive scale), both (arms,).

    The e-value mixes over other shares by a Dirichlet about the plan, worth `strength` cases.
    Raises StatisticsError for wrong lengths, one arm, no case, planned shares not above zero.
    Source: Lindon & Malek 2022, NeurIPS (anytime-valid inference for multinomial counts), eq. 6.
    """
    n, shares = counts("cases", cases), reals("planned", planned)
    same_length(cases=n, planned=shares)
    positive("strength", strength)
    if len(n) < 2 or (shares <= 0).any() or n.sum() == 0:
        raise StatisticsError("Needs two arms or more, planned shares above zero, and some cases.")
    p = shares / shares.sum()
    prior = strength * p
    log = gammaln(prior.sum()) - gammaln(prior.sum() + n.sum()) + (gammaln(prior + n) - gammaln(prior)).sum()
    log -= xlogy(n, p).sum()
    chi2 = float(((n - n.sum() * p) ** 2 / (n.sum() * p)).sum())
    return SampleRatio(float(np.exp(min(log, 700.0))), float(chdtrc(len(n) - 1, chi2)), chi2)
