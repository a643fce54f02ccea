"""Spans: how long going on takes, open cases counted as watched so far, with the doubt of each length."""

from dataclasses import dataclass

import numpy as np

from pyrometer.model.interval import Estimate, NotEnough
from pyrometer.statistics import survival
from pyrometer.studies._parts import risk


@dataclass(frozen=True, slots=True)
class Span:
    """How long it takes from one point of the path to another.

    `half_of_all`: the age by which half of ALL who set out have arrived, None when that is never reached. `median` and
    `slow`: the ages by which half, and the slow share, of those who arrive at all (as far as the records reach) have.
    `mean_arrived`: the mean of those who arrived, which forgets who is still on the way. `mean_open`: the mean age of
    those. `days`: all days of waiting that were watched.
    """

    n: int
    n_open: int
    arrived: Estimate
    half_of_all: float | None
    median: Estimate
    slow: Estimate
    mean_arrived: float
    mean_ended: float
    mean_open: float | None
    days: float


def span(counts: risk.Risk, slow: float) -> Span | NotEnough:
    """The span that a risk table gives, or what would be enough."""
    arrived = int(counts.gone_on.sum())
    if arrived < risk.ENOUGH:
        return NotEnough(f"at least {risk.ENOUGH} who got there", str(arrived))
    curve = risk.incidence(counts)
    last = risk.yield_at(counts, risk.last_age(counts))
    if isinstance(last, NotEnough):
        return last
    reached = last.gone_on
    half_of_all = survival.quantile(curve, "gone_on", 0.5, width=counts.width)
    median, late = (risk.quantile(counts, share) for share in (0.5, slow))
    if isinstance(median, NotEnough) or isinstance(late, NotEnough):
        return NotEnough("a curve that rises", "one that does not")
    return Span(
        n=counts.n,
        n_open=int(counts.waiting.sum()),
        arrived=reached,
        half_of_all=None if half_of_all is None else half_of_all.value,
        median=median,
        slow=late,
        mean_arrived=_mean(counts.age, counts.gone_on) or 0.0,
        mean_ended=_mean(counts.age, counts.gone_on + counts.stopped) or 0.0,
        mean_open=_mean(counts.age, counts.waiting),
        days=counts.days,
    )


def _mean(age: np.ndarray, n: np.ndarray) -> float | None:
    total = n.sum()
    return float((age * n).sum() / total) if total else None
