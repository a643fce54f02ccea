"""Phased: what people wrote about a chart, by date, put on its points; and the chart drawn phase by phase."""

from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta
from typing import Any

import numpy as np

from pyrometer.errors import BadSetting
from pyrometer.model.chart_plan import NO_PLAN, ChartPlan
from pyrometer.model.interval import NotEnough
from pyrometer.statistics import charts, choose, periodicity, phases
from pyrometer.statistics.charts import _limits as limits
from pyrometer.statistics.charts import run
from pyrometer.studies._parts.tracks import Track

LENGTH = {"day": 1, "week": 7, "month": 31, "quarter": 92, "year": 366}  # days that a period may hold
ANYTHING = 10_000  # a period of unknown length lasts until the next begins


@dataclass(frozen=True, slots=True, eq=False)
class Placed:
    """A plan by 0-based points, in words what of it lies outside the chart, and the plan as people wrote it."""

    plan: phases.Plan
    outside: tuple[str, ...] = ()
    written: ChartPlan = NO_PLAN

    @property
    def bounds(self) -> list[int]:
        """The first point of each phase."""
        return [0, *sorted(s.at for s in self.plan.starts)]

    @property
    def is_empty(self) -> bool:
        """Whether nothing was written that touches the limits."""
        return self.plan.hold is None and not self.plan.starts and not self.plan.set_aside


def placed(plan: ChartPlan, starts: Sequence[date], every: str) -> Placed:
    """The plan on a chart whose periods begin on `starts` (rising)."""
    found = phases.Plan()
    if plan.held is not None:
        found = replace(found, hold=_hold(starts, plan.held.until, 0))
    outside = list[str]()
    begun = []
    for phase in plan.phases:
        at = bisect_left(starts, phase.starts_on)
        if not 0 < at < len(starts):
            outside.append(f"the phase from {phase.starts_on} ({phase.cause})")
            continue
        hold = None if phase.hold_until is None else _hold(starts, phase.hold_until, at)
        begun.append(phases.Start(at, phase.cause, hold))
    aside = _at(((a.on, a.reason) for a in plan.set_aside), starts, every, outside)
    known = _at(((c.on, c.text) for c in plan.causes), starts, every, outside)
    found = replace(
        found,
        starts=tuple(sorted(begun, key=lambda s: s.at)),
        set_aside=tuple(phases.SetAside(i, text) for i, text in aside),
        causes=tuple(phases.Cause(i, text) for i, text in known),
    )
    return Placed(found, tuple(outside), plan)


def _hold(starts: Sequence[date], until: date, first: int) -> int:
    held = bisect_left(starts, until) - first
    if held < 1:
        raise BadSetting(
            f"A baseline until {until} holds no point: this stretch of the chart begins on {starts[first]}. "
            "Give a later day."
        )
    return held


def _at(
    entries: Iterable[tuple[date, str]], starts: Sequence[date], every: str, outside: list[str]
) -> list[tuple[int, str]]:
    """The points whose periods hold those days; what lies outside is noted."""
    found = []
    for on, text in entries:
        i = point_of(on, starts, every)
        if i is None:
            outside.append(f"{on} ({text})")
            continue
        found.append((i, text))
    return found


def point_of(on: date, starts: Sequence[date], every: str) -> int | None:
    """The 0-based point whose period holds that day; None where there is none."""
    i = bisect_right(starts, on) - 1
    return None if i < 0 or on >= starts[i] + timedelta(days=LENGTH.get(every, ANYTHING)) else i


def chosen(track: Track, put: Placed) -> choose.Choice | NotEnough:
    """The chart that the numbers call for, without what was set aside: judged on the longest phase.

    The calendar takes more rounds to see than a phase may hold: where the whole line swings with it, that decides.
    """
    used = phases.baseline(put.plan, len(track))
    bounds = [*put.bounds, len(track)]
    stretches = list(zip(bounds[:-1], bounds[1:], strict=True))
    whole = _choice(track, used, slice(None))
    if len(stretches) == 1 or isinstance(whole, NotEnough):
        return whole
    if whole.chart.kind == "seasonal" and isinstance(whole.periodicity, periodicity.Periodicity):
        rounds = 2 * len(whole.periodicity.labels)
        if all(last - first >= max(rounds, charts.POINTS_FOR_LIMITS) for first, last in stretches):
            return whole
    first, last = max(stretches, key=lambda b: (b[1] - b[0], b[0]))
    return _choice(track, used, slice(first, last))


def _choice(track: Track, used: Any, cut: slice) -> choose.Choice | NotEnough:
    n = None if track.n is None else track.n[cut]
    return choose.choose(
        track.values[cut], n=n, nature=track.nature, starts_on=track.starts_on[cut], baseline=used[cut]
    )


