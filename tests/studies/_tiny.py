"""A tiny plant in arrays: hand-made or simulated cases, reduced to the tables that studies ask for."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from datetime import date, datetime, timedelta
from typing import Any

import numpy as np

from pyrometer.model.process import ProcessFacts
from pyrometer.model.table import Column, Table
from pyrometer.studies._parts import risk
from pyrometer.studies._parts.risk import COUNTS

START = date(2025, 1, 6)  # a Monday
NEVER = np.nan
SEEN: dict[str, list[int]] = {"n_unseen": [0, 0], "n_undated": [0, 0]}  # of a risk table of two rows


def table(**columns: Any) -> Table:
    """A table from lists by name."""
    values = {name: list(v) for name, v in columns.items()}
    plain = {n: [x.item() if isinstance(x, np.generic) else x for x in v] for n, v in values.items()}
    return Table(tuple(Column(n) for n in plain), tuple(zip(*plain.values(), strict=True)))


def facts(**changes: Any) -> ProcessFacts:
    """The facts of a plant whose customers replied, gave time and ordered."""
    plain = ProcessFacts(
        name="tiny",
        zone="UTC",
        currency="EUR",
        milestones=("replied", "gave-time", "ordered"),
        won="ordered",
        lost="declined",
        until=datetime(2026, 1, 5),
        since=datetime(2025, 1, 6),
        grain="day",
        grade=2,
        n_prospects=100,
        n_events=1000,
    )
    return replace(plain, **changes)


@dataclass(frozen=True, slots=True)
class Fake:
    """An Ask whose tables were made by hand: name -> Table, or name -> function of the settings."""

    process: ProcessFacts
    tables: Mapping[str, Table | Callable[..., Table]] = field(default_factory=dict)

    def __call__(self, measure: str, /, **settings: Any) -> Table:
        """The table of that name."""
        given = self.tables[measure]
        return given if isinstance(given, Table) else given(**settings)


@dataclass(frozen=True, slots=True, eq=False)
class Cases:
    """One entry a prospect; all times in days since `start`, NaN for never; `met` in the order of the path.

    The first of `met` is the entry. Whatever lies after `until` has not happened yet.
    """

    met: Mapping[str, Any]
    lost: Any
    until: float
    seller: Any = None
    start: date = START

    @property
    def path(self) -> tuple[str, ...]:
        """The milestones."""
        return tuple(self.met)

    def seen(self, times: Any) -> Any:
        """Times with the future blanked out."""
        return np.where(np.asarray(times, float) <= self.until, times, NEVER)


def ask(cases: Cases, **more: Any) -> Fake:
    """The fake plant of those cases; `more` are further tables by name (with _ for -), or changes of `facts`."""
    until = datetime.combine(cases.start, datetime.min.time()) + timedelta(days=float(cases.until))
    tables = {k.replace("_", "-"): v for k, v in more.items() if isinstance(v, Table) or callable(v)}
    changes = {k: v for k, v in more.items() if k.replace("_", "-") not in tables}
    entered = int(np.isfinite(cases.seen(cases.met[cases.path[0]])).sum())
    known: dict[str, Any] = {"milestones": cases.path, "won": cases.path[-1], "until": until, "n_prospects": entered}
    known["since"] = datetime.combine(cases.start, datetime.min.time())
    measured = {
        "risk-table": lambda **s: risk_table(cases, **s),
        "series": lambda **s: series(cases, **s),
        "closed": lambda **s: closed(cases, **s),
        "groups": lambda **s: groups(cases, **s),
        "cohorts": lambda **s: cohorts(cases, **s),
        "occupancy": lambda **s: occupancy(cases, **s),
        "ageing": lambda **s: ageing(cases, **s),
        "reaching": lambda **s: reaching(cases, **s),
        "silences": lambda **s: silences(cases, **s),
        "returns": table(
            milestone=["", *cases.path[:-1]], **dict.fromkeys(("n_taken_up", "n_back"), [0] * len(cases.path))
        ),
        "before-entry": table(milestone=[], n=[], n_before=[], n_far=[], most_days=[], source=[], file=[], row=[]),
        "effort": lambda **s: table(
            milestone=list(cases.path[:-1]),
            minutes=[0.0] * (len(cases.path) - 1),
            n_actions=[0] * (len(cases.path) - 1),
            days=[risk.risk(risk_table(cases, m)).days for m in cases.path[:-1]],
        ),
    }
    return Fake(facts(**(known | changes)), {**measured, **tables})


def closed_only(cases: Cases) -> Cases:
    """The same plant as an export of closed cases alone tells it: nobody is open."""
    over = np.fmin(np.nan_to_num(cases.met[cases.path[-1]], nan=np.inf), np.nan_to_num(cases.lost, nan=np.inf))
    return _of(cases, over <= cases.until)


def spells(cases: Cases, milestone: str = "", to: str = "") -> tuple[Any, Any, Any]:
    """Entry, going on and stopping of each case that waits after `milestone` (or on the way to `to`)."""
    path = cases.path
    begin = cases.seen(cases.met[milestone or path[0]])
    if milestone:
        later = [cases.seen(cases.met[m]) for m in path[path.index(milestone) + 1 :]]
    else:
        later = [cases.seen(cases.met[m]) for m in (path[path.index(to) :] if to else path[-1:])]
    on = np.fmin.reduce(later)
    stop = cases.seen(cases.lost)
    stop = np.where(np.isfinite(on) & ~(stop < on), NEVER, stop)
    return begin, np.where(stop < on, NEVER, on), stop


def risk_table(cases: Cases, milestone: str = "", by: str = "", to: str = "") -> Table:
    """The measure risk-table."""
    if by:
        parts = [(g, _risk_rows(_of(cases, cases.seller == g), "", "")) for g in np.unique(cases.seller)]
        rows = [(f"s{g:02d}", *row) for g, part in parts for row in part]
        names = ("group", "age_days", *COUNTS)
        return Table(tuple(Column(n) for n in names), tuple(rows))
    names = ("age_days", *COUNTS)
    return Table(tuple(Column(n) for n in names), tuple(_risk_rows(cases, milestone, to)))


def _of(cases: Cases, mask: Any) -> Cases:
    seller = None if cases.seller is None else cases.seller[mask]
    return Cases({m: t[mask] for m, t in cases.met.items()}, cases.lost[mask], cases.until, seller, cases.start)


def _risk_rows(cases: Cases, milestone: str, to: str) -> list[tuple[Any, ...]]:
    begin, on, stop = spells(cases, milestone, to)
    here = np.isfinite(begin)
    end = np.where(np.isfinite(on), on, np.where(np.isfinite(stop), stop, cases.until))
    age = np.floor(end - begin)[here].astype(int)
    kind = np.where(np.isfinite(on), 0, np.where(np.isfinite(stop), 1, 2))[here]
    counts = [np.bincount(age[kind == k], minlength=age.max() + 1) for k in range(3)]
    return [(a, 0, *(int(c[a]) for c in counts), 0, 0) for a in range(age.max() + 1) if sum(c[a] for c in counts)]


def _starts(cases: Cases, period: str) -> tuple[list[date], list[bool]]:
    last = cases.start + timedelta(days=int(cases.until))
    months = {"month": 1, "quarter": 3}.get(period)
    if months:
        starts = [date(y, m, 1) for y in range(cases.start.year, last.year + 1) for m in range(1, 13, months)]
        starts = [d for d in starts if d <= last and _next(d, months) > cases.start]
        return starts, [d >= cases.start and _next(d, months) <= last + timedelta(days=1) for d in starts]
    step = 7 if period == "week" else 1
    starts = [cases.start + timedelta(days=d) for d in range(0, int(cases.until) + 1, step)]
    return starts, [d + timedelta(days=step) <= last + timedelta(days=1) for d in starts]


def _next(d: date, months: int) -> date:
    return date(d.year + (d.month - 1 + months) // 12, (d.month - 1 + months) % 12 + 1, 1)


def _count(cases: Cases, times: Any, period: str) -> tuple[list[date], list[int], list[bool]]:
    starts, whole = _starts(cases, period)
    seen = cases.seen(times)
    edges = [(s - cases.start).days for s in starts] + [cases.until + 1e9]
    return starts, np.histogram(seen[np.isfinite(seen)], edges)[0].tolist(), whole


def series(cases: Cases, of: str, period: str = "week", by: str = "") -> Table:
    """The measure series."""
    times = {"entered": cases.met[cases.path[0]], "won": cases.met[cases.path[-1]], "lost": cases.lost}.get(of)
    starts, n, whole = _count(cases, cases.met[of] if times is None else times, period)
    return table(starts_on=starts, n=n, amount=[0.0] * len(n), is_whole=whole)


def closed(cases: Cases, period: str = "month") -> Table:
    """The measure closed."""
    won, lost = series(cases, "won", period), series(cases, "lost", period)
    return table(starts_on=won["starts_on"], n_won=won["n"], n_lost=lost["n"], is_whole=won["is_whole"])


def cohorts(cases: Cases, period: str = "month") -> Table:
    """The measure cohorts."""
    begin, on, stop = spells(cases)
    starts, n, _ = _count(cases, begin, period)
    won = _count(cases, np.where(np.isfinite(on), begin, NEVER), period)[1]
    lost = _count(cases, np.where(np.isfinite(stop), begin, NEVER), period)[1]
    still = [a - b - c for a, b, c in zip(n, won, lost, strict=True)]
    return table(starts_on=starts, n_entered=n, n_won=won, n_lost=lost, n_open=still)


def groups(cases: Cases, by: str = "seller") -> Table:
    """The measure groups."""
    begin, on, stop = spells(cases)
    here = np.isfinite(begin)
    rows = []
    for g in np.unique(cases.seller):
        mine = here & (cases.seller == g)
        won, lost = int(np.isfinite(on[mine]).sum()), int(np.isfinite(stop[mine]).sum())
        n = int(mine.sum())
        rows.append((f"s{g:02d}", n, won, lost, n - won - lost, 0.0, n))
    names = ("group", "n_entered", "n_won", "n_lost", "n_open", "amount_won", "n_with_group")
    return Table(tuple(Column(n) for n in names), tuple(rows))


def occupancy(cases: Cases, period: str = "day") -> Table:
    """The measure occupancy."""
    rows = []
    for milestone in cases.path[:-1]:
        begin, on, stop = spells(cases, milestone)
        left = np.where(np.isfinite(on), on, stop)
        starts, came, _ = _count(cases, begin, period)
        went = _count(cases, left, period)[1]
        waiting = np.cumsum(came) - np.cumsum(went)
        rows += list(zip(starts, [milestone] * len(came), waiting.tolist(), came, went, strict=True))
    return Table(tuple(Column(n) for n in ("on_date", "milestone", "n_waiting", "n_entered", "n_left")), tuple(rows))


def ageing(cases: Cases, milestone: str = "") -> Table:
    """The measure ageing; silence runs from the latest milestone."""
    begin, on, stop = spells(cases, milestone)
    still = np.isfinite(begin) & ~np.isfinite(on) & ~np.isfinite(stop)
    latest = np.fmax.reduce([cases.seen(t) for t in cases.met.values()])
    pairs = np.column_stack([np.floor(cases.until - begin), np.floor(cases.until - latest)])[still].astype(int)
    kinds, n = np.unique(pairs, axis=0, return_counts=True) if len(pairs) else (np.zeros((0, 2), int), [])
    return table(age_days=kinds[:, 0], silence_days=kinds[:, 1], n=n)


def reaching(cases: Cases, milestone: str = "", entered_from: date | None = None) -> Table:
    """The measure reaching."""
    if entered_from is not None:
        cases = _of(cases, cases.met[cases.path[0]] >= (entered_from - cases.start).days)
    return risk_table(cases, to=milestone)


def silences(cases: Cases) -> Table:
    """The measure silences: the longest time between two milestones of those who ordered."""
    won = np.isfinite(cases.seen(cases.met[cases.path[-1]]))
    times = np.sort(np.array([t[won] for t in cases.met.values()]), axis=0)
    gaps = np.nan_to_num(np.nanmax(np.diff(times, axis=0), axis=0)) if len(times) > 1 else np.zeros(won.sum())
    days, n = np.unique(np.floor(gaps).astype(int), return_counts=True)
    return table(gap_days=days, n=n)
