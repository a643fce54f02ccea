"""Phases: a baseline that is held, limits anew from a recorded change, and points set aside with their reason."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

import numpy as np

from pyrometer.errors import StatisticsError
from pyrometer.model.interval import NotEnough
from pyrometer.statistics._checked import Bools, Floats
from pyrometer.statistics.charts import Chart, draw
from pyrometer.statistics.rules import Signal


@dataclass(frozen=True, slots=True)
class Start:
    """From the 0-based point `at` the limits are anew, because of `cause`; they rest on the first `hold` points of the
    phase and are then held (None: on all of it)."""

    at: int
    cause: str
    hold: int | None = None


@dataclass(frozen=True, slots=True)
class SetAside:
    """The 0-based point `at` is drawn but the limits do not rest on it, because of `reason`."""

    at: int
    reason: str


@dataclass(frozen=True, slots=True)
class Cause:
    """What people found to be behind the signal at the 0-based point `at`."""

    at: int
    text: str


@dataclass(frozen=True, slots=True)
class Plan:
    """How a chart is cut and what is known of it: `hold` holds the first phase's baseline, `starts` the later phases,
    `set_aside` points on which no limit rests, `causes` those found for signals."""

    hold: int | None = None
    starts: tuple[Start, ...] = ()
    set_aside: tuple[SetAside, ...] = ()
    causes: tuple[Cause, ...] = ()


NO_SETTINGS: Mapping[str, Any] = {}


def chart(kind: str, *data: Any, plan: Plan, settings: Mapping[str, Any] = NO_SETTINGS) -> Chart | NotEnough:
    """A chart of that kind in phases; `data` are its arrays (one entry a point), or single numbers for all points.

    `plan` has 0-based indices; `settings` go to the kind (convention, ...). Facts are kept a phase: 'mean_range@0'.
    NotEnough where a phase is too short for limits of that kind. Raises StatisticsError for a phase without a cause, a
    point set aside without a reason, indices that do not fit, and for what the kind itself raises.
    Source: that of the kind; when to recompute: Wheeler 1993, Understanding Variation.
    """
    n_points = _n_points(data)
    bounds = _bounds(plan, n_points)
    used = baseline(plan, n_points)
    parts = list[Chart]()
    for first, last in zip(bounds[:-1], bounds[1:], strict=True):
        if not used[first:last].any():
            return NotEnough("a point in each phase that is not set aside", f"none in the phase from point {first + 1}")
        cut = [d[first:last] if np.ndim(d) else d for d in data]
        part = draw(kind, *cut, baseline=used[first:last], **settings)
        if isinstance(part, NotEnough):
            return part
        parts.append(part)
    return join(parts)


def unexplained(found: Sequence[Signal], plan: Plan) -> tuple[Signal, ...]:
    """The signals none of whose points has a cause, is set aside, or starts a phase.

    Raises nothing. Source: arithmetic alone.
    """
    known = {c.at for c in plan.causes} | {p.at for p in plan.set_aside} | {s.at for s in plan.starts}
    return tuple(s for s in found if not known & {s.first, *s.points})


def baseline(plan: Plan, n_points: int) -> Bools:
    """Which points the limits rest on, phase by phase. Raises StatisticsError as `chart` does.

    Source: Montgomery 2013, ex. 7.1 (points set aside).
    """
    bounds = _bounds(plan, n_points)
    used = np.zeros(n_points, dtype=np.bool_)
    holds = (plan.hold, *(s.hold for s in sorted(plan.starts, key=lambda s: s.at)))
    for first, last, hold in zip(bounds[:-1], bounds[1:], holds, strict=True):
        if hold is not None and hold < 1:
            raise StatisticsError(f"A baseline of {hold} points cannot be held: give at least 1.")
        used[first : last if hold is None else min(first + hold, last)] = True
    for point in plan.set_aside:
        if not point.reason.strip():
            raise StatisticsError(f"Point {point.at + 1} is set aside without a reason: record why.")
        if not 0 <= point.at < n_points:
            raise StatisticsError(f"There is no point {point.at + 1} to set aside: the series has {n_points}.")
        used[point.at] = False
    return used


def join(parts: list[Chart]) -> Chart:
    """Charts of one kind, one after the other, as one chart with a phase each.

    Raises nothing. Source: Wheeler & Chambers 1992, ch. 4.
    """
    first = parts[0]
    if len(parts) == 1:
        return first
    beneath = [p.companion for p in parts if p.companion is not None]
    return replace(
        first,
        values=np.concatenate([p.values for p in parts]),
        centre=np.concatenate([p.centre for p in parts]),
        lower=np.concatenate([p.lower for p in parts]),
        upper=np.concatenate([p.upper for p in parts]),
        sigma=np.concatenate([p.sigma for p in parts]),
        used=np.concatenate([p.used for p in parts]),
        phase=np.repeat(np.arange(len(parts)), [len(p) for p in parts]),
        n=_maybe([p.n for p in parts]),
        score=_maybe([p.score for p in parts]),
        facts={f"{k}@{i}": v for i, p in enumerate(parts) for k, v in p.facts.items()},
        paths={k: np.concatenate([p.paths[k] for p in parts]) for k in first.paths},
        companion=join(beneath) if len(beneath) == len(parts) else None,
    )


def _maybe(arrays: list[Floats | None]) -> Floats | None:
    found = [a for a in arrays if a is not None]
    return np.concatenate(found) if len(found) == len(arrays) else None


def _n_points(data: tuple[Any, ...]) -> int:
    lengths = {len(d) for d in data if np.ndim(d)}
    if len(lengths) != 1:
        raise StatisticsError(f"The arrays have {sorted(lengths)} points: give arrays of one length.")
    return int(lengths.pop())


def _bounds(plan: Plan, n_points: int) -> list[int]:
    """First point of each phase, and the end."""
    at = [s.at for s in sorted(plan.starts, key=lambda s: s.at)]
    bare = [s for s in plan.starts if not s.cause.strip()]
    if bare:
        raise StatisticsError(f"The phase from point {bare[0].at + 1} has no cause: limits are re-based only with one.")
    if len(set(at)) != len(at) or any(not 0 < i < n_points for i in at):
        raise StatisticsError(
            f"Phases start at points {[i + 1 for i in at]}: each must lie inside the {n_points} points."
        )
    return [0, *at, n_points]
