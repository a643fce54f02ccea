"""Residual chart: what is new in each point, where every point resembles the one before."""

from typing import get_args

import numpy as np

from pyrometer.model.finding import Method
from pyrometer.model.interval import NotEnough
from pyrometer.statistics._points import Baseline, Numbers, flat, level, mask, one_of
from pyrometer.statistics.charts import Chart, ChartKind
from pyrometer.statistics.charts._limits import three
from pyrometer.statistics.charts._ranges import D2, moving_ranges
from pyrometer.statistics.charts._series import Nature, deviations, levels

METHOD = Method(
    "XmR chart of AR(1) residuals", "Montgomery 2013, Introduction to SQC, sec. 10.4.2; Alwan & Roberts 1988"
)


def chart(
    values: Numbers,
    *,
    n: Numbers | None = None,
    nature: Nature = "values",
    positions: Numbers | None = None,
    baseline: Baseline = None,
) -> Chart | NotEnough:
    """A chart of the residuals of a first-order autoregression, round 0.

    `values` as in the seasonal chart; residuals are in the unit of the values, for shares and rates in standard errors.
    With `positions` the level of each calendar position is taken out first. `facts['phi']`: lag-1 coefficient of the
    baseline (-1 to 1); `paths['raw']`: the values as they were. The first residual is scaled to the others' spread.
    NotEnough with fewer than four baseline points or all alike. Raises StatisticsError for NaN or wrong lengths.
    Source: Montgomery 2013, sec. 10.4.2.
    """
    raw, weight = levels(values, n, one_of(nature, get_args(Nature), what="nature"))
    used = mask(baseline, len(raw))
    away = deviations(raw, weight, nature, np.zeros(len(raw)) if positions is None else np.asarray(positions), used)
    pairs = used[1:] & used[:-1]
    scale = float((away[used] ** 2).mean())
    if pairs.sum() < 3 or scale <= 0:
        return NotEnough("four neighbouring baseline points that are not all alike", f"{int(used.sum())} points")
    phi = float((away[1:] * away[:-1])[pairs].mean()) / scale
    phi = float(np.clip(phi, -0.99, 0.99))
    new = np.concatenate(([away[0] * np.sqrt(1 - phi * phi)], away[1:] - phi * away[:-1]))
    ranges, kept = moving_ranges(new, used)
    centre, sigma = level(0.0, len(raw)), level(float(ranges[kept].mean()) / D2, len(raw))
    lower, upper = three(centre, sigma)
    return Chart(
        kind="residual",
        values=new,
        centre=centre,
        lower=lower,
        upper=upper,
        sigma=sigma,
        used=used,
        phase=flat(len(raw)),
        convention=nature,
        method=METHOD,
        n=None if n is None else weight,
        facts={"phi": phi},
        paths={"raw": raw},
    )


CHART = ChartKind(
    says="what is new in each point where each resembles the one before",
    takes="values",
    chart=chart,
    conventions=get_args(Nature),
    method=METHOD,
)
