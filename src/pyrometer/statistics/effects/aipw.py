"""Doubly robust effect: right when either the model of who gets the activity or that of what follows is right."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike
from scipy.special import expit, ndtri, stdtr, stdtrit

from pyrometer.errors import StatisticsError
from pyrometer.model.interval import Estimate, Interval, NotEnough
from pyrometer.statistics._checked import Floats, Ints, reals, same_length
from pyrometer.statistics.effects.trials import Trials
from pyrometer.statistics.logistic import Logistic, clustered_cov, logistic

FOLDS = 5
PERIODS = 4  # parts of the horizon in which the hazard is a step
SMALL = 0.01  # ridge that keeps fits finite where a fold has few events
LEAST, MOST = 0.005, 0.995  # propensities are cut here; the share beyond is told by the diagnostics


@dataclass(frozen=True, slots=True)
class DoublyRobust:
    """Risk difference with a cluster-robust error; `treated`, `untreated` risks; `e` propensity (trials,).

    `standardised`: the same difference by the outcome model alone (g-formula). `level` of `interval` 95%.
    """

    difference: float
    se: float
    p: float
    interval: Interval
    treated: float
    untreated: float
    standardised: float
    e: Floats


def aipw(trials: Trials, *, folds: int = FOLDS, level: float = 0.95) -> DoublyRobust | NotEnough:
    """Cross-fitted augmented inverse probability weighting of the trials' outcome, errors clustered by account.

    Logistic models of the activity and, in each arm, of the outcome; each case is judged by models that have not seen
    its cluster. Refuses when an arm is empty or its outcomes all alike.
    Raises StatisticsError for nothing of its own: trials are checked when they are made.
    The interval is Student's with one degree of freedom less than there are clusters.
    Source: Robins, Rotnitzky & Zhao 1994; Chernozhukov et al. 2018, Econometrics J. 21 (cross-fitting);
    Cameron & Miller 2015, J. Human Resources 50, section VI.D (few clusters).
    """
    whole = _models(trials, np.ones(len(trials.a), dtype=bool))
    if isinstance(whole, NotEnough):
        return whole
    e, m1, m0 = (np.empty(len(trials.a)) for _ in range(3))
    fold = _folds(trials.cluster, folds)
    for k in range(folds):
        models = _models(trials, fold != k)
        used = whole if isinstance(models, NotEnough) else models
        for into, fit in zip((e, m1, m0), used, strict=True):
            into[fold == k] = expit(trials.x[fold == k] @ fit.coef)
    e = np.clip(e, LEAST, MOST)
    a, y, w = trials.a, trials.y, trials.weight
    up = m1 + a * w / e * (y - m1)
    down = m0 + (1 - a) * w / (1 - e) * (y - m0)
    value = float((up - down).mean())
    se = clustered_error(up - down - value, trials.cluster)
    half, free = _half(se, trials.cluster, level)
    plain = [float(expit(trials.x @ fit.coef).mean()) for fit in whole[1:]]
    ends = Interval(value - half, value + half, level, "cross-fitted AIPW")
    p = float(2 * stdtr(free, -abs(value) / max(se, 1e-12)))
    return DoublyRobust(value, se, p, ends, float(up.mean()), float(down.mean()), plain[0] - plain[1], e)


def difference(trials: Trials, *, level: float = 0.95) -> Estimate:
    """The difference as counted among those who were followed: nothing made alike, errors clustered."""
    seen = trials.weight > 0
    y, a, cluster = trials.y[seen], trials.a[seen], trials.cluster[seen]
    one, zero = float(y[a == 1].mean()), float(y[a == 0].mean())
    share = a.mean()
    se = clustered_error(a / share * (y - one) - (1 - a) / (1 - share) * (y - zero), cluster)
    half, _ = _half(se, cluster, level)
    return Estimate(one - zero, Interval(one - zero - half, one - zero + half, level, "as counted"), len(y))


def _half(se: float, cluster: Ints, level: float) -> tuple[float, int]:
    """Half the width of Student's interval, and its degrees of freedom: one less than there are clusters."""
    free = max(len(np.unique(cluster)) - 1, 1)
    return float(stdtrit(free, (1 + level) / 2)) * se, free


