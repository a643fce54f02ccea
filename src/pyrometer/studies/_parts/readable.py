"""Readable: by the week, the month or the quarter - the shortest period whose chart can still be read, and why."""

from dataclasses import dataclass

import numpy as np

from pyrometer.model.process import Ask, ProcessFacts
from pyrometer.studies._parts import beside, say, tracks

PERIODS = ("week", "month", "quarter")
DAYS = {"week": 7.0, "month": 30.44, "quarter": 91.31}
MOST_POINTS = 160  # three years of weeks: a page still shows each point, five pixels or more from the next
ENOUGH = 24  # points of a longer period: firm limits rest on 20 (Wheeler 1993), and some are left to judge


@dataclass(frozen=True, slots=True)
class Readable:
    """The measure in the period that reads best, and why it is no shorter one; no reason where it was asked for."""

    track: tracks.Track
    why: str = ""


def readable(ask: Ask, measure: str, period: str = "auto") -> Readable:
    """The measure by that period, or by the shortest of week, month and quarter that can be read.

    The plant's own choice (`period` in charts/<measure>.toml) comes before ours. The share of the won among the closed
    begins with months: in a week too few close.
    """
    plan = ask.process.charts.get(measure)
    kept = plan.kept.period if plan is not None and plan.kept is not None else ""
    if period != "auto" or kept:
        return Readable(beside.track(ask, measure, kept if period == "auto" else period))
    why, first = "", PERIODS.index("month" if measure == tracks.SHARE else "week")
    for every, longer in zip(PERIODS[first:], (*PERIODS[first + 1 :], None), strict=True):
        held = _held(ask.process, every)
        if longer is not None and held > MOST_POINTS:
            why = f"By the {longer}: the records hold {say.count(held)} {every}s, more points than a chart can show."
            continue
        track = beside.track(ask, measure, every)
        empty = _empty(track)
        if longer is None or not empty or _held(ask.process, longer) < ENOUGH:
            return Readable(track, why)
        why = f"By the {longer}: {empty}."
    raise AssertionError(measure)


def _held(facts: ProcessFacts, every: str) -> int:
    """How many periods of that length the records hold, about."""
    return round((facts.until - facts.since).days / DAYS[every])


def _empty(track: tracks.Track) -> str:
    """How many periods without a single event; empty where those are not the most."""
    if not len(track) or track.unit != "count" or float(np.median(track.values)) > 0:
        return ""
    empty = int((np.asarray(track.values) == 0).sum())
    return f"in {say.count(empty)} of {say.plural(len(track), track.every)} nothing happened"
