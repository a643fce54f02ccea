"""Shares and rates with their limits: what the p, u, c and Laney charts have in common."""

from typing import get_args

import numpy as np

from pyrometer.model.finding import Method
from pyrometer.statistics._points import (
    Baseline,
    Limits,
    Numbers,
    counts,
    flat,
    level,
    mask,
    one_of,
    parts,
    sizes,
    whole,
)
from pyrometer.statistics.charts import Chart
from pyrometer.statistics.charts._exact import binomial_limits, binomial_scores, poisson_limits, poisson_scores
from pyrometer.statistics.charts._limits import three

P = Method("p chart", "Montgomery 2013, Introduction to SQC, eq. 7.8 and 7.9")
P_EXACT = Method(
    "p chart with exact binomial limits", "Montgomery 2013, sec. 7.2.1; mid-p: Lancaster 1961, JASA 56:223"
)
U = Method("u chart", "Montgomery 2013, Introduction to SQC, eq. 7.19")
U_EXACT = Method("u chart with exact Poisson limits", "Montgomery 2013, sec. 7.3.1; mid-p: Lancaster 1961, JASA 56:223")


def share_chart(k: Numbers, n: Numbers, *, baseline: Baseline = None, convention: Limits = "normal") -> Chart:
    """The chart of shares k / n. Source: Montgomery 2013, eq. 7.8 and 7.9."""
    some, total = parts(k, n)
    one_of(convention, get_args(Limits), what="convention")
    used = mask(baseline, len(some))
    share = float(some[used].sum() / total[used].sum())
    centre = level(share, len(some))
    sigma = np.sqrt(share * (1 - share) / total)
    score, method = None, P
    lower, upper = three(centre, sigma, low=0.0, high=1.0)
    if convention == "exact":
        method, cases = P_EXACT, whole(total, what="denominators")
        lower, upper = binomial_limits(share, cases)
        score = binomial_scores(whole(some), share, cases)
    return Chart(
        "p", some / total, centre, lower, upper, sigma, used, flat(len(some)), convention, method, n=total, score=score
    )


def rate_chart(k: Numbers, n: Numbers, *, baseline: Baseline = None, convention: Limits = "normal") -> Chart:
    """The chart of rates k / n. Source: Montgomery 2013, eq. 7.19."""
    events = counts(k)
    total = sizes(n, len(events))
    one_of(convention, get_args(Limits), what="convention")
    used = mask(baseline, len(events))
    rate = float(events[used].sum() / total[used].sum())
    centre = level(rate, len(events))
    sigma = np.sqrt(rate / total)
    score, method = None, U
    lower, upper = three(centre, sigma, low=0.0)
    if convention == "exact":
        method, score = U_EXACT, poisson_scores(whole(events), rate * total)
        low, high = poisson_limits(rate * total)
        lower, upper = low / total, high / total
    return Chart(
        "u",
        events / total,
        centre,
        lower,
        upper,
        sigma,
        used,
        flat(len(events)),
        convention,
        method,
        n=total,
        score=score,
    )
