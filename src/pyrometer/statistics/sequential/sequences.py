"""Confidence sequences: intervals that hold at every look at once, so that peeking costs nothing but width."""

from typing import Literal

import numpy as np
from numpy.typing import ArrayLike
from scipy.special import betaln, xlog1py, xlogy, zeta

from pyrometer.errors import StatisticsError
from pyrometer.model.interval import Estimate, Interval, NotEnough
from pyrometer.statistics._checked import Floats, anyhow, number, pair, positive, same_shape, share, some_of

Decision = Literal["effect", "harm", "futile", "time is up", "go on"]


def best_rho(v_opt: float, alpha: float = 0.05) -> float:
    """The mixture's parameter that makes the two-sided boundary tightest at intrinsic time `v_opt`.

    Raises StatisticsError for a v_opt not above zero or an alpha outside 0 to 1.
    Source: Howard, Ramdas, McAuliffe & Sekhon 2021, Annals of Statistics 49, section 3.5 (their approximation).
    """
    logarithm = 2 * np.log(1 / share("alpha", alpha))
    return float(positive("v_opt", v_opt) / (logarithm + np.log1p(logarithm)))


def normal_mixture(v: ArrayLike, *, v_opt: float, alpha: float = 0.05) -> Floats:
    """Two-sided bound of a sub-Gaussian sum at variance `v` so far, valid at all times; shape of v.

    Raises StatisticsError for negative v. Source: Howard et al. 2021, eq. 14.
    """
    time = _time(v)
    rho = best_rho(v_opt, alpha)
    return np.asarray(np.sqrt((time + rho) * np.log((time + rho) / (rho * alpha**2))))


def stitched(v: ArrayLike, *, v_min: float, alpha: float = 0.05, s: float = 1.4, eta: float = 2.0) -> Floats:
    """One-sided polynomial stitched bound of a sub-Gaussian sum (iterated-logarithm rate), from variance `v_min` on.

    `s` and `eta` shape it as published. Raises StatisticsError for negative v, v_min not above zero.
    Source: Howard et al. 2021, theorem 1, eq. 10.
    """
    time = np.maximum(_time(v), positive("v_min", v_min))
    k1 = (eta**0.25 + eta**-0.25) / np.sqrt(2)
    constant = np.log(zeta(s) / np.log(eta) ** s) + np.log(1 / share("alpha", alpha))
    return np.asarray(k1 * np.sqrt(time * (s * np.log(np.log(eta * time / v_min)) + constant)))


def bernoulli_evidence(k: ArrayLike, n: ArrayLike, p: ArrayLike, *, n_opt: float = 100, alpha: float = 0.05) -> Floats:
    """Log of the evidence against rate `p` after k of n: a beta mixture over the likelihood at p; shapes broadcast.

    Under p it exceeds log(1 / alpha) at any time at all with probability at most alpha. Tuned to `n_opt` cases.
    Raises StatisticsError for k outside 0 to n or p outside 0 to 1.
    Source: Howard et al. 2021, proposition 7 and section 3.2 (beta-binomial).
    """
    hits, size, rate = (anyhow(name, x) for name, x in (("k", k), ("n", n), ("p", p)))
    same_shape(k=hits, n=size, p=rate)
    if (hits < 0).any() or (hits > size).any() or (rate <= 0).any() or (rate >= 1).any():
        raise StatisticsError("Needs 0 <= k <= n and rates strictly between 0 and 1.")
    variance = rate * (1 - rate)
    r = np.maximum(best_rho(n_opt, alpha) * variance - variance, 1e-3 * variance)
    a, b = r / (1 - rate), r / rate
    mixed = betaln(a + hits, b + size - hits) - betaln(a, b)
    return np.asarray(mixed - xlogy(hits, rate) - xlog1py(size - hits, -rate))


