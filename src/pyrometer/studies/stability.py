"""Stability: which measures changed, and which only vary as they always do."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import TYPE_CHECKING, Literal

from pyrometer.model.chart_plan import NO_PLAN
from pyrometer.model.figure import Figure
from pyrometer.model.finding import Caution, Finding, Method, Provenance, Verdict
from pyrometer.model.interval import NotEnough
from pyrometer.model.process import Ask, ProcessFacts
from pyrometer.model.table import Table
from pyrometer.studies import Study
from pyrometer.studies._parts import cautions, columns, path, say

if TYPE_CHECKING:
    from pyrometer.studies._parts.charted import Charted
    from pyrometer.studies._parts.control import Judged
    from pyrometer.studies._parts.readable import Readable

QUESTION = "Which measures changed, and which only vary as they always do?"
METHODS = (
    Method("Chart chosen by calendar, spread, autocorrelation and size", "Wheeler & Chambers 1992; Laney 2002"),
    Method("A point beyond three sigma, a long run, few crossings", "Anhoej & Olesen 2014, PLoS ONE 9(11):e113825"),
    Method("Runs of small counts given the points on each side", "Wald & Wolfowitz 1940, Ann. Math. Stat. 11:147-162"),
    Method("False alarms of a whole series", "Wentzel-Larsen & Anhoej 2019, PLoS ONE 14(10):e0223233"),
    Method("False discovery rate over all charts", "Benjamini & Hochberg 1995, J. R. Statist. Soc. B 57"),
)
ENOUGH = 8  # periods; below it even a run chart says nothing
MOST_FIGURES = 4


@dataclass(frozen=True, slots=True)
class Settings:
    """What may be chosen."""

    period: Literal["auto", "week", "month", "quarter"] = field(
        default="auto", metadata={"help": "What one point of a count is; auto: the shortest that can be read."}
    )


def answer(ask: Ask, settings: Settings) -> Finding:
    """Every measure of the path on the chart that fits it, all judged together."""
    from pyrometer.studies._parts import control

    facts = ask.process
    unset = path.refused("stability", QUESTION, facts)
    if unset is not None:
        return unset
    lines = _lines(ask, settings)
    judged = control.judge(_charts(facts, lines))
    if not judged:
        return _refused(facts, lines)
    found = sorted((j for j in judged if j.has_signal), key=_is_passing)
    early = all(j.made.is_early for j in judged)
    verdict: Verdict = "too_early" if early else "signal" if found else "routine"
    ordered = [*found, *(j for j in judged if not j.has_signal)]
    return Finding(
        study="stability",
        question=QUESTION,
        verdict=verdict,
        headline=_headline(judged, found),
        reading=_reading(judged, found),
        figures=(_strip(ordered), *(_chart(j) for j in ordered[: max(1, min(len(found), MOST_FIGURES))])),
        tables={"measures": _measures(ordered), "signals": _signals(ordered), "changes": _changes(ordered)},
        cautions=_cautions(ask, lines, judged),
        provenance=Provenance(methods=METHODS),
        next_step=_next(found),
    )


def _refused(facts: ProcessFacts, lines: Sequence["Readable"]) -> Finding:
    most = max((len(line.track) for line in lines), default=0)
    why = NotEnough(f"at least {ENOUGH} whole periods in which things happened", str(most))
    return Finding(
        study="stability",
        question=QUESTION,
        verdict="too_early",
        headline=f"It is too early to tell routine from signal. {why}",
        cautions=cautions.word(facts),
        provenance=Provenance(methods=METHODS),
        next_step="Read more of the history, or ask again later.",
    )


def _lines(ask: Ask, settings: Settings) -> list["Readable"]:
    """The measures of the path: entered, each milestone, won, lost, and the share won of what closes."""
    from pyrometer.studies._parts import readable, tracks

    def period(name: str) -> str:
        return "month" if name == tracks.SHARE and settings.period == "week" else settings.period

    found = [readable.readable(ask, name, period(name)) for name in tracks.names(ask.process)]
    return [line for line in found if len(line.track) and line.track.values.sum()]


def _charts(facts: ProcessFacts, lines: Sequence["Readable"]) -> list[tuple["Charted", str]]:
    """Each measure on its chart, with the changes and causes that people wrote down; without those too short."""
    from pyrometer.studies._parts import charted

    enough = [line for line in lines if len(line.track) >= ENOUGH]
    made = [(charted.charted(r.track, facts.charts.get(r.track.name) or NO_PLAN), r.why) for r in enough]
    return [(chart, why) for chart, why in made if not isinstance(chart, NotEnough)]


def _is_passing(judged: "Judged") -> bool:
    """Whether no level changed for good: what stays comes before single periods."""
    from pyrometer.studies._parts import chart_words

    return chart_words.changed(judged.made) is None


def _headline(judged: Sequence["Judged"], found: Sequence["Judged"]) -> str:
    from pyrometer.studies._parts import control

    many = f"{say.small(len(judged))} measures"
    early = sum(j.made.is_early for j in judged)
    if early == len(judged):
        on = "the one measure there is" if len(judged) == 1 else f"any of {many}"
        return f"It is too early for limits on {on}: they need 12 whole periods."
    them = "it" if len(judged) == 1 else "them"
    if not found:
        calm = "The one measure there is shows no signal" if len(judged) == 1 else f"None of {many} shows a signal"
        return f"{calm}; leave {them} alone."
    verb = "shows" if len(found) == 1 else "show"
    first = control.says(found[0]).removeprefix("Look: ")
    which = f"All {many}" if len(found) == len(judged) else f"{say.first_up(say.small(len(found)))} of {many}"
    which = "The one measure there is" if len(judged) == 1 else which
    return f"{which} {verb} a signal. {found[0].track.label}: {first}."


def _reading(judged: Sequence["Judged"], found: Sequence["Judged"]) -> tuple[str, ...]:
    from pyrometer.studies._parts import control

    lines = [f"{j.track.label}: {control.says(j).removeprefix('Look: ')}." for j in found[1:4]]
    calendar = [j for j in judged if j.made.chart.kind == "seasonal"]
    if calendar:
        names = say.listed([_short(j) for j in calendar])
        lines.append(f"What swings with the calendar ({names}) is compared with its own kind of period.")
    whys = dict.fromkeys(j.why for j in judged if j.why)
    lines += [
        f"{say.first_up(say.listed([_short(j) for j in judged if j.why == w]))}: {say.first_down(w)}" for w in whys
    ]
    lines += control.by_chance(judged)
    lines.append("Inside its routine range a number needs no explanation, and none should be asked for.")
    return tuple(lines)


def _short(judged: "Judged") -> str:
    return judged.track.label.split(",")[0].lower()


def _chart(judged: "Judged") -> Figure:
    from dataclasses import replace

    from pyrometer.studies._parts import chart_figure, control

    return replace(chart_figure.figures(judged.made)[0], alt=f"{judged.track.label}: {control.says(judged)}.")


def _strip(ordered: Sequence["Judged"]) -> Figure:
    from pyrometer.studies._parts import control

    rows = [control.strip_row(j) for j in ordered]
    n = sum(j.has_signal for j in ordered)
    alt = f"{say.first_up(say.small(n))} of {len(rows)} measures {'shows' if n < 2 else 'show'} a signal."
    if len(rows) == 1:
        alt = f"The one measure there is shows {'a' if n else 'no'} signal."
    every = {j.track.every for j in ordered}
    data = {"rows": rows, "every": every.pop() if len(every) == 1 else "period"}
    return Figure("strip", "Each measure on its routine range", alt, data)


def _measures(ordered: Sequence["Judged"]) -> Table:
    from pyrometer.studies._parts import control

    rows = []
    for j in ordered:
        last, chart = control.latest(j), j.made.chart
        rows.append(
            (j.track.label, j.track.every, len(chart), last.starts_on, last.value, last.lower, last.upper)
            + (last.centre, chart.kind, len(j.made.unexplained), j.p, j.false_alarms, control.says(j))
            + (" ".join([*([j.why] if j.why else []), *j.made.reasons]),)
        )
    return Table(columns.STABILITY_MEASURES, tuple(rows))


def _signals(ordered: Sequence["Judged"]) -> Table:
    rows = []
    for j in ordered:
        for s in j.made.unexplained:
            ends = j.track.starts_on[s.points[0]], j.track.starts_on[s.points[-1]]
            rows.append((j.track.label, *ends, len(s.points), s.side, s.says))
    return Table(columns.STABILITY_SIGNALS, tuple(rows))


def _changes(ordered: Sequence["Judged"]) -> Table:
    from pyrometer.studies._parts import chart_words

    rows: list[tuple[str | date | float, ...]] = []
    for j in ordered:
        found = chart_words.changed(j.made) if j.has_signal else None
        if found is not None:
            dates = (j.track.starts_on[i] for i in (found.at, found.first, found.last))
            rows.append((j.track.label, *dates, found.before, found.after))
    return Table(columns.STABILITY_CHANGES, tuple(rows))


def _cautions(ask: Ask, lines: Sequence["Readable"], judged: Sequence["Judged"]) -> tuple[Caution, ...]:
    found = list[Caution]()
    short = [line.track.label for line in lines if len(line.track) < ENOUGH]
    if short:
        text = f"Left out with fewer than {ENOUGH} periods: {say.listed(short)}."
        found.append(Caution("small-numbers", text, len(short)))
    provisional = sum(not j.made.is_early and min(p.n_used for p in j.made.parts) < 20 for j in judged)
    if provisional:
        text = f"On {say.plural(provisional, 'chart')} the limits rest on fewer than 20 points and are provisional."
        found.append(Caution("provisional-limits", text, provisional))
    found += cautions.left_out(ask, "periods")
    found += cautions.seasons(ask.process, sum(j.has_signal for j in judged))
    text = (
        "Periods that the records do not wholly cover, and the first ones, in which most of those who entered were "
        "still on their way, are left out."
    )
    return (*found, Caution("immature", text), *cautions.taken_back(ask.process), *cautions.word(ask.process))


def _next(found: Sequence["Judged"]) -> str:
    if not found:
        return "Explain nothing; to change a level, change the system: pyrometer study flow"
    from pyrometer.studies._parts import chart_words

    return chart_words.next_step(found[0].made)


STUDY = Study(question=QUESTION, audience="manager", settings=Settings, answer=answer)
