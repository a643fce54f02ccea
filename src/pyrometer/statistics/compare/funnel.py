"""Funnel plot: each group's rate against its size, with limits that widen where there are few cases."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

import numpy as np
from numpy.typing import ArrayLike
from scipy.special import chdtrc, ndtri

from pyrometer.errors import StatisticsError
from pyrometer.statistics._checked import Floats, Ints, counts, number, positive, same_length, share, some_of
from pyrometer.statistics.charts._exact import binomial_quantile, binomial_share

Adjust = Literal["auto", "never", "always"]
Limits = Literal["arcsine", "exact"]


@dataclass(frozen=True, slots=True)
class Dispersion:
    """How much more groups vary than chance: `phi` about 1 when they do not; `tau2` what is left between them.

    `z`, `z_winsorised` (groups,); `p`: chance of so much spread among equal groups (chi-square of the raw z).
    """

    phi: float
    tau2: float
    p: float
    z: Floats
    z_winsorised: Floats


@dataclass(frozen=True, slots=True)
class Funnel:
    """A funnel plot: `value` (groups,) against `n`, the `target`, limits by level, and who lies outside the widest.

    `lower`, `upper`: level -> (groups,). `outside` (groups,): -1, 0, 1 against the widest limits. `adjusted`: whether
    the limits were widened for over-dispersion.
    """

    value: Floats
    n: Floats
    target: float
    lower: dict[float, Floats]
    upper: dict[float, Floats]
    outside: Ints
    dispersion: Dispersion
    adjusted: bool
    method: str


def dispersion(k: ArrayLike, n: ArrayLike, *, trim: float = 0.1) -> Dispersion:
    """Over-dispersion of shares on the arcsine scale; `trim` of the z-scores is winsorised at each end.

    phi is the mean squared winsorised z, tau2 = max(0, (g phi - (g - 1)) / (sum w - sum w^2 / sum w)).
    Raises StatisticsError for k > n, fewer than two groups, empty groups, trim outside 0 to .5.
    Source: Spiegelhalter et al. 2012, J. R. Statist. Soc. A 175; FunnelPlotR 0.6 od_adjustment.R.
    """
    hits, sizes = some_of(k, n, at_least=2)
    target = float(hits.sum() / sizes.sum())
    s = 1 / (2 * np.sqrt(sizes))
    return _dispersion((np.arcsin(np.sqrt(hits / sizes)) - np.arcsin(np.sqrt(target))) / s, s, trim)


def dispersion_ratio(observed: ArrayLike, expected: ArrayLike, *, trim: float = 0.1) -> Dispersion:
    """Over-dispersion of observed/expected ratios on the square-root scale, z = 2 (sqrt O - sqrt E).

    `observed` counts, `expected` above zero, by group. As `dispersion`. Source: Spiegelhalter 2005; FunnelPlotR 0.6.
    """
    seen, due = _ratio(observed, expected)
    s = 1 / (2 * np.sqrt(due))
    return _dispersion((np.sqrt(seen / due) - 1) / s, s, trim)


def funnel_plot(
    k: ArrayLike,
    n: ArrayLike,
    *,
    levels: Sequence[float] = (0.95, 0.998),
    limits: Limits = "exact",
    adjust: Adjust = "auto",
) -> Funnel:
    """Funnel plot of shares, k of n by group, around their common rate.

    `limits`: 'exact' binomial, interpolated between counts (Spiegelhalter 2005), or 'arcsine' (FunnelPlotR).
    `adjust`: widen for over-dispersion when tau2 > 0 ('auto', as FunnelPlotR), 'never' or 'always'; widened limits are
    always on the arcsine scale. Raises StatisticsError as `dispersion`.
    Source: Spiegelhalter 2005, Statistics in Medicine 24, sections 2.3 and 2.4.
    """
    hits, sizes = some_of(k, n, at_least=2)
    found = dispersion(hits, sizes)
    target = float(hits.sum() / sizes.sum())
    widened = _widen(found, adjust)
    tau2 = found.tau2 if widened else 0.0
    lines = {
        level: funnel_limits(target, sizes, level=level, tau2=tau2, limits="arcsine" if widened else limits)
        for level in levels
    }
    how = "arcsine, widened by tau2" if widened else limits
    return _funnel((hits / sizes, sizes, target), lines, found, widened, how)


def funnel_ratio(
    observed: ArrayLike, expected: ArrayLike, *, levels: Sequence[float] = (0.95, 0.998), adjust: Adjust = "auto"
) -> Funnel:
    """Funnel plot of observed/expected by group around 1; limits on the square-root scale.

    `n` of the answer holds the expected counts. Raises StatisticsError for expected counts not above zero.
    Source: Spiegelhalter 2005; FunnelPlotR 0.6 (SR, sr_method 'CQC').
    """
    seen, due = _ratio(observed, expected)
    found = dispersion_ratio(seen, due)
    widened = _widen(found, adjust)
    scale = np.sqrt(1 / (4 * due) + (found.tau2 if widened else 0.0))
    lines = {}
    for level in levels:
        half = float(-ndtri((1 - share("level", level)) / 2)) * scale
        lines[level] = (np.maximum(1 - half, 0) ** 2, (1 + half) ** 2)
    return _funnel(
        (seen / due, due, 1.0), lines, found, widened, "square root" + (", widened by tau2" if widened else "")
    )


def funnel_limits(
    target: float, n: ArrayLike, *, level: float = 0.95, tau2: float = 0.0, limits: Limits = "exact"
) -> tuple[Floats, Floats]:
    """Lower and upper limits of a share around `target` for groups of size `n` (any sizes: for drawing the lines).

    Raises StatisticsError for a target outside 0 to 1, negative sizes or tau2.
    Source: Spiegelhalter 2005, Stat. Med. 24:1185-1202.
    """
    sizes = counts("n", n)
    tail = (1 - share("level", level)) / 2
    share("target", target), number("tau2", tau2, least=0.0)
    if limits == "exact":
        return _exact_limits(target, sizes, tail)
    middle, half = np.arcsin(np.sqrt(target)), float(-ndtri(tail)) * np.sqrt(1 / (4 * sizes) + tau2)
    low, high = np.maximum(middle - half, 0), np.minimum(middle + half, np.pi / 2)
    return np.sin(low) ** 2, np.sin(high) ** 2


def _dispersion(z: Floats, s: Floats, trim: float) -> Dispersion:
    if not 0 <= trim < 0.5:
        raise StatisticsError(f"'trim' must lie between 0 and .5, it is {trim:g}.")
    low, high = np.quantile(z, [trim, 1 - trim])  # numpy's default is R's type 7
    kept = np.clip(z, low, high)
    g, phi = len(z), float((kept**2).mean())
    w = 1 / s**2
    tau2 = max(0.0, float((g * phi - (g - 1)) / (w.sum() - (w**2).sum() / w.sum())))
    return Dispersion(phi, tau2, float(chdtrc(g - 1, float((z**2).sum()))), z, kept)


def _ratio(observed: ArrayLike, expected: ArrayLike) -> tuple[Floats, Floats]:
    seen, due = counts("observed", observed), counts("expected", expected)
    same_length(observed=seen, expected=due)
    if len(due) < 2 or (due <= 0).any():
        raise StatisticsError("Needs at least two groups, each with an expected count above zero.")
    return seen, due


def _widen(found: Dispersion, adjust: Adjust) -> bool:
    if adjust not in ("auto", "never", "always"):
        raise StatisticsError(f"No way to adjust '{adjust}'; there is auto, never, always.")
    return adjust == "always" or (adjust == "auto" and found.tau2 > 0)


def _funnel(
    groups: tuple[Floats, Floats, float],
    lines: dict[float, tuple[Floats, Floats]],
    found: Dispersion,
    widened: bool,  # noqa: FBT001 - private
    how: str,
) -> Funnel:
    value, n, target = groups
    widest = max(lines)
    low, high = lines[widest]
    outside = np.where(value > high, 1, np.where(value < low, -1, 0)).astype(np.int64)
    lower, upper = {v: ends[0] for v, ends in lines.items()}, {v: ends[1] for v, ends in lines.items()}
    return Funnel(value, n, target, lower, upper, outside, found, widened, how)


def _exact_limits(target: float, n: Floats, tail: float) -> tuple[Floats, Floats]:
    if target in (0.0, 1.0):
        return np.full_like(n, target), np.full_like(n, target)
    return _interpolated(target, n, tail), _interpolated(target, n, 1 - tail)


def _interpolated(target: float, n: Floats, p: float) -> Floats:
    """r - alpha over n, with r the smallest count of cumulative probability at least p (Spiegelhalter 2005, 2.3)."""
    positive("target", target)
    size = np.floor(n)
    k = binomial_quantile(p, size, target)
    reached, before = binomial_share(k, size, target), binomial_share(k - 1, size, target)
    return np.clip((k - (reached - p) / (reached - before)) / n, 0, 1)