def bernoulli(k: float, n: float, *, n_opt: float = 100, alpha: float = 0.05) -> Interval:
    """Interval of a rate after k of n that may be looked at any time; tightest about `n_opt` cases.

    Raises StatisticsError as `bernoulli_evidence`. Source: Howard et al. 2021; confseq, bernoulli_confidence_interval.
    """
    from scipy.optimize import brentq

    some_of([k], [n])
    seen, limit = k / n, float(np.log(1 / share("alpha", alpha)))

    def against(p: float) -> float:
        return float(bernoulli_evidence(k, n, p, n_opt=n_opt, alpha=alpha)) - limit

    edge = 1e-12
    middle = min(max(seen, edge), 1 - edge)
    low = 0.0 if k == 0 or against(edge) <= 0 else float(brentq(against, edge, middle, xtol=1e-12))
    high = 1.0 if k == n or against(1 - edge) <= 0 else float(brentq(against, middle, 1 - edge, xtol=1e-12))
    return Interval(low, high, 1 - alpha, "beta-binomial confidence sequence")


def asymptotic_half_width(n: ArrayLike, sd: float, *, rho2: float, alpha: float = 0.05) -> Floats:
    """Half width of a confidence sequence of a running mean after n cases, for large n; shape of n, unit of `sd`.

    Raises StatisticsError for n below 1 or rho2 not above zero.
    Source: Waudby-Smith, Arbour, Sinha, Kennedy & Ramdas 2024, Annals of Statistics 52, eq. 8.
    """
    size, sd = np.atleast_1d(anyhow("n", n)), number("sd", sd, least=0.0)
    if (size < 1).any():
        raise StatisticsError("'n' must be at least 1.")
    inner = size * positive("rho2", rho2) + 1
    width = sd * np.sqrt(2 * inner / (size**2 * rho2) * np.log(np.sqrt(inner) / share("alpha", alpha)))
    return np.asarray(width if np.ndim(n) else width[0])


def best_rho2(n_opt: float, alpha: float = 0.05) -> float:
    """The parameter that makes the asymptotic sequence tightest about `n_opt` cases.

    Raises StatisticsError for an n_opt not above zero or an alpha outside 0 to 1.
    Source: ibid., appendix B.2.
    """
    inner = -2 * np.log(share("alpha", alpha))
    return float((inner + np.log(inner) + 1) / positive("n_opt", n_opt))


def difference(
    treated: tuple[float, float], control: tuple[float, float], *, n_opt: float, alpha: float = 0.05
) -> Estimate | NotEnough:
    """Difference of two shares, each (k, n), with an interval that may be looked at any time (large samples).

    `n_opt`: cases of both arms together about which it is tightest: the planned size. Refuses fewer than 10 cases that
    acted and 10 that did not in all, where the large-sample form does not hold.
    Raises StatisticsError for k > n or empty arms.
    Source: Waudby-Smith et al. 2024, section 3 (difference in means of a randomised trial).
    """
    (k1, n1), (k2, n2) = pair("treated", treated), pair("control", control)
    k, n = some_of([k1, k2], [n1, n2])
    if k.sum() < 10 or (n - k).sum() < 10:
        return NotEnough("10 cases that acted and 10 that did not", f"{k.sum():g} and {(n - k).sum():g}")
    rate, total = k / n, float(n.sum())
    pulled = (k + 0.5) / (n + 1)
    sd = float(np.sqrt(total * (pulled * (1 - pulled) / n).sum()))
    half = float(asymptotic_half_width(total, sd, rho2=best_rho2(n_opt, alpha), alpha=alpha))
    value = float(rate[0] - rate[1])
    return Estimate(
        value, Interval(value - half, value + half, 1 - alpha, "asymptotic confidence sequence"), int(total)
    )


def decide(interval: Interval, *, worthwhile: float, used: float = 0.0) -> Decision:
    """What a running trial says: an effect, harm, futile (even the high end is not worthwhile), or go on.

    `worthwhile`: the least difference worth having, above zero. `used`: share of the planned cases or time, 1 is all.
    Raises StatisticsError for a worthwhile difference not above zero.
    Source: Jennison & Turnbull 2000, ch. 9 (repeated confidence intervals).
    """
    positive("worthwhile", worthwhile), number("used", used, least=0.0)
    if interval.high < 0:
        return "harm"
    if interval.low > 0:
        return "effect"
    if interval.high < worthwhile:
        return "futile"
    return "time is up" if used >= 1 else "go on"


def _time(v: ArrayLike) -> Floats:
    time = anyhow("v", v)
    if (time < 0).any():
        raise StatisticsError("Intrinsic time 'v' cannot be negative or missing.")
    return time
