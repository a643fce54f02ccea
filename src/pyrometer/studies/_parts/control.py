"""Control: a series of periods on the chart that fits it, what it says in words, and how often chance would say it."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

import numpy as np
from scipy import special

from pyrometer.model.interval import NotEnough
from pyrometer.statistics import choose, false_discovery
from pyrometer.studies._parts import change, say

PER_POINT = 0.0027  # a routine point lies beyond three sigma (Shewhart 1931)
PER_CHART = 0.05  # a routine series has a long run or too few crossings; 300 simulated charts of 12 to 104 points
LIMIT_RULES = ("anhoej-limits",)
ALL_RIGHT = "Routine variation; leave it alone"


@dataclass(frozen=True, slots=True)
class Line:
    """One measure over time: counts `k` (of `n`, for shares) in whole periods; `better` is 'up', 'down' or ''."""

    label: str
    every: str  # week | month
    better: str
    starts_on: tuple[date, ...]
    k: Any
    n: Any = None
    of: str = ""  # its public name, under which people write notes about its chart

    @property
    def unit(self) -> str:
        """What its values are."""
        return "count" if self.n is None else "share"


@dataclass(frozen=True, slots=True)
class Judged:
    """A line on its chart: signals, words, how likely chance alone is, and whether it holds among all the lines."""

    line: Line
    choice: choose.Choice
    p: float
    holds: bool

    @property
    def starts(self) -> list[date]:
        """The first days of the points plotted."""
        return [self.line.starts_on[i] for i in self.choice.rows]

    @property
    def has_signal(self) -> bool:
        """Whether there is a signal that chance over all lines does not explain."""
        return bool(self.choice.signals) and self.holds and not self.choice.is_early

    @property
    def false_alarms(self) -> float:
        """How many signals such a chart would give with nothing changed."""
        return 0.0 if self.choice.is_early else PER_CHART + PER_POINT * len(self.choice.chart)


def judge(lines: Sequence[Line], *, rate: float = 0.1) -> list[Judged]:
    """Each line on the chart chosen for it; signals are kept where a false discovery rate over all lines allows.

    Lines that no chart can take are left out. Source: Benjamini & Hochberg 1995, J. R. Statist. Soc. B 57.
    """
    made = [(line, _chosen(line)) for line in lines]
    found = [(line, choice) for line, choice in made if not isinstance(choice, NotEnough)]
    if not found:
        return []
    p = [_chance(choice) for _, choice in found]
    stands = false_discovery.benjamini_hochberg(p, share=rate).stands
    return [Judged(line, choice, q, s) for (line, choice), q, s in zip(found, p, stands, strict=True)]


def _chosen(line: Line) -> choose.Choice | NotEnough:
    if len(line.k) < 2 or not line.k.sum():
        return NotEnough("two periods in which anything happened", str(len(line.k)))
    if line.n is None:
        return choose.choose(line.k, nature="counts", starts_on=line.starts_on)
    return choose.choose(line.k, n=line.n, nature="shares", starts_on=line.starts_on)


def _chance(choice: choose.Choice) -> float:
    """How likely a routine series is to look as far out: the farthest point, the longest run, the fewest crossings."""
    chart = choice.chart
    z = chart.score if chart.score is not None else (chart.values - chart.centre) / chart.sigma
    far = np.nanmax(np.abs(z)) if np.isfinite(z).any() else 0.0
    side = np.sign(chart.values - chart.centre)
    side = side[np.isfinite(side) & (side != 0)]
    n = len(side)
    if n < 2:
        return 1.0
    crossings = int((np.diff(side) != 0).sum())
    ends = np.flatnonzero(np.append(np.diff(side) != 0, True))
    run = int(np.diff(np.append(-1, ends)).max())
    by_run = -np.expm1(-(2 + (n - run)) * 0.5**run)  # runs of that length or more on either side, about Poisson
    by_crossing = float(special.bdtr(crossings, n - 1, 0.5))
    by_point = min(1.0, len(z) * 2 * float(special.ndtr(-far)))
    return float(min(1.0, 3 * min(by_point, by_run, by_crossing)))


def says(judged: Judged) -> str:
    """What the chart says, in words: routine, too early, or where to look."""
    choice = judged.choice
    if choice.is_early:
        return f"Too early for limits: {len(choice.chart)} points, they need 12"
    if not choice.signals:
        return ALL_RIGHT
    told = _signal_words(judged)
    return f"Look: {told}" if judged.holds else f"{say.first_up(told)}; among so many measures chance does that too"


def briefly(judged: Judged) -> str:
    """What the chart says in a few words, for a line among others."""
    choice, every = judged.choice, judged.line.every
    if choice.is_early:
        return "Too early for limits"
    if not judged.has_signal:
        return ALL_RIGHT
    found = changed(judged)
    if found is not None:
        level = say.percent if judged.line.n is not None else say.short
        way = "rose" if found.after > found.before else "fell"
        return f"Look: {way} from {level(found.before)} to {level(found.after)}, {say.day(judged.starts[found.at])}"
    beyond = {i for s in choice.signals if s.rule in LIMIT_RULES for i in s.points}
    if beyond:
        return f"Look: {say.small(len(beyond))} {every}{'' if len(beyond) == 1 else 's'} outside the limits"
    runs = [len(s.points) for s in choice.signals if s.rule.endswith("run")]
    return f"Look: {max(runs)} {every}s in a row on one side" if runs else "Look: the level drifts"


def changed(judged: Judged) -> change.Change | None:
    """When the level changed, where a run or too few crossings say that it did."""
    chart = judged.choice.chart
    if all(s.rule in LIMIT_RULES for s in judged.choice.signals) or chart.kind == "residual":
        return None
    return change.change((chart.values - chart.centre) / chart.sigma, chart.values)


def _signal_words(judged: Judged) -> str:
    every, found = judged.line.every, changed(judged)
    if found is not None:
        way = "rose" if found.after > found.before else "fell"
        level = say.percent if judged.line.n is not None else say.short
        first, last = (say.day(judged.starts[i]) for i in (found.first, found.last))
        step = f"the level {way} from {level(found.before)} to {level(found.after)} a {every}"
        at = say.day(judged.starts[found.at])
        if first == last:
            return f"{step} in the {every} of {at}"
        return f"{step} around {at} (95% range {first} to {last})"
    beyond = {i for s in judged.choice.signals if s.rule in LIMIT_RULES for i in s.points}
    if beyond:
        latest_one = judged.starts[max(beyond)]
        number = f"{say.small(len(beyond))} {every}{'' if len(beyond) == 1 else 's'}"
        return f"{number} outside the limits, the latest that of {say.day(latest_one)}"
    runs = [s for s in judged.choice.signals if s.rule.endswith("run")]
    if runs:
        longest = max(runs, key=lambda s: len(s.points))
        where = {"high": "above", "low": "below"}.get(longest.side, "on one side of")
        since = say.day(judged.starts[longest.points[0]])
        return f"{len(longest.points)} {every}s in a row {where} the average, from {since} on"
    return "the level drifts: it crosses its average too seldom"


def marks(judged: Judged) -> list[str]:
    """A word for each point: 'beyond' a limit, 'run', or nothing."""
    words = [""] * len(judged.choice.chart)
    for signal in judged.choice.signals:
        beyond = signal.rule in LIMIT_RULES
        for i in signal.points if beyond or signal.rule.endswith("run") else ():
            words[i] = "beyond" if beyond else words[i] or "run"
    return words
