"""Calibration: the instrument held against published numbers, against simulation, and against the known traps."""

from collections.abc import Callable
from dataclasses import dataclass
from importlib import import_module

PARTS = ("published_charts", "published_comparisons", "published_survival", "coverage", "traps")
SEED = 20260105


@dataclass(frozen=True, slots=True)
class Check:
    """One line of the certificate.

    `published` is what the source prints (for a simulation: what must come out), `ours` what the instrument gives;
    they may differ by `within`. `says` replaces the plain numbers where they need words.
    """

    part: str
    method: str
    what: str
    published: float
    ours: float
    within: float
    source: str
    says: str = ""

    @property
    def difference(self) -> float:
        """Ours less the published."""
        return self.ours - self.published

    @property
    def holds(self) -> bool:
        """Whether the instrument gives the published number, to its last printed digit or within chance."""
        return abs(self.difference) <= self.within * (1 + 1e-9)


def printed(value: float, digits: int) -> tuple[float, float]:
    """A published number and how far ours may lie from it: half of its last printed digit."""
    return value, 0.5 * 10.0**-digits


def run(*, runs: int, parts: tuple[str, ...] = PARTS) -> tuple[Check, ...]:
    """The whole certificate; `runs` simulations a check (400 take some seconds, 4,000 a minute or two)."""
    found = list[Check]()
    for name in parts:
        checks: Callable[[int], list[Check]] = import_module(f"{__name__}.{name}").checks
        found += checks(runs)
    return tuple(found)
