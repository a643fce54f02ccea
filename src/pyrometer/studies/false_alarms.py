"""False alarms: how often a whole dashboard of charts would cry wolf if nothing at all had changed."""

from dataclasses import dataclass, field, replace
from typing import Literal

from pyrometer.errors import BadSetting
from pyrometer.model.chart_plan import NO_PLAN
from pyrometer.model.figure import Figure
from pyrometer.model.finding import Finding, Method, Provenance
from pyrometer.model.interval import NotEnough
from pyrometer.model.process import Ask
from pyrometer.model.table import Column, Table
from pyrometer.studies import Study
from pyrometer.studies._parts import path, say

QUESTION = "How often would this whole dashboard cry wolf?"
METHODS = (
    Method("Markov chain over what the rules remember", "Champ & Woodall 1987, Technometrics 29(4):393-399"),
    Method("Limits from a short baseline", "Cryer & Ryan 1990, J. Qual. Technol. 22:187-192"),
    Method("Tails of counts beyond their own limits", "Cameron & Trivedi 1998, Regression Analysis of Count Data, 3.2"),
    Method("Runs and crossings of a whole series", "Wentzel-Larsen & Anhoej 2019, PLoS ONE 14(10):e0223233"),
    Method("False discovery rate over all charts", "Benjamini & Hochberg 1995, J. R. Statist. Soc. B 57"),
)
A_YEAR = {"day": 365, "week": 52, "month": 12, "quarter": 4}
LEAST = 12  # points that limits rest on, at least
CHARTS = (
    Column("measure", "", "what is charted"),
    Column("n_points", "count", "points on the chart"),
    Column("n_used", "count", "points that its limits rest on"),
    Column("chart", "", "the kind of chart"),
    Column("next_share", "share", "the chance that its next point lies outside the limits with nothing changed"),
    Column("on_chart", "", "signals to expect on the whole chart with nothing changed"),
)
RULES = (
    Column("rules", "", "the rule set"),
    Column("run_length", "", "points to a false signal on one chart, limits known; empty: it judges whole series"),
    Column("a_year", "", "false signals a year on all charts together"),
    Column("any_share", "share", "the chance of at least one false signal on all charts over a year"),
)


@dataclass(frozen=True, slots=True)
class Settings:
    """What may be chosen."""

    period: Literal["day", "week", "month", "quarter"] = field(default="week", metadata={"help": "What one point is."})
    charts: int = field(default=0, metadata={"help": "How many charts are watched; 0: those of the plant's path."})
    baseline: int = field(default=0, metadata={"help": "Points that limits rest on; 0: as many as the charts have."})


@dataclass(frozen=True, slots=True)
class Watched:
    """One chart of the dashboard: what it is, its points, those its limits rest on, and what chance does to it."""

    label: str
    n_points: int
    n_used: int
    kind: str
    next_share: float
    on_chart: float


def answer(ask: Ask, settings: Settings) -> Finding:
    """The chance of a false signal in the next period, on all charts together, and over a year by rule set."""
    if settings.charts < 0 or settings.baseline < 0 or 0 < settings.baseline < 4:
        raise BadSetting("Give --charts of at least 1 and --baseline of at least 4 points, or leave them away.")
    unset = path.refused("false-alarms", QUESTION, ask.process)
    if unset is not None:
        return unset
    watched = _watched(ask, settings)
    if not watched:
        return _refused(settings)
    any_next = 1.0
    for chart in watched:
        any_next *= 1 - chart.next_share
    rules = _rules(len(watched), A_YEAR[settings.period])
    return Finding(
        study="false-alarms",
        question=QUESTION,
        verdict="routine",
        headline=_headline(watched, 1 - any_next, settings.period),
        reading=_reading(watched, rules),
        figures=(_figure(rules),),
        tables={"charts": _charts(watched), "rules": Table(RULES, tuple(rules))},
        provenance=Provenance(methods=METHODS),
        next_step="Judge all charts together (pyrometer today), and explain only what stands among all.",
    )


