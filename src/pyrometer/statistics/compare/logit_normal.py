"""Logit-normal model: groups' odds vary around the system's like a bell curve; how wide is it."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike
from scipy.special import expit, gammaln, logit, xlogy

from pyrometer.statistics._checked import Floats, some_of

NODES = 25  # Gauss-Hermite points; as lme4's nAGQ = 25


@dataclass(frozen=True, slots=True)
class LogitNormal:
    """A binomial model with a normal intercept by group: `intercept`, `sigma` (log odds), `mode`, `sd` (groups,).

    `mode`: each group's most likely deviation from the intercept, `sd` its conditional standard deviation. `loglik`
    is that of the data, `loglik_saturated` the same less the saturated model's (what lme4 prints for nAGQ > 1).
    """

    intercept: float
    sigma: float
    mode: Floats
    sd: Floats
    loglik: float
    loglik_saturated: float


def logit_normal(k: ArrayLike, n: ArrayLike) -> LogitNormal:
    """Maximum likelihood of k of n by group with normal log odds, by adaptive Gauss-Hermite quadrature.

    Raises StatisticsError for k > n, one group, empty groups, negative or missing counts.
    Source: Pinheiro & Bates 1995, J. Comput. Graph. Stat. 4; lme4 glmer.
    """
    from scipy.optimize import minimize

    hits, sizes = some_of(k, n, at_least=2)
    nodes = np.polynomial.hermite_e.hermegauss(NODES)
    crude = float(logit((hits.sum() + 0.5) / (sizes.sum() + 1)))

    def minus(x: Floats) -> float:
        return -float(_marginal(hits, sizes, float(x[0]), float(np.exp(x[1])), nodes).sum())

    exactly = {"xatol": 1e-9, "fatol": 1e-11, "maxiter": 2000}
    best = minimize(minus, [crude, -0.5], method="Nelder-Mead", options=exactly)
    intercept, sigma = float(best.x[0]), float(np.exp(best.x[1]))
    mode, sd = _modes(hits, sizes, intercept, sigma)
    constant = float((gammaln(sizes + 1) - gammaln(hits + 1) - gammaln(sizes - hits + 1)).sum())
    rate = hits / sizes
    saturated = float((xlogy(hits, rate) + xlogy(sizes - hits, 1 - rate)).sum())
    return LogitNormal(intercept, sigma, mode, sd, constant - float(best.fun), -float(best.fun) - saturated)


def _modes(k: Floats, n: Floats, intercept: float, sigma: float) -> tuple[Floats, Floats]:
    """Deviation of greatest conditional density and its curvature, by Newton."""
    b = np.zeros_like(k)
    for _ in range(100):
        p = expit(intercept + b)
        curve = n * p * (1 - p) + 1 / sigma**2
        step = np.clip((k - n * p - b / sigma**2) / curve, -2, 2)
        b = b + step
        if float(np.abs(step).max()) < 1e-12:
            break
    p = expit(intercept + b)
    return b, np.asarray(1 / np.sqrt(n * p * (1 - p) + 1 / sigma**2))


def _marginal(k: Floats, n: Floats, intercept: float, sigma: float, nodes: tuple[Floats, Floats]) -> Floats:
    mode, sd = _modes(k, n, intercept, sigma)
    x, w = nodes
    b = mode[:, None] + sd[:, None] * x
    eta = intercept + b
    log = k[:, None] * eta - n[:, None] * np.logaddexp(0, eta) - b**2 / (2 * sigma**2) + x**2 / 2 + np.log(w)
    top = log.max(axis=1)
    summed = np.log(np.exp(log - top[:, None]).sum(axis=1)) + top
    return np.asarray(summed + np.log(sd) - np.log(sigma) - np.log(2 * np.pi) / 2)
