"""Calibration: the instrument held against published numbers, against simulation, and against the known traps."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from importlib import import_module
from typing import Any, Literal

PARTS = (
    "published_charts",
    "published_subgroups",
    "published_rare",
    "published_rules",
    "published_groups",
    "published_agreement",
    "published_survival",
    "published_change",
    "published_trials",
    "published_effects",
    "published_fields",
    "coverage",
    "alarms",
    "traps",
)
SEED = 20260105
FULL = 1200  # simulations a check from which a certificate may be called full: 93% to 97% is then three errors

Sense = Literal["equal", "at most"]
Row = tuple[str, str, tuple[float, float], Any]  # method, what, (published, how far ours may lie from it), ours


@dataclass(frozen=True, slots=True)
class Check:
    """One line of the certificate.

    `published` is what the source prints (for a simulation: what must come out), `ours` what the instrument gives;
    they may differ by `within`, or - where the `sense` is 'at most' - ours may exceed it by no more than that.
    `says` replaces the plain numbers where they need words.
    """

    part: str
    method: str
    what: str
    published: float
    ours: float
    within: float
    source: str
    says: str = ""
    sense: Sense = "equal"

    @property
    def difference(self) -> float:
        """Ours less the published."""
        return self.ours - self.published

    @property
    def holds(self) -> bool:
        """Whether the instrument gives the published number, to its last printed digit or within chance."""
        room = self.within * (1 + 1e-9)
        return self.difference <= room if self.sense == "at most" else abs(self.difference) <= room


def printed(value: float, digits: int) -> tuple[float, float]:
    """A published number and how far ours may lie from it: half of its last printed digit."""
    return value, 0.5 * 10.0**-digits


def table(part: str, source: str, rows: Iterable[Row]) -> list[Check]:
    """Lines of one source."""
    return [Check(part, method, what, said[0], float(ours), said[1], source) for method, what, said, ours in rows]


def run(*, runs: int, parts: tuple[str, ...] = PARTS) -> tuple[Check, ...]:
    """The whole certificate; `runs` simulations a check (150 take about a minute, 1,000 and more some minutes)."""
    found = list[Check]()
    for name in parts:
        checks: Callable[[int], list[Check]] = import_module(f"{__name__}.{name}").checks
        found += checks(runs)
    return tuple(found)
