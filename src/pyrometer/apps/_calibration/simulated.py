"""Simulation: the same question asked of many worlds whose truth is known, and how often the answer was right."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Any

import numpy as np

from pyrometer.apps._calibration import FULL, SEED, Check, Sense
from pyrometer.model.interval import Estimate, Interval

Rng = np.random.Generator
Draw = Callable[[Rng], bool | None]  # one world: did it happen, or None where the method refused to answer
FEWEST = 50
ERRORS, FEW = 3, 4  # standard errors allowed; more where runs are few, for a hundred lines are looked at together


@dataclass(frozen=True, slots=True)
class World:
    """What is asked of a method: `draw` one world; it should happen in `share` of them (or at most so often).

    `band`: how far the true share may lie from it; `pace`: simulations in units of those asked for, few where slow.
    """

    method: str
    what: str
    draw: Draw
    share: float = 0.95
    band: float = 0.02  # 93% to 97% is what is asked of a 95% interval
    pace: float = 1.0
    sense: Sense = "equal"


def false_alarm(method: str, what: str, draw: Draw, *, share: float = 0.05, pace: float = 1.0) -> World:
    """A test that should cry wolf in `share` of the worlds, give or take a fifth (4% to 6%)."""
    return World(method, what, draw, share, 0.2 * share, pace)


def at_most(method: str, what: str, draw: Draw, *, share: float = 0.05, pace: float = 1.0) -> World:
    """A promise to cry wolf in no more than `share` of the worlds."""
    return World(method, what, draw, share, 0.0, pace, "at most")


def of_worlds(part: str, worlds: Iterable[World], runs: int) -> list[Check]:
    """One line a world; each has its own seed, so that none depends on the others."""
    return [_line(part, world, runs) for world in worlds]


def _line(part: str, world: World, runs: int) -> Check:
    n = max(int(runs * world.pace), FEWEST if runs < FULL else FULL)
    rng = np.random.default_rng([SEED, *world.method.encode(), *world.what.encode()])
    found = [hit for hit in (world.draw(rng) for _ in range(n)) if hit is not None]
    seen = float(np.mean(found)) if found else float("nan")
    refused = "" if len(found) == n else f", {n - len(found):,} refused"
    told = f"simulated here, seeded, {n:,} runs{refused}"
    chance = noise(world.share, max(len(found), 1))
    within = max(world.band, chance if n >= FULL else chance * FEW / ERRORS)
    return Check(part, world.method, world.what, world.share, seen, within, told, sense=world.sense)


def noise(share: float, n: int) -> float:
    """Three standard errors of a share simulated `n` times."""
    return ERRORS * float(np.sqrt(share * (1 - share) / n))


def holds(found: Any, truth: float) -> bool | None:
    """Whether the interval of an estimate holds the truth; None where the method refused."""
    interval = found.interval if isinstance(found, Estimate) or hasattr(found, "interval") else found
    return bool(interval.low <= truth <= interval.high) if isinstance(interval, Interval) else None