def clustered_error(score: Floats, cluster: Ints) -> float:
    """Standard error of a mean from centred scores (n,) that go together by cluster (n,).

    Raises nothing of its own. Source: Liang & Zeger 1986, Biometrika 73 (clustered sandwich).
    """
    sums = np.bincount(cluster, weights=score)
    present = np.bincount(cluster) > 0
    g = int(present.sum())
    return float(np.sqrt((sums[present] ** 2).sum() * g / max(g - 1, 1)) / len(score))


def odds_ratio(trials: Trials, *, level: float = 0.95) -> Estimate | NotEnough:
    """Cross-check: odds ratio of the outcome for the activity in one pooled logistic model, errors clustered.

    For a horizon of one period it is the discrete hazard's odds ratio. Refuses outcomes all alike.
    Raises StatisticsError for nothing of its own: trials are checked when they are made.
    Source: D'Agostino et al. 1990, Statistics in Medicine 9 (pooled logistic regression).
    """
    kept = trials.weight > 0
    x, y, w = np.column_stack([trials.x, trials.a])[kept], trials.y[kept], trials.weight[kept]
    fit = logistic(x, y, weights=w, ridge=SMALL)
    if isinstance(fit, NotEnough):
        return fit
    cov = clustered_cov(fit, x, y, trials.cluster[kept], weights=w)
    half = float(-ndtri((1 - level) / 2)) * float(np.sqrt(cov[-1, -1]))
    beta = float(fit.coef[-1])
    ends = Interval(float(np.exp(beta - half)), float(np.exp(beta + half)), level, "pooled logistic, clustered")
    return Estimate(float(np.exp(beta)), ends, int(kept.sum()))


def hazard_odds_ratio(trials: Trials, after: ArrayLike, *, horizon: float, level: float = 0.95) -> Estimate | NotEnough:
    """Cross-check: odds ratio of the outcome in any of PERIODS parts of the horizon, among those who have not left yet.

    `after` (trials,): from the start to leaving, in the unit of `horizon`; NaN: not within it. `trials.y` says whether
    they left by the outcome. Pooled logistic discrete hazard with a step for each part, errors clustered.
    Refuses outcomes all alike. Raises StatisticsError for wrong lengths or a horizon not above 0.
    Source: D'Agostino et al. 1990, Statistics in Medicine 9; Hernan & Robins 2020, section 17.2.
    """
    left = reals("after", after, missing=True)
    same_length(after=left, trials=trials.a)
    if not horizon > 0:
        raise StatisticsError(f"'horizon' must be above 0, not {horizon:g}.")
    part = np.minimum(np.nan_to_num(left / horizon, nan=np.inf) * PERIODS, PERIODS - 1).astype(np.int64)
    spent = part + 1
    row = np.repeat(np.arange(len(left)), spent)
    period = np.arange(len(row)) - np.repeat(np.cumsum(spent) - spent, spent)
    outcome = (period == part[row]) * trials.y[row]
    steps = (period[:, None] == np.arange(1, PERIODS)).astype(float)
    x = np.column_stack([trials.x[row], steps])
    long = Trials(x, trials.names, trials.a[row], outcome, trials.weight[row], trials.cluster[row], row)
    return odds_ratio(long, level=level)


def _models(trials: Trials, chosen: np.ndarray) -> tuple[Logistic, Logistic, Logistic] | NotEnough:
    """Activity, outcome with it, outcome without it."""
    given = logistic(trials.x[chosen], trials.a[chosen], ridge=SMALL)
    if isinstance(given, NotEnough):
        return NotEnough("cases with and without the activity", given.has)
    arms = []
    for arm in (1, 0):
        part = chosen & (trials.a == arm) & (trials.weight > 0)
        fit = logistic(trials.x[part], trials.y[part], weights=trials.weight[part], ridge=SMALL)
        if isinstance(fit, NotEnough):
            return NotEnough("outcomes of both kinds with and without the activity", fit.has)
        arms.append(fit)
    return given, arms[0], arms[1]


def _folds(cluster: Ints, folds: int) -> Ints:
    """A fold for each cluster, fixed by its number and well mixed (Knuth's multiplicative hash)."""
    mixed = (cluster.astype(np.uint64) * np.uint64(2654435761)) % np.uint64(2**32)
    _, rank = np.unique(mixed, return_inverse=True)
    return np.asarray(rank % folds, dtype=np.int64)
