"""Beside: what leaves a step, held against those who entered before, so that a burst of entries fakes no signal."""

from dataclasses import replace
from typing import Any

import numpy as np

from pyrometer.model.process import Ask
from pyrometer.statistics import overdispersion
from pyrometer.studies._parts import cut, risk, settle, tracks

UNEVEN_P = 0.01  # entries that chance makes so uneven once in a hundred plants; as where Laney's limits are due (4b)
HARDLY = 0.05  # of the usual: where a period may expect fewer than that, nothing can be held against it
WHY = (
    "More or fewer enter than chance alone would make it, and what becomes of them follows: the count is held against "
    "what those who entered before let one expect."
)


def track(ask: Ask, measure: str, period: str) -> tracks.Track:
    """The measure by period; what follows entries that vary beyond chance is held against what they let one expect.

    Of entries at one steady rate the exits are Poisson counts too, and are left as they are; uneven ones hand their
    unevenness on, smeared over the time that people take, and no chart of the count alone can tell it from a change.
    Source: Mirasol 1963, Oper. Res. 11:284-292 (exits of entries at a steady rate); period analysis of observed over
    expected: Breslow & Day 1987, Statistical Methods in Cancer Research II, sec. 2.3.
    """
    plain = tracks.track(ask, measure, period)
    if plain.nature != "counts" or measure == "entered" or not len(plain):
        return plain
    if ask.process.observed_from is not None or cut.cut(ask) is not None or cut.fade(ask) is not None:
        return plain  # who entered is not wholly known
    entered = tracks.track(ask, "entered", period).values
    if len(entered) < 2 or not entered.any() or overdispersion.dispersion(entered).p_value >= UNEVEN_P:
        return plain
    due = _due(ask, plain)
    if due is None or due.min() <= HARDLY * due.mean():
        return plain
    return replace(plain, nature="rates", n=due / due.mean(), beside=WHY)


def _due(ask: Ask, of: tracks.Track) -> Any | None:
    """How many to expect in each period: who entered on each day, times the share that gets there so many days later.

    Before the records began as many entered a day as on average since; only what is left of them is in the count.
    None where nobody was ever watched.
    """
    counts, ends = settle.getting_there(ask, of.name)
    if not len(counts.age):
        return None
    rows = list(ask("series", of="entered", period="day"))
    entered = np.array([r["n"] for r in rows], dtype=float)
    later = _later(counts, ends)
    known = np.concatenate([np.full(len(later) - 1, entered.mean()), entered])
    daily = np.convolve(known, later)[len(later) - 1 : len(known)]
    total = np.concatenate([[0.0], np.cumsum(daily)])
    first = rows[0]["starts_on"]
    edges = [(day - first).days for day in of.starts_on] + [(of.until - first).days + 1]
    return np.diff(total[np.clip(edges, 0, len(daily))])


def _later(counts: risk.Risk, ends: str) -> Any:
    """The share of those who enter that gets there so many whole days later, one a day from 0 on."""
    found = risk.incidence(counts)
    days = np.floor(found.age).astype(np.int64)
    return np.bincount(days, weights=np.diff(found.cumulative[ends], prepend=0.0))
