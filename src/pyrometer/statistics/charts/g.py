"""G chart: how many cases pass between one event and the next, for events too rare to count by period."""

from typing import Literal, get_args

import numpy as np
from scipy import special

from pyrometer.model.finding import Method
from pyrometer.model.interval import NotEnough
from pyrometer.statistics._checked import Floats, share
from pyrometer.statistics._points import Baseline, Numbers, counts, flat, level, mask, one_of, whole
from pyrometer.statistics.charts import Chart, ChartKind
from pyrometer.statistics.charts._exact import mid_scores

Convention = Literal["median", "mean", "percentile"]
METHOD = Method("g chart", "Benneyan 2001, Health Care Management Science 4:305-318; line at the median: qicharts2")
PERCENTILE = Method(
    "g chart with geometric percentiles", "Minitab g chart: percentiles .00135, .5, .99865 interpolated"
)


def chart(gaps: Numbers, *, baseline: Baseline = None, convention: Convention = "median") -> Chart | NotEnough:
    """A g chart of `gaps`: whole numbers of cases without the event between one event and the next, 0 or more.

    `convention`: 'median' (centre the median, limit mean + 3 sqrt(mean (mean + 1)), none below 0; qicharts2, Power BI),
    'mean' (the same limit round the mean; Benneyan) or 'percentile' (interpolated geometric percentiles with
    p = (1 - 1 / n) / (mean + 1); Minitab, JASP). `score` is the normal score of the mid-p geometric tail.
    A long gap is a good sign where the event is bad. NotEnough where all gaps are 0.
    Raises StatisticsError for negative or broken numbers, or NaN.
    Source: Benneyan 2001, Health Care Management Science 4:305-318.
    """
    given = whole(counts(gaps), what="gaps")
    one_of(convention, get_args(Convention), what="convention")
    used = mask(baseline, len(given))
    mean = float(given[used].mean())
    if mean <= 0:
        return NotEnough("a gap of at least one case", "gaps of 0 only")
    points = len(given)
    sigma = float(np.sqrt(mean * (mean + 1)))
    centre, low, high = float(np.median(given[used])), 0.0, mean + 3 * sigma
    p = 1 / (mean + 1)
    if convention == "mean":
        centre = mean
    if convention == "percentile":
        p *= 1 - 1 / int(used.sum()) if used.sum() > 1 else 1.0
        low, centre, high = (geometric_percentile(q, p) for q in (0.00135, 0.5, 0.99865))
    return Chart(
        kind="g",
        values=given,
        centre=level(centre, points),
        lower=level(low, points),
        upper=level(high, points),
        sigma=level(sigma, points),
        used=used,
        phase=flat(points),
        convention=convention,
        method=PERCENTILE if convention == "percentile" else METHOD,
        score=_scores(given, p),
        facts={"mean": mean, "p": p},
    )


def _scores(gaps: Floats, p: float) -> Floats:
    """Normal scores of the mid-p geometric distribution function."""
    tail = np.exp(gaps * np.log1p(-p))
    return mid_scores(1 - tail * (1 - p), 1 - tail)


def geometric_percentile(q: float, p: float) -> float:
    """Percentile q of the gaps (geometric from 0), interpolated between whole numbers as Minitab and JASP do.

    Below the chance p of a gap of 0 it is q / p, the part of the first case.
    Raises StatisticsError for either outside 0 to 1. Source: jaspQualityControl, g chart.
    """
    share("q", q), share("p", p)
    if q <= p:
        return q / p
    steps = float(np.log1p(-q) / np.log1p(-p))
    k = float(np.floor(steps))
    under, over = -float(special.expm1(k * np.log1p(-p))), -float(special.expm1((k + 1) * np.log1p(-p)))
    return k - 1 + (q - under) / (over - under)


CHART = ChartKind(
    says="cases between one rare event and the next",
    takes="gaps",
    chart=chart,
    conventions=get_args(Convention),
    method=METHOD,
)
