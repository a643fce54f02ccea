"""Gray's test: do groups reach an outcome equally often and early, when other ways out compete."""

import numpy as np

from pyrometer.errors import StatisticsError
from pyrometer.statistics._checked import Floats, number
from pyrometer.statistics.survival.incidence import Incidence
from pyrometer.statistics.survival.logrank import Curves, CurveTest, groups_of, tables_of, verdict


def gray(*strata: Curves, cause: str, rho: float = 0.0) -> CurveTest:
    """Gray's test that groups share one cumulative incidence of `cause`, other ways out competing.

    `strata` as in `logrank`; weight (1 - F(t-))^rho. Needs curves without late entry.
    Raises StatisticsError as `logrank` and for late entries, UnknownName for a way out that is not there.
    Source: Gray 1988, Annals of Statistics 16, section 2 (ties as in the author's program, cmprsk 2.2).
    """
    names = groups_of(strata)
    number("rho", rho, least=0.0)
    seen, due = np.zeros(len(names)), np.zeros(len(names))
    v = np.zeros((len(names), len(names)))
    for curves in strata:
        group = [curves[g] for g in names]
        if any((c.late[1:] > 0).any() for c in group):
            raise StatisticsError("Gray's test knows no late entry; use logrank, or leave late entries out.")
        o, e, part = _stratum(group, cause, rho)
        seen, due, v = seen + o, due + e, v + part
    return verdict(names, seen, due, v, "Gray")


def _stratum(group: list[Incidence], cause: str, rho: float) -> tuple[Floats, Floats, Floats]:
    """Weighted observed and expected events and the covariance of their difference, in the paper's notation."""
    (y, every), (_, d1) = tables_of(group, "any"), tables_of(group, cause)
    after = np.cumprod(1 - np.minimum(_ratio(every, y), 1.0), axis=1)
    before = _left(after, 1.0)
    h = np.where(y > 0, _ratio(y, before), 0.0)
    total, pooled = d1.sum(0), np.cumsum(_ratio(d1.sum(0), h.sum(0)))
    weight = (1 - _left(pooled[None], 0.0)[0]) ** rho
    r = h * (1 - _left(np.cumsum(before * _ratio(d1, y), axis=1), 0.0))
    observed, expected = (weight * d1).sum(1), (weight * total * _ratio(r, r.sum(0))).sum(1)
    return observed, expected, _covariance((y, before, after), (h, weight, pooled), d1.sum(0), every - d1)


def _covariance(
    curves: tuple[Floats, Floats, Floats], weights: tuple[Floats, Floats, Floats], total: Floats, d2: Floats
) -> Floats:
    """Covariance of the scores: how each group's event at each time moves each score, squared and summed."""
    y, before, after = curves
    h, weight, pooled = weights
    h_all, g = h.sum(0), 1 - _left(pooled[None], 0.0)[0]
    a = weight * (np.eye(len(h))[:, :, None] * h[:, None] - h[:, None] * _ratio(h, h_all)[None])
    c = np.cumsum(a * _ratio(total, h_all * g), axis=2)
    rest = c[:, :, -1:] - c  # what the later part of the integral still adds
    ties = np.where(total > 1, 1 - _ratio(np.maximum(total - 1, 0), h_all * before - 1), 1.0)
    m1 = np.where((total > 0) & (y > 0), ties * _ratio(total, h_all * h), 0.0)
    w1 = a + (1 - _ratio(1 - pooled, after)) * rest
    ties = np.where(d2 > 1, 1 - _ratio(np.maximum(d2 - 1, 0), y - 1), 1.0)
    m2 = np.where((d2 > 0) & (after > 0), ties * _ratio(before**2 * d2, y**2), 0.0)
    w2 = _ratio(1 - pooled, after) * rest
    return _squared(w1, m1) + _squared(w2, m2)


def _squared(w: Floats, m: Floats) -> Floats:
    """Sum over groups and times of w w' m; w (groups, groups, times), m (groups, times)."""
    flat = w.reshape(len(w), -1)
    return np.asarray(flat @ (w * m).reshape(len(w), -1).T)


def _left(values: Floats, start: float) -> Floats:
    """The left-continuous version: each value as it was just before."""
    return np.concatenate((np.full((len(values), 1), start), values[:, :-1]), axis=1)


def _ratio(top: Floats, bottom: Floats) -> Floats:
    return np.asarray(np.divide(top, bottom, out=np.zeros(np.broadcast(top, bottom).shape), where=bottom != 0))
