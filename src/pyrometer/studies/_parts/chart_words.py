"""Chart words: what a chart says, in sentences - where to look, what has a cause, and how often chance would say it."""

from dataclasses import dataclass

import numpy as np

from pyrometer.model.finding import Caution
from pyrometer.model.interval import NotEnough
from pyrometer.statistics.rules import Signal
from pyrometer.studies._parts import breaks, say
from pyrometer.studies._parts.charted import Charted, Shown, marks, shown


@dataclass(frozen=True, slots=True)
class Moved:
    """One change of level: the first point after it, the 95% range of that point, and the levels before and after."""

    at: int
    first: int
    last: int
    before: float
    after: float


def level(made: Charted, value: float) -> str:
    """A value in the words of its unit."""
    if made.track.unit == "share" and made.chart.kind != "np":
        return say.percent(value)
    return say.short(value) if abs(value) >= 0.95 or value == 0 else f"{value:.2g}"


def periods(made: Charted, n: int) -> str:
    """'one week', 'nine weeks', '34 points'."""
    every = "point" if made.track.every == "case" else made.track.every
    return f"{say.small(n)} {every}{'' if n == 1 else 's'}"


def routine(made: Charted, seen: Shown) -> str:
    """The range that the next value may be expected in, in words; empty where there are no limits."""
    low, high = float(seen.lower[-1]), float(seen.upper[-1])
    if not np.isfinite(high):
        return ""
    if not np.isfinite(low) or (low <= 0 and not made.track.is_plain):
        return f"up to {level(made, high)} is routine"
    if high >= 1 and made.track.unit == "share" and made.chart.kind != "np":
        return f"{level(made, low)} or more is routine"
    return f"{level(made, low)} to {level(made, high)} is routine"


def headline(made: Charted) -> str:
    """The finding in one sentence."""
    label, seen = made.track.label, shown(made)
    if made.is_early and not made.unexplained:
        return f"{label}: too early for limits with {periods(made, len(made.chart))}; they need 12."
    chance = ""
    if made.false_alarms is not None:
        chance = (
            f"; with nothing changed {say.count(len(made.chart))} points give about {made.false_alarms:.1f} signals"
        )
    if made.unexplained:
        return f"{label}: {told(made)}{chance}."
    explained = ""
    if made.signals:
        many = len(made.signals)
        whose = "signal has its" if many == 1 else "signals have their"
        explained = f" ({say.small(many)} {whose} cause written down)"
    return f"{label}: {routine(made, seen) or 'routine variation'}, leave it alone{explained}{chance}."


def told(made: Charted) -> str:
    """The signals without a cause, in words: a change of level with its date, points outside, or a pattern."""
    moved = changed(made)
    return pattern(made) if moved is None else _moved(made, moved)


def pattern(made: Charted) -> str:
    """The signals without a cause as points outside, a run, or a drift."""
    starts = made.track.starts_on
    words, words_at = marks(made), sorted({i for s in made.unexplained for i in s.points})
    beyond = [i for i in words_at if words[i] == "beyond"]
    if beyond:
        latest = say.day(starts[max(beyond)])
        which = "that of" if len(beyond) == 1 else "the latest that of"
        return f"{periods(made, len(beyond))} outside the limits, {which} {latest}"
    longest = max(made.unexplained, key=lambda s: (not s.rule.endswith("crossings"), len(s.points)))
    return _pattern(made, longest)


def _moved(made: Charted, moved: Moved) -> str:
    at, first, last = (say.day(made.track.starts_on[i]) for i in (moved.at, moved.first, moved.last))
    way = "rose" if moved.after > moved.before else "fell"
    given = ", beside the entries before," if made.track.beside else ""
    step = f"the level {way} from {level(made, moved.before)} to {level(made, moved.after)}{given}"
    if first == last:
        return f"{step} in the {made.track.every} of {at}"
    return f"{step} around {at} (95% range {first} to {last})"


def _pattern(made: Charted, signal: Signal) -> str:
    starts = made.track.starts_on
    if signal.rule.endswith("crossings"):
        return "the level drifts: it crosses its average too seldom"
    where = {"high": " (high)", "low": " (low)"}.get(signal.side, "")
    first, last = say.day(starts[signal.points[0]]), say.day(starts[signal.points[-1]])
    return f"{signal.says}{where}, from {first} to {last}"


def changed(made: Charted) -> Moved | None:
    """When the level changed, where a run or too few crossings say that it did and no phase is written yet.

    The same change as the study `change` finds; none where it is not shown, or where a third of the points may be it.
    """
    chart, track = made.chart, made.track
    only_limits = all(s.rule.endswith("limits") for s in made.unexplained)
    if only_limits or len(made.parts) > 1 or chart.kind == "residual" or chart.limits_only:
        return None
    if len(track) != len(chart) or made.aside:
        return None
    found, _ = breaks.likeliest(track, chart)
    if isinstance(found, NotEnough) or not found.is_found or found.high - found.low > len(chart) / 3:
        return None
    k, last = found.last_before + 1, len(chart) - 1
    return Moved(k, min(found.low + 1, last), min(found.high + 1, last), *breaks.levels(track, k))


def next_step(made: Charted) -> str:
    """What to do about the signals without a cause: write down the change of level, or the cause behind the latest."""
    starts, moved = made.track.starts_on, changed(made)
    option, at = ("note", starts[_latest(made)]) if moved is None else ("phase", starts[moved.at])
    return f'Ask what was different, and write it down: pyrometer chart {made.track.name} --{option} {at} "the cause"'


def _latest(made: Charted) -> int:
    """The latest point that `pattern` speaks of: outside the limits, else the end of the last pattern."""
    words = marks(made)
    beyond = [i for s in made.unexplained for i in s.points if words[i] == "beyond"]
    return max(beyond) if beyond else made.unexplained[-1].points[-1]


def reading(made: Charted) -> tuple[str, ...]:
    """How to read the chart: what to do, why this chart, what is written on it."""
    lines = []
    if made.unexplained:
        lines.append("Ask what was different then, and write the cause on the chart; inside the limits ask nothing.")
    elif not made.is_early:
        lines.append("Inside its routine range a number needs no explanation, and none should be asked for.")
    at = made.track.starts_on
    lines += made.reasons
    lines += [f"From {say.day(at[s.at])} the limits are anew: {s.cause}." for s in made.put.plan.starts]
    return tuple(lines)


def cautions(made: Charted) -> tuple[Caution, ...]:
    """What must be known before leaning on the limits."""
    found, n_used = list[Caution](), min(p.n_used for p in made.parts)
    if not made.is_early and n_used < 20:
        text = f"Limits that rest on {n_used} points are provisional until there are 20."
        found.append(Caution("provisional-limits", text, n_used))
    short = [p for p in made.parts if len(p) < 12]
    if len(made.parts) > 1 and short:
        verb, own = ("is", "its") if len(short) == 1 else ("are", "their")
        many = say.small(len(made.parts))
        text = f"{say.first_up(say.small(len(short)))} of {many} phases {verb} too short for limits of {own} own."
        found.append(Caution("short-phase", text, len(short)))
    if made.put.outside:
        text = f"Written on the chart but outside of it: {say.listed(made.put.outside)}."
        found.append(Caution("note-outside", text, len(made.put.outside)))
    return tuple(found)
