"""Calibration: when a score says 30%, do 30% act - and has the mix of cases moved since it was made."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike
from scipy.special import logit, xlogy

from pyrometer.errors import StatisticsError
from pyrometer.model.interval import NotEnough
from pyrometer.statistics._checked import Floats, counts, number, same_length
from pyrometer.statistics.logistic import logistic
from pyrometer.statistics.scorecard.discrimination import checked


@dataclass(frozen=True, slots=True)
class Calibration:
    """Line of outcomes on forecasts in log odds: intercept 0 and slope 1 when calibrated; slope < 1 overconfident."""

    intercept: float
    slope: float
    intercept_se: float
    slope_se: float
    mean_forecast: float
    mean_outcome: float


def brier(p: ArrayLike, y: ArrayLike) -> float:
    """Mean squared error of forecast probabilities `p` of outcomes `y` 0/1, both (cases,).

    Raises StatisticsError for wrong lengths, outcomes other than 0 and 1, forecasts outside 0 to 1.
    Source: Brier 1950.
    """
    forecast, did = _forecast(p, y)
    return float(((forecast - did) ** 2).mean())


def log_loss(p: ArrayLike, y: ArrayLike) -> float:
    """Mean of minus the log of the probability given to what happened (nats).

    Raises StatisticsError as `brier`, and for a forecast of 0 or 1 that was wrong.
    Source: Good 1952.
    """
    forecast, did = _forecast(p, y)
    if ((forecast <= 0) & (did == 1)).any() or ((forecast >= 1) & (did == 0)).any():
        raise StatisticsError("A forecast of 0 or 1 was wrong; its log loss is infinite. Keep forecasts inside 0 to 1.")
    return float(-(xlogy(did, forecast) + xlogy(1 - did, 1 - forecast)).mean())


def calibration(p: ArrayLike, y: ArrayLike) -> Calibration | NotEnough:
    """Calibration intercept and slope of forecasts strictly inside 0 to 1.

    Refuses outcomes of one kind. Raises StatisticsError for wrong lengths, missing values, forecasts of 0 or 1.
    Source: Cox 1958, Biometrika 45; Steyerberg 2019, Clinical Prediction Models, section 15.3.
    """
    forecast, did = _forecast(p, y)
    if ((forecast <= 0) | (forecast >= 1)).any():
        raise StatisticsError("Forecasts must lie strictly inside 0 to 1 to be set on log odds.")
    fit = logistic(np.column_stack([np.ones(len(did)), logit(forecast)]), did)
    if isinstance(fit, NotEnough):
        return fit
    (a, b), (a_se, b_se) = fit.coef, fit.se
    return Calibration(float(a), float(b), float(a_se), float(b_se), float(forecast.mean()), float(did.mean()))


def population_stability(expected: ArrayLike, actual: ArrayLike, *, smoothing: float = 0.5) -> float:
    """Population stability index of two counts by bin: 0 alike; above .1 look, above .25 the mix has moved.

    `smoothing` is added to each bin so that an empty one stays finite.
    Raises StatisticsError for wrong lengths, negative counts, no case on a side.
    Source: Siddiqi 2006, Credit Risk Scorecards, p. 137; Yurdakul 2018 (it is a symmetric divergence).
    """
    was, now = counts("expected", expected), counts("actual", actual)
    same_length(expected=was, actual=now)
    number("smoothing", smoothing, least=0.0)
    if was.sum() == 0 or now.sum() == 0:
        raise StatisticsError("Both sides need some cases.")
    a, b = ((x + smoothing) / (x.sum() + smoothing * len(x)) for x in (was, now))
    return float(((b - a) * np.log(b / a)).sum())


def _forecast(p: ArrayLike, y: ArrayLike) -> tuple[Floats, Floats]:
    forecast, did = checked(p, y)
    if ((forecast < 0) | (forecast > 1)).any():
        raise StatisticsError("Forecasts must be probabilities between 0 and 1.")
    return forecast, did
