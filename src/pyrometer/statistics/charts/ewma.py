"""EWMA chart: a weighted average that remembers, for small changes that last."""

from dataclasses import dataclass
from typing import Literal, get_args

import numpy as np

from pyrometer.errors import StatisticsError
from pyrometer.model.finding import Method
from pyrometer.model.interval import NotEnough
from pyrometer.statistics._checked import number, reals
from pyrometer.statistics._points import Baseline, Numbers, flat, level, mask, one_of
from pyrometer.statistics._points import values as checked
from pyrometer.statistics.charts import Chart, ChartKind
from pyrometer.statistics.charts._reference import Reference, reference

Convention = Literal["exact", "steady"]
METHOD = Method("EWMA chart", "Montgomery 2013, Introduction to SQC, eq. 9.22 to 9.26; Lucas & Saccucci 1990")


@dataclass(frozen=True, slots=True)
class Design:
    """`weight` (lambda, 0-1] of the newest point; `width` of the limits in standard errors.

    The default has an average run length of 500 in control (Lucas & Saccucci 1990, table 1).
    """

    weight: float = 0.2
    width: float = 2.962


STANDARD = Design()


def chart(
    values: Numbers,
    *,
    design: Design = STANDARD,
    from_: Reference | None = None,
    baseline: Baseline = None,
    convention: Convention = "exact",
) -> Chart | NotEnough:
    """An EWMA chart of `values` (any unit); `from_` gives target and sigma, else the baseline does.

    `values` of the chart are z_i = weight x_i + (1 - weight) z_{i-1}, z_0 the target; `paths['raw']` the points.
    `convention`: limits 'exact' (widening from the start) or 'steady' (their final width, NIST). Only the rule of
    limits applies: neighbouring z resemble each other by construction. NotEnough without a spread to measure in.
    Raises StatisticsError for a weight outside (0, 1], a width or sigma of 0 or less, NaN. Source: Montgomery 2013,
    eq. 9.22 to 9.26.
    """
    raw = checked(values)
    if not 0 < design.weight <= 1 or not design.width > 0:
        raise StatisticsError("An EWMA needs a weight above 0 and up to 1, and a width above 0.")
    one_of(convention, get_args(Convention), what="convention")
    used = mask(baseline, len(raw))
    ref = reference(raw, used, from_)
    if isinstance(ref, NotEnough):
        return ref
    share = design.weight / (2 - design.weight)
    age = np.arange(1, len(raw) + 1)
    grown = 1 - (1 - design.weight) ** (2 * age) if convention == "exact" else np.ones(len(raw))
    sigma = ref.sigma * np.sqrt(share * grown)
    centre = level(ref.centre, len(raw))
    return Chart(
        kind="ewma",
        values=smoothed(raw, design.weight, ref.centre),
        centre=centre,
        lower=centre - design.width * sigma,
        upper=centre + design.width * sigma,
        sigma=sigma,
        used=used,
        phase=flat(len(raw)),
        convention=convention,
        method=METHOD,
        facts={"weight": design.weight, "width": design.width, "sigma": ref.sigma},
        paths={"raw": raw},
        limits_only=True,
    )


def smoothed(raw: Numbers, weight: float, start: float) -> "np.typing.NDArray[np.float64]":
    """z_i = weight x_i + (1 - weight) z_{i-1}, with z_0 = start.

    Raises StatisticsError for NaN or a negative weight. Source: Roberts 1959, Technometrics 1:239-250.
    """
    given, z = reals("raw", raw), number("start", start)
    weight, found = number("weight", weight, least=0.0), np.empty(len(given))
    for i, x in enumerate(given.tolist()):
        z = weight * x + (1 - weight) * z
        found[i] = z
    return found


CHART = ChartKind(
    says="a weighted average that remembers, for small lasting changes",
    takes="values",
    chart=chart,
    conventions=get_args(Convention),
    method=METHOD,
)
