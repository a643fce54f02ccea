"""Change: whether the level of each measure of the path changed for good, and between which dates it did."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, Literal

from pyrometer.model.figure import Figure
from pyrometer.model.finding import Caution, Finding, Method, Provenance, Verdict
from pyrometer.model.interval import NotEnough
from pyrometer.model.process import Ask
from pyrometer.model.table import Column, Table
from pyrometer.studies import Study
from pyrometer.studies._parts import cautions, path, say

if TYPE_CHECKING:
    from pyrometer.studies._parts.breaks import Break

QUESTION = "When did a level change, and between which dates?"
METHODS = (
    Method("Single change point by maximum likelihood", "Hinkley 1970, Biometrika 57:1-17; Worsley 1986, 73:91-104"),
    Method("Interval of the date by inverted likelihood ratio", "Eo & Morley 2015, Quant. Econ. 6:463-497"),
    Method("False discovery rate over all measures", "Benjamini & Hochberg 1995, J. R. Statist. Soc. B 57"),
)
RATE = 0.05  # of the changes reported, so many are false on average
MOST_FIGURES = 4
CHANGES = (
    Column("measure", "", "what is counted"),
    Column("searched_from", "", "first day searched: the beginning, or the last change that people wrote down"),
    Column("n_points", "count", "periods searched"),
    Column("changed_on", "", "first day of the period from which on the level is most likely another"),
    Column("low_on", "", "lower end of the 95% interval of that date"),
    Column("high_on", "", "upper end of it"),
    Column("before", "", "the level before: a count a period, or a share"),
    Column("after", "", "the level since"),
    Column("p", "", "the chance of so clear a change where there is none, all dates considered"),
    Column("stands", "", "whether it stands among all measures"),
    Column("says", "", "in words"),
)


@dataclass(frozen=True, slots=True)
class Settings:
    """What may be chosen."""

    period: Literal["day", "week", "month", "quarter"] = field(default="week", metadata={"help": "What one point is."})
    measure: str = field(default="", metadata={"help": "Only this measure; empty: every measure of the path."})


def answer(ask: Ask, settings: Settings) -> Finding:
    """Every measure searched for one lasting change since the last recorded one, all judged together."""
    from pyrometer.model.chart_plan import NO_PLAN
    from pyrometer.statistics.false_discovery import benjamini_hochberg
    from pyrometer.studies._parts import beside, breaks, tracks

    facts = ask.process
    unset = path.refused("change", QUESTION, facts)
    if unset is not None:
        return unset
    names = (tracks.named(facts, settings.measure),) if settings.measure else tracks.names(facts)
    all_tracks = [beside.track(ask, name, settings.period) for name in names]
    made = [(t, breaks.search(t, facts.charts.get(t.name) or NO_PLAN)) for t in all_tracks]
    found = [b for _, b in made if not isinstance(b, NotEnough)]
    refused = [(t.label, b) for t, b in made if isinstance(b, NotEnough)]
    if not found:
        return _refused(refused)
    stands = benjamini_hochberg([b.p for b in found], share=RATE).stands
    sure = [b for b, s in zip(found, stands, strict=True) if s]
    return Finding(
        study="change",
        question=QUESTION,
        verdict="signal" if sure else "routine",
        headline=_headline(found, sure),
        reading=_reading(sure, refused),
        figures=tuple(_figure(b) for b in sure[:MOST_FIGURES]),
        tables={"changes": _table(found, stands)},
        cautions=(*cautions.seasons(facts, len(sure)), *_cautions(ask, refused)),
        provenance=Provenance(methods=METHODS),
        next_step=_next(sure),
    )


def _refused(refused: Sequence[tuple[str, NotEnough]]) -> Finding:
    early = all("periods since" in r.needs or "points" in r.needs for _, r in refused)
    verdict: Verdict = "too_early" if early else "cannot_tell"
    return Finding(
        study="change",
        question=QUESTION,
        verdict=verdict,
        headline=f"No change can be looked for in any of {say.plural(len(refused), 'measure')}. {refused[0][1]}",
        provenance=Provenance(methods=METHODS),
        next_step="Read more of the history, or take a shorter period: --period week",
    )


def level(b: "Break", value: float) -> str:
    """A level in the words of its unit."""
    return say.percent(value) if b.track.unit == "share" else say.short(value)


def _moved(b: "Break") -> str:
    way = "rose" if b.after > b.before else "fell"
    return f"{way} from {level(b, b.before)} to {level(b, b.after)}"


def _dated(b: "Break") -> str:
    """When: 'around 7 April 2025 (95% range 3 March 2025 to 12 May 2025)', or with the period that is certain."""
    if b.low_on == b.high_on:
        return f"with the {b.track.every} of {say.day(b.changed_on)}"
    return f"around {say.day(b.changed_on)} (95% range {say.day(b.low_on)} to {say.day(b.high_on)})"


def _headline(found: Sequence["Break"], sure: Sequence["Break"]) -> str:
    n = len(found)
    if not sure:
        clearest = min(found, key=lambda b: b.p)
        least = f"{clearest.track.label.lower()}; {say.chance(clearest.p)}"
        if n == 1:
            return f"No lasting change is shown in the one measure there is ({least})."
        return (
            f"No lasting change is shown in {say.plural(n, 'measure')}: the clearest ({least}) is no more than the "
            f"clearest of {say.small(n)} shows by chance."
        )
    first = min(sure, key=lambda b: b.p)
    return (
        f"{say.first_up(say.small(len(sure)))} of {say.plural(n, 'measure')} changed: {first.track.label.lower()}, "
        f"{_moved(first)} {_dated(first)}."
    )


def _reading(sure: Sequence["Break"], refused: Sequence[tuple[str, NotEnough]]) -> tuple[str, ...]:
    rest = sorted(sure, key=lambda b: b.p)[1:5]
    lines = [f"{b.track.label}, {_moved(b)} {_dated(b)} ({say.chance(b.p)})." for b in rest]
    if sure:
        lines.append("Look for what was done in that interval; the date alone proves no cause.")
    else:
        lines.append("A change too small for so few periods may be there all the same.")
    return (*lines, *(f"{label}: {why}" for label, why in refused))


def _table(found: Sequence["Break"], stands: Sequence[bool]) -> Table:
    rows = []
    for b, stand in zip(found, stands, strict=True):
        dates = (b.changed_on, b.low_on, b.high_on)
        says = f"{_moved(b)} ({b.how})" if stand else f"no change shown ({b.how})"
        rows.append((b.track.label, b.since, len(b.track), *dates, b.before, b.after, b.p, stand, says))
    return Table(CHANGES, tuple(rows))


def _figure(b: "Break") -> Figure:
    """The chart with limits before and after, the change drawn in."""
    from dataclasses import replace

    from pyrometer.model.chart_plan import ChartPlan, Phase
    from pyrometer.studies._parts import chart_figure, charted

    between = f"between {say.day(b.low_on)} and {say.day(b.high_on)}"
    made = charted.charted(b.track, ChartPlan(phases=(Phase(b.changed_on, between),)))
    alt = f"{b.track.label}, {_moved(b)} {_dated(b)}."
    if isinstance(made, NotEnough):
        return Figure("bars", b.track.label, alt, _bars(b))
    return replace(chart_figure.figures(made)[0], alt=alt)


def _bars(b: "Break") -> dict[str, Any]:
    """The two levels alone, where a stretch is too short to be charted."""
    bars = [{"label": "Before", "value": b.before}, {"label": "Since", "value": b.after}]
    return {"unit": b.track.unit, "value_name": f"A {b.track.every}", "bars": bars}


def _cautions(ask: Ask, refused: Sequence[tuple[str, NotEnough]]) -> tuple[Caution, ...]:
    found = [
        Caution("one-change", "One change a measure is looked for; write it down as a phase to look for the next.")
    ]
    if refused:
        text = f"Not searched: {'; '.join(label for label, _ in refused)}."
        found.append(Caution("not-searched", text, len(refused)))
    return (*found, *cautions.word(ask.process))


def _next(sure: Sequence["Break"]) -> str:
    if not sure:
        return "Leave the levels alone; to change one, change the system, and write the day on its chart."
    first = min(sure, key=lambda b: b.p)
    return f'When the cause is found: pyrometer chart {first.track.name} --phase {first.changed_on} "the cause"'


STUDY = Study(question=QUESTION, audience="manager", settings=Settings, answer=answer)
