"""MEWMA chart: several measures with memory, for small lasting changes in their pattern."""

from dataclasses import dataclass

import numpy as np

from pyrometer.errors import StatisticsError
from pyrometer.model.finding import Method
from pyrometer.model.interval import NotEnough
from pyrometer.statistics._points import Baseline, Numbers, level, mask
from pyrometer.statistics.charts import Chart, ChartKind
from pyrometer.statistics.charts._vectors import covariance, distance_chart, distances, vectors
from pyrometer.statistics.designer import mewma_limit

METHOD = Method("MEWMA chart", "Lowry, Woodall, Champ & Rigdon 1992, Technometrics 34(1):46-53")


@dataclass(frozen=True, slots=True)
class Design:
    """`weight` (0-1] of the newest point; `arl` the wanted average run length in control."""

    weight: float = 0.1
    arl: float = 370.0


STANDARD = Design()


def chart(
    rows: Numbers, *, design: Design = STANDARD, baseline: Baseline = None, by_differences: bool = False
) -> Chart | NotEnough:
    """A MEWMA chart of `rows`, shape (points, measures): T2 of z_i = weight x_i + (1 - weight) z_{i-1}.

    The covariance of z has its final size from the start; the limit is that of a Markov chain for the wanted run length
    when mean and covariance are known. The baseline gives both. NotEnough as for T2. Raises StatisticsError for a
    weight outside (0, 1], NaN or a wrong shape. Source: Lowry et al. 1992, eq. 2 to 4.
    """
    x = vectors(rows)
    if not 0 < design.weight <= 1 or not design.arl > 1:
        raise StatisticsError("A MEWMA needs a weight above 0 and up to 1, and a run length above 1.")
    used = mask(baseline, len(x))
    spread = covariance(x, used, by_differences=by_differences)
    if isinstance(spread, NotEnough):
        return spread
    away, z = x - x[used].mean(axis=0), np.empty_like(x)
    last = np.zeros(x.shape[1])
    for i, row in enumerate(away):
        last = design.weight * row + (1 - design.weight) * last
        z[i] = last
    limit = mewma_limit(x.shape[1], weight=design.weight, arl=design.arl)
    far = distances(z, spread * design.weight / (2 - design.weight))
    none, zero = level(np.nan, len(x)), level(0.0, len(x))
    facts = {"weight": design.weight, "arl": design.arl, "n_measures": float(x.shape[1])}
    return distance_chart(("mewma", "steady", METHOD), far, (none, zero, level(limit, len(x))), used, facts)


CHART = ChartKind(
    says="several measures with memory, for small lasting changes",
    takes="vectors",
    chart=chart,
    conventions=("steady",),
    method=METHOD,
)
