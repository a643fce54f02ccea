"""Quarter: counts by month of the quarter and in the last days of a period, against their own noise."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

import numpy as np
from scipy import special

from pyrometer.model.interval import Interval
from pyrometer.model.process import Ask
from pyrometer.studies._parts import cut, say, settle

SIGNAL = 0.01  # the chance below which the quarter is said to matter
REACH = 4.0  # standard errors seen 8 times in 10 by the F test at 1% with 24 months: 79% at 60 events and threefold
FEWEST = 60  # wins, or losses, from which on a threefold swing is seen 8 times in 10
EVENTS = ("won", "lost", "entered")
LAST_DAYS = 7  # a week holds each weekday once, whatever the month


@dataclass(frozen=True, slots=True)
class Months:
    """Whole months: their first day, 0-based position in the quarter, days, and what happened in them."""

    starts_on: tuple[date, ...]
    position: Any
    days: Any
    won: Any
    lost: Any
    entered: Any

    @property
    def fewest(self) -> int:
        """How many months the rarest position of the quarter has."""
        return int(np.bincount(self.position, minlength=3).min()) if len(self.position) else 0


@dataclass(frozen=True, slots=True)
class Swing:
    """A rate by month of the quarter: `value` (3,), the chance `p` that equal positions differ as much, noise `phi`."""

    value: Any
    centre: float
    p: float
    phi: float

    @property
    def is_signal(self) -> bool:
        """Whether the quarter's place matters beyond doubt."""
        return self.p < SIGNAL


@dataclass(frozen=True, slots=True)
class Swings:
    """What was tested: the share won, and the rates of winning, losing and entering."""

    share: Swing | None
    won: Swing
    lost: Swing
    entered: Swing

    @property
    def named(self) -> dict[str, Swing]:
        """The swings by name; those of nothing left out."""
        every = {"share won": self.share, "won": self.won, "lost": self.lost, "entered": self.entered}
        return {name: s for name, s in every.items() if s is not None and s.centre > 0}

    @property
    def found(self) -> list[str]:
        """Which of ours swing with the quarter (entries are the customers' own, and are only compared)."""
        return [name for name, s in self.named.items() if s.is_signal and name != "entered"]


def months(ask: Ask, first_month: int) -> Months:
    """The whole months from the first win or loss on that the records cover; the business year begins in `first_month`.

    A month before which closes are missing, or after which nobody was taken in any more, is not like the others.
    """
    entered = {r["starts_on"]: r["n"] for r in ask("series", of="entered", period="month")}
    rows = sorted((r for r in ask("closed", period="month") if r["is_whole"]), key=lambda r: r["starts_on"])
    began = next((i for i, r in enumerate(rows) if r["n_won"] + r["n_lost"]), len(rows))
    since, last = _covered(ask)
    kept = [r for r in rows[began:] if since <= r["starts_on"] and _next(r["starts_on"]) - timedelta(days=1) <= last]
    starts = tuple(r["starts_on"] for r in kept)
    return Months(
        starts,
        np.array([(d.month - first_month) % 3 for d in starts], dtype=np.int64),
        np.array([(_next(d) - d).days for d in starts], dtype=float),
        np.array([r["n_won"] for r in kept], dtype=float),
        np.array([r["n_lost"] for r in kept], dtype=float),
        np.array([entered.get(d, 0) for d in starts], dtype=float),
    )


def _covered(ask: Ask) -> tuple[date, date]:
    """The first and the last day between which wins and losses are all there, as far as the records tell."""
    missing, last = cut.cut(ask), settle.last_day(ask, "entered")
    return date.min if missing is None else missing.first_close, date.max if last is None else last


def last_days(ask: Ask, first_month: int) -> list[tuple[str, str, "Rush"]]:
    """How busy the last week of a month and of a quarter is with each kind of event, as far as the records cover it."""
    rows, (since, until) = [], _covered(ask)
    for what in EVENTS:
        days = {r["starts_on"]: float(r["n"]) for r in ask("series", of=what, period="day")}
        began = min((d for d, n in days.items() if n), default=date.max)
        days = {d: n for d, n in days.items() if began <= d <= until and (what == "entered" or d >= since)}
        for period in ("month", "quarter"):
            found = rush(days, first_month, quarterly=period == "quarter")
            if found is not None:
                rows.append((period, what, found))
    return rows


