"""Log-rank test: is one group's pace really different from another's, open cases counted rightly."""

from collections.abc import Hashable, Mapping
from dataclasses import dataclass

import numpy as np
from scipy.special import chdtrc

from pyrometer.errors import StatisticsError, unknown
from pyrometer.statistics._checked import Floats, number
from pyrometer.statistics.survival.incidence import Incidence

Curves = Mapping[Hashable, Incidence]


@dataclass(frozen=True, slots=True)
class CurveTest:
    """A test that groups share one curve: `chi2` on `df`, `p`; `observed` and `expected` exits by group."""

    group: tuple[Hashable, ...]
    observed: Floats
    expected: Floats
    chi2: float
    df: int
    p: float
    method: str


def logrank(*strata: Curves, cause: str = "any", rho: float = 0.0) -> CurveTest:
    """Whether groups leave at the same pace: `strata`, each a mapping group -> curves (one mapping: unstratified).

    `cause`: a way out (others censor, a cause-specific comparison) or 'any'. `rho`: weight S(t-)^rho, 0 is the
    log-rank test, 1 Peto & Peto's. Late entry counts through the curves.
    Raises StatisticsError for fewer than two groups or strata of different groups, UnknownName for a way out.
    Source: Mantel 1966; Harrington & Fleming 1982, Biometrika 69 (G-rho); R survival survdiff.
    """
    names = groups_of(strata)
    number("rho", rho, least=0.0)
    seen, due = np.zeros(len(names)), np.zeros(len(names))
    v = np.zeros((len(names), len(names)))
    for curves in strata:
        risk, events = tables_of([curves[g] for g in names], cause)
        at, gone = risk.sum(0), events.sum(0)
        safe = np.where(at > 0, at, 1.0)
        pooled = np.cumprod(1 - gone / safe)
        weight = np.concatenate(([1.0], pooled[:-1])) ** rho
        part = risk / safe
        seen += (weight * events).sum(1)
        due += (weight * part * gone).sum(1)
        factor = weight**2 * gone * (at - gone) / np.where(at > 1, at - 1, 1.0)
        v += np.diag((part * factor).sum(1)) - (part * factor) @ part.T
    return verdict(names, seen, due, v, "log-rank" if rho == 0 else f"G-rho, rho = {rho:g}")


def groups_of(strata: tuple[Curves, ...]) -> tuple[Hashable, ...]:
    if not strata or len(strata[0]) < 2:
        raise StatisticsError("Needs the curves of at least two groups.")
    names = tuple(strata[0])
    if any(set(s) != set(names) for s in strata):
        raise StatisticsError("Every stratum must have the same groups; leave out strata in which one is absent.")
    return names


def tables_of(group: list[Incidence], cause: str) -> tuple[Floats, Floats]:
    """At risk and leaving, shapes (groups, ages), on the ages of all groups together."""
    grid = np.unique(np.concatenate([c.age for c in group]))
    risk, events = np.zeros((len(group), len(grid))), np.zeros((len(group), len(grid)))
    for row, curve in enumerate(group):
        own = np.searchsorted(grid, curve.age)
        following = np.searchsorted(curve.age, grid)
        risk[row] = np.append(curve.at_risk - curve.late, 0.0)[following]  # who comes later is not there before
        risk[row, own] = curve.at_risk
        events[row, own] = exits_of(curve, cause)
    return risk, events


def exits_of(curve: Incidence, cause: str) -> Floats:
    if cause == "any":
        return sum(curve.exits.values(), np.zeros_like(curve.age))
    if cause not in curve.exits:
        raise unknown("way out", cause, [*curve.exits, "any"])
    return curve.exits[cause]


def verdict(names: tuple[Hashable, ...], seen: Floats, due: Floats, v: Floats, method: str) -> CurveTest:
    inner = v[:-1, :-1]
    excess = (seen - due)[:-1]
    df = int(np.linalg.matrix_rank(inner, hermitian=True))
    if df == 0:
        return CurveTest(names, seen, due, 0.0, 0, 1.0, method)
    chi2 = float(excess @ np.linalg.pinv(inner, hermitian=True) @ excess)
    return CurveTest(names, seen, due, chi2, df, float(chdtrc(df, chi2)), method)
