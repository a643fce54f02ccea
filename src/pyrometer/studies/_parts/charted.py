"""Charted: one measure on its chart - kind, phases, signals, which of them have a known cause, and what chance does."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import Any

import numpy as np

from pyrometer.errors import BadSetting, near
from pyrometer.model.chart_plan import NO_PLAN, ChartPlan, Held
from pyrometer.model.finding import Method
from pyrometer.model.interval import NotEnough
from pyrometer.statistics import charts, choose, next_point, phases, run_length
from pyrometer.statistics import rules as run_rules
from pyrometer.statistics.charts import _limits as limits
from pyrometer.statistics.charts import cusum, ewma
from pyrometer.statistics.false_alarms import false_alarms, runs_alarm_share
from pyrometer.studies._parts import phased, put_back
from pyrometer.studies._parts.tracks import Track

ENOUGH = 8  # periods; below it even a run chart says nothing
DEFAULT_RULES = "anhoej"
WHOLE = ("anhoej", "wald-wolfowitz")  # their only rule of single points is the limits, so those of counts can be told


@dataclass(frozen=True, slots=True)
class Wanted:
    """What somebody asked for: a kind of chart and a rule set (empty: chosen), and the end of a held baseline."""

    kind: str = ""
    rules: str = ""
    baseline: date | None = None


@dataclass(frozen=True, slots=True, eq=False)
class Charted:
    """A track on its chart. `parts`: the phases one by one; `chart`: the same as one.

    `known`: point -> the cause written there; `aside`: point -> the reason why no limit rests on it.
    `unexplained`: signals without a cause. `false_alarms`: signals to expect if nothing changed, None where not known.
    """

    track: Track
    parts: tuple[charts.Chart, ...]
    chart: charts.Chart
    rules: str
    reasons: tuple[str, ...]
    signals: tuple[run_rules.Signal, ...]
    unexplained: tuple[run_rules.Signal, ...]
    put: phased.Placed
    false_alarms: float | None
    choice: choose.Choice | None

    @property
    def is_early(self) -> bool:
        """Whether there are too few points for limits."""
        return len(self.chart) < charts.POINTS_FOR_LIMITS

    @property
    def known(self) -> Mapping[int, str]:
        """The causes by point; several at one point are joined."""
        found: dict[int, str] = {}
        for cause in self.put.plan.causes:
            found[cause.at] = f"{found[cause.at]}; {cause.text}" if cause.at in found else cause.text
        return found

    @property
    def aside(self) -> Mapping[int, str]:
        """The reasons by point."""
        return {a.at: a.reason for a in self.put.plan.set_aside}

    @property
    def methods(self) -> tuple[Method, ...]:
        """The chart and the rules, with their sources."""
        return (self.chart.method, run_rules.rule_set(self.rules).method)


def charted(track: Track, plan: ChartPlan = NO_PLAN, wanted: Wanted | None = None) -> Charted | NotEnough:
    """The track on the chart that fits it, or on the one asked for, in the phases that people wrote.

    Raises BadSetting for a kind that cannot take such numbers or a baseline without points, UnknownName for rules.
    """
    asked = wanted or Wanted()
    if len(track) < ENOUGH:
        return NotEnough(f"at least {ENOUGH} whole periods in which things happened", str(len(track)))
    if asked.baseline is not None:
        plan = replace(plan, held=Held(asked.baseline))
    put = phased.placed(plan, track.starts_on, track.every)
    known_rules(asked.rules)
    choice = phased.chosen(track, put)
    if isinstance(choice, NotEnough):
        return choice
    kind = known_kind(asked.kind, track, choice)
    if not asked.kind and put.is_empty and len(choice.chart) == len(track):
        parts: list[charts.Chart] | NotEnough = [phased.within(choice.chart, track)]
    else:
        parts = phased.draw(track, put, kind, choice)
    if isinstance(parts, NotEnough):
        return parts
    return _finished(track, put, parts, (choice, asked))


def _finished(
    track: Track, put: phased.Placed, parts: list[charts.Chart], given: tuple[choose.Choice, Wanted]
) -> Charted:
    choice, asked = given
    chart, rules = phases.join(parts), asked.rules or choice.rules
    whole = choice.chart.kind == chart.kind and len(choice.chart) == len(chart) and put.is_empty
    calm = choice.is_early and whole and not choice.signals  # a swing with the calendar is no signal
    found = () if calm else _signals(chart, rules)
    return Charted(
        track=track,
        parts=tuple(parts),
        chart=chart,
        rules=rules,
        reasons=_reasons(track, choice, asked, put),
        signals=found,
        unexplained=unexplained(found, put.plan),
        put=put,
        false_alarms=_alarms(chart, rules),
        choice=choice if whole else None,
    )


def unexplained(found: Sequence[run_rules.Signal], plan: phases.Plan) -> tuple[run_rules.Signal, ...]:
    """The signals that still ask for a cause: none stands at their points.

    A pattern over a whole phase (too few crossings) is no matter of one point: only a new phase ends it.
    """
    wide = tuple(s for s in found if s.rule.endswith("crossings"))
    open_ = phases.unexplained(found, replace(plan, starts=()))
    return tuple(s for s in found if s in wide or s in open_)


def _signals(chart: charts.Chart, rules: str) -> tuple[run_rules.Signal, ...]:
    """Signals of the chart, and of the lower arm of a CUSUM."""
    found = run_rules.signals(chart, rules)
    if chart.kind == "cusum" and chart.companion is not None:
        return (*found, *run_rules.signals(chart.companion, rules))
    return found


def known_rules(rules: str) -> None:
    """Raises UnknownName where there is no such rule set; empty is the default."""
    run_rules.rule_set(rules or DEFAULT_RULES)


def known_kind(kind: str, track: Track, choice: choose.Choice) -> str:
    """The kind asked for, or the chosen one; raises BadSetting with the nearest name that such numbers can take."""
    given = kind.strip().lower().replace("_", "-")
    if not given:
        return choice.chart.kind
    kinds = [*phased.plain_kinds(), "run"]
    if given not in kinds:
        raise BadSetting(f"No kind of chart named '{kind}' for a series by period.{near(given, kinds)}")
    found = choice.periodicity
    if given == "seasonal" and (isinstance(found, NotEnough) or not found.is_found):
        raise BadSetting(f"'{track.name}' does not swing with the calendar: leave --kind empty, or take run or xmr.")
    return given


def _reasons(track: Track, choice: choose.Choice, asked: Wanted, put: phased.Placed) -> tuple[str, ...]:
    if asked.kind and asked.kind != choice.chart.kind:
        return (f"The {asked.kind} chart was asked for; the numbers call for the {choice.chart.kind} chart.",)
    told = (track.beside, *choice.reasons) if track.beside else choice.reasons
    if put.plan.starts:
        return (*told, "It is drawn phase by phase.")
    return told


def _alarms(chart: charts.Chart, rules: str) -> float | None:
    """Signals to expect on so many points if nothing changed."""
    if chart.kind == "ewma":
        return len(chart) / run_length.ewma(weight=ewma.STANDARD.weight, width=ewma.STANDARD.width)
    if chart.kind == "cusum":
        return len(chart) / run_length.cusum(k=cusum.STANDARD.k, h=cusum.STANDARD.h)
    if chart.limits_only:
        return None
    if not np.isfinite(chart.upper).any():
        return runs_alarm_share(len(chart)) if rules == DEFAULT_RULES else None
    usual = false_alarms(rules, len(chart))
    own = next_point.beyond_share(chart) if rules in WHOLE else None
    return usual.expected if own is None else usual.expected + len(chart) * (own - 1 / usual.arl)


def marks(made: Charted) -> list[str]:
    """A word for each point: 'beyond' a limit, 'run', or nothing; a pattern over the whole series marks no point."""
    beyond = limits.beyond(made.chart)
    if made.chart.kind == "cusum" and made.chart.companion is not None:
        beyond = beyond + limits.beyond(made.chart.companion)
    words = [""] * len(made.chart)
    for signal in made.signals:
        if signal.rule.endswith("crossings"):
            continue
        for i in signal.points:
            words[i] = "beyond" if beyond[i] else words[i] or "run"
    return words


@dataclass(frozen=True, slots=True)
class Shown:
    """Values with centre and limits as people read them: residuals put back on the scale of the measure."""

    values: Any
    centre: Any
    lower: Any
    upper: Any


def shown(made: Charted) -> Shown:
    """What is plotted; on a residual chart the measure itself, around what the point before lets one expect.

    What is held against those who entered before is put back into counts, round the count that they let one expect.
    """
    each = [_part(made, part) for part in made.parts]
    return Shown(*(np.concatenate([getattr(s, name) for s in each]) for name in Shown.__slots__))


def _part(made: Charted, part: charts.Chart) -> Shown:
    seen = _level(made, part)
    if not made.track.beside or part.n is None:
        return seen
    return Shown(*(getattr(seen, name) * part.n for name in Shown.__slots__))


def _level(made: Charted, part: charts.Chart) -> Shown:
    if part.kind != "residual":
        return Shown(part.values, part.centre, part.lower, part.upper)
    if made.track.nature in ("values", "averages"):
        raw = part.paths["raw"]
        expected = raw - part.values
        return Shown(raw, expected, expected + part.lower, expected + part.upper)
    is_share = made.track.unit == "share"
    around, worth = put_back.expected(part, is_share=is_share)
    low, high = (
        np.clip(around + worth * limit, 0.0, 1.0 if is_share else np.inf) for limit in (part.lower, part.upper)
    )
    return Shown(part.paths["raw"], around, low, high)
