"""Subgroups: a few measurements taken together, as mean, range and standard deviation, of one size or several."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from pyrometer.errors import StatisticsError
from pyrometer.model.finding import Method
from pyrometer.statistics._checked import Bools, Floats
from pyrometer.statistics._points import Baseline, Numbers, flat, level, mask, values
from pyrometer.statistics.charts import Chart
from pyrometer.statistics.charts._constants import LARGEST, c4, d2, d3
from pyrometer.statistics.charts._limits import three


@dataclass(frozen=True, slots=True, eq=False)
class Subgroups:
    """Size, mean, range and standard deviation of each subgroup, and which ones the limits rest on."""

    n: Floats
    mean: Floats
    span: Floats
    sd: Floats
    used: Bools


def subgroups(data: Sequence[Numbers] | Floats, baseline: Baseline) -> Subgroups:
    """The subgroups of `data` (rows; they may differ in length, 2 to 100 each); raises StatisticsError."""
    rows = [values(row, what=f"measurements of subgroup {i + 1}") for i, row in enumerate(data)]
    if not rows:
        raise StatisticsError("There are no subgroups: give at least one row of measurements.")
    size = np.array([len(row) for row in rows], dtype=np.float64)
    bad = np.flatnonzero((size < 2) | (size > LARGEST))
    if len(bad):
        i = int(bad[0])
        raise StatisticsError(
            f"Subgroup {i + 1} has {int(size[i])} measurements: give 2 to {LARGEST}, "
            "or use an XmR chart for single values."
        )
    mean = np.array([row.mean() for row in rows])
    span = np.array([np.ptp(row) for row in rows])
    sd = np.array([row.std(ddof=1) for row in rows])
    return Subgroups(size, mean, span, sd, mask(baseline, len(rows)))


def each(constant: object, n: Floats) -> Floats:
    """A constant of the subgroup size for each subgroup."""
    found = {size: constant(int(size)) for size in np.unique(n)}  # type: ignore[operator]
    return np.array([found[size] for size in n], dtype=np.float64)


def printed_d2(n: int) -> float:
    """d2 as tables print it, with three decimals (Montgomery 2013, appendix VI; qcc)."""
    return round(d2(n), 3)


def sigma_from_ranges(s: Subgroups, *, exact: bool = False) -> float:
    """Mean of range / d2 over the baseline (qcc UWAVE-R). Source: Montgomery 2013, eq. 6.6."""
    return float((s.span / each(d2 if exact else printed_d2, s.n))[s.used].mean())


def sigma_from_sds(s: Subgroups) -> float:
    """Mean of standard deviation / c4 over the baseline (qcc UWAVE-SD). Source: Montgomery 2013, eq. 6.24."""
    return float((s.sd / each(c4, s.n))[s.used].mean())


def sigma_pooled(s: Subgroups) -> float:
    """Pooled standard deviation over the baseline / c4 of its degrees of freedom + 1 (Minitab's default).

    Source: Montgomery 2013, eq. 6.31; Burr 1969, J. Qual. Technol. 1(3):163-167 for the constant.
    """
    free = (s.n - 1)[s.used]
    return float(np.sqrt((free * s.sd[s.used] ** 2).sum() / free.sum())) / c4(float(free.sum()) + 1)


def mean_chart(s: Subgroups, sigma: float, kind: str, said: tuple[str, Method], beneath: Chart) -> Chart:
    """The chart of subgroup means over the chart of their spread."""
    points = len(s.n)
    centre = level(float((s.n * s.mean)[s.used].sum() / s.n[s.used].sum()), points)
    error = sigma / np.sqrt(s.n)
    lower, upper = three(centre, error)
    return Chart(
        kind, s.mean, centre, lower, upper, error, s.used, flat(points), *said, n=s.n, facts={"sigma": sigma},
        companion=beneath,
    )  # fmt: skip


def range_chart(s: Subgroups, sigma: float, said: tuple[str, Method]) -> Chart:
    """The chart of subgroup ranges: d2 sigma +- 3 d3 sigma, never below 0. Source: Montgomery 2013, eq. 6.10."""
    centre, error = sigma * each(d2, s.n), sigma * each(d3, s.n)
    lower, upper = three(centre, error, low=0.0)
    return Chart("range", s.span, centre, lower, upper, error, s.used, flat(len(s.n)), *said, n=s.n)


def sd_chart(s: Subgroups, sigma: float, said: tuple[str, Method]) -> Chart:
    """The chart of standard deviations: c4 sigma +- 3 sigma sqrt(1 - c4^2). Source: Montgomery 2013, eq. 6.25."""
    share = each(c4, s.n)
    centre, error = sigma * share, sigma * np.sqrt(1 - share**2)
    lower, upper = three(centre, error, low=0.0)
    return Chart("sd", s.sd, centre, lower, upper, error, s.used, flat(len(s.n)), *said, n=s.n)
