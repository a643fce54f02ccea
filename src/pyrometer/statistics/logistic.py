"""Logistic regression: the chance of a yes from what is known beforehand, with honest standard errors."""

from dataclasses import dataclass
from typing import Literal

import numpy as np
from numpy.typing import ArrayLike
from scipy.special import expit, xlogy

from pyrometer.errors import StatisticsError
from pyrometer.model.interval import NotEnough
from pyrometer.statistics._checked import Floats, counts, number, reals, same_length

Stop = Literal["exact", "r-glm"]

STEPS = 60  # Newton steps; a model that has not settled by then is separated


@dataclass(frozen=True, slots=True)
class Logistic:
    """A fitted model: `coef`, `se` (columns,), `cov` (columns, columns), `p` (rows,), `deviance`, `n` rows with weight.

    `settled`: False when the columns separate yes from no, so that some coefficient has no finite value.
    """

    coef: Floats
    se: Floats
    cov: Floats
    p: Floats
    deviance: float
    n: int
    settled: bool


def logistic(
    x: ArrayLike, y: ArrayLike, *, weights: ArrayLike | None = None, ridge: float = 0.0, stop: Stop = "exact"
) -> Logistic | NotEnough:
    """Maximum likelihood of P(y = 1) = expit(x b): `x` (rows, columns) with its own constant, `y` (rows,) 0 to 1.

    `weights` (rows,): counts or inverse probabilities. `ridge`: penalty on half the squared coefficients but the
    first column's (0: none). Standard errors are those of the inverse information at the maximum ('exact') or, with
    stop='r-glm', as R's glm prints them: from the weights one step before its rule (1e-8 of the deviance) stops it.
    Refuses when y has one value only. Raises StatisticsError for wrong shapes, missing values, columns that repeat.
    Source: McCullagh & Nelder 1989, section 4.4; ridge: Le Cessie & van Houwelingen 1992.
    """
    design, target = reals("x", x, ndim=2), reals("y", y)
    w = np.ones(len(target)) if weights is None else counts("weights", weights)
    same_length(x=design, y=target, weights=w)
    if ((target < 0) | (target > 1)).any():
        raise StatisticsError("'y' must lie between 0 and 1.")
    used = target[w > 0]
    if len(used) == 0 or used.max() == 0 or used.min() == 1:
        return NotEnough("cases that did and cases that did not", f"{len(used)} cases, all alike")
    penalty = np.full(design.shape[1], number("ridge", ridge, least=0.0))
    penalty[0] = 0.0
    beta, settled = _newton(design, target, w, penalty)
    information = _information(design, w, np.asarray(expit(design @ beta))) + np.diag(penalty)
    if stop == "r-glm":
        beta, information = _as_r(design, target, w)
    p = np.asarray(expit(design @ beta))
    cov = np.asarray(np.linalg.pinv(information, hermitian=True))
    told = xlogy(target, target) + xlogy(1 - target, 1 - target)
    safe = np.clip(p, 1e-300, 1 - 1e-16)
    fit = target * np.log(safe) + (1 - target) * np.log1p(-safe)
    return Logistic(
        beta, np.sqrt(np.diag(cov)), cov, p, float(2 * (w * (told - fit)).sum()), int((w > 0).sum()), settled
    )


def clustered_cov(
    fit: Logistic, x: ArrayLike, y: ArrayLike, cluster: ArrayLike, *, weights: ArrayLike | None = None
) -> Floats:
    """Covariance of the coefficients robust to clusters: `cluster` (rows,) labels; shape (columns, columns).

    The small-sample factor is g / (g - 1) for g clusters. Raises StatisticsError for wrong lengths, one cluster.
    Source: Liang & Zeger 1986, Biometrika 73, eq. 3.
    """
    design, target = reals("x", x, ndim=2), reals("y", y)
    w = np.ones(len(target)) if weights is None else counts("weights", weights)
    names, place = np.unique(np.asarray(cluster), return_inverse=True)
    same_length(x=design, y=target, cluster=place, weights=w)
    g = len(names)
    if g < 2:
        raise StatisticsError("Needs at least two clusters for a cluster-robust error.")
    scores = np.zeros((g, design.shape[1]))
    np.add.at(scores, place, design * (w * (target - fit.p))[:, None])
    return np.asarray(fit.cov @ (scores.T @ scores) @ fit.cov * g / (g - 1))


def _newton(x: Floats, y: Floats, w: Floats, penalty: Floats) -> tuple[Floats, bool]:
    mean = float((w * y).sum() / w.sum())
    beta = np.zeros(x.shape[1])
    if (x[:, 0] == 1).all():
        beta[0] = np.log(mean / (1 - mean))
    best = _objective(x, y, w, penalty, beta)
    for _ in range(STEPS):
        p = np.asarray(expit(x @ beta))
        gradient = x.T @ (w * (y - p)) - penalty * beta
        information = _information(x, w, p) + np.diag(penalty)
        step = _solve(information, gradient)
        scale = 1.0
        while (value := _objective(x, y, w, penalty, beta + scale * step)) < best - 1e-9 * abs(best) and scale > 1e-6:
            scale /= 2
        beta, gain, best = beta + scale * step, value - best, value
        if abs(gain) < 1e-12 * (abs(best) + 1) and float(np.abs(step).max()) < 1e-7:
            return beta, True
    return beta, False


def _information(x: Floats, w: Floats, p: Floats) -> Floats:
    return np.asarray((x.T * (w * p * (1 - p))) @ x)


def _as_r(x: Floats, y: Floats, w: Floats) -> tuple[Floats, Floats]:
    """Iteratively reweighted least squares from R's start and to R's stop (glm.fit, epsilon 1e-8)."""
    p = (w * y + 0.5) / (w + 1)
    eta = np.log(p / (1 - p))
    last = -2 * float((w * (y * np.log(p) + (1 - y) * np.log1p(-p))).sum())
    beta, information = np.zeros(x.shape[1]), _information(x, w, p)
    for _ in range(25):
        information = _information(x, w, p)
        beta = _solve(information, x.T @ (w * (p * (1 - p) * eta + y - p)))
        eta = x @ beta
        p = np.asarray(expit(eta))
        now = 2 * float((w * (np.logaddexp(0, eta) - y * eta)).sum())
        if abs(now - last) / (abs(now) + 0.1) < 1e-8:
            break
        last = now
    return beta, information


def _objective(x: Floats, y: Floats, w: Floats, penalty: Floats, beta: Floats) -> float:
    eta = x @ beta
    return float((w * (y * eta - np.logaddexp(0, eta))).sum() - 0.5 * (penalty * beta * beta).sum())


def _solve(information: Floats, gradient: Floats) -> Floats:
    try:
        return np.asarray(np.linalg.solve(information, gradient))
    except np.linalg.LinAlgError:
        return np.asarray(np.linalg.pinv(information, hermitian=True) @ gradient)
