"""Cumulative sums: what has piled up above and below the reference, and since when."""

from dataclasses import dataclass, replace

import numpy as np

from pyrometer.model.finding import Method
from pyrometer.statistics._checked import Bools, Floats
from pyrometer.statistics._points import flat, level
from pyrometer.statistics.charts import Chart


@dataclass(frozen=True, slots=True, eq=False)
class Arm:
    """One arm: the sum after each point and for how many points it has been above 0."""

    total: Floats
    rounds: Floats


def arm(steps: Floats, *, start: float = 0.0, reset_at: float = np.inf) -> Arm:
    """S_i = max(0, S_{i-1} + step_i), starting anew at 0 after a sum that reaches `reset_at`."""
    total, rounds = np.empty(len(steps)), np.empty(len(steps))
    s, run = start, 0
    for i, step in enumerate(steps.tolist()):
        s = max(0.0, s + step)
        run = run + 1 if s > 0 else 0
        total[i], rounds[i] = s, run
        if s >= reset_at:
            s, run = 0.0, 0
    return Arm(total, rounds)


def first_beyond(total: Floats, limit: float, *, strict: bool) -> float:
    """0-based index of the first sum beyond (or at) the limit; NaN where there is none."""
    hit = np.flatnonzero(total > limit if strict else total >= limit)
    return float(hit[0]) if len(hit) else float("nan")


@dataclass(frozen=True, slots=True, eq=False)
class Arms:
    """Both arms with their limit, in the unit plotted, and what goes with them."""

    up: Arm
    down: Arm
    limit: float
    used: Bools
    raw: Floats
    facts: dict[str, float]
    strict: bool


def arms_chart(kind: str, found: Arms, convention: str, method: Method) -> Chart:
    """The upper arm as the chart, the lower arm (drawn downward, below 0) as its companion.

    `paths['rounds']`: for how many points the arm has been away from 0: a signal at i dates the change after point
    i - rounds[i] (Montgomery 2013, sec. 9.1.2). `facts['first_signal']`: 0-based, NaN for none.
    """
    n = len(found.raw)
    zero, none = level(0.0, n), level(np.nan, n)
    sides = []
    for path, sign in ((found.up, 1.0), (found.down, -1.0)):
        edge = level(sign * found.limit, n)
        facts = found.facts | {"first_signal": first_beyond(path.total, found.limit, strict=found.strict)}
        sides.append(
            Chart(
                kind=kind,
                values=sign * path.total + 0.0,
                centre=zero,
                lower=none if sign > 0 else edge,
                upper=edge if sign > 0 else none,
                sigma=none,
                used=found.used,
                phase=flat(n),
                convention=convention,
                method=method,
                facts=facts,
                paths={"raw": found.raw, "rounds": path.rounds},
                strict=found.strict,
                limits_only=True,
            )
        )
    return replace(sides[0], companion=sides[1])
