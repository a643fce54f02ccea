"""Run length: how many points until a chart cries wolf, and how many until it sees a change that is there.

All for independent normal points with limits known beforehand; `shift` is in sigma, 0 = nothing has changed.
"""

import numpy as np
from scipy import special

from pyrometer.errors import StatisticsError
from pyrometer.statistics._checked import Floats, number, positive
from pyrometer.statistics._checked import share as inside

NODES = 40  # Gauss-Legendre nodes at least; four for each sigma of width give the published tables to ten digits


def shewhart(*, limit: float = 3.0, shift: float = 0.0) -> float:
    """Average run length of the rule 'a point beyond `limit` sigma on either side'.

    Raises StatisticsError for a limit of 0 or less.
    Source: Shewhart 1931.
    """
    _above("limit", limit)
    number("shift", shift)
    return 1 / float(special.ndtr(-limit - shift) + special.ndtr(-limit + shift))


def cusum(*, k: float = 0.5, h: float = 5.0, shift: float = 0.0, head_start: float = 0.0) -> float:
    """Average run length of the two-sided tabular CUSUM; `k`, `h` in sigma, `head_start` as a share of h.

    Raises StatisticsError for an h of 0 or less.
    Source: Page 1954, Biometrika 41:100 (integral equation); both sides: Lucas & Crosier 1982, Technometrics 24:199,
    eq. 4; published values: Montgomery 2013, table 9.3.
    """
    _arm("h", h, k, shift, head_start)
    start = head_start * h
    up, up_start = _cusum_arm(k, h, shift, start)
    down, down_start = _cusum_arm(k, h, -shift, start)
    return (up_start * down + down_start * up - up * down) / (up + down)


def cusum_one_sided(*, k: float = 0.5, h: float = 5.0, shift: float = 0.0, head_start: float = 0.0) -> float:
    """Average run length of the upper arm alone.

    Raises StatisticsError for an h of 0 or less. Source: Page 1954, Biometrika 41:100.
    """
    _arm("h", h, k, shift, head_start)
    return _cusum_arm(k, h, shift, head_start * h)[1]


def _cusum_arm(k: float, h: float, shift: float, start: float) -> tuple[float, float]:
    """Run length from 0 and from `start`: L(u) = 1 + L(0) P(to 0) + integral of L(x) density(x - u)."""
    node, weight = np.polynomial.legendre.leggauss(max(NODES, int(4 * h)))
    x, w = h * (node + 1) / 2, h * weight / 2
    at = np.concatenate(([0.0, start], x))
    to_zero = special.ndtr(k - shift - at)
    density = _normal(x[None, :] + k - shift - at[:, None]) * w[None, :]
    step = np.hstack((to_zero[:, None], np.zeros((len(at), 1)), density))
    found = np.linalg.solve(np.eye(len(at)) - step, np.ones(len(at)))
    return float(found[0]), float(found[1])


def ewma(*, weight: float = 0.2, width: float = 2.962, shift: float = 0.0) -> float:
    """Average run length of the two-sided EWMA from its target, with the limits at their steady width.

    Raises StatisticsError for a width of 0 or less or a weight outside (0, 1].
    Source: Crowder 1987, Technometrics 29:401 (integral equation); Lucas & Saccucci 1990, Technometrics 32:1, table 3.
    """
    _above("width", width)
    number("shift", shift)
    if not 0 < weight <= 1:
        raise StatisticsError(f"A weight of {weight:g} cannot be: give a number above 0 and up to 1.")
    h = width * float(np.sqrt(weight / (2 - weight)))
    n = max(NODES, int(6 * h / weight))
    node, w = np.polynomial.legendre.leggauss(n)
    at = np.concatenate(([0.0], h * node))
    density = _normal((h * node[None, :] - (1 - weight) * at[:, None]) / weight - shift) * (h * w / weight)[None, :]
    step = np.hstack((np.zeros((n + 1, 1)), density))
    return float(np.linalg.solve(np.eye(n + 1) - step, np.ones(n + 1))[0])


def mewma(n_measures: int, *, weight: float = 0.1, limit: float = 8.66) -> float:
    """Average run length in control of the MEWMA of `n_measures`, T2 limit `limit`, covariance known.

    In control only the length of the vector matters: an integral equation over it. Raises StatisticsError for a limit
    of 0 or less.
    Source: Rigdon 1995, J. Statist. Comput. Simul. 52:351-365; Runger & Prabhu 1996, J. Amer. Statist. Assoc. 91:1701.
    """
    _above("limit", limit)
    if not n_measures >= 1:
        raise StatisticsError(f"{n_measures} measures cannot be: give at least 1.")
    if not 0 < weight <= 1:
        raise StatisticsError(f"A weight of {weight:g} cannot be: give a number above 0 and up to 1.")
    radius = float(np.sqrt(limit * weight / (2 - weight)))
    node, w = np.polynomial.legendre.leggauss(NODES)
    x, w = radius * (node + 1) / 2, radius * w / 2
    at = np.concatenate(([0.0], x))
    density = _norm_density(x[None, :] / weight, (1 - weight) * at[:, None] / weight, n_measures) * w[None, :] / weight
    step = np.hstack((np.zeros((len(at), 1)), density))
    return float(np.linalg.solve(np.eye(len(at)) - step, np.ones(len(at)))[0])


