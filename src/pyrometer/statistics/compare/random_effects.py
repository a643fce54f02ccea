"""Random effects: the common value of groups that truly differ, how much they differ, and each one shrunk to it."""

from dataclasses import dataclass
from typing import Literal

import numpy as np
from numpy.typing import ArrayLike
from scipy.special import chdtrc, ndtr, ndtri

from pyrometer.errors import StatisticsError
from pyrometer.model.interval import Interval
from pyrometer.statistics._checked import Floats, counts, reals, same_length, share

Between = Literal["DL", "REML"]
Ends = Literal["confidence", "normal"]
GRID = 400  # points over the spread between groups; ends are stable to 1e-3 from 200 on


@dataclass(frozen=True, slots=True)
class RandomEffects:
    """Normal-normal model: `mu`, `se`, `tau2` between groups, `i2` (a share), `q` and its `p`; `shrunken` (groups,).

    `interval`: of mu. `next_group`: where the true value of one more group would lie (prediction interval).
    """

    mu: float
    se: float
    tau2: float
    i2: float
    q: float
    p: float
    interval: Interval
    next_group: Interval
    shrunken: Floats
    shrunken_se: Floats
    method: str


def random_effects(
    y: ArrayLike, variance: ArrayLike, *, between: Between = "REML", level: float = 0.95, ends: Ends = "confidence"
) -> RandomEffects:
    """Groups' estimates `y` with known sampling `variance`, both (groups,), as draws around a common mean.

    'DL': DerSimonian & Laird's moments; 'REML': restricted maximum likelihood. `ends` of the intervals: 'confidence'
    averages over the confidence distribution of the spread between groups, and so keeps its level when groups are few;
    'normal' takes the spread as known (metafor's default, too short with fewer than some thirty groups).
    Raises StatisticsError for wrong lengths, variances not above zero, one group.
    Source: DerSimonian & Laird 1986, eq. 8; Viechtbauer 2005, J. Educ. Behav. Stat. 30, eq. 7; Higgins 2009 (I2, PI);
    Viechtbauer 2007, Stat. Med. 26, eq. 13 (Q-profile); Nagashima, Noma & Furukawa 2019, Stat. Methods Med. Res. 28.
    """
    values, v = reals("y", y), counts("variance", variance)
    same_length(y=values, variance=v)
    if len(v) < 2 or (v <= 0).any():
        raise StatisticsError("Needs at least two groups, each with a variance above zero.")
    w = 1 / v
    df, fixed = len(v) - 1, float((w * values).sum() / w.sum())
    q = float((w * (values - fixed) ** 2).sum())
    spread = float(w.sum() - (w**2).sum() / w.sum())
    tau2 = max(0.0, (q - df) / spread)
    if between == "REML":
        tau2 = _reml(values, v, tau2)
    elif between != "DL":
        raise StatisticsError(f"No estimator '{between}'; there is DL, REML.")
    w = 1 / (v + tau2)
    mu, se = float((w * values).sum() / w.sum()), float(1 / np.sqrt(w.sum()))
    bounds = _ends(values, v, (mu, se, tau2), share("level", level), ends)
    own = tau2 / (tau2 + v)
    return RandomEffects(
        mu, se, tau2, tau2 / (tau2 + df / spread), q, float(chdtrc(df, q)),
        *bounds,
        own * values + (1 - own) * mu, np.sqrt(tau2 * (1 - own) + (1 - own) ** 2 * se**2), between,
    )  # fmt: skip


def _reml(y: Floats, v: Floats, start: float) -> float:
    """Fisher scoring with halving; the estimate may rest at zero."""
    tau2 = start
    for _ in range(200):
        w = 1 / (v + tau2)
        mu = (w * y).sum() / w.sum()
        score = float((w**2 * (y - mu) ** 2).sum() - w.sum() + (w**2).sum() / w.sum())
        information = float((w**2).sum() - 2 * (w**3).sum() / w.sum() + ((w**2).sum() / w.sum()) ** 2)
        new = max(0.0, tau2 + score / information)
        if abs(new - tau2) < 1e-12 * (1 + tau2):
            return new
        tau2 = new
    return tau2


def _ends(
    y: Floats, v: Floats, found: tuple[float, float, float], level: float, ends: Ends
) -> tuple[Interval, Interval]:
    """The intervals of the mean and of one more group."""
    mu, se, tau2 = found
    if ends == "normal":
        z = float(-ndtri((1 - level) / 2))
        ahead = float(np.sqrt(se**2 + tau2))
        return Interval(mu - z * se, mu + z * se, level, ends), Interval(mu - z * ahead, mu + z * ahead, level, ends)
    if ends != "confidence":
        raise StatisticsError(f"No ends '{ends}'; there is confidence, normal.")
    mass, centre, error, tau = _confidence(y, v)
    tails = (1 - level) / 2, (1 + level) / 2
    own, other = ([_quantile(q, mass, centre, s) for q in tails] for s in (error, np.sqrt(error**2 + tau**2)))
    return Interval(own[0], own[1], level, ends), Interval(other[0], other[1], level, ends)


def _confidence(y: Floats, v: Floats) -> tuple[Floats, Floats, Floats, Floats]:
    """Confidence distribution of the spread between groups: its mass, and the mean and its error at each point.

    At the true spread the weighted sum of squares is chi-squared, so its tail at each candidate is the confidence that
    the spread is no greater; the first point holds what lies at no spread at all.
    """
    part = np.arange(GRID) / GRID
    tau = (float(np.sqrt(np.median(v))) + float(y.std())) * part / (1 - part)
    w = 1 / (v + tau[:, None] ** 2)
    total = w.sum(1)
    centre = (w * y).sum(1) / total
    within = chdtrc(len(y) - 1, (w * (y - centre[:, None]) ** 2).sum(1))
    mass = np.diff(within, prepend=0.0)
    mass[-1] += 1 - within[-1]
    return mass, centre, 1 / np.sqrt(total), tau


def _quantile(q: float, mass: Floats, centre: Floats, error: Floats) -> float:
    """Quantile of the mixture of normals, by halving."""
    far = 10 * float(error.max()) + float(np.ptp(centre))
    low, high = float(centre.min()) - far, float(centre.max()) + far
    for _ in range(80):
        middle = (low + high) / 2
        short = float(mass @ ndtr((middle - centre) / error)) < q
        low, high = (middle, high) if short else (low, middle)
    return (low + high) / 2
