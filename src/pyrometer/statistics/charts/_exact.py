"""Exact limits: the counts between which a binomial or Poisson number stays as often as a normal one within 3 sigma."""

import numpy as np
from scipy import special

from pyrometer.statistics._checked import Floats
from pyrometer.statistics._points import Numbers

TAIL = 0.0013498980316300946  # ndtr(-3): the chance beyond three sigma on one side


def _edge(found: Floats) -> Floats:
    return np.asarray(found, dtype=np.float64)


def binomial_quantile(q: float, n: Numbers, p: float) -> Floats:
    """Smallest k with P(K <= k) >= q for K binomial(n, p), element by element."""
    cases = np.asarray(n, dtype=np.float64)
    if p <= 0 or p >= 1:
        return cases * float(p >= 1)
    guess = np.clip(np.ceil(cases * p + special.ndtri(q) * np.sqrt(cases * p * (1 - p))), 0, cases)
    return _walk(guess, cases, lambda k: special.betainc(np.maximum(cases - k, 1e-300), k + 1, 1 - p), q)


def poisson_quantile(q: float, mean: Numbers) -> Floats:
    """Smallest k with P(K <= k) >= q for K Poisson(mean), element by element."""
    rate = np.asarray(mean, dtype=np.float64)
    guess = np.maximum(np.ceil(rate + special.ndtri(q) * np.sqrt(rate)), 0)
    return _walk(guess, np.full(rate.shape, np.inf), lambda k: special.pdtr(k, rate), q)


def _walk(guess: Floats, most: Floats, below, q: float) -> Floats:  # type: ignore[no-untyped-def]
    """From a normal guess step by step to the smallest k whose distribution function reaches q."""
    k = guess.copy()
    for _ in range(10_000):
        short = (k < most) & (below(k) < q)
        if not short.any():
            break
        k = k + short
    for _ in range(10_000):
        long = (k > 0) & (below(np.maximum(k - 1, 0)) >= q)
        if not long.any():
            break
        k = k - long
    return _edge(k)


def binomial_limits(p: float, n: Floats) -> tuple[Floats, Floats]:
    """Lowest and highest share k / n that still lie inside, with at most .00135 beyond each."""
    return binomial_quantile(TAIL, n, p) / n, binomial_quantile(1 - TAIL, n, p) / n


def poisson_limits(mean: Floats) -> tuple[Floats, Floats]:
    """Lowest and highest count that still lie inside, with at most .00135 beyond each."""
    return poisson_quantile(TAIL, mean), poisson_quantile(1 - TAIL, mean)


def binomial_scores(k: Floats, p: float, n: Floats) -> Floats:
    """Normal scores of the mid-p distribution function of each count."""
    if p <= 0 or p >= 1:
        return np.where(k == n * p, 0.0, np.copysign(np.inf, k - n * p))
    return mid_scores(binomial_share(k, n, p), binomial_share(k - 1, n, p))


def binomial_share(k: Floats, n: Floats, p: float) -> Floats:
    """P(K <= k) for K binomial(n, p); scipy's bdtr knows no n of 2^31 or more."""
    inside = special.betainc(np.maximum(n - k, 1e-300), np.maximum(k, 0.0) + 1, 1 - p)
    return np.asarray(np.where(k >= n, 1.0, np.where(k < 0, 0.0, inside)))


def poisson_scores(k: Floats, mean: Floats) -> Floats:
    """Normal scores of the mid-p distribution function of each count."""
    return mid_scores(special.pdtr(k, mean), np.where(k > 0, special.pdtr(np.maximum(k - 1, 0), mean), 0.0))


def mid_scores(up_to: Floats, before: Floats) -> Floats:
    """Normal score of the middle between P(K <= k) and P(K < k). Source: Lancaster 1961, JASA 56:223."""
    return np.asarray(special.ndtri((up_to + before) / 2), dtype=np.float64)
