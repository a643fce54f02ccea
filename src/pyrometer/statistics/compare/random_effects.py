"""Random effects: the common value of groups that truly differ, how much they differ, and each one shrunk to it."""

from dataclasses import dataclass
from typing import Literal

import numpy as np
from numpy.typing import ArrayLike
from scipy.special import chdtrc, ndtri

from pyrometer.errors import StatisticsError
from pyrometer.model.interval import Interval
from pyrometer.statistics._checked import Reals, counts, reals, same_length, share

Between = Literal["DL", "REML"]


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
    shrunken: Reals
    shrunken_se: Reals
    method: str


def random_effects(
    y: ArrayLike, variance: ArrayLike, *, between: Between = "REML", level: float = 0.95
) -> RandomEffects:
    """Groups' estimates `y` with known sampling `variance`, both (groups,), as draws around a common mean.

    'DL': DerSimonian & Laird's moments; 'REML': restricted maximum likelihood. Intervals are normal (as metafor).
    Raises StatisticsError for wrong lengths, variances not above zero, one group.
    Source: DerSimonian & Laird 1986, eq. 8; Viechtbauer 2005, J. Educ. Behav. Stat. 30, eq. 7; Higgins 2009 (I2, PI).
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
    z = float(-ndtri((1 - share("level", level)) / 2))
    ahead = z * float(np.sqrt(se**2 + tau2))
    own = tau2 / (tau2 + v)
    return RandomEffects(
        mu, se, tau2, tau2 / (tau2 + df / spread), q, float(chdtrc(df, q)),
        Interval(mu - z * se, mu + z * se, level, between), Interval(mu - ahead, mu + ahead, level, between),
        own * values + (1 - own) * mu, np.sqrt(tau2 * (1 - own) + (1 - own) ** 2 * se**2), between,
    )  # fmt: skip


def _reml(y: Reals, v: Reals, start: float) -> float:
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
