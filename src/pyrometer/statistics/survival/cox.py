"""Cox regression: how much faster those leave who have something, where ages are known exactly."""

from dataclasses import dataclass
from typing import Literal

import numpy as np
from numpy.typing import ArrayLike
from scipy.special import chdtrc

from pyrometer.errors import StatisticsError
from pyrometer.model.interval import NotEnough
from pyrometer.statistics._checked import Floats, reals, same_length
from pyrometer.statistics.survival.incidence import from_cases

Ties = Literal["efron", "breslow"]


@dataclass(frozen=True, slots=True)
class Cox:
    """A fitted proportional-hazards model: `coef`, `se` (columns,), `loglik` without and with the covariates."""

    coef: Floats
    se: Floats
    cov: Floats
    loglik: tuple[float, float]
    n: int
    n_events: int
    ties: Ties


@dataclass(frozen=True, slots=True)
class Cases:
    """Checked counting-process rows: at risk in (start, stop], `event` 0/1 at stop, covariates `x` (rows, columns)."""

    start: Floats
    stop: Floats
    event: Floats
    x: Floats


def cases(stop: ArrayLike, event: ArrayLike, x: ArrayLike, *, start: ArrayLike | None = None) -> Cases:
    """Rows for `cox`: `stop` (rows,) age at exit or change, `event` (rows,) 0/1, `x` (rows, columns); `start` (rows,).

    A case whose covariates change has several rows, each with what was known THEN: exposures taken from the future
    make whatever happens late look protective.
    Raises StatisticsError for wrong lengths, missing values, start not before stop.
    Source: Andersen & Gill 1982, Ann. Stat. 10 (counting process).
    """
    ends, left, columns = reals("stop", stop), reals("event", event), reals("x", x, ndim=2)
    begins = np.full(len(ends), -np.inf) if start is None else reals("start", start)
    same_length(stop=ends, event=left, x=columns, start=begins)
    if not np.isin(left, (0, 1)).all():
        raise StatisticsError("'event' must be 0 (open) or 1 (left).")
    if (begins >= ends).any():
        raise StatisticsError(f"Row {int(np.argmax(begins >= ends))} starts at or after its stop.")
    return Cases(begins, ends, left, columns)


def cox(rows: Cases, *, ties: Ties = "efron") -> Cox | NotEnough:
    """Partial likelihood by Newton's method; ties by Efron (R's default) or Breslow (SAS's).

    Refuses without events. Raises StatisticsError for an unknown treatment of ties.
    Source: Cox 1972; Efron 1977, JASA 72, eq. 4.13; Therneau & Grambsch 2000, section 3.3.
    """
    if ties not in ("efron", "breslow"):
        raise StatisticsError(f"No treatment of ties '{ties}'; there is efron, breslow.")
    if rows.event.sum() == 0:
        return NotEnough("cases that left", "none")
    middle = rows.x.mean(0)
    x = rows.x - middle
    beta = np.zeros(x.shape[1])
    null, gradient, information = partial(rows, x, beta, ties)[:3]
    value = null
    for _ in range(30):
        step = np.linalg.pinv(information, hermitian=True) @ gradient
        scale, found = 1.0, partial(rows, x, beta + step, ties)
        while found[0] < value - 1e-9 and scale > 1e-4:
            scale /= 2
            found = partial(rows, x, beta + scale * step, ties)
        beta, gain = beta + scale * step, found[0] - value
        value, gradient, information = found[:3]
        if abs(gain) < 1e-12 * abs(value):
            break
    cov = np.linalg.pinv(information, hermitian=True)
    return Cox(
        np.asarray(beta), np.sqrt(np.diag(cov)), np.asarray(cov), (null, value), len(x), int(rows.event.sum()), ties
    )