def draw(track: Track, put: Placed, kind: str, choice: choose.Choice | None) -> list[charts.Chart] | NotEnough:
    """The chart of each phase, limits resting on its own baseline; too short a phase has points but no limits.

    Raises StatisticsError for a plan that does not fit, BadSetting for a kind that cannot take such numbers.
    """
    used, bounds = phases.baseline(put.plan, len(track)), [*put.bounds, len(track)]
    positions, made = _positions(track, choice), list[charts.Chart]()
    for first, last in zip(bounds[:-1], bounds[1:], strict=True):
        if not used[first:last].any():
            has = f"none in the phase from {track.starts_on[first]}"
            return NotEnough("a point in each phase that is not set aside", has)
        part = _part(track, kind, slice(first, last), (used, positions), choice)
        if isinstance(part, NotEnough):
            return NotEnough(f"{part.needs} in the phase from {track.starts_on[first]}", part.has)
        made.append(within(part, track))
    return made


def _part(
    track: Track, kind: str, cut: slice, given: tuple[Any, Any], choice: choose.Choice | None
) -> charts.Chart | NotEnough:
    used, positions = given
    values, n = track.values[cut], None if track.n is None else track.n[cut]
    if kind == "run":
        weight = None if track.nature in ("values", "averages") else n
        return run.chart(values, n=weight, baseline=used[cut])
    data, settings = _taken(kind, track, values, n)
    if positions is not None and kind in ("seasonal", "residual"):
        settings["positions"] = positions[cut]
    if choice is not None and choice.chart.kind == kind and kind in ("c", "np", "p", "u"):
        settings["convention"] = choice.chart.convention
    part = charts.draw(kind, *data, baseline=used[cut], **settings)
    short = len(values) < charts.POINTS_FOR_LIMITS
    if isinstance(part, NotEnough) and short and kind not in ("residual", "ewma", "cusum", "np"):
        part = run.chart(values, n=None if track.nature == "averages" else n, baseline=used[cut])
    return part if isinstance(part, NotEnough) or not short else _without_limits(part)


def _without_limits(part: charts.Chart) -> charts.Chart:
    nothing = np.full(len(part), np.nan)
    score = None if part.score is None else nothing
    return replace(part, lower=nothing, upper=nothing, sigma=nothing, score=score, companion=None)


def within(part: charts.Chart, track: Track) -> charts.Chart:
    """Limits no lower than a count or share can be, and no higher than a share."""
    if track.is_plain or part.kind in ("residual", "cusum", "ewma"):
        return part
    return limits.bounded(part, smallest=0.0, largest=1.0 if track.unit == "share" and part.kind != "np" else np.inf)


def _taken(kind: str, track: Track, values: Any, n: Any) -> tuple[list[Any], dict[str, Any]]:
    """The arrays that a kind of chart takes from such a track; raises BadSetting where it cannot."""
    if kind in ("seasonal", "residual"):
        level = {"counts": "rates", "rates": "rates", "shares": "shares"}.get(track.nature, "values")
        return [values], {"n": None if track.nature in ("values", "averages") else n, "nature": level}
    takes = plain_kinds()[kind]
    if takes == "values":
        return [values if n is None or track.nature == "averages" else values / n], {}
    if takes == "averages":
        ones = np.ones(len(values))
        return [values if n is None or track.nature == "averages" else values / n, ones if n is None else n], {}
    whole = bool((np.asarray(values) == np.round(values)).all() and (np.asarray(values) >= 0).all())
    if not whole or (takes == "shares" and (n is None or (values > n).any())):
        needs = {"shares": "a numerator and a denominator a period", "counts": "whole counts", "rates": "whole counts"}
        raise BadSetting(f"A chart of kind '{kind}' takes {needs[takes]}; '{track.name}' is something else.")
    if takes == "counts":
        return [values], {}
    return [values, np.ones(len(values)) if n is None else n], {}


def plain_kinds() -> dict[str, str]:
    """The kinds of chart that a series by period can be drawn on -> what they take."""
    from pyrometer import registry

    package = charts.__name__
    found = {name: str(registry.find(package, name).takes) for name in registry.names(package)}
    by_period = {k: t for k, t in found.items() if t in ("values", "counts", "shares", "rates", "averages")}
    return {k: t for k, t in by_period.items() if k not in ("oe", "poisson-cusum")}


def _positions(track: Track, choice: choose.Choice | None) -> Any:
    """Where in its calendar each period lies, in whole-series numbers; None where the calendar explains nothing."""
    from pyrometer.statistics import _calendar

    found = None if choice is None else choice.periodicity
    if not isinstance(found, periodicity.Periodicity) or not found.is_found:
        return None
    return _calendar.named(found.name, track.starts_on)
