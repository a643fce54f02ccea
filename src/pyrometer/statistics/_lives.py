"""Lives: what becomes of every prospect of the simulated plant, and the events by which it would be seen."""

from dataclasses import dataclass, field
from datetime import date
from typing import Any

import numpy as np

PATH = ("replied", "gave-time", "told-the-problem", "asked-for-terms", "ordered")  # the customer's milestones
ACTION = ("replied", "attended_meeting", "gave_facts", "asked_for_terms", "ordered")  # the acts that show them
STEP = ("called", "gave_demo", "sent_quote", "negotiated")  # what we do after each milestone but the last
HARMFUL = "sent_discount"  # the step that lowers the next customer action
LOST = "declined"
MINUTES = {"mailed": 6, "called": 12, "gave_demo": 50, "sent_quote": 75, "negotiated": 30, HARMFUL: 8}


@dataclass(frozen=True, slots=True)
class World:
    """What is planted. Times in days, shares 0-1; sellers are identical whatever is set here."""

    starts_on: date = date(2024, 1, 1)
    until: date = date(2025, 12, 14)
    n_sellers: int = 12
    answers: float = 0.7  # of the mailed, who reply at all
    goes_on: tuple[float, ...] = (0.58, 0.8, 0.75, 0.75)  # after each milestone, with no harmful step
    waits: tuple[float, ...] = (8.0, 11.0, 13.0, 35.0)  # mean days from our step to their next act
    changed_on: date = date(2025, 3, 10)  # the real change: from here on more of those who replied give time
    changed_to: float = 0.82
    harmful_share: float = 0.3  # of the waits into which the harmful step falls, by lot
    harm: float = 0.6  # it multiplies the chance that the customer goes on
    says_no: float = 0.6  # of those who do not go on, who say so; the others fall silent for ever
    never_marked: float = 0.5  # of those who say no, whose no nobody writes down
    pulled: float = 0.7  # of orders due in the 45 days after a quarter's end, brought into its last days
    held_back: float = 0.7  # of losses in the last month of a quarter, written down in the next one
    late: float = 0.2  # of records, typed in days after the event with its earlier date


@dataclass(slots=True)
class Log:
    """Events as they come about: parts of columns, joined at the end. It is written to, so it is not frozen."""

    parts: list[dict[str, Any]] = field(default_factory=list)

    def add(self, who: Any, days: Any, side: str, action: str, **more: Any) -> None:
        """One event for each of `who` (indices), at `days` since the start."""
        n = len(who)
        given = {"amount": np.full(n, np.nan), "minutes": np.full(n, np.nan)} | more
        self.parts.append(
            {"who": who, "days": days, "side": np.full(n, side), "action": np.full(n, action, dtype=object), **given}
        )

    def joined(self) -> dict[str, Any]:
        """All events as columns."""
        return {name: np.concatenate([p[name] for p in self.parts]) for name in self.parts[0]}


@dataclass(frozen=True, slots=True)
class Lives:
    """What happens to each prospect in the end, whenever that is: days since the start, NaN for never."""

    met: Any  # (milestones, prospects)
    no: Any  # said no
    marked: Any  # that no is written down
    lost: Any  # the day with which it is written down
    pulled: Any
    harmed: Any  # (waits, prospects): the harmful step fell into the wait


def lives_of(rng: np.random.Generator, world: World, mailed: Any, log: Log) -> Lives:
    """Every prospect's way, step by step, with all events added to the log."""
    n = len(mailed)
    everyone = np.arange(n)
    log.add(everyone, mailed, "seller", "mailed", minutes=_minutes(rng, "mailed", n))
    met = np.full((len(PATH), n), np.nan)
    harmed = np.zeros((len(STEP), n), dtype=bool)
    met[0] = np.where(rng.random(n) < world.answers, mailed + rng.gamma(1.5, 2.0, n), np.nan)
    no = np.full(n, np.nan)
    for i in range(len(STEP)):
        here = np.flatnonzero(np.isfinite(met[i]))
        log.add(here, met[i, here], "customer", ACTION[i])
        on, harmed[i, here] = _wait(rng, world, i, met[i, here], (log, here))
        met[i + 1, here] = on
        out = here[np.isnan(on)]
        says = rng.random(len(out)) < world.says_no
        no[out] = np.where(says, met[i, out] + 3 + rng.gamma(1.6, 1.6 * world.waits[i], len(out)), np.nan)
    pulled = _pull(rng, world, met)
    won = np.flatnonzero(np.isfinite(met[-1]))
    log.add(won, met[-1, won], "customer", ACTION[-1], amount=np.round(rng.lognormal(9.0, 0.6, len(won)), 2))
    marked = np.isfinite(no) & (rng.random(n) >= world.never_marked)
    lost = np.where(marked, _hold_back(rng, world, no), np.nan)
    told = np.flatnonzero(marked)
    log.add(told, lost[told], "customer", LOST)
    return Lives(met, no, marked, lost, pulled, harmed)


def _wait(rng: np.random.Generator, world: World, i: int, since: Any, to: tuple[Log, Any]) -> tuple[Any, Any]:
    """One wait: our step, by lot the harmful one a day later, then the customer goes on or never does."""
    (log, who), n = to, len(since)
    step = since + rng.gamma(2.0, 0.9, n)
    log.add(who, step, "seller", STEP[i], minutes=_minutes(rng, STEP[i], n))
    harmed = rng.random(n) < world.harmful_share
    again = step + 0.5 + rng.random(n)
    log.add(who[harmed], again[harmed], "seller", HARMFUL, minutes=_minutes(rng, HARMFUL, int(harmed.sum())))
    share = np.full(n, world.goes_on[i])
    if i == 0:
        share[since >= (world.changed_on - world.starts_on).days] = world.changed_to
    goes = rng.random(n) < share * np.where(harmed, world.harm, 1.0)
    return np.where(goes, step + 1.6 + rng.gamma(1.3, world.waits[i] / 1.3, n), np.nan), harmed


def _minutes(rng: np.random.Generator, action: str, n: int) -> Any:
    return np.maximum(1, np.round(rng.gamma(4.0, MINUTES[action] / 4.0, n)))


def month_of_quarter(world: World, days: Any) -> tuple[Any, Any]:
    """0, 1 or 2, and the day (since the start) on which that quarter begins; NaN days give the first."""
    start = np.datetime64(world.starts_on)
    month = (start + np.nan_to_num(np.floor(days)).astype(int)).astype("datetime64[M]")
    place = month.astype(int) % 3
    quarter = (month - place).astype("datetime64[D]")
    return place, (quarter - start).astype(float)


def _pull(rng: np.random.Generator, world: World, met: Any) -> Any:
    """Orders due soon after a quarter's end are brought into its last ten days, if terms were asked for by then."""
    ordered, asked = met[-1], met[-2]
    _, begins = month_of_quarter(world, ordered)
    early = begins - rng.uniform(0, 10, len(ordered)) - 0.05
    due = (ordered - begins < 45) & (early > asked + 2) & (early > 0)
    pulled = due & (rng.random(len(ordered)) < world.pulled)
    met[-1] = np.where(pulled, early, ordered)
    return pulled


def _hold_back(rng: np.random.Generator, world: World, no: Any) -> Any:
    """Losses of a quarter's last month are written down in the next one, dated then."""
    place, begins = month_of_quarter(world, no)
    held = (place == 2) & (rng.random(len(no)) < world.held_back)
    _, following = month_of_quarter(world, begins + 100)  # any day of the next quarter
    return np.where(held, following + rng.uniform(0, 25, len(no)), no)