def partial(
    rows: Cases, x: Floats, beta: Floats, ties: Ties
) -> tuple[float, Floats, Floats, list[Floats], list[Floats]]:
    """Log partial likelihood, gradient, information, and both by event time (gradient and information)."""
    eta = x @ beta
    risk = np.exp(eta)
    value, gradients, informations = 0.0, [], []
    for t in np.unique(rows.stop[rows.event == 1]):
        under = (rows.start < t) & (rows.stop >= t)
        dying = under & (rows.stop == t) & (rows.event == 1)
        all_of, ties_of = _moments(x[under], risk[under]), _moments(x[dying], risk[dying])
        d = int(dying.sum())
        value += float(eta[dying].sum())
        gradient, information = x[dying].sum(0), np.zeros((len(beta), len(beta)))
        for j in range(d):
            less = j / d if ties == "efron" else 0.0
            s0, s1, s2 = (all_of[0] - less * ties_of[0], all_of[1] - less * ties_of[1], all_of[2] - less * ties_of[2])
            value -= float(np.log(s0))
            gradient = gradient - s1 / s0
            information = information + s2 / s0 - np.outer(s1, s1) / s0**2
        gradients.append(gradient)
        informations.append(information)
    return value, sum(gradients, np.zeros_like(beta)), sum(informations[1:], informations[0]), gradients, informations


def proportionality(rows: Cases, fit: Cox) -> tuple[Floats, Floats]:
    """Test that each effect stays the same with age: chi-square and p by column, then for all together.

    Score test of an added column x times g(age), g = 1 - Kaplan-Meier just before (R's default 'km').
    Raises nothing: the rows were checked.
    Source: Grambsch & Therneau 1994, Biometrika 81; R survival >= 3.0 cox.zph.
    """
    x = rows.x - rows.x.mean(0)
    _, _, i11, gradients, informations = partial(rows, x, fit.coef, fit.ties)
    times = np.unique(rows.stop[rows.event == 1])
    died = np.array([((rows.stop == t) & (rows.event == 1)).sum() for t in times], dtype=float)
    g = _transform(rows, times)
    g = g - (g * died).sum() / died.sum()
    score = sum((w * u for w, u in zip(g, gradients, strict=True)), np.zeros(x.shape[1]))
    i12 = sum((w * i for w, i in zip(g, informations, strict=True)), np.zeros_like(i11))
    i22 = sum((w * w * i for w, i in zip(g, informations, strict=True)), np.zeros_like(i11))
    v = i22 - i12 @ np.linalg.pinv(i11, hermitian=True) @ i12
    single = score**2 / np.diag(v)
    chi2 = np.append(single, score @ np.linalg.pinv(v, hermitian=True) @ score)
    return chi2, np.asarray(chdtrc(np.append(np.ones(len(single)), len(single)), chi2))


def concordance(rows: Cases, fit: Cox) -> float:
    """Share of pairs in which the one who left first had the higher risk; equal risks count half.

    Pairs of equal age, or whose first was censored, are left out.
    Raises nothing: the rows were checked.
    Source: Harrell et al. 1982; R survival concordance.
    """
    eta = rows.x @ fit.coef
    right, half, pairs = 0.0, 0.0, 0.0
    for i in np.flatnonzero(rows.event == 1):
        t = rows.stop[i]
        later = (rows.start < t) & ((rows.stop > t) | ((rows.stop == t) & (rows.event == 0)))
        right += float((eta[later] < eta[i]).sum())
        half += float((eta[later] == eta[i]).sum())
        pairs += float(later.sum())
    return (right + half / 2) / pairs if pairs else 0.5


def _moments(x: Floats, risk: Floats) -> tuple[float, Floats, Floats]:
    weighted = x * risk[:, None]
    return float(risk.sum()), weighted.sum(0), weighted.T @ x


def _transform(rows: Cases, times: Floats) -> Floats:
    how = ["left" if e else None for e in rows.event]
    entered = None if np.isinf(rows.start).all() else rows.start
    curve = from_cases(rows.stop, how, entered=entered)
    place = np.searchsorted(curve.age, times) - 1
    return np.asarray(np.where(place >= 0, 1 - curve.survival[np.maximum(place, 0)], 0.0))
