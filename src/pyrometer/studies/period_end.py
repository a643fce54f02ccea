"""Period end: do wins and losses follow the customers' time, or our quarters and months?"""

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from pyrometer.errors import BadSetting
from pyrometer.model.figure import Figure
from pyrometer.model.finding import Caution, Finding, Method, Provenance
from pyrometer.model.interval import NotEnough
from pyrometer.model.process import Ask
from pyrometer.model.table import Table
from pyrometer.studies import Study
from pyrometer.studies._parts import cautions, columns, path, say

if TYPE_CHECKING:
    from pyrometer.studies._parts.quarter import Months, Rush, Swing, Swings

QUESTION = "Do wins and losses follow our quarters and months rather than the customers' own time?"
METHODS = (
    Method("Quasi-binomial and quasi-Poisson F test by month of quarter", "McCullagh & Nelder 1989, section 6.2"),
    Method("Exact ratio of two Poisson means, last week of the period", "Przyborowski & Wilenski 1940, Biometrika 31"),
)
ORDINALS = ("1st month", "2nd month", "3rd month")
USUAL = 0.05  # from here on readers know that no sign is meant; below it the bar is told


@dataclass(frozen=True, slots=True)
class Settings:
    """What may be chosen."""

    first_month: int = field(default=1, metadata={"help": "The month in which the business year begins, 1 to 12."})


def answer(ask: Ask, settings: Settings) -> Finding:
    """Wins, losses and their ratio by month of the quarter and in the last days of the period."""
    from pyrometer.studies._parts import quarter

    if not 1 <= settings.first_month <= 12:
        raise BadSetting(f"first_month = {settings.first_month}; a month is 1 (January) to 12.")
    unset = path.refused("period-end", QUESTION, ask.process)
    if unset is not None:
        return unset
    seen = quarter.months(ask, settings.first_month)
    if len(seen.starts_on) < 6 or seen.fewest < 2 or max(seen.won.sum(), seen.lost.sum()) < quarter.FEWEST:
        return _refused(ask, seen)
    swings = quarter.swings(seen)
    last = quarter.last_days(ask, settings.first_month)
    rushed = _rushed(last)
    return Finding(
        study="period-end",
        question=QUESTION,
        verdict="signal" if swings.found or rushed else "routine",
        headline=_headline(seen, swings, last),
        reading=_reading(seen, swings, last),
        figures=(_figure(seen, swings),),
        tables={
            "by_position": _positions(seen),
            "tests": Table(columns.PERIOD_TESTS, tuple((name, s.p, s.phi) for name, s in swings.named.items())),
            "last_days": Table(
                columns.PERIOD_LAST_DAYS,
                tuple((p, w, r.n_last, r.value, r.ratio.low, r.ratio.high) for p, w, r in last),
            ),
            "months": _months(seen),
        },
        cautions=(*_cautions(ask, seen), *cautions.taken_back(ask.process)),
        provenance=Provenance(methods=METHODS),
        next_step=_next(swings, bool(rushed)),
    )


def _refused(ask: Ask, seen: "Months") -> Finding:
    from pyrometer.studies._parts import quarter

    needs = "two whole months in each place of the quarter (first, second and third)"
    why = NotEnough(needs, say.plural(len(seen.starts_on), "whole month"))
    if len(seen.starts_on) >= 6 and seen.fewest >= 2:
        few = quarter.FEWEST
        needs = f"at least {few} won, or {few} lost, in whole months, so that a threefold swing would show"
        why = NotEnough(needs, f"{say.count(seen.won.sum())} won and {say.count(seen.lost.sum())} lost")
    return Finding(
        study="period-end",
        question=QUESTION,
        verdict="too_early",
        headline=f"It is too early to tell whether the quarter's end matters. {why}",
        cautions=(*cautions.left_out(ask, "months"), *cautions.word(ask.process)),
        provenance=Provenance(methods=METHODS),
        next_step="Read more of the history, or ask again in a quarter.",
    )