def _norm_density(length: Floats, away: Floats, p: int) -> Floats:
    """Density of the length of a p-variate normal vector whose mean has length `away`."""
    order = p / 2 - 1
    z = length * away
    bessel = np.where(z > 1e-8, special.ive(order, z) * np.exp(-((length - away) ** 2) / 2), 0.0)
    ratio = np.divide(length, away, out=np.ones(z.shape), where=z > 1e-8) ** order
    central = np.exp((p - 1) * np.log(length) - length**2 / 2 - order * np.log(2) - special.gammaln(p / 2))
    return np.asarray(np.where(z > 1e-8, length * ratio * bessel, central))


def poisson_cusum(mean: float, *, ratio: float = 2.0, limit: float = 3.5, actual: float | None = None) -> float:
    """Average run length of the upper arm of the Poisson CUSUM, `mean` events a period in control.

    `ratio` of rates to be found, `limit` of the log-likelihood sum (reached = signal), `actual` the true mean (None: in
    control). A Markov chain on a grid of steps of k. Raises StatisticsError for a mean, ratio or limit that
    cannot be. Source: Lucas 1985, Technometrics 27(2):129-144, appendix.
    """
    _above("mean", mean)
    slack, height = _in_counts(mean * (ratio - 1), ratio, limit)
    true = mean if actual is None else positive("actual", actual)
    top = int(special.pdtrik(1 - 1e-15, true)) + 2
    return _lattice(slack, height, special.pdtr(np.arange(top), true))


def bernoulli_cusum(share: float, *, odds_ratio: float = 2.0, limit: float = 3.5, actual: float | None = None) -> float:
    """Average number of cases to a signal of the upper arm of the Bernoulli CUSUM, `share` (0-1) in control.

    An `odds_ratio` below 1 gives the arm that looks for a fall. `actual`: the true share (None: in control).
    Raises StatisticsError for a share, ratio or limit that cannot be.
    Source: Reynolds & Stoumbos 1999, J. Qual. Technol. 31(1):87-108.
    """
    if not 0 < share < 1:
        raise StatisticsError(f"A share of {share:g} cannot be: give a number between 0 and 1.")
    true = share if actual is None else inside("actual", actual)
    slack, height = _in_counts(float(np.log(1 - share + odds_ratio * share)), odds_ratio, limit)
    if odds_ratio > 1:
        return _lattice(slack, height, np.array([1 - true, 1.0]))
    return _lattice(1 - abs(slack), height, np.array([true, 1.0]))


def _in_counts(drop: float, ratio: float, limit: float) -> tuple[float, float]:
    """Slack a period and limit, in events instead of log-likelihood."""
    if not ratio > 0 or ratio == 1:
        raise StatisticsError(f"A ratio of {ratio:g} looks for nothing: give one other than 1, above 0.")
    _above("limit", limit)
    unit = abs(float(np.log(ratio)))
    return drop / float(np.log(ratio)), limit / unit


STATES = 600


def _lattice(slack: float, height: float, below: Floats) -> float:
    """Run length of S = max(0, S + K - slack) to `height`, where P(K <= j) = below[j]; on a grid of 1 / q."""
    q = max(1, int(STATES / max(height, 1.0)))
    best = min(range(max(1, q // 2), q + 1), key=lambda m: (abs(slack * m - round(slack * m)) / m, -m))
    down, top = round(slack * best), int(np.ceil(height * best - 1e-9))
    chance = np.diff(below, prepend=0.0)
    chance[-1] += 1 - below[-1]
    step, at = np.zeros((top, top)), np.arange(top)
    for events, p in enumerate(chance.tolist()):
        to = np.maximum(at + events * best - down, 0)
        stays = to < top
        np.add.at(step, (at[stays], to[stays]), p)
    return float(np.linalg.solve(np.eye(top) - step, np.ones(top))[0])


def _normal(x: Floats) -> Floats:
    return np.asarray(np.exp(-(x**2) / 2) / np.sqrt(2 * np.pi))


def _arm(what: str, h: float, k: float, shift: float, head_start: float) -> None:
    """Raise for a CUSUM that cannot be."""
    _above(what, h)
    number("k", k, least=0.0), number("shift", shift), number("head_start", head_start, least=0.0)


def _above(what: str, number: float) -> None:
    if not number > 0:
        raise StatisticsError(f"A {what} of {number:g} cannot be: give a number above 0.")
