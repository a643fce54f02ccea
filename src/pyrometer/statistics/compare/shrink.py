"""Shrinkage: each group's rate pulled toward the system's by as much as its few cases deserve."""

from dataclasses import dataclass
from typing import Literal

import numpy as np
from numpy.typing import ArrayLike
from scipy.special import betainc, betaincinv, betaln

from pyrometer.errors import StatisticsError
from pyrometer.statistics._checked import Reals, share, some_of

MOST = 1e7  # prior cases; beyond it the groups are one to any precision that matters

Prior = Literal["ml", "integrated"]


@dataclass(frozen=True, slots=True)
class Shrunken:
    """Beta-binomial shrinkage: `value`, `low`, `high`, `above` (chance that the group lies above `mu`), all (groups,).

    `mu`: the system's rate; `m`: prior cases (alpha + beta), so the weight of a group is n / (n + m). `loglik` at
    the maximum, binomial coefficients included. `tau`: standard deviation of true rates between groups.
    """

    value: Reals
    low: Reals
    high: Reals
    above: Reals
    mu: float
    m: float
    alpha: float
    beta: float
    tau: float
    loglik: float
    level: float
    method: str


def shrink(k: ArrayLike, n: ArrayLike, *, level: float = 0.95, prior: Prior = "ml") -> Shrunken:
    """Shrunken shares of k of n by group, with posterior intervals and the chance to lie above the system.

    'ml': alpha and beta at their maximum likelihood, as if known (intervals too short with few groups).
    Raises StatisticsError as `homogeneity`. Source: Casella 1985, The American Statistician 39; Griffiths 1973.
    """
    hits, sizes = some_of(k, n, at_least=2)
    share("level", level)
    if prior != "ml":
        raise StatisticsError(f"No prior '{prior}'; there is ml.")
    mu, m, loglik = _maximum(hits, sizes)
    a, b = hits + mu * m, sizes - hits + (1 - mu) * m
    tail = (1 - level) / 2
    tau = float(np.sqrt(mu * (1 - mu) / (m + 1)))
    above = 1 - betainc(a, b, mu)
    ends = betaincinv(a, b, tail), betaincinv(a, b, 1 - tail)
    return Shrunken(a / (a + b), *ends, above, mu, m, mu * m, (1 - mu) * m, tau, loglik, level, "beta-binomial, ml")


def _loglik(k: Reals, n: Reals, mu: float, m: float) -> float:
    a, b = mu * m, (1 - mu) * m
    coefficient = -np.log(n + 1) - betaln(k + 1, n - k + 1)
    return float((coefficient + betaln(k + a, n - k + b) - betaln(a, b)).sum())


def _maximum(k: Reals, n: Reals) -> tuple[float, float, float]:
    from scipy.optimize import minimize

    crude = float(np.clip(k.sum() / n.sum(), 1e-6, 1 - 1e-6))

    def minus(x: Reals) -> float:
        mu = 1 / (1 + np.exp(-x[0]))
        return -_loglik(k, n, float(np.clip(mu, 1e-9, 1 - 1e-9)), float(np.clip(np.exp(x[1]), 1e-6, MOST)))

    exactly = {"xatol": 1e-9, "fatol": 1e-12, "maxiter": 4000}
    middle = float(np.log(crude / (1 - crude)))
    tries = [minimize(minus, [middle, m], method="Nelder-Mead", options=exactly) for m in (0.5, 3.0, 8.0)]
    best = min(tries, key=lambda t: float(t.fun))
    mu, m = 1 / (1 + np.exp(-best.x[0])), np.clip(np.exp(best.x[1]), 1e-6, MOST)
    return float(np.clip(mu, 1e-9, 1 - 1e-9)), float(m), -float(best.fun)