def _headline(seen: "Months", swings: "Swings", last: Sequence[tuple[str, str, "Rush"]]) -> str:
    if swings.share is not None and "share won" in swings.found:
        closed = seen.won + seen.lost
        told = _told("of what closes is won", swings.share, [say.percent(s) for s in _by_place(seen, seen.won, closed)])
        return f"{told}: {_a_month(seen, 'won', 'wins go')} and {_a_month(seen, 'lost', 'losses')}."
    for name in ("won", "lost"):
        if name in swings.found:
            each = [say.short(n) for n in _by_place(seen, getattr(seen, name))]
            return f"{_told(f'are {name} a month', swings.named[name], each)}."
    for period, rush in _rushed(last)[:1]:
        told = f"In the last week of a {period} {rush.value:.1f} times as many are won a day as on its other days"
        return f"{told} (95% range {rush.ratio.low:.1f} to {rush.ratio.high:.1f})."
    chances = [s.p for name, s in swings.named.items() if name != "entered"]
    least = min(chances, default=1.0)
    bar = f" of {len(chances)}; below .01 would be a sign" if least < USUAL else ""
    apart = next((f"; {say.first_down(line)}" for line in _apart(last)), ".")
    start = "No sign that wins and losses follow the quarter: over" if apart == "." else "Over"
    return (
        f"{start} {len(seen.starts_on)} months, first, second and "
        f"third months differ no more than months do anyway ({say.chance(least)} for the largest swing{bar}){apart}"
    )


def _rushed(last: Sequence[tuple[str, str, "Rush"]]) -> list[tuple[str, "Rush"]]:
    """The periods in whose last week far more are won than on their other days."""
    return [(period, rush) for period, what, rush in last if what == "won" and rush.ratio.low > 1.5]


def _told(what: str, swing: "Swing", each: Sequence[str]) -> str:
    """The last month against the others where it is the one that stands out, else each of the three."""
    first, second, third, others = each
    a, b, c = map(float, swing.value)
    if abs(c - (a + b) / 2) > abs(a - b):
        return f"In the last month of a quarter {third} {what}, in the others {others} ({say.chance(swing.p)})"
    each_of = f"{first}, {second} and {third} {what} ({say.chance(swing.p)})"
    return f"In the first, second and third month of a quarter {each_of}"


def _by_place(seen: "Months", count: Any, of: Any = None) -> list[float]:
    """The mean count a month, or share of all cases, in the first, second and third month, and in the first two."""
    places = [seen.position == i for i in range(3)]
    return [float(count[p].sum() / (p.sum() if of is None else of[p].sum() or 1)) for p in (*places, ~places[2])]


def _a_month(seen: "Months", what: str, verb: str) -> str:
    """From the other months to the last: 'wins go from 160 to 215 a month'."""
    *_, third, others = _by_place(seen, getattr(seen, what))
    return f"{verb} from {say.short(others)} to {say.short(third)} a month"


def _reading(seen: "Months", swings: "Swings", last: Sequence[tuple[str, str, "Rush"]]) -> tuple[str, ...]:
    from pyrometer.studies._parts import quarter

    lines = []
    lost = swings.named.get("lost")
    if lost is not None and "lost" in swings.found and int(lost.value.argmin()) == 2:
        lines.append(
            "Losses fall at the quarter's end: whether a no is then not written down, asked for later, or rarer, the "
            "records alone cannot tell."
        )
    won = swings.named.get("won")
    late = won is not None and "won" in swings.found and int(won.value.argmax()) == 2
    if late or _rushed(last):
        lines.append(quarter.untold(won if late else None))
    entered = swings.named.get("entered")
    if entered is not None and swings.found:
        own = "swing too" if entered.is_signal else "do not swing"
        lines.append(f"Those who enter {own} with the quarter ({say.chance(entered.p)}).")
    lines += _apart(last)
    if not swings.found:
        name = max(("won", "lost"), key=lambda what: getattr(seen, what).sum())
        times = quarter.visible(float(getattr(seen, name).sum()), swings.named[name].phi)
        lines.append(f"Less than {times:.1f} times as many {name} in last months as in others might not have shown.")
    if swings.found:
        lines.append("That a month ends a quarter is no signal: compare it with other months in that place.")
    return tuple(lines)


