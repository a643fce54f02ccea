"""The traps with numbers: what the naive figure says, what is so, and what the instrument says instead."""

from dataclasses import dataclass

import numpy as np

from pyrometer.apps._calibration import SEED, Check
from pyrometer.apps._calibration.traps_of_groups import GROUPS
from pyrometer.apps._calibration.traps_of_time import TIMES

HOW = "simulated here, seeded"


@dataclass(frozen=True, slots=True)
class Trap:
    """One trap: what is naively said, what is true, what the instrument says and how far it may lie from the truth."""

    number: int
    method: str
    setting: str
    naive: float
    truth: float
    ours: float
    within: float
    unit: str = ""


def checks(runs: int) -> list[Check]:
    """T1 to T16 (there is no T15); a trap counts as held when ours is near the truth and the naive figure is not."""
    found = list[Check]()
    for number, make in sorted({**TIMES, **GROUPS}.items()):
        made = make(np.random.default_rng([SEED, number]), runs)
        found += [_check(Trap(number, *one)) for one in (made if isinstance(made, list) else [made])]
    return found


def _check(trap: Trap) -> Check:
    is_trap = abs(trap.naive - trap.truth) > trap.within
    says = f"T{trap.number}: naively {_said(trap.naive, trap.unit)}, in truth {_said(trap.truth, trap.unit)}"
    ours = trap.ours if is_trap else float("nan")
    return Check("traps", trap.method, trap.setting, trap.truth, ours, trap.within, HOW, says)


def _said(value: float, unit: str) -> str:
    if unit == "%":
        return f"{100 * value:.1f}%"
    return f"{value:,.4g}{' ' + unit if unit else ''}"
