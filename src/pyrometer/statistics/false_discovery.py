"""False discoveries: many charts at once - which of their signals stand when all are counted together?"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

import numpy as np
from scipy import special

from pyrometer.errors import StatisticsError
from pyrometer.model.finding import Method
from pyrometer.statistics._checked import Floats
from pyrometer.statistics._points import Numbers
from pyrometer.statistics._points import values as checked
from pyrometer.statistics.charts import Chart
from pyrometer.statistics.charts._limits import scores
from pyrometer.statistics.rules._patterns import points_of
from pyrometer.statistics.rules._splits import few_crossings_p, long_run_p
from pyrometer.statistics.rules.anhoej import runs

COUNTED = ("c", "u", "p", "np", "laney-u")  # charts whose points have a tail of their own
METHOD = Method("Benjamini-Hochberg over charts", "Benjamini & Hochberg 1995, J. R. Stat. Soc. B 57:289-300")


@dataclass(frozen=True, slots=True, eq=False)
class Discoveries:
    """`stands` (one a chart): a signal at that `share` of false ones among all; `adjusted` p-values (0-1)."""

    stands: tuple[bool, ...]
    adjusted: Floats
    share: float
    method: Method = METHOD


def benjamini_hochberg(p_values: Numbers, *, share: float = 0.05) -> Discoveries:
    """Which p-values stand so that at most `share` (0-1) of those that do are false on average.

    Raises StatisticsError for p-values outside 0 to 1. Source: Benjamini & Hochberg 1995, theorem 1.
    """
    p = checked(p_values, what="p-values")
    if (p < 0).any() or (p > 1).any():
        raise StatisticsError("P-values must lie between 0 and 1.")
    if not 0 < share < 1:
        raise StatisticsError(f"A share of {share:g} cannot be: give a number between 0 and 1.")
    ranked = np.argsort(p, kind="stable")
    scaled = p[ranked] * len(p) / np.arange(1, len(p) + 1)
    adjusted = np.empty(len(p))
    adjusted[ranked] = np.minimum(np.minimum.accumulate(scaled[::-1])[::-1], 1.0)
    return Discoveries(tuple(bool(a <= share) for a in adjusted), adjusted, share)


def over_charts(charts: Sequence[Chart], *, share: float = 0.05, latest_only: bool = False) -> Discoveries:
    """Which charts hold a signal that stands, all charts counted together.

    `latest_only` judges the newest point of each (is this month a signal?), else the whole chart.
    Raises StatisticsError for no charts, or charts that remember (EWMA, CUSUM, T2): those have no p-value a point.
    Source: Benjamini & Hochberg 1995.
    """
    if not charts:
        raise StatisticsError("There are no charts to judge: give at least one.")
    return benjamini_hochberg([latest_p(c) if latest_only else whole_p(c) for c in charts], share=share)


def latest_p(chart: Chart) -> float:
    """Chance (0-1) of a newest point so far out if nothing changed, two-sided; 1 for a run chart.

    Raises StatisticsError for a chart that remembers. Source: tail of the count, or of the score where nothing is
    counted; limits taken as known.
    """
    return float(_point_p(chart)[-1])


def whole_p(chart: Chart) -> float:
    """Chance (0-1) of a chart like this if nothing changed: furthest point and runs together.

    Raises StatisticsError for a chart that remembers. Source: Sidak over points, Bonferroni over the two questions.
    """
    p = _point_p(chart)
    furthest = -float(np.expm1(len(p) * np.log1p(-min(float(p.min()), 1 - 1e-16))))
    return min(1.0, 2 * min(furthest, runs_p(chart)))


def runs_p(chart: Chart) -> float:
    """Chance (0-1) of so long a run, or so few crossings, given the points on each side: at most twice the smaller.

    It holds however unequal the sides are, as where few events happen a period. 1 where all points lie on one side.
    Raises nothing: the chart was checked when it was drawn.
    Source: Wald & Wolfowitz 1940, Ann. Math. Stat. 11:147-162; Mood 1940, 11:367-392.
    """
    side = points_of(chart).side
    lengths, crossings, _ = runs(side)
    high, low = int((side > 0).sum()), int((side < 0).sum())
    few = few_crossings_p(high, low, int(crossings))
    return min(1.0, 2 * min(few, long_run_p(high, low, int(lengths.max()))))


def _point_p(chart: Chart) -> Floats:
    if chart.limits_only:
        raise StatisticsError(f"A {chart.kind} chart remembers: its points have no p-values of their own.")
    counted = _counted_p(chart)
    if counted is not None:
        return counted
    z = scores(chart)
    return np.where(np.isnan(z), 1.0, 2 * special.ndtr(-np.abs(z)))


def _counted_p(chart: Chart) -> Floats | None:
    """Twice the smaller tail of each count, on charts of counts; None on others: counts are skewed, normals are not.

    Poisson counts (c, u), binomial ones (p, np), and negative binomial ones of Laney's spread where that is wider than
    chance. Source: Cameron & Trivedi 1998, Regression Analysis of Count Data, sec. 3.2 (NB1: variance phi times mean).
    """
    if chart.kind not in COUNTED:
        return None
    size = np.ones(len(chart)) if chart.n is None or chart.kind == "np" else chart.n
    k, mean = chart.values * size, chart.centre * size
    whole = np.rint(k)
    if (np.abs(k - whole) > 1e-6).any() or (mean <= 0).any():
        return None
    if chart.kind in ("p", "np"):
        cases = size if chart.kind == "p" or chart.n is None else chart.n
        return None if (mean >= cases).any() else _twice(whole, lambda x: special.bdtr(x, cases, mean / cases))
    if chart.kind != "laney-u":
        return _twice(whole, lambda x: special.pdtr(x, mean))
    phi = (chart.sigma * size) ** 2 / mean
    if not (phi > 1).all():
        return None
    return _twice(whole, lambda x: special.betainc(mean / (phi - 1), x + 1, 1 / phi))


def _twice(k: Floats, at_most: Callable[[Floats], Floats]) -> Floats:
    """Twice the smaller of P(K <= k) and P(K >= k), at most 1."""
    below = np.where(k > 0, at_most(np.maximum(k - 1, 0)), 0.0)
    return np.asarray(np.minimum(1.0, 2 * np.minimum(at_most(k), 1 - below)))
