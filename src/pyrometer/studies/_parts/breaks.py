"""Breaks: whether and when the level of a track changed, by the likelihood that fits its numbers, with its doubt."""

from dataclasses import dataclass, replace
from datetime import date

import numpy as np

from pyrometer.model.chart_plan import ChartPlan
from pyrometer.model.interval import NotEnough
from pyrometer.statistics import changepoint, choose
from pyrometer.statistics.charts import Chart
from pyrometer.statistics.charts._limits import scores
from pyrometer.studies._parts import phased
from pyrometer.studies._parts.tracks import Track

FEWEST = 4  # periods on either side of a change; a larger share left out at the ends would misdate the latest changes
COUNTED = ("c", "u", "p", "np")  # charts of numbers that differ by no more than chance: an exact likelihood fits


@dataclass(frozen=True, slots=True)
class Break:
    """One change of level: the first period after it with the ends of its interval, levels, p-value, and how.

    `since` is the start of the stretch that was searched (a phase that people wrote begins anew).
    """

    track: Track
    since: date
    changed_on: date
    low_on: date
    high_on: date
    before: float
    after: float
    p: float
    how: str


def search(track: Track, plan: ChartPlan) -> Break | NotEnough:
    """The most likely change since the last recorded one, whether it stands or not.

    What swings with the calendar is taken out first; a series whose neighbours resemble each other is refused.
    """
    put = phased.placed(plan, track.starts_on, track.every)
    present = _from(track, put.bounds[-1], put)
    if len(present) < changepoint_least():
        return NotEnough("eight whole periods since the last change", str(len(present)))
    n = present.n
    chosen = choose.choose(present.values, n=n, nature=present.nature, starts_on=present.starts_on)
    if isinstance(chosen, NotEnough):
        return chosen
    if chosen.chart.kind == "residual":
        return NotEnough("periods that do not resemble the one before", "a line that drifts: no single date")
    found, how = likeliest(present, chosen.chart)
    if isinstance(found, NotEnough):
        return found
    at, k = present.starts_on, found.last_before + 1
    low, high = (min(i + 1, len(at) - 1) for i in (found.low, found.high))
    before, after = levels(present, k)
    return Break(present, at[0], at[k], at[low], at[high], before, after, found.p_value, how)


def changepoint_least() -> int:
    """Fewer periods than this give no change point."""
    return 8


def _from(track: Track, first: int, put: phased.Placed) -> Track:
    """The present phase, without the points that people set aside."""
    aside = {a.at for a in put.plan.set_aside}
    kept = [i for i in range(first, len(track)) if i not in aside]
    n = None if track.n is None else track.n[kept]
    return replace(track, starts_on=tuple(track.starts_on[i] for i in kept), values=track.values[kept], n=n)


def likeliest(track: Track, chart: Chart) -> tuple[changepoint.Change | NotEnough, str]:
    """The likeliest change of the track by the likelihood that fits its chart, and how it was found.

    It is looked for up to the fourth period from either end. Source: as `changepoint`.
    """
    trim = min(0.15, (FEWEST + 1e-9) / max(len(track), 1))
    if chart.kind in COUNTED and track.nature == "shares":
        return changepoint.of_share(track.values, track.n, trim=trim), "binomial likelihood"
    if chart.kind in COUNTED:
        return changepoint.of_rate(track.values, 1.0 if track.n is None else track.n, trim=trim), "Poisson likelihood"
    away = scores(chart)
    if not np.isfinite(away).all():
        away = np.asarray(chart.values, float)
    taken_out = " after the calendar was taken out" if chart.kind == "seasonal" else ""
    return changepoint.of_level(away, trim=trim), f"least squares{taken_out}"


def levels(track: Track, k: int) -> tuple[float, float]:
    """The level before point `k` and from it on: a count a period, or a share."""
    level = track.values / track.n if track.n is not None else track.values
    weight = np.ones(len(track)) if track.n is None else track.n
    before, after = (float(np.average(level[s], weights=weight[s])) for s in (slice(None, k), slice(k, None)))
    return before, after
