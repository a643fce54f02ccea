"""Control: many measures on their charts judged together, what each says in words, and what stands among all."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

import numpy as np

from pyrometer.statistics import false_discovery
from pyrometer.studies._parts import chart_words, say
from pyrometer.studies._parts.charted import Charted, Shown, marks, shown
from pyrometer.studies._parts.tracks import Track

ALL_RIGHT = "Routine variation; leave it alone"
EXPLAINED = "Routine, but for what has its cause written down"
FALSE_SHARE = 0.1  # of the charts called out, at most so many by chance alone


@dataclass(frozen=True, slots=True)
class Judged:
    """A measure on its chart: how likely chance alone looks like it, whether it holds among all, why this period."""

    made: Charted
    p: float
    holds: bool
    why: str = ""

    @property
    def track(self) -> Track:
        """The measure."""
        return self.made.track

    @property
    def has_signal(self) -> bool:
        """Whether there is a signal without a cause that chance over all measures does not explain."""
        return bool(self.made.unexplained) and self.holds and not self.made.is_early

    @property
    def false_alarms(self) -> float:
        """How many signals such a chart would give with nothing changed."""
        return 0.0 if self.made.is_early else self.made.false_alarms or 0.0


def judge(charts: Sequence[tuple[Charted, str]], *, share: float = FALSE_SHARE) -> list[Judged]:
    """Charts, each with the reason for its period: signals are kept where a false discovery rate over all allows.

    Source: Benjamini & Hochberg 1995, J. R. Statist. Soc. B 57.
    """
    if not charts:
        return []
    found = false_discovery.over_charts([made.chart for made, _ in charts], share=share)
    each = zip(charts, found.adjusted.tolist(), found.stands, strict=True)
    return [Judged(made, p, stands, why) for (made, why), p, stands in each]


def says(judged: Judged) -> str:
    """What the chart says, in words: routine, too early, or where to look."""
    made = judged.made
    if made.is_early:
        return f"Too early for limits: {say.plural(len(made.chart), 'point')}, they need 12"
    if not made.unexplained:
        return EXPLAINED if made.signals else ALL_RIGHT
    told = chart_words.told(made)
    return f"Look: {told}" if judged.holds else f"{say.first_up(told)}; among so many measures chance does that too"


def briefly(judged: Judged) -> str:
    """What the chart says in a few words, for a line among others."""
    made = judged.made
    if made.is_early:
        return "Too early for limits"
    if not judged.has_signal:
        return EXPLAINED if made.signals and not made.unexplained else ALL_RIGHT
    found = chart_words.changed(made)
    if found is not None:
        way = "rose" if found.after > found.before else "fell"
        levels = f"{chart_words.level(made, found.before)} to {chart_words.level(made, found.after)}"
        return f"Look: {way} from {levels}, {say.day(judged.track.starts_on[found.at])}"
    return f"Look: {chart_words.pattern(made)}"


@dataclass(frozen=True, slots=True)
class Latest:
    """The latest point: its first day, value, limits (None where there is none) and centre."""

    starts_on: date
    value: float | None
    lower: float | None
    upper: float | None
    centre: float | None


def latest(judged: Judged) -> Latest:
    """The latest point as people read it."""
    seen = shown(judged.made)
    numbers = (_number(v, -1) for v in (seen.values, seen.lower, seen.upper, seen.centre))
    return Latest(judged.track.starts_on[-1], *numbers)


def strip_row(judged: Judged) -> dict[str, Any]:
    """The measure's row of a strip figure."""
    seen, last = shown(judged.made), latest(judged)
    n = len(seen.values)
    return {
        "label": judged.track.label,
        "says": briefly(judged),
        "unit": judged.track.unit,
        "better": judged.track.better,
        "every": judged.track.every,
        "values": [_number(seen.values, i) for i in range(n)],
        "signals": marks(judged.made) if judged.has_signal else [""] * n,
        "directions": [_side(seen, i) for i in range(n)],
        "is_signal": judged.has_signal,
        "centre": last.centre,
        "lower": last.lower,
        "upper": last.upper,
    }


def _side(seen: Shown, i: int) -> str:
    """Which way a point goes: by its own limits, which may move with the calendar or the size, else by its centre."""
    value, low, high = seen.values[i], seen.lower[i], seen.upper[i]
    beyond = "up" if value > high else "down" if value < low else ""
    return beyond or ("up" if value >= seen.centre[i] else "down")


def _number(values: Any, i: int) -> float | None:
    value = float(values[i])
    return value if np.isfinite(value) else None


def by_chance(judged: Sequence[Judged]) -> list[str]:
    """How often the charts would cry wolf, and what is done about it."""
    alarms = sum(j.false_alarms for j in judged)
    if alarms < 0.05:
        return []
    if len(judged) == 1:
        return [f"With nothing changed this chart would give about {alarms:.1f} false signals over its points."]
    return [
        f"With nothing changed the charts would give about {alarms:.1f} false signals together. So they are judged "
        "together: of the measures called out at most one in ten is so by chance, on average."
    ]
