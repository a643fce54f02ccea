"""Leak alarms: a score too good to be true has seen the answer."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Literal

from pyrometer.statistics._checked import share

Alarm = Literal["single-field", "filled-after", "drops-when-earlier"]

TOO_GOOD = 0.9  # AUC of one field alone
OFTEN_AFTER = 0.05  # share of values written after the outcome
DROP = 0.05  # loss of AUC when the snapshot moves a week back


@dataclass(frozen=True, slots=True)
class Leak:
    """A field suspected to know the outcome: which alarm, how much, and the limit it passed."""

    field: str
    alarm: Alarm
    value: float
    limit: float


def leaks(
    single: Mapping[str, float],
    filled_after: Mapping[str, float] | None = None,
    earlier: Mapping[str, tuple[float, float]] | None = None,
) -> tuple[Leak, ...]:
    """Alarms by field: `single` AUC of each field alone; `filled_after` share of its values written after the outcome;
    `earlier` its AUC at the snapshot and at one seven days before.

    Raises StatisticsError for an AUC or share outside 0 to 1.
    Source: Kaufman et al. 2012, ACM TKDD 6 (leakage and legitimate time).
    """
    found = []
    for name, value in single.items():
        strength = max(value, 1 - value)
        if strength < 1:
            share(f"single[{name}]", strength)
        if strength > TOO_GOOD:
            found.append(Leak(name, "single-field", strength, TOO_GOOD))
    for name, value in (filled_after or {}).items():
        if value > OFTEN_AFTER:
            found.append(Leak(name, "filled-after", value, OFTEN_AFTER))
    for name, (now, before) in (earlier or {}).items():
        if now - before > DROP:
            found.append(Leak(name, "drops-when-earlier", now - before, DROP))
    return tuple(found)
