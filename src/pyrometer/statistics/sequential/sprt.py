"""Item by item: Wald's test that stops as soon as the cases suffice to tell a good rate from a bad one."""

from dataclasses import dataclass
from typing import Literal

import numpy as np
from numpy.typing import ArrayLike

from pyrometer.errors import StatisticsError
from pyrometer.statistics._checked import Floats, anyhow, reals, same_shape, share

Verdict = Literal["p0", "p1", "go on"]


@dataclass(frozen=True, slots=True)
class Sprt:
    """Lines in the plane of events against cases: above `reject` + slope n it is p1, below `accept` + slope n it is p0.

    `log_a`, `log_b`: limits of the log likelihood ratio. `asn_p0`, `asn_p1`: mean cases until it stops under each.
    """

    slope: float
    reject: float
    accept: float
    log_a: float
    log_b: float
    asn_p0: float
    asn_p1: float


def sprt(p0: float, p1: float, *, alpha: float = 0.05, beta: float = 0.1) -> Sprt:
    """Sequential probability ratio test of rate p0 against p1 > p0; `alpha` and `beta` the wrong-verdict rates.

    Raises StatisticsError unless 0 < p0 < p1 < 1. Source: Wald 1947, Sequential Analysis, eq. 5.6 to 5.9 and A:73.
    """
    for name, value in (("p0", p0), ("p1", p1), ("alpha", alpha), ("beta", beta)):
        share(name, value)
    if p0 >= p1:
        raise StatisticsError(f"'p0' ({p0:g}) must lie below 'p1' ({p1:g}).")
    log_a, log_b = float(np.log((1 - beta) / alpha)), float(np.log(beta / (1 - alpha)))
    up, down = float(np.log(p1 / p0)), float(np.log((1 - p1) / (1 - p0)))
    per = up - down
    asn0 = ((1 - alpha) * log_b + alpha * log_a) / (p0 * up + (1 - p0) * down)
    asn1 = (beta * log_b + (1 - beta) * log_a) / (p1 * up + (1 - p1) * down)
    return Sprt(-down / per, log_a / per, log_b / per, log_a, log_b, asn0, asn1)


def read(test: Sprt, events: float, n: float) -> Verdict:
    """What the test says after `events` in `n` cases. Raises StatisticsError for more events than cases.

    Source: as `sprt`.
    """
    if not 0 <= events <= n < np.inf:
        raise StatisticsError(f"events = {events:g} must lie between 0 and n = {n:g}.")
    if events >= test.reject + test.slope * n:
        return "p1"
    return "p0" if events <= test.accept + test.slope * n else "go on"


def mixture_ratio(n: ArrayLike, difference: ArrayLike, *, variance: float, tau2: float) -> Floats:
    """Mixture likelihood ratio of a mean difference after n pairs, normal mixture of variance `tau2`; shape of n.

    `variance`: of one pair's difference. The trial may be looked at any time: stop when the ratio exceeds 1 / alpha.
    Raises StatisticsError for variances not above zero or negative n.
    Source: Johari, Koomen, Pekelis & Walsh 2022, Operations Research 70, eq. 9; Robbins 1970.
    """
    size, d = anyhow("n", n), anyhow("difference", difference)
    same_shape(n=size, difference=d)
    if not variance > 0 or not tau2 > 0 or (size < 0).any():
        raise StatisticsError("'variance' and 'tau2' must be above zero and n not negative.")
    whole = variance + size * tau2
    return np.asarray(np.sqrt(variance / whole) * np.exp(size**2 * tau2 * d**2 / (2 * variance * whole)))


def always_valid_p(ratios: ArrayLike) -> Floats:
    """P values that stay valid whenever one looks: 1 over the greatest ratio so far, at most 1; (looks,).

    Raises StatisticsError for negative or missing ratios.
    Source: Johari et al. 2022, eq. 5.
    """
    lam = reals("ratios", ratios)
    if (lam < 0).any():
        raise StatisticsError("Likelihood ratios cannot be negative.")
    return np.asarray(np.minimum(1.0, 1 / np.maximum(np.maximum.accumulate(lam), 1e-300)))
