"""Tracks: one measure over time, ready for a chart - from the plant, or from a bare list of dates and values."""

from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from pyrometer.errors import unknown
from pyrometer.model.process import Ask, ProcessFacts
from pyrometer.studies._parts import path, say

SHARE = "won-share"
MONTHS = {"month": 1, "quarter": 3, "year": 12}


@dataclass(frozen=True, slots=True, eq=False)
class Track:
    """Values (of `n`, where they have denominators) by period, oldest first.

    `nature` is what the chooser takes: counts, shares, rates, averages or values. `unit`: count, share or ''.
    """

    name: str
    label: str
    every: str  # day | week | month | quarter | year | case
    better: str  # up | down | ''
    unit: str
    nature: Any
    starts_on: tuple[date, ...]
    values: Any
    n: Any = None
    n_of: str = ""  # what its counts or denominators count
    definition: str = ""  # what it rests on: name, version and who signed
    is_plain: bool = False  # nothing is known about what the values can be: limits may lie below 0
    is_kept: bool = True  # in a plant, where causes can be written down
    beside: str = ""  # why counts are held against `n`, what those who entered before let one expect (on average 1)

    def __len__(self) -> int:
        """How many periods."""
        return len(self.starts_on)

    @property
    def until(self) -> date:
        """The last day of the last period; of points without a period, the day of the last."""
        last = self.starts_on[-1]
        if self.every in ("day", "case"):
            return last
        if self.every == "week":
            return last + timedelta(days=6)
        months = last.month - 1 + MONTHS[self.every]
        return date(last.year + months // 12, months % 12 + 1, 1) - timedelta(days=1)


def names(facts: ProcessFacts) -> tuple[str, ...]:
    """The public names of the measures that a plant can chart, in the order of its path."""
    between = [m for m in facts.milestones[1:] if m != facts.won]
    return ("entered", *between, "won", "lost", SHARE)


def named(facts: ProcessFacts, measure: str) -> str:
    """The one public name of a measure, whatever it was called; raises UnknownName with the nearest."""
    given = measure.strip().lower().replace("_", "-")
    same = {facts.milestones[0]: "entered", facts.won: "won"}
    given = same.get(given, given)
    if given not in names(facts):
        raise unknown("measure to chart", measure, {*names(facts), *facts.milestones})
    return given


def track(ask: Ask, measure: str, period: str) -> Track:
    """The measure of that public name in whole periods, from where its count no longer fills up."""
    return _share(ask, period) if measure == SHARE else _counted(ask, measure, period)


def _label(facts: ProcessFacts, of: str) -> tuple[str, str]:
    """How people say the measure, and which direction is better."""
    if of == "lost":
        return "Stopped", "down"
    said = path.entry(facts) if of == "entered" else say.title(facts, facts.won if of == "won" else of)
    return say.first_up(said), "up"


def _counted(ask: Ask, of: str, period: str) -> Track:
    import numpy as np

    from pyrometer.studies._parts import settle

    rows = _whole(ask("series", of=of, period=period))
    rows = settle.kept(rows, settle.settled_on(ask, of), [r["n"] for r in rows], settle.last_day(ask, of))
    label, better = _label(ask.process, of)
    starts, n = tuple(r["starts_on"] for r in rows), np.array([r["n"] for r in rows], dtype=np.int64)
    said = (f"{label}, a {period}", period, better, "count", "counts", starts, n)
    return Track(of, *said, n_of="prospects", definition=_definition(ask.process, of))


def _share(ask: Ask, period: str) -> Track:
    import numpy as np

    from pyrometer.studies._parts import settle

    rows = _whole(ask("closed", period=period))
    since = max(settle.settled_on(ask, of) for of in ("won", "lost"))
    rows = settle.kept(rows, since, [r["n_won"] + r["n_lost"] for r in rows], settle.last_day(ask))
    rows = [r for r in rows if r["n_won"] + r["n_lost"]]
    won, lost = (np.array([r[c] for r in rows], dtype=np.int64) for c in ("n_won", "n_lost"))
    starts, label = tuple(r["starts_on"] for r in rows), f"Won of the won and lost, a {period}"
    signed = _definition(ask.process, "won", "lost")
    return Track(
        SHARE, label, period, "up", "share", "shares", starts, won, won + lost, n_of="won or lost", definition=signed
    )


def _definition(facts: ProcessFacts, *of: str) -> str:
    """The definitions that a measure rests on: name, version and by how many signed."""
    same = {"entered": facts.milestones[0], "won": facts.won, "lost": facts.lost or ""}
    wanted = [same.get(name, name) for name in of]
    found = [d for name in wanted for d in facts.definitions if d.name == name]
    if len({d.n_agreed for d in found}) == 1:
        return f"{' and '.join(f'{d.name} v{d.version}' for d in found)}, {_signed(found[0].n_agreed)}"
    return " and ".join(f"{d.name} v{d.version}, {_signed(d.n_agreed)}" for d in found)


def _signed(n: int) -> str:
    return f"signed by {say.plural(n, 'person', 'people')}" if n else "signed by nobody yet"


def _whole(table: Any) -> list[dict[str, Any]]:
    return [r for r in table if r["is_whole"]]
