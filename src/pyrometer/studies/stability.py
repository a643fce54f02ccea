"""Stability: which measures changed, and which only vary as they always do."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import TYPE_CHECKING, Literal

from pyrometer.model.figure import Figure
from pyrometer.model.finding import Caution, Finding, Method, Provenance, Verdict
from pyrometer.model.interval import NotEnough
from pyrometer.model.process import Ask, ProcessFacts
from pyrometer.model.table import Table
from pyrometer.studies import Study
from pyrometer.studies._parts import cautions, columns, path, say

if TYPE_CHECKING:
    from pyrometer.studies._parts.control import Judged, Line

QUESTION = "Which measures changed, and which only vary as they always do?"
METHODS = (
    Method("Chart chosen by calendar, spread, autocorrelation and size", "Wheeler & Chambers 1992; Laney 2002"),
    Method("A point beyond three sigma, a long run, few crossings", "Anhoej & Olesen 2014, PLoS ONE 9(11):e113825"),
    Method("False discovery rate over all charts", "Benjamini & Hochberg 1995, J. R. Statist. Soc. B 57"),
)
ENOUGH = 8  # periods; below it even a run chart says nothing
MOST_FIGURES = 4


@dataclass(frozen=True, slots=True)
class Settings:
    """What may be chosen."""

    period: Literal["week", "month"] = field(default="week", metadata={"help": "What one point of a count is."})


def answer(ask: Ask, settings: Settings) -> Finding:
    """Every measure of the path on the chart that fits it, all judged together."""
    from pyrometer.studies._parts import control, honoured

    facts = ask.process
    unset = path.refused("stability", QUESTION, facts)
    if unset is not None:
        return unset
    lines = _lines(ask, settings)
    judged = control.judge([line for line in lines if len(line.starts_on) >= ENOUGH])
    judged = [honoured.honoured(j, facts.charts.get(j.line.of)) for j in judged]
    if not judged:
        return _refused(facts, lines)
    found = [j for j in judged if j.has_signal]
    early = all(j.choice.is_early for j in judged)
    verdict: Verdict = "too_early" if early else "signal" if found else "routine"
    ordered = [*found, *(j for j in judged if not j.has_signal)]
    return Finding(
        study="stability",
        question=QUESTION,
        verdict=verdict,
        headline=_headline(judged, found),
        reading=_reading(judged, found),
        figures=(_strip(ordered), *(_chart(facts, j) for j in ordered[: max(1, min(len(found), MOST_FIGURES))])),
        tables={"measures": _measures(ordered), "signals": _signals(ordered), "changes": _changes(ordered)},
        cautions=_cautions(ask, lines, judged),
        provenance=Provenance(methods=METHODS),
        next_step=_next(found),
    )


def _refused(facts: ProcessFacts, lines: Sequence["Line"]) -> Finding:
    most = max((len(line.starts_on) for line in lines), default=0)
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


def _lines(ask: Ask, settings: Settings) -> list["Line"]:
    """The measures of the path: entered, each milestone, lost, and the share won of what closes."""
    facts = ask.process
    wanted = [("entered", path.entry(facts), "up")]
    wanted += [(m, say.title(facts, m), "up") for m in facts.milestones[1:] if m != facts.won]
    wanted += [("won", say.title(facts, facts.won) if facts.won else "won", "up"), ("lost", "stopped", "down")]
    lines = [_counted(ask, settings.period, of, (label, better)) for of, label, better in wanted]
    return [line for line in (*lines, _share(ask)) if line is not None]


def _counted(ask: Ask, period: str, of: str, names: tuple[str, str]) -> "Line | None":
    import numpy as np

    from pyrometer.studies._parts import control, settle

    rows = [r for r in ask("series", of=of, period=period) if r["is_whole"]]
    rows = settle.kept(rows, settle.settled_on(ask, of), [r["n"] for r in rows], settle.last_day(ask))
    if not rows:
        return None
    label, better = names
    starts = tuple(r["starts_on"] for r in rows)
    counts = np.array([r["n"] for r in rows])
    return control.Line(f"{say.first_up(label)}, a {period}", period, better, starts, counts, of=of)


def _share(ask: Ask) -> "Line | None":
    import numpy as np

    from pyrometer.studies._parts import control, settle

    rows = [r for r in ask("closed", period="month") if r["is_whole"]]
    since = max(settle.settled_on(ask, of) for of in ("won", "lost"))
    rows = settle.kept(rows, since, [r["n_won"] + r["n_lost"] for r in rows], settle.last_day(ask))
    won, lost = (np.array([r[c] for r in rows], dtype=np.int64) for c in ("n_won", "n_lost"))
    if not lost.sum():
        return None
    starts = tuple(r["starts_on"] for r in rows)
    return control.Line("Won of the won and lost, a month", "month", "up", starts, won, won + lost, "won-share")


def _headline(judged: Sequence["Judged"], found: Sequence["Judged"]) -> str:
    from pyrometer.studies._parts import control

    many = say.plural(len(judged), "measure")
    early = sum(j.choice.is_early for j in judged)
    alarms = sum(j.false_alarms for j in judged)
    if early == len(judged):
        on = "the one measure there is" if len(judged) == 1 else f"any of {many}"
        return f"It is too early for limits on {on}: they need 12 whole periods."
    chance = f"with nothing changed they would give about {alarms:.1f}"
    if not found:
        return f"None of {many} shows a signal; leave them alone: {chance} false ones."
    verb = "shows" if len(found) == 1 else "show"
    first = control.says(found[0]).removeprefix("Look: ")
    start = f"{say.first_up(say.small(len(found)))} of {many} {verb} a signal ({chance} false ones)"
    return f"{start}. {found[0].line.label}: {first}."


def _reading(judged: Sequence["Judged"], found: Sequence["Judged"]) -> tuple[str, ...]:
    from pyrometer.studies._parts import control

    lines = [f"{j.line.label}: {control.says(j).removeprefix('Look: ')}." for j in found[1:4]]
    calendar = [j for j in judged if j.choice.chart.kind == "seasonal"]
    if calendar:
        names = say.listed([j.line.label.split(",")[0].lower() for j in calendar])
        lines.append(f"What swings with the calendar ({names}) is compared with its own kind of period.")
    lines.append("Inside its routine range a number needs no explanation, and none should be asked for.")
    return tuple(lines)


def _chart(facts: ProcessFacts, judged: "Judged") -> Figure:
    """The chart, with the changes and causes that people wrote down where they wrote any."""
    from pyrometer.studies._parts import drawn, honoured

    return honoured.figure(judged, facts.charts.get(judged.line.of)) or drawn.figure(judged)


def _strip(ordered: Sequence["Judged"]) -> Figure:
    from pyrometer.studies._parts import drawn

    rows = [drawn.strip_row(j) for j in ordered]
    n = sum(j.has_signal for j in ordered)
    alt = f"{say.first_up(say.small(n))} of {len(rows)} measures {'shows' if n == 1 else 'show'} a signal."
    return Figure("strip", "Each measure on its routine range", alt, {"rows": rows, "every": ordered[0].line.every})


def _measures(ordered: Sequence["Judged"]) -> Table:
    from pyrometer.studies._parts import control, drawn

    rows = []
    for j in ordered:
        start, value, low, high, centre = drawn.latest(j)
        chart, signals = j.choice.chart, len(j.choice.signals)
        rows.append(
            (j.line.label, j.line.every, len(chart), start, value, low, high, centre, chart.kind, signals, j.p)
            + (j.false_alarms, control.says(j), " ".join(j.choice.reasons))
        )
    return Table(columns.STABILITY_MEASURES, tuple(rows))


def _signals(ordered: Sequence["Judged"]) -> Table:
    rows = []
    for j in ordered:
        for s in j.choice.signals:
            ends = j.starts[s.points[0]], j.starts[s.points[-1]]
            rows.append((j.line.label, *ends, len(s.points), s.side, s.says))
    return Table(columns.STABILITY_SIGNALS, tuple(rows))


def _changes(ordered: Sequence["Judged"]) -> Table:
    from pyrometer.studies._parts import control

    rows: list[tuple[str | date | float, ...]] = []
    for j in ordered:
        found = control.changed(j)
        if found is not None and j.has_signal:
            dates = (j.starts[i] for i in (found.at, found.first, found.last))
            rows.append((j.line.label, *dates, found.before, found.after))
    return Table(columns.STABILITY_CHANGES, tuple(rows))


def _cautions(ask: Ask, lines: Sequence["Line"], judged: Sequence["Judged"]) -> tuple[Caution, ...]:
    from pyrometer.studies._parts import cut

    found = list[Caution]()
    short = [line for line in lines if len(line.starts_on) < ENOUGH]
    if short:
        text = f"Left out with fewer than {ENOUGH} periods: {say.listed([line.label for line in short])}."
        found.append(Caution("small-numbers", text, len(short)))
    provisional = sum(j.choice.is_provisional for j in judged)
    if provisional:
        text = f"On {say.plural(provisional, 'chart')} the limits rest on fewer than 20 points and are provisional."
        found.append(Caution("provisional-limits", text, provisional))
    missing = cut.cut(ask)
    if missing is not None:
        found.append(Caution("cut-history", missing.sentence, missing.n_before))
    stopped = cut.stop(ask)
    if stopped is not None:
        found.append(
            Caution("entries-stop", f"{stopped.sentence} Later periods are left out.", round(stopped.expected))
        )
    text = (
        "Periods that the records do not wholly cover, and the first ones, in which most of those who entered were "
        "still on their way, are left out."
    )
    return (*found, Caution("immature", text), *cautions.word(ask.process))


def _next(found: Sequence["Judged"]) -> str:
    if not found:
        return "Explain nothing; to change a level, change the system: pyrometer study flow"
    label = found[0].line.label.split(",")[0].lower()
    return f"Ask what was different, and write the cause on the chart, beginning with: {label}."


STUDY = Study(question=QUESTION, audience="manager", settings=Settings, answer=answer)
