"""Readable: by the week, the month or the quarter - the shortest period whose chart can still be read, and why."""

from dataclasses import dataclass

import numpy as np

from pyrometer.model.process import Ask
from pyrometer.studies._parts import say, tracks

PERIODS = ("week", "month", "quarter")
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
        return Readable(tracks.track(ask, measure, kept if period == "auto" else period))
    first = PERIODS.index("month" if measure == tracks.SHARE else "week")
    why = ""
    for every in PERIODS[first:]:
        track = tracks.track(ask, measure, every)
        told = _too_long(track) or _too_empty(track)
        if not told or every == PERIODS[-1]:
            return Readable(track, why)
        longer = tracks.track(ask, measure, PERIODS[PERIODS.index(every) + 1])
        if len(longer) < ENOUGH and not _too_long(track):
            return Readable(track, why)
        why = f"By the {longer.every}: {told}."
    raise AssertionError(measure)


def _too_long(track: tracks.Track) -> str:
    if len(track) <= MOST_POINTS:
        return ""
    return f"{say.count(len(track))} {track.every}s are more points than a chart can show"


def _too_empty(track: tracks.Track) -> str:
    """Most periods without a single event: what a chart shows then is mostly nothing."""
    if not len(track) or track.nature != "counts" or float(np.median(track.values)) > 0:
        return ""
    empty = int((np.asarray(track.values) == 0).sum())
    return f"in {say.count(empty)} of {say.plural(len(track), track.every)} nothing happened"
