"""Discrete hazard: the odds of going on in a period for those still waiting, from what is known of them."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike
from scipy.special import ndtri

from pyrometer.errors import StatisticsError
from pyrometer.model.interval import Estimate, Interval, NotEnough
from pyrometer.statistics._checked import Floats, Ints, reals, same_length, share, whole
from pyrometer.statistics.logistic import Logistic, Stop, logistic


@dataclass(frozen=True, slots=True)
class Hazard:
    """A discrete-time logit hazard: `coef`, `se` named by `names` (periods first, the first as the constant)."""

    names: tuple[str, ...]
    coef: Floats
    se: Floats
    deviance: float
    n_case_periods: int
    fit: Logistic


def case_periods(period: ArrayLike, event: ArrayLike) -> tuple[Ints, Ints, Floats]:
    """One row a case and period lived through: (case, period, left) from the last `period` (1, 2, ...) and `event` 0/1.

    Raises StatisticsError for periods below 1 or not whole, events other than 0 and 1, wrong lengths.
    Source: Singer & Willett 2003, section 10.5.
    """
    last, left = reals("period", period), reals("event", event)
    same_length(period=last, event=left)
    whole("period", last)
    if (last < 1).any() or not np.isin(left, (0, 1)).all():
        raise StatisticsError("'period' counts from 1 and 'event' is 0 or 1.")
    n = last.astype(np.int64)
    case = np.repeat(np.arange(len(n)), n)
    within = np.arange(n.sum()) - np.repeat(np.cumsum(n) - n, n) + 1
    return case, within, np.where(within == n[case], left[case], 0.0)


def discrete_hazard(
    period: ArrayLike, event: ArrayLike, covariates: dict[str, ArrayLike] | None = None, *, stop: Stop = "exact"
) -> Hazard | NotEnough:
    """Logit hazard with a level for each period and proportional odds of the covariates.

    `period`, `event` (cases,) as in `case_periods`; `covariates` name -> (cases,). A covariate's coefficient is the log
    odds ratio of leaving in a period. `stop` as in `logistic`. Refuses when nobody or everybody leaves at once.
    Raises StatisticsError for wrong lengths or missing values.
    Source: Cox 1972, section 6; Singer & Willett 2003, eq. 11.1.
    """
    case, within, left = case_periods(period, event)
    named = {name: reals(name, values) for name, values in (covariates or {}).items()}
    levels = np.unique(within)
    columns = [np.ones(len(case))] + [(within == level).astype(float) for level in levels[1:]]
    for values in named.values():
        same_length(period=reals("period", period), covariate=values)
        columns.append(values[case])
    fit = logistic(np.column_stack(columns), left, stop=stop)
    if isinstance(fit, NotEnough):
        return fit
    names = ("constant", *(f"period {level}" for level in levels[1:]), *named)
    return Hazard(names, fit.coef, fit.se, fit.deviance, len(case), fit)


def odds_ratio(hazard: Hazard, name: str, *, level: float = 0.95) -> Estimate:
    """Odds ratio of leaving per unit of a covariate, with its Wald interval.

    Raises StatisticsError for a covariate that is not there. Source: Singer & Willett 2003, ch. 11.
    """
    if name not in hazard.names:
        raise StatisticsError(f"No covariate '{name}'; there is {', '.join(hazard.names)}.")
    i = hazard.names.index(name)
    half = float(-ndtri((1 - share("level", level)) / 2)) * hazard.se[i]
    low, value, high = (float(np.exp(hazard.coef[i] + d)) for d in (-half, 0.0, half))
    return Estimate(value, Interval(low, high, level, "Wald"), hazard.n_case_periods)
