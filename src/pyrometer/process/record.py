"""The process record: what is known of the plant, and the tables that measures reduce."""

from dataclasses import dataclass
from typing import Any

from pyrometer.model.process import ProcessFacts
from pyrometer.model.words import Words

WHOLE = -1  # the milestone number of the spell that is the whole journey, from entry to won or lost
DAY_US = 86_400_000_000
HOUR_US = 3_600_000_000

OPEN, GONE_ON, STOPPED = 0, 1, 2  # how a spell ended: spells.how
STILL_OPEN, WON, LOST = 0, 1, 2  # how a journey ended: journeys.outcome

CUSTOMER, SELLER, SYSTEM = 0, 1, 3  # positions in model.event.SIDES


@dataclass(frozen=True, slots=True)
class Process:
    """The facts and the engine's lazy tables.

    `events` and `prospects` are the ledger's, cut at `facts.until` and at what was known then. `journeys` has one
    row a prospect that entered, `spells` one per milestone they waited after (number `WHOLE`: the whole journey).
    `edges` has one row a pair of actions that follow one another, `ways` one a variant (see process.ways), of which
    there are `n_ways`. `sides` gives, for each code of an action, the side that mostly does it (position in
    model.event.SIDES).
    """

    facts: ProcessFacts
    events: Any
    journeys: Any
    spells: Any
    edges: Any
    ways: Any
    prospects: Any
    words: Words
    n_ways: int
    sides: tuple[int, ...] = ()