def _watched(ask: Ask, settings: Settings) -> list[Watched]:
    """The charts of the path; with a number of charts given, so many of the usual size."""
    found = [] if settings.charts and settings.baseline else _own(ask, settings)
    if not settings.charts:
        return found
    used = settings.baseline or (sorted(w.n_used for w in found)[len(found) // 2] if found else 20)
    made = _chart("any chart", (used, used), "xmr", 0.0)
    return [made] * settings.charts


def _own(ask: Ask, settings: Settings) -> list[Watched]:
    from pyrometer.statistics import next_point
    from pyrometer.studies._parts import beside, charted, tracks

    found = []
    for name in tracks.names(ask.process):
        made = charted.charted(beside.track(ask, name, settings.period), ask.process.charts.get(name) or NO_PLAN)
        if isinstance(made, NotEnough) or made.is_early:
            continue
        used = settings.baseline or max(made.parts[-1].n_used, LEAST)
        told = _chart(made.track.label, (len(made.chart), used), made.chart.kind, made.false_alarms or 0.0)
        own = next_point.beyond_share(made.chart, n_used=used)
        found.append(told if own is None else replace(told, next_share=own))
    return found


def _chart(label: str, sizes: tuple[int, int], kind: str, on_chart: float) -> Watched:
    from pyrometer.statistics.false_alarms import baseline_alarm_share

    points, used = sizes
    return Watched(label, points, used, kind, baseline_alarm_share(used), on_chart)


def _refused(settings: Settings) -> Finding:
    why = NotEnough("a chart of at least 12 whole periods", f"none by the {settings.period}")
    return Finding(
        study="false-alarms",
        question=QUESTION,
        verdict="too_early",
        headline=f"There is no dashboard to judge yet. {why}",
        provenance=Provenance(methods=METHODS),
        next_step="Say what you plan to watch: pyrometer study false-alarms --charts 50 --baseline 20",
    )


Row = tuple[str, float | None, float, float]


def _rules(n_charts: int, points: int) -> list[Row]:
    """Each rule set over a year of `points` on all charts."""
    from pyrometer import registry
    from pyrometer.statistics import rules as run_rules
    from pyrometer.statistics.false_alarms import false_alarms

    rows = list[Row]()
    for name in registry.names(run_rules.__name__):
        found = false_alarms(name, points)
        length = None if name in ("anhoej", "wald-wolfowitz") else found.arl
        rows.append((name, length, n_charts * found.expected, 1 - (1 - found.any_share) ** n_charts))
    return sorted(rows, key=lambda r: r[2])


def _headline(watched: list[Watched], any_next: float, period: str) -> str:
    n = len(watched)
    many = f"{say.small(n)} chart{'' if n == 1 else 's'}"
    share = f"{say.percent(any_next)} that at least one of {many} signals"
    return f"With nothing changed the chance is {share} in the next {period}: {_often(any_next, period)}."


def _often(share: float, period: str) -> str:
    return f"a false alarm every {say.short(1 / share)} {period}s" if share > 0 else "never"


def _reading(watched: list[Watched], rules: list[Row]) -> tuple[str, ...]:
    fewest = min(w.n_used for w in watched)
    known = 1 - (1 - 0.0027) ** len(watched)
    calm, loud = rules[0], rules[-1]
    return (
        f"Limits rest on {fewest} points or more; were they known for certain, it would be {say.percent(known)}.",
        f"Over a year the rules of {calm[0]} give about {calm[2]:.1f} false signals on these charts, "
        f"those of {loud[0]} {loud[2]:.1f}.",
        "More charts and more rules see more, and cry wolf more: watch few, and judge them together.",
    )


def _figure(rules: list[Row]) -> Figure:
    bars = [{"label": name, "value": round(expected, 3)} for name, _, expected, _ in rules]
    data = {"unit": "", "value_name": "False signals a year, all charts", "bars": bars}
    alt = f"False signals a year by rule set, from {rules[0][2]:.1f} ({rules[0][0]}) to {rules[-1][2]:.1f}."
    return Figure("bars", "False signals a year, by rule set", alt, data)


def _charts(watched: list[Watched]) -> Table:
    rows = [(w.label, w.n_points, w.n_used, w.kind, w.next_share, w.on_chart) for w in watched]
    return Table(CHARTS, tuple(dict.fromkeys(rows)))


STUDY = Study(question=QUESTION, audience="manager", settings=Settings, answer=answer)
