"""Records, as definitions read them: the events, the instant of judging, and what counts as evidence."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from pyrometer.definitions._clock import Clock, clock
from pyrometer.model.definition import Outage
from pyrometer.model.words import Words


@dataclass(frozen=True, slots=True)
class Records:
    """What definitions are run on: the ledger's table of `events` with codes, what the codes mean, and how to read.

    They are judged at `until` (naive UTC), or at the instant that the column of that name holds for each prospect, on
    what is known now, or at the earlier of both on what was known at `as_known`. `grade` is the least evidence that
    counts for customers' acts where a clause names none. `dead` maps sensors to the times in which they were dead.
    Days, weekends and working days are those of `zone`. No event is before `since`, where that is known: queries are
    then shorter.
    """

    events: Any
    words: Words
    until: datetime | str
    as_known: datetime | None = None
    grade: int = 2
    dead: Mapping[str, Sequence[Outage]] = field(default_factory=dict)
    zone: str = "UTC"
    since: datetime | None = None

    @property
    def clock(self) -> Clock:
        """Where the plant's days begin."""
        return clock(self.zone, self.since, self.until) if isinstance(self.until, datetime) else Clock()