def _apart(last: Sequence[tuple[str, str, "Rush"]]) -> list[str]:
    """Last weeks in which clearly more, or fewer, are won or lost than on other days."""
    return [
        f"In the last week of a {period} {rush.value:.1f} times as many are {what} a day as on other days "
        f"(95% range {rush.ratio.low:.1f} to {rush.ratio.high:.1f})."
        for period, what, rush in last
        if what != "entered" and (rush.ratio.low > 1.2 or rush.ratio.high < 1 / 1.2)
    ]


def _positions(seen: "Months") -> Table:
    from pyrometer.statistics import intervals
    from pyrometer.studies._parts import quarter

    rows = []
    for i, label in enumerate(ORDINALS):
        here = seen.position == i
        n = int(here.sum())
        won, lost, entered = (float(getattr(seen, what)[here].sum()) for what in quarter.EVENTS)
        share: tuple[Any, ...] = (None, None, None)
        if won + lost:
            doubt = intervals.wilson(won, won + lost)
            share = (won / (won + lost), doubt.low, doubt.high)
        rows.append((label, n, int(won), int(lost), won / n, lost / n, entered / n, *share))
    return Table(columns.PERIOD_POSITIONS, tuple(rows))


def _months(seen: "Months") -> Table:
    rows = []
    for start, i, won, lost in zip(seen.starts_on, seen.position, seen.won, seen.lost, strict=True):
        share = float(won / (won + lost)) if won + lost else None
        rows.append((start, ORDINALS[int(i)], int(won), int(lost), share))
    return Table(columns.PERIOD_MONTHS, tuple(rows))


def _figure(seen: "Months", swings: "Swings") -> Figure:
    import numpy as np

    from pyrometer.studies._parts import quarter

    panels = []
    for what, label in zip(quarter.EVENTS, ("Won", "Lost", "Entered"), strict=True):
        swing, values = swings.named.get(what), getattr(seen, what)
        if swing is None:
            continue
        spots = []
        for i, name in enumerate(ORDINALS):
            mine = values[seen.position == i]
            usual = float(swing.centre * seen.days[seen.position == i].mean())
            half = 2.394 * float(np.sqrt(swing.phi * usual / len(mine)))  # three places judged at once, 95%
            signal = "high" if mine.mean() > usual + half else "low" if mine.mean() < usual - half else ""
            spot = {"label": name, "value": float(mine.mean()), "lower": max(usual - half, 0.0), "upper": usual + half}
            spots.append({**spot, "values": [float(v) for v in mine], "signal": signal})
        panels.append({"label": label, "centre": float(values.mean()), "positions": spots})
    data = {"unit": "count", "panels": panels, "n": len(seen.starts_on), "n_of": "months"}
    alt = f"{say.listed(swings.found)} swing with the quarter." if swings.found else "Nothing swings with the quarter."
    return Figure("months", "Won, lost and entered by month of the quarter", say.first_up(alt), data)


def _cautions(ask: Ask, seen: "Months") -> tuple[Caution, ...]:
    n = len(seen.starts_on)
    few = Caution(
        "small-numbers", f"The quarter's place rests on {n} months: customers may have seasons of their own.", n
    )
    unmarked = Caution("no-losses", "Nobody is ever marked lost: only wins can be compared.")
    return (
        *((few,) if n < 24 else ()),
        *(() if seen.lost.sum() else (unmarked,)),
        *cautions.left_out(ask, "months"),
        *cautions.word(ask.process),
    )


def _next(swings: "Swings", rushed: bool) -> str:  # noqa: FBT001 - private
    if not swings.found and not rushed:
        return "Leave the calendar alone."
    return "Ask what the quota pays for; then take the quarter out of the charts before reading a month."


STUDY = Study(question=QUESTION, audience="manager", settings=Settings, answer=answer)
