"""Chart: one measure on the chart that fits it, with its limits, phases, causes and signals."""

from dataclasses import dataclass, field, replace
from datetime import date, datetime
from typing import TYPE_CHECKING, Literal

from pyrometer.model.chart_plan import NO_PLAN, ChartPlan
from pyrometer.model.finding import Caution, Finding, Method, Provenance, Verdict
from pyrometer.model.interval import NotEnough
from pyrometer.model.process import Ask
from pyrometer.studies import Study
from pyrometer.studies._parts import cautions, path

if TYPE_CHECKING:
    from pyrometer.studies._parts.charted import Charted, Wanted
    from pyrometer.studies._parts.tracks import Track

QUESTION = "Does this measure change, or only vary as it always does?"
CHOOSER = Method("Chart chosen by calendar, spread, autocorrelation and size", "Wheeler & Chambers 1992; Laney 2002")


@dataclass(frozen=True, slots=True)
class Settings:
    """What may be chosen."""

    measure: str = field(
        default="entered", metadata={"help": "What is charted: a milestone, entered, won, lost or won-share."}
    )
    period: Literal["auto", "day", "week", "month", "quarter"] = field(
        default="auto", metadata={"help": "What one point is; auto: the shortest from a week that can be read."}
    )
    kind: str = field(default="", metadata={"help": "Kind of chart (xmr, c, p, laney-u, ewma ...); empty: chosen."})
    rules: str = field(default="", metadata={"help": "Rule set (anhoej, western-electric, nelson ...); empty: chosen."})
    baseline: date | None = field(
        default=None, metadata={"help": "Hold the limits of the periods that begin before this day."}
    )


def answer(ask: Ask, settings: Settings) -> Finding:
    """The measure of the plant on its chart, with the phases and causes that people wrote in charts/."""
    from pyrometer.studies._parts import charted, readable, tracks

    facts = ask.process
    unset = path.refused("chart", QUESTION, facts)
    if unset is not None:
        return unset
    measure = tracks.named(facts, settings.measure)
    best = readable.readable(ask, measure, settings.period)
    wanted = charted.Wanted(settings.kind, settings.rules, settings.baseline)
    found = finding(best.track, facts.charts.get(measure) or NO_PLAN, wanted)
    immature = (
        "Periods that the records do not wholly cover, and the first ones, in which most of those who entered were "
        "still on their way, are left out."
    )
    said = (*found.cautions, Caution("immature", immature), *cautions.taken_back(facts), *cautions.word(facts))
    return replace(found, cautions=said, reading=(*found.reading, *([best.why] if best.why else [])))


def finding(track: "Track", plan: ChartPlan, wanted: "Wanted") -> Finding:
    """The finding of any series, from a plant or bare; raises BadSetting, UnknownName for what cannot be drawn."""
    from pyrometer.studies._parts import chart_figure, chart_words, charted

    made = charted.charted(track, plan, wanted)
    if isinstance(made, NotEnough):
        return _refused(track, made)
    period = tuple(datetime.combine(d, datetime.min.time()) for d in (track.starts_on[0], track.until))
    return Finding(
        study="chart",
        question=QUESTION,
        verdict=_verdict(made),
        headline=chart_words.headline(made),
        reading=chart_words.reading(made),
        figures=chart_figure.figures(made),
        tables={
            "points": chart_figure.points(made),
            "signals": chart_figure.signals(made),
            "notes": chart_figure.written(made),
        },
        cautions=chart_words.cautions(made),
        provenance=Provenance(methods=(CHOOSER, *made.methods), period=(period[0], period[1])),
        next_step=_next(made),
    )


def _refused(track: "Track", why: NotEnough) -> Finding:
    return Finding(
        study="chart",
        question=QUESTION,
        verdict="too_early",
        headline=f"{track.label} cannot be charted yet. {why}",
        provenance=Provenance(methods=(CHOOSER,)),
        next_step="Read more of the history, take a shorter period, or ask again later.",
    )


def _verdict(made: "Charted") -> Verdict:
    if made.unexplained:
        return "signal"
    return "too_early" if made.is_early else "routine"


def _next(made: "Charted") -> str:
    if not made.unexplained:
        return "Explain nothing; to change the level, change the system."
    from pyrometer.studies._parts import chart_words

    if made.track.is_kept:
        return chart_words.next_step(made)
    at = made.track.starts_on[made.unexplained[-1].points[-1]]
    return f"Ask what was different around {at}; if we changed something, hold the limits from before: --baseline."


STUDY = Study(question=QUESTION, audience="manager", settings=Settings, answer=answer)