def _next(start: date) -> date:
    return date(start.year + start.month // 12, start.month % 12 + 1, 1)


def visible(n: float, phi: float) -> float:
    """How many times the third months' rate must be that of the others to be seen 8 times in 10, with n events in all.

    The standard error of the log ratio is sqrt(phi (3 / n + 3 / 2n)); `REACH` such errors are seen (simulated).
    """
    return float(np.exp(REACH * np.sqrt(4.5 * phi / n))) if n else float("inf")


def untold(won: Swing | None) -> str:
    """That wins of a quarter's end may be brought forward or gained, and what would tell; `won` where months swing.

    Two halves of N wins tell a ratio r apart 8 times in 10 at 5% where N = 4 ((1.96 + .84) / log r)^2; r is that of
    whole quarters, were all that the last month has more gained. Source: Schoenfeld 1983, Biometrics 39:499-503.
    """
    text = (
        "Whether wins are brought forward from later months or gained, these records cannot tell: every quarter ends "
        "alike, and none shows what would have been without. It could be told if some sellers, drawn by lot, had "
        "no such end: compare what both win in whole quarters"
    )
    if won is None:
        return f"{text}."
    others = float(won.value[:2].mean())
    if others <= 0:
        return f"{text}."
    ratio = (2 * others + float(won.value[2])) / (3 * others)
    n = 4 * (2.8 / float(np.log(ratio))) ** 2
    return f"{text}; about {say.count(np.ceil(n))} wins, half with and half without, would do if it is all gain."


def swings(seen: Months) -> Swings:
    """The share won of what closes, and how many are won, lost and enter a day, by month of the quarter."""
    both = seen.won.sum() and seen.lost.sum()
    share = swing_of_share(seen.won, seen.won + seen.lost, seen.position) if both else None
    rates = (swing_of_rate(count, seen.days, seen.position) for count in (seen.won, seen.lost, seen.entered))
    return Swings(share, *rates)


def swing_of_rate(count: Any, days: Any, position: Any) -> Swing:
    """Counts a day by position. Quasi-Poisson: the noise is that between months of one position, at least chance's.

    Source: McCullagh & Nelder 1989, section 6.2 (over-dispersion); F test as for a linear model.
    """
    centre = float(count.sum() / days.sum())
    by = _by(count, position) / _by(days, position)
    due, own = centre * days, by[position] * days
    between = float(((own - due) ** 2 / due).sum()) if centre else 0.0
    within = float(((count - own) ** 2 / np.where(own > 0, own, 1)).sum())
    return _swing(by, centre, between, within, len(count))


def swing_of_share(k: Any, n: Any, position: Any) -> Swing:
    """Shares k of n by position; quasi-binomial, as `swing_of_rate`."""
    k, n, position = k[n > 0], n[n > 0], position[n > 0]
    centre = float(k.sum() / n.sum())
    by = _by(k, position) / np.maximum(_by(n, position), 1)
    own = by[position]
    spread, each = n * centre * (1 - centre), n * own * (1 - own)
    between = float(((n * (own - centre)) ** 2 / np.where(spread > 0, spread, 1)).sum())
    within = float(((k - n * own) ** 2 / np.where(each > 0, each, 1)).sum())
    return _swing(by, centre, between, within, len(k))


def _by(values: Any, position: Any) -> Any:
    return np.bincount(position, weights=values, minlength=3)


def _swing(by: Any, centre: float, between: float, within: float, n: int) -> Swing:
    spare = n - 3
    phi = max(1.0, within / spare) if spare > 0 else 1.0
    p = float(special.fdtrc(2, spare, between / 2 / phi)) if spare > 0 else 1.0
    return Swing(by, centre, p, phi)


@dataclass(frozen=True, slots=True)
class Rush:
    """The last days of a period against its other days: the ratio of their events a day, with its interval."""

    n_last: int
    ratio: Interval
    value: float


def rush(daily: Mapping[date, float], first_month: int, *, quarterly: bool) -> Rush | None:
    """How much busier the last week of a month (or quarter) is than its other days; None where nothing happens.

    Whole periods only. The interval is exact given the total (binomial), so it holds for independent events.
    Source: Przyborowski & Wilenski 1940, Biometrika 31 (ratio of two Poisson means).
    """
    from pyrometer.statistics import intervals

    ends = {d: _end(d, first_month, quarterly=quarterly) for d in daily}
    if not ends:
        return None
    whole = {e for e in ends.values() if e + timedelta(days=1) <= max(daily) + timedelta(days=1)}
    begun = min(e for e in ends.values()) if min(daily).day != 1 else None
    last = np.array([(e - d).days < LAST_DAYS for d, e in ends.items() if e in whole and e != begun])
    n = np.array([daily[d] for d, e in ends.items() if e in whole and e != begun])
    if not len(n) or not n.sum() or not last.any() or last.all():
        return None
    here, there = float(n[last].sum()), float(n[~last].sum())
    odds = float((~last).sum() / last.sum())
    bounds = intervals.clopper_pearson(here, here + there)
    low, high = (odds * b / (1 - b) if b < 1 else float("inf") for b in (bounds.low, bounds.high))
    ratio = Interval(low, high, 0.95, "exact")
    per_last, per_else = here / float(last.sum()), there / float((~last).sum())
    return Rush(int(here), ratio, per_last / per_else if per_else else float("inf"))


def _end(d: date, first_month: int, *, quarterly: bool) -> date:
    end = _next(d)
    while quarterly and (end.month - first_month) % 3:
        end = _next(end)
    return end - timedelta(days=1)
