"""The process record: what is known of the plant, and the tables that measures reduce."""

from collections.abc import Callable
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from pyrometer.definitions.signs import Sign
from pyrometer.model.process import ProcessFacts
from pyrometer.model.words import Words

WHOLE = -1  # the milestone number of the spell that is the whole journey, from entry to won or lost
DAY_US = 86_400_000_000
HOUR_US = 3_600_000_000

OPEN, GONE_ON, STOPPED = 0, 1, 2  # how a spell ended: spells.how
UNDATED = 4  # another of these: stopped on a day that is not told
STILL_OPEN, WON, LOST = 0, 1, 2  # how a journey ended: journeys.outcome
UNTOLD = 3  # of both: no end is on record, and a sensor was dead when it could have come

CUSTOMER, SELLER, SYSTEM = 0, 1, 3  # positions in model.event.SIDES


def no_sign(name: str) -> Sign | None:
    """Of no definition it is known which single acts make it met."""
    return None


@dataclass(frozen=True)
class Process:
    """The facts and the engine's lazy tables.

    `events` and `prospects` are the ledger's, cut at `facts.until` and at what was known then. The tables of the
    build are opened by `table` when they are first asked for. There are `n_ways` variants, and `n_open` journeys are
    still open. `sides` gives, for each code of an action, the side that mostly does it (position in SIDES). `sign`
    tells of a definition of the path by which single `events` it is met (see definitions.signs).
    """

    facts: ProcessFacts
    events: Any
    prospects: Any
    words: Words
    table: Callable[[str], Any]
    n_ways: int
    n_open: int
    sides: tuple[int, ...] = ()
    undated: Any | None = None  # events on a day that is not told, which `events` leaves out; None: there are none
    sign: Callable[[str], Sign | None] = no_sign

    @cached_property
    def journeys(self) -> Any:
        """One row a prospect that entered."""
        return self.table("journeys")

    @cached_property
    def spells(self) -> Any:
        """One row per milestone a prospect waited after (number `WHOLE`: the whole journey)."""
        return self.table("spells")

    @cached_property
    def edges(self) -> Any:
        """One row a pair of actions that follow one another (see process.ways)."""
        return self.table("edges")

    @cached_property
    def ways(self) -> Any:
        """One row a variant (see process.ways)."""
        return self.table("ways")
