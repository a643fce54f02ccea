"""Laney's correction: how much more (or less) rates vary from period to period than chance alone would make them."""

from dataclasses import replace

import numpy as np

from pyrometer.model.finding import Method
from pyrometer.model.interval import NotEnough
from pyrometer.statistics.charts import Chart
from pyrometer.statistics.charts._limits import scores, three
from pyrometer.statistics.charts._ranges import D2, moving_ranges


def widen(plain: Chart, kind: str, method: Method, *, high: float = np.inf) -> Chart | NotEnough:
    """The p or u chart `plain` with its standard errors times sigma_z = mean moving range of the scores / 1.128."""
    ranges, kept = moving_ranges(scores(plain), plain.used)
    if not kept.any() or not plain.sigma.all():
        return NotEnough(
            "two neighbouring periods and a share that is neither 0 nor 1 throughout", f"{plain.n_used} periods"
        )
    sigma_z = float(ranges[kept].mean() / D2)
    sigma = plain.sigma * sigma_z
    lower, upper = three(plain.centre, sigma, low=0.0, high=high)
    facts = {"sigma_z": sigma_z}
    return replace(
        plain, kind=kind, sigma=sigma, lower=lower, upper=upper, method=method, facts=facts, convention="rounded"
    )
