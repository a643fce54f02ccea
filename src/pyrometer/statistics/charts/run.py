"""Run chart: single values in time order round their median, with no limits; runs and crossings tell of a shift."""

import numpy as np

from pyrometer.model.finding import Method
from pyrometer.statistics._points import Baseline, Numbers, flat, level, mask, sizes
from pyrometer.statistics._points import values as checked
from pyrometer.statistics.charts import Chart, ChartKind

METHOD = Method("run chart round the median", "Anhoej & Olesen 2014, PLoS ONE 9(11):e113825")


def chart(values: Numbers, *, n: Numbers | None = None, baseline: Baseline = None) -> Chart:
    """A run chart of `values` (any unit), or of the rates `values / n` where denominators are given.

    The centre is the median of the baseline points. Limits are NaN: nothing here can lie beyond them.
    Raises StatisticsError for NaN, wrong lengths or a denominator of 0.
    Source: Anhoej & Olesen 2014, PLoS ONE 9(11):e113825.
    """
    given = checked(values)
    total = None if n is None else sizes(n, len(given))
    plotted = given if total is None else given / total
    used = mask(baseline, len(plotted))
    none = level(np.nan, len(plotted))
    return Chart(
        kind="run",
        values=plotted,
        centre=level(float(np.median(plotted[used])), len(plotted)),
        lower=none,
        upper=none,
        sigma=none,
        used=used,
        phase=flat(len(plotted)),
        convention="median",
        method=METHOD,
        n=total,
    )


CHART = ChartKind(
    says="single values round their median, without limits",
    takes="values",
    chart=chart,
    conventions=("median",),
    method=METHOD,
)
