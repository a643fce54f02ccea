"""Clocks: dead sensors, late records, dates that heap up, and instants that do not tell the order."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

import numpy as np
from scipy.special import ndtr

from pyrometer.model.process import Ask
from pyrometer.model.table import Column, Table
from pyrometer.statistics import silence
from pyrometer.statistics.silence import FEWEST_DAYS, RARE
from pyrometer.studies._parts import say
from pyrometer.studies._parts.checks import MUCH, Check

FEWEST = 100  # events, under which heaps cannot be told
# A day of the month lies in so many of the 12 months (29 February in one year of four).
MONTHS_WITH = np.array([12.0] * 28 + [11.25, 11.0, 7.0])
SILENCES = (
    Column("source", "", "the source"),
    Column("n_events", "count", "events it gave"),
    Column("n_days", "days", "days from its first event to the end of the records"),
    Column("silent_days", "days", "its least likely silence"),
    Column("from_on", "", "first silent day"),
    Column("to_on", "", "last silent day"),
    Column("p", "", "the chance of so long a silence anywhere, given how often such days are silent"),
)


@dataclass(frozen=True, slots=True)
class Silence:
    """The least likely silence of a source, and how likely it is for one that is alive."""

    source: str
    n_events: int
    n_days: int
    n_heard: int  # days with events
    days: int
    from_on: date | None
    to_on: date | None
    p: float


def silences(ask: Ask) -> list[Silence]:
    """The longest silence of each source, day by day."""
    rows: dict[str, list[tuple[date, int]]] = {}
    for r in ask("heartbeat", period="day"):
        rows.setdefault(r["source"], []).append((r["starts_on"], r["n"]))
    return [_longest(source, sorted(days)) for source, days in rows.items()]


def _longest(source: str, days: Sequence[tuple[date, int]]) -> Silence:
    """The least likely of the longest silences after the first event; of equally likely ones the longest."""
    n = np.array([k for _, k in days], dtype=np.int64)
    begin = int(np.flatnonzero(n)[0]) if n.any() else 0
    starts, n = [d for d, _ in days][begin:], n[begin:]
    found = silence.silences(n, [d.weekday() for d in starts])
    if not found:
        return Silence(source, int(n.sum()), len(n), int((n > 0).sum()), 0, None, None, 1.0)
    least = min(found, key=lambda s: (s.p, s.first - s.last))
    first, last = starts[least.first], starts[least.last - 1]
    heard = int((n > 0).sum())
    return Silence(source, int(n.sum()), len(n), heard, least.last - least.first, first, last, least.p)


def silence_table(found: Sequence[Silence]) -> Table:
    """The silences as a table."""
    return Table(SILENCES, tuple((s.source, s.n_events, s.n_days, s.days, s.from_on, s.to_on, s.p) for s in found))


def dead(found: Sequence[Silence]) -> list[Check]:
    """Sources whose longest silence is too long for a living one."""
    if not found:
        return [Check("dead sensor", "cannot tell", "There are no events.")]
    heard = [s for s in found if s.n_heard >= FEWEST_DAYS]
    if not heard:
        says = f"No source has events on {FEWEST_DAYS} days: how long it may be silent cannot be told."
        return [Check("dead sensor", "cannot tell", says, 0, len(found))]
    quiet = [s for s in heard if s.p < RARE]
    if not quiet:
        longest = max(heard, key=lambda s: s.days)
        says = f"No silence is longer than such days usually give ({say.plural(longest.days, 'day')} at most)."
        return [Check("dead sensor", "fine", says, 0, len(found))]
    worst = min(quiet, key=lambda s: s.p)
    says = (
        f"'{worst.source}' gave nothing for {say.plural(worst.days, 'day')}, from {say.day(worst.from_on)} to "
        f"{say.day(worst.to_on)} ({say.chance(worst.p)} for a living one): a dead sensor, or a holiday."
    )
    return [Check("dead sensor", "look", says, len(quiet), len(found))]


def late(ask: Ask) -> list[Check]:
    """Records typed in days after the event, and before it."""
    rows = list(ask("lateness"))
    n, recorded, late_, before = (sum(r[c] or 0 for r in rows) for c in ("n", "n_recorded", "n_late", "n_before"))
    if not recorded:
        says = "The source does not keep when a record was made: late and back-dated records cannot be seen."
        return [Check("late records", "cannot tell", says, None, n)]
    slowest = max((r["p90_days"] or 0.0 for r in rows), default=0.0)
    says = (
        f"{say.percent(late_ / recorded)} were recorded more than a day after they happened (9 of 10 within "
        f"{say.days(round(slowest, 1))}): as known then, the past looked different."
    )
    checks = [Check("late records", "look" if late_ > MUCH * recorded else "fine", says, late_, recorded)]
    if before:
        says = f"{say.plural(before, 'record was', 'records were')} made before the event: planned, or a wrong clock."
        checks.append(Check("recorded before", "look" if before > MUCH * recorded else "fine", says, before, recorded))
    return checks


def heaps(ask: Ask) -> list[Check]:
    """Dates and times that heap up: midnight, one day of the month, one day of the calendar."""
    counts: dict[str, np.ndarray] = {"hour": np.zeros(24), "day_of_month": np.zeros(31)}
    for r in ask("heaping"):
        if r["kind"] in counts:
            counts[r["kind"]][r["value"] - (r["kind"] == "day_of_month")] += r["n"]
    found = [_midnight(counts["hour"]), _month_days(counts["day_of_month"]), _bulk(ask)]
    said = [check for check in found if check is not None]
    n = int(counts["day_of_month"].sum() or counts["hour"].sum())
    if not said and n and counts["day_of_month"].max() == counts["day_of_month"].sum() > 0:
        says = "All records bear one day of the month: whether dates heap up cannot be told."
        return [Check("heaps", "cannot tell", says, n)]
    if not said and n < FEWEST:
        says = f"Fewer than {FEWEST} events: whether dates and times heap up cannot be told."
        return [Check("heaps", "cannot tell", says, n)]
    return said or [Check("heaps", "fine", "Dates and times do not heap up.")]


def _midnight(hours: Any) -> Check | None:
    total, at = hours.sum(), hours[0]
    beside = (hours[1] + hours[23]) / 2
    if total < FEWEST or at < 3 * beside + 10:
        return None
    if at > 0.9 * total:
        says = "All times are midnight: they are dates, and what happened on one day has no order."
    else:
        says = (
            f"{say.percent(at / total)} of all times lie in the hour after midnight: dates without a time among them."
        )
    return Check("midnight", "look", says, int(at), int(total))


def _month_days(days: Any) -> Check | None:
    total = days.sum()
    due = total * MONTHS_WITH / MONTHS_WITH.sum()
    if total < FEWEST or days.max() == total:  # records that know but one day were given it; nobody filled it in
        return None
    z = (days - due) / np.sqrt(due)
    worst = int(np.argmax(z))
    if 31 * ndtr(-z[worst]) > RARE or days[worst] < 1.5 * due[worst]:
        return None
    says = (
        f"Day {worst + 1} of the month holds {days[worst] / due[worst]:.1f} times as many records as other days: dates "
        "may be filled in at the month's turn."
    )
    return Check("month's turn", "look", says, int(days[worst]), int(total))


def _bulk(ask: Ask) -> Check | None:
    by_day: dict[date, int] = {}
    for r in ask("heartbeat", period="day"):
        by_day[r["starts_on"]] = by_day.get(r["starts_on"], 0) + r["n"]
    total = sum(by_day.values())
    if total < FEWEST or len(by_day) < 14:
        return None
    usual = float(np.median([n for n in by_day.values() if n]))
    day, most = max(by_day.items(), key=lambda item: (item[1], item[0]))
    if most < 10 * usual or most < MUCH * total:
        return None
    says = (
        f"{say.count(most)} records fall on {say.day(day)}, a usual day has {say.count(usual)}: a bulk edit or import."
    )
    return Check("bulk edit", "look", says, most, total)


def ties(ask: Ask) -> list[Check]:
    """Events of a prospect at one instant whose order no source tells."""
    rows = list(ask("ties"))
    n, tied, unknown = (sum(r[c] or 0 for r in rows) for c in ("n_events", "n_tied", "n_tied_order_unknown"))
    if not tied:
        return [Check("ties", "fine", "No two events of a prospect share their instant.", 0, n)]
    says = f"{say.percent(tied / n)} of the events share their instant with another of the same prospect"
    rest = "; the source orders them."
    if unknown:
        which = "of none of them" if unknown == tied else f"of {say.percent(unknown / n)}"
        rest = f"; {which} can anybody tell which came first." if unknown == tied else f"; {which} nobody can tell it."
    return [Check("ties", "look" if unknown > MUCH * n else "fine", says + rest, unknown, n)]
