"""Planned looks: limits for looking a few times at a running trial without crying wolf more often than promised."""

from collections.abc import Callable
from dataclasses import dataclass
from functools import cache
from typing import Literal

import numpy as np
from numpy.typing import ArrayLike
from scipy.special import ndtr, ndtri

from pyrometer.errors import StatisticsError
from pyrometer.statistics._checked import Floats, increasing, number, reals, share

NODES = 160  # Gauss-Legendre points over the continuation region; limits are stable to 1e-8
FAR = 9.0  # standard deviations beyond which nothing is left

Shape = Literal["pocock", "obrien-fleming"]


@dataclass(frozen=True, slots=True)
class Looks:
    """Limits at each look (looks,): `z` critical values, `nominal` alpha of each alone, `spent` alpha so far."""

    information: Floats
    z: Floats
    nominal: Floats
    spent: Floats
    sides: int
    method: str


def group_sequential(looks: int, *, shape: Shape = "obrien-fleming", alpha: float = 0.05, sides: int = 2) -> Looks:
    """Limits for equally spaced looks: Pocock's one value for all, or O'Brien & Fleming's falling as 1 / sqrt(look).

    `alpha` over all looks and both sides (or the one). Raises StatisticsError for looks below 1, sides other than 1, 2.
    Source: Jennison & Turnbull 2000, Group Sequential Methods, tables 2.1 and 2.3; Armitage et al. 1969 (recursion).
    """
    from scipy.optimize import brentq

    if not looks >= 1:
        raise StatisticsError(f"Needs at least one look, has {looks}.")
    if sides not in (1, 2):
        raise StatisticsError(f"'sides' is 1 or 2, not {sides}.")
    information = np.arange(1, looks + 1) / looks
    if shape == "pocock":
        profile = np.ones(looks)
    elif shape == "obrien-fleming":
        profile = 1 / np.sqrt(information)
    else:
        raise StatisticsError(f"No shape '{shape}'; there is pocock, obrien-fleming.")
    share("alpha", alpha)
    c = float(brentq(lambda x: exits(information, x * profile, sides=sides).sum() - alpha, 0.5, 8, xtol=1e-10))
    z = c * profile
    return Looks(information, z, sides * ndtr(-z), np.cumsum(exits(information, z, sides=sides)), sides, shape)


def spending(information: ArrayLike, *, shape: Shape = "obrien-fleming", alpha: float = 0.025, sides: int = 1) -> Looks:
    """Limits for looks at any shares of the planned `information` (looks,), rising to at most 1, by alpha spending.

    'obrien-fleming': 2 - 2 Phi(z / sqrt t), with z the alpha / 2 point; 'pocock': alpha log(1 + (e - 1) t). With two
    sides each spends half of `alpha` (limits are symmetric).
    Raises StatisticsError for shares that do not rise within 0 to 1. Source: Lan & DeMets 1983, Biometrika 70.
    """
    from scipy.optimize import brentq

    t = increasing("information", information)
    if t[0] <= 0 or t[-1] > 1 + 1e-12:
        raise StatisticsError("'information' must rise within 0 to 1.")
    if sides not in (1, 2):
        raise StatisticsError(f"'sides' is 1 or 2, not {sides}.")
    each = share("alpha", alpha) / sides
    functions: dict[str, Callable[[Floats], Floats]] = {
        "obrien-fleming": lambda x: 2 * ndtr(ndtri(each / 2) / np.sqrt(x)),
        "pocock": lambda x: each * np.log1p((np.e - 1) * x),
    }
    if shape not in functions:
        raise StatisticsError(f"No shape '{shape}'; there is {', '.join(functions)}.")
    spent = sides * functions[shape](t)
    z = np.full(len(t), np.nan)
    state = _start()
    for i, due in enumerate(np.diff(np.append(0.0, spent))):
        root = np.sqrt(t[i] - (t[i - 1] if i else 0.0))

        def over(x: float, state: _State = state, i: int = i, root: float = root, due: float = float(due)) -> float:
            return _leave(state, x * float(np.sqrt(t[i])), root, sides) - due

        z[i] = brentq(over, 0.0, FAR, xtol=1e-11)
        state = _carry(state, z[i] * float(np.sqrt(t[i])), root, sides)
    return Looks(t, z, sides * ndtr(-z), spent, sides, f"{shape} spending")


def exits(information: ArrayLike, z: ArrayLike, *, drift: float = 0.0, sides: int = 2) -> Floats:
    """Chance to cross a limit first at each look, shape (looks,): upper `z` (and lower -z with two sides).

    `drift`: mean of the final z value; 0 gives false alarms, the effect's z gives power.
    Raises StatisticsError for wrong lengths. Source: Jennison & Turnbull 2000, section 19.2.
    """
    t, limits = increasing("information", information), reals("z", z)
    number("drift", drift)
    if len(t) != len(limits):
        raise StatisticsError(f"'information' has {len(t)} looks, 'z' {len(limits)}.")
    state, found = _start(), np.empty(len(t))
    for i in range(len(t)):
        step = float(t[i] - (t[i - 1] if i else 0.0))
        edge = float(limits[i] * np.sqrt(t[i]))
        shifted = _State(state.points + drift * step, state.mass)
        found[i] = _leave(shifted, edge, float(np.sqrt(step)), sides)
        state = _carry(shifted, edge, float(np.sqrt(step)), sides)
    return found


@dataclass(frozen=True, slots=True)
class _State:
    """The score of trials still running: quadrature points and the mass at each."""

    points: Floats
    mass: Floats


def _start() -> _State:
    return _State(np.zeros(1), np.ones(1))


def _leave(state: _State, edge: float, root: float, sides: int) -> float:
    """Mass that crosses at this look."""
    above = ndtr((state.points - edge) / root)
    below = ndtr((-edge - state.points) / root) if sides == 2 else 0.0
    return float((state.mass * (above + below)).sum())


def _carry(state: _State, edge: float, root: float, sides: int) -> _State:
    """Mass that goes on, on new quadrature points."""
    floor = -edge if sides == 2 else min(-FAR, float(state.points.min()) - FAR * root)
    top = min(edge, float(state.points.max()) + FAR * root)
    x, w = _nodes()
    points = floor + (top - floor) * (x + 1) / 2
    density = np.exp(-(((points[:, None] - state.points) / root) ** 2) / 2) / (root * np.sqrt(2 * np.pi))
    return _State(points, (density @ state.mass) * w * (top - floor) / 2)


@cache
def _nodes() -> tuple[Floats, Floats]:
    x, w = np.polynomial.legendre.leggauss(NODES)
    return x, w
