"""Seasonal chart: each period beside periods of its own kind - Mondays with Mondays, quarter ends with quarter ends."""

from typing import get_args

import numpy as np

from pyrometer.errors import StatisticsError
from pyrometer.model.finding import Method
from pyrometer.model.interval import NotEnough
from pyrometer.statistics._checked import Bools, Floats, Ints
from pyrometer.statistics._points import Baseline, Numbers, flat, mask, one_of
from pyrometer.statistics.charts import Chart, ChartKind
from pyrometer.statistics.charts._limits import three
from pyrometer.statistics.charts._ranges import D2, moving_ranges
from pyrometer.statistics.charts._series import Nature, levels, standard_error

METHOD = Method("chart with a level for each calendar position", "Alwan & Roberts 1988, J. Bus. Econ. Stat. 6(1):87-95")


def chart(
    values: Numbers,
    positions: Numbers,
    *,
    n: Numbers | None = None,
    nature: Nature = "values",
    baseline: Baseline = None,
) -> Chart | NotEnough:
    """A chart whose centre is the level of each point's own calendar position (whole numbers from 0, one a point).

    `values`: numbers ('values'; with `n`, averages of n cases), counts k of `n` ('shares') or k in `n` units ('rates').
    One sigma: the mean moving range of what is left / 1.128, widened by 1 / sqrt(1 - positions / points) for the levels
    fitted; for shares and rates the standard error of the level times `facts['sigma_z']` (at least 1).
    NotEnough where a position has fewer than two baseline points. Raises StatisticsError as the p, u and XmR charts do.
    Source: Alwan & Roberts 1988, J. Bus. Econ. Stat. 6(1):87-95 (limits round fitted values).
    """
    level, weight = levels(values, n, one_of(nature, get_args(Nature), what="nature"))
    at = _places(positions, len(level))
    used = mask(baseline, len(level))
    seen = np.bincount(at[used], minlength=int(at.max()) + 1)
    short = np.flatnonzero(seen[at] < 2)
    if len(short):
        return NotEnough("two baseline points at each calendar position", f"{seen[at[short[0]]]} at one of them")
    total = np.bincount(at[used], weights=weight[used])
    centre = (np.bincount(at[used], weights=(weight * level)[used]) / np.maximum(total, 1e-300))[at]
    error = standard_error(_never_quite(centre, total[at].astype(np.float64), nature), weight, nature)
    sigma_z = _spread((level - centre) / error, used, int((seen > 0).sum()), nature)
    if sigma_z is None:
        return NotEnough("more neighbouring baseline points than calendar positions", f"{int(used.sum())} points")
    sigma = error * sigma_z
    low, high = (-np.inf if nature == "values" else 0.0), (1.0 if nature == "shares" else np.inf)
    lower, upper = three(centre, sigma, low=low, high=high)
    return Chart(
        kind="seasonal",
        values=level,
        centre=centre,
        lower=lower,
        upper=upper,
        sigma=sigma,
        used=used,
        phase=flat(len(level)),
        convention=nature,
        method=METHOD,
        n=None if n is None else weight,
        facts={"sigma_z": sigma_z, "n_positions": float((seen > 0).sum())},
    )


def _never_quite(centre: Floats, total: Floats, nature: Nature) -> Floats:
    """A level of nothing (no order ever on a Sunday), or of all, half a case away from it, so that it has an error."""
    if nature == "values":
        return centre
    near = np.minimum(0.5 / total, 0.5)
    return np.clip(centre, near, 1 - near if nature == "shares" else np.inf)


def _places(positions: Numbers, n_points: int) -> Ints:
    given = np.asarray(positions)
    if given.shape != (n_points,) or not np.issubdtype(given.dtype, np.integer) or (given < 0).any():
        raise StatisticsError(f"Positions must be {n_points} whole numbers from 0, one for each point.")
    return given.astype(np.int64)


def _spread(left: Floats, used: Bools, n_positions: int, nature: Nature) -> float | None:
    """The mean moving range of what is left as a sigma, in units of the standard error."""
    ranges, kept = moving_ranges(left, used)
    spare = 1 - n_positions / int(used.sum())
    if not kept.any() or spare <= 0:
        return None
    found = float(ranges[kept].mean()) / D2 / float(np.sqrt(spare))
    return found if nature == "values" else max(1.0, found)


CHART = ChartKind(
    says="each period beside periods of its own kind",
    takes="values",
    chart=chart,
    conventions=get_args(Nature),
    method=METHOD,
)
