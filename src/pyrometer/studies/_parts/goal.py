"""Goal: a target beside the natural limits of a chart - missed how often, needing what, and in which state."""

from dataclasses import dataclass, replace

import numpy as np

from pyrometer.errors import BadSetting
from pyrometer.model.interval import NotEnough
from pyrometer.statistics import states
from pyrometer.statistics.capability import Asked
from pyrometer.statistics.charts import POINTS_FOR_LIMITS
from pyrometer.statistics.charts._limits import scores
from pyrometer.studies._parts import chart_words, doubt
from pyrometer.studies._parts.charted import Charted, shown


@dataclass(frozen=True, slots=True)
class Goal:
    """What the present phase gives, and how it stands to the target; `standing` is None where nothing is asked.

    `needed`: the average that would just keep the natural limit on the target, None where it cannot be said.
    """

    target: float | None
    at_most: bool
    n: int
    average: float
    low: float | None
    high: float | None
    range: str
    n_missed: int
    missed: tuple[float, float]
    needed: float | None
    standing: states.Standing | None


def goal(made: Charted, target: float | None, *, at_most: bool) -> Goal | NotEnough:
    """The present phase of a chart held against a target; NotEnough with fewer than 12 points since the last change.

    Raises BadSetting for a target that the measure cannot have. Source: Wheeler & Chambers 1992, sec. 1.6.
    """
    _check(made, target)
    part, seen = made.parts[-1], shown(made)
    if len(part) < POINTS_FOR_LIMITS or not np.isfinite(part.upper).any():
        return NotEnough(f"{POINTS_FOR_LIMITS} whole periods since the last recorded change", str(len(part)))
    present = slice(len(made.chart) - len(part), None)
    values, centre, lower, upper = (getattr(seen, f)[present] for f in ("values", "centre", "lower", "upper"))
    average, low, high = float(centre[-1]), _number(lower[-1]), _number(upper[-1])
    standing, missing = None, np.zeros(len(part))
    if target is not None:
        asked = Asked(high=target) if at_most else Asked(low=target)
        on_scale = replace(part, values=values, centre=centre, lower=lower, upper=upper, score=scores(part))
        found = states.standing(on_scale, asked, rules=made.rules)
        if isinstance(found, NotEnough):
            return found
        standing = found
        missing = (values > target if at_most else values < target).astype(float)
    away = None if target is None else _reach(made, average, (low, high), at_most=at_most)
    needed = None if away is None or target is None else target + (-away if at_most else away)
    return Goal(
        target=target,
        at_most=at_most,
        n=len(part),
        average=average,
        low=low,
        high=high,
        range=chart_words.routine(made, seen),
        n_missed=int(missing.sum()),
        missed=doubt.in_a_row(missing),
        needed=None if needed is None or needed < 0 or (made.track.unit == "share" and needed > 1) else needed,
        standing=standing,
    )


def _check(made: Charted, target: float | None) -> None:
    if target is None:
        return
    if not np.isfinite(target) or target < 0:
        raise BadSetting(f"A target of {target:g} cannot be: counts and shares are 0 or more.")
    if made.track.unit == "share" and target > 1:
        raise BadSetting(f"A target of {target:g} for a share: write {target / 100:g} for {target:g}%.")


def _reach(made: Charted, average: float, bounds: tuple[float | None, float | None], *, at_most: bool) -> float | None:
    """How far the limit that matters lies from the average; the other one's distance where it was cut at 0 or 1."""
    low, high = bounds
    other = low if at_most else high
    cut = at_most and high is not None and made.track.unit == "share" and high >= 1
    edge = high if at_most and not cut else other
    return None if edge is None else abs(average - edge)


def _number(value: float) -> float | None:
    return float(value) if np.isfinite(value) else None
