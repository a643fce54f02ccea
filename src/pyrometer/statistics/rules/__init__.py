"""Run rules: named sets of patterns that chance seldom makes; each pattern found is a signal.

All indices are 0-based, as everywhere in Python; `Signal.number` is the 1-based number people say.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal

from pyrometer.model.finding import Method

if TYPE_CHECKING:
    from pyrometer.statistics.charts import Chart
    from pyrometer.statistics.rules._patterns import Found, Points

SideOfCentre = Literal["high", "low", "both"]


@dataclass(frozen=True, slots=True)
class Tally:
    """`k` of the last `span` points beyond `zone` sigma on one side: what a Markov chain needs to know of a rule."""

    k: int
    span: int
    zone: float


@dataclass(frozen=True, slots=True)
class Rule:
    """One pattern: its public code, what it says in words, and the search for it in all points at once.

    `tallies` say the same as counts in zones, where that can be said (trends cannot).
    """

    code: str
    says: str
    find: "Callable[[Points], Found]"
    tallies: tuple[Tally, ...] = ()


@dataclass(frozen=True, slots=True)
class RuleSet:
    """A named set of rules, in the order of precedence."""

    says: str
    rules: tuple[Rule, ...]
    method: Method


@dataclass(frozen=True, slots=True)
class Signal:
    """A pattern found. `first` is the 0-based index of the point that completes it, `points` are all 0-based indices
    of the points that make it up; neighbouring completions of one pattern on one side are one signal."""

    rule: str
    says: str
    side: SideOfCentre
    first: int
    points: tuple[int, ...]

    @property
    def number(self) -> int:
        """The point that completes the pattern as people count: from 1."""
        return self.first + 1


def signals(chart: "Chart", rules: str | RuleSet = "anhoej") -> tuple[Signal, ...]:
    """The signals of a chart by a named set ('anhoej', 'western-electric', 'nelson', 'westgard', 'nhs', 'wheeler').

    Patterns never reach across two phases. Raises UnknownName for a set that does not exist.
    Source: that of the set (`rule_set(name).method`).
    """
    return signals_of_many([chart], [rules])[0][0]


def signals_of_many(
    charts: "Sequence[Chart]", rules: Sequence[str | RuleSet] = ("anhoej",)
) -> tuple[tuple[tuple[Signal, ...], ...], ...]:
    """For each of the rule sets the signals of each chart, searched together: for hundreds of charts much faster.

    Raises UnknownName for a set that does not exist. Source: that of each set.
    """
    from pyrometer.statistics.rules._patterns import signals_of

    return tuple(tuple(each) for each in signals_of(charts, [rule_set(r) for r in rules]))


def rule_set(rules: str | RuleSet) -> RuleSet:
    """The set of that public name; raises UnknownName with the nearest one."""
    from pyrometer.registry import find

    if isinstance(rules, RuleSet):
        return rules
    found: RuleSet = find(__name__, rules)
    return found
