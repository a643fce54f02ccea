"""A second, slow way to cut journeys and spells: straight from their meaning, prospect by prospect.

It shares no code with the process; times are naive UTC, as in the ledger.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

DAY = timedelta(days=1)
NOT_YET, WON, LOST = 0, 1, 2
OPEN, GONE_ON, STOPPED = 0, 1, 2
PATH = ("replied", "met", "ordered")
WHOLE = -1


@dataclass(frozen=True)
class Told:
    """One thing that a record says."""

    at: datetime
    action: str
    is_day: bool = False
    known_at: datetime | None = None


@dataclass(frozen=True)
class Known:
    """What all records say, by prospect, up to `until`; `one_row`: all of a prospect stands in one row of a table."""

    stories: Mapping[str, Sequence[Told]]
    until: datetime
    zone: str
    one_row: bool = False
    observed_from: date | None = None


@dataclass
class Journey:
    """When it began, how it ended, and the waits: number of the milestone -> (how, age, age when first watched)."""

    entered_at: datetime
    outcome: int = NOT_YET
    ended_at: datetime | None = None
    met: dict[str, datetime] = field(default_factory=dict)
    waits: dict[int, tuple[int, timedelta, timedelta]] = field(default_factory=dict)


def as_known(known: Known, then: datetime | None) -> Known:
    """What was known at an instant."""
    if then is None:
        return known
    stories = {
        who: [t for t in story if t.at <= then and (t.known_at or t.at) <= then] for who, story in known.stories.items()
    }
    return Known(stories, min(known.until, then), known.zone, known.one_row, known.observed_from)


def journeys(known: Known) -> dict[str, Journey]:
    """The journeys of all who entered."""
    by_day = any(rests_on_days(story) for story in known.stories.values())
    found = {who: journey(story, known, by_day=by_day) for who, story in known.stories.items()}
    return {who: j for who, j in found.items() if j is not None}


def firsts(story: Sequence[Told]) -> dict[str, datetime]:
    """The first time of each action."""
    found: dict[str, datetime] = {}
    for told in sorted(story, key=lambda t: t.at):
        found.setdefault(told.action, told.at)
    return found


def rests_on_days(story: Sequence[Told]) -> bool:
    """Whether a milestone or the loss was first met when a record tells only the day."""
    first = firsts(story)
    moments = {first[name] for name in (*PATH, "declined") if name in first}
    return PATH[0] in first and any(t.is_day and t.at in moments for t in story)


def journey(story: Sequence[Told], known: Known, *, by_day: bool) -> Journey | None:
    """One prospect's journey; None of who never entered."""
    first = firsts(story)
    if PATH[0] not in first:
        return None
    found = Journey(first[PATH[0]], met={name: first[name] for name in PATH if name in first})
    slack = DAY if by_day else timedelta()
    loss = first.get("declined")
    if loss is not None and loss < found.entered_at - slack and not known.one_row:
        loss = None  # somebody else's doing, long ago
    if PATH[-1] in first:
        found.outcome, found.ended_at = WON, max(first[PATH[-1]], found.entered_at)
    elif loss is not None:
        found.outcome, found.ended_at = LOST, max(loss, found.entered_at)
    for number in (WHOLE, *range(len(PATH) - 1)):
        wait(found, number, loss, known, by_day=by_day)
    return found


def wait(found: Journey, number: int, loss: datetime | None, known: Known, *, by_day: bool) -> None:
    """Puts down how long was waited after that milestone, if it was and any of it was watched."""
    if number == WHOLE:
        since, left = found.entered_at, found.ended_at
        how = {WON: GONE_ON, LOST: STOPPED, NOT_YET: OPEN}[found.outcome]
    elif PATH[number] not in found.met:
        return
    else:
        since = found.met[PATH[number]]
        onward = min((found.met[name] for name in PATH[number + 1 :] if name in found.met), default=None)
        if onward is not None and onward < since - (DAY if by_day else timedelta()):
            return
        is_loss = loss is not None and (found.outcome == LOST or loss >= since)
        how = GONE_ON if onward is not None else STOPPED if is_loss else OPEN
        left = onward if onward is not None else loss if is_loss else None
    waited = age(since, known.until if left is None else max(left, since), known.zone, by_day=by_day)
    late = timedelta()
    if known.observed_from is not None:
        begun = datetime.combine(known.observed_from, time(), ZoneInfo(known.zone)).astimezone(UTC).replace(tzinfo=None)
        late = age(since, begun, known.zone, by_day=by_day) if since < begun else late
    if waited >= late:
        found.waits[number] = (how, waited, late)


def age(since: datetime, until: datetime, zone: str, *, by_day: bool) -> timedelta:
    """How long it is; by whole days of the calendar where records tell only days."""
    if not by_day:
        return max(until - since, timedelta())
    days = [t.replace(tzinfo=UTC).astimezone(ZoneInfo(zone)).date() for t in (since, until)]
    return max(days[1] - days[0], timedelta())
