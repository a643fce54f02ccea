"""Where two random walks that both drift down are highest: the limit distribution of an estimated change date."""

import numpy as np
from scipy import special

from pyrometer.statistics._checked import Floats

STEPS = 20_001


def quantile(q: float, spread: float) -> float:
    """Quantile of the place of the highest point of W(-s) - |s|/2 (s < 0) and sqrt(spread) W(s) - s/2 (s > 0).

    `spread` is the variance after the change over that before. For s > 0 the density is r (I(0) - I(1)) with r =
    1 / spread and I(a) the Laplace transform of the first-passage density in its height; likewise for s < 0.
    Source: Bai 1997, Econometric Theory 13:315-352, proposition 3; derived here from first passage times.
    """
    left, before = _side(1.0, 1.0, 1 / spread)
    right, after = _side(spread, 1 / spread, 1.0)
    place = np.concatenate((-left[::-1], right[1:]))
    share = np.concatenate((before[-1] - before[::-1], before[-1] + after[1:]))
    return float(np.interp(q, share / share[-1], place))


def _side(variance: float, rate: float, other: float) -> tuple[Floats, Floats]:
    """Places away from the change and the chance of a highest point up to there, on one side."""
    root = np.linspace(0, np.sqrt(8 * variance * 40), STEPS)
    t = root**2
    density = rate * (_transform(t, variance, 0.0) - _transform(t, variance, other)) * 2 * root
    density[0] = 0.0
    mass = np.concatenate(([0.0], np.cumsum((density[1:] + density[:-1]) / 2 * np.diff(root))))
    return t, mass


def _transform(t: Floats, variance: float, a: float) -> Floats:
    """Integral over m of exp(-a m) times the density of first reaching height m at time t; drift -1/2."""
    t = np.maximum(t, 1e-300)
    sigma, slope = float(np.sqrt(variance)), 0.5 + a * variance
    z = slope * np.sqrt(t) / sigma
    lift = (slope**2 - 0.25) * t / (2 * variance)
    # erfcx keeps the product of a growing and a dying exponential finite
    tail = 0.5 * special.erfcx(z / np.sqrt(2)) * np.exp(lift - z**2 / 2)
    return np.asarray(sigma / np.sqrt(2 * np.pi * t) * np.exp(lift - z**2 / 2) - slope * tail)
