"""Charts: every chart that people keep, with its phases, causes and signatures, and the signals without a cause."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from pyrometer.model.chart_plan import NO_PLAN
from pyrometer.model.figure import Figure
from pyrometer.model.finding import Caution, Finding, Method, Provenance, Verdict
from pyrometer.model.interval import NotEnough
from pyrometer.model.process import Ask
from pyrometer.model.table import Column, Table, Value
from pyrometer.studies import Study
from pyrometer.studies._parts import cautions, path, say

if TYPE_CHECKING:
    from pyrometer.studies._parts.charted import Charted

QUESTION = "What is known about each chart that we keep, and which signals have no cause yet?"
METHODS = (
    Method("Limits by phase, anew only for a recorded cause", "Shewhart 1939; Wheeler 1993, ch. 3 and app. 1"),
    Method("Chart chosen by calendar, spread, autocorrelation and size", "Wheeler & Chambers 1992; Laney 2002"),
)
CHARTS = (
    Column("measure", "", "what is charted"),
    Column("every", "", "what one point is"),
    Column("n_points", "count", "whole periods on the chart"),
    Column("chart", "", "the kind of chart"),
    Column("n_phases", "count", "stretches with limits of their own"),
    Column("n_causes", "count", "causes written at points"),
    Column("n_set_aside", "count", "points on which no limit rests"),
    Column("n_unsigned", "count", "of all that is written, what nobody signed"),
    Column("n_signals", "count", "signals on it"),
    Column("n_without_cause", "count", "of them, those without a cause"),
    Column("false_alarms", "", "signals to expect on it with nothing changed"),
)
OPEN = (
    Column("measure", "", "what is charted"),
    Column("from_on", "", "first day of the first period of the signal"),
    Column("to_on", "", "first day of its last period"),
    Column("n_points", "count", "periods that make it up"),
    Column("side", "", "high, low or both"),
    Column("rule", "", "the rule that it meets"),
)


@dataclass(frozen=True, slots=True)
class Settings:
    """Nothing to choose: what is kept is written in charts/ of the plant."""


@dataclass(frozen=True, slots=True)
class Page:
    """The kept charts as far as they can be drawn, why some cannot, and files about no measure."""

    made: tuple["Charted", ...]
    refused: tuple[tuple[str, NotEnough], ...]
    strays: tuple[str, ...]

    @property
    def n_open(self) -> int:
        """How many charts show a signal without a cause."""
        return sum(bool(m.unexplained) and not m.is_early for m in self.made)


def answer(ask: Ask, settings: Settings) -> Finding:
    """Every chart about which something is written in the plant, drawn with all that is written."""
    unset = path.refused("charts", QUESTION, ask.process)
    if unset is not None:
        return unset
    page = _page(ask)
    if not page.made and not page.refused:
        return _none(ask, page)
    verdict: Verdict = "signal" if page.n_open else "routine" if page.made else "too_early"
    return Finding(
        study="charts",
        question=QUESTION,
        verdict=verdict,
        headline=_headline(page),
        reading=_reading(page),
        figures=tuple(figure for made in page.made for figure in _figures(made)),
        tables=_tables(page),
        cautions=(*_cautions(page), *cautions.taken_back(ask.process), *cautions.word(ask.process)),
        provenance=Provenance(methods=METHODS),
        next_step=_next(page),
    )


def _page(ask: Ask) -> Page:
    from pyrometer.studies._parts import charted, readable, tracks

    facts, made, refused = ask.process, list["Charted"](), list[tuple[str, NotEnough]]()
    known = tracks.names(facts)
    for name in (n for n in known if n in facts.charts):
        track = readable.readable(ask, name).track
        found = charted.charted(track, facts.charts.get(name) or NO_PLAN)
        if isinstance(found, NotEnough):
            refused.append((track.label, found))
        else:
            made.append(found)
    return Page(tuple(made), tuple(refused), tuple(n for n in facts.charts if n not in known))


def _none(ask: Ask, page: Page) -> Finding:
    """Nothing is kept: how to begin."""
    from pyrometer.studies._parts import tracks

    many = say.plural(len(tracks.names(ask.process)), "measure")
    return Finding(
        study="charts",
        question=QUESTION,
        verdict="routine",
        headline=f"No chart is kept yet; pyrometer chart entered --keep begins with one of {many}.",
        cautions=_cautions(page),
        provenance=Provenance(methods=METHODS),
        next_step="Keep the charts that somebody decides by, and write the causes of their signals on them.",
    )


def _headline(page: Page) -> str:
    from pyrometer.studies._parts import chart_words

    n = len(page.made) + len(page.refused)
    kept = f"{say.first_up(say.small(n))} {'chart is' if n == 1 else 'charts are'} kept"
    if not page.made:
        return f"{kept}; {'it' if n == 1 else 'none'} can{'not' if n == 1 else ''} be drawn yet. {page.refused[0][1]}"
    alarms = sum(m.false_alarms or 0.0 for m in page.made)
    chance = f"with nothing changed about {alarms:.1f} would show by chance"
    first = next((m for m in page.made if m.unexplained and not m.is_early), None)
    if first is None:
        return f"{kept}; no signal is without its cause ({chance})."
    many = "it shows" if n == 1 else f"{say.small(page.n_open)} of them {'shows' if page.n_open == 1 else 'show'}"
    return f"{kept}; {many} a signal without a cause ({chance}). {first.track.label}: {chart_words.told(first)}."


def _reading(page: Page) -> tuple[str, ...]:
    from pyrometer.studies._parts import written

    lines = [f"{label} cannot be charted yet. {why}" for label, why in page.refused]
    if any(written.notes(m) for m in page.made):
        lines.append("A number stands beside its point and in the list below it: what people wrote, and who signed.")
    return tuple(lines)


def _figures(made: "Charted") -> tuple[Figure, ...]:
    from pyrometer.studies._parts import chart_figure, chart_words

    says = chart_words.headline(made)
    label = f"{made.track.label}: "
    own = {"says": say.first_up(says.removeprefix(label))}
    return tuple(replace(f, alt=says, data={**f.data, **own}) for f in chart_figure.figures(made))


def _tables(page: Page) -> dict[str, Table]:
    from pyrometer.studies._parts import written

    notes = [(m.track.label, *note.row) for m in page.made for note in written.notes(m)]
    columns = (Column("measure", "", "what is charted"), *written.NOTES)
    return {
        "charts": Table(CHARTS, tuple(_row(m) for m in page.made)),
        "notes": Table(columns, tuple(notes)),
        "without_cause": Table(OPEN, tuple(_open(page.made))),
    }


def _row(made: "Charted") -> tuple[str | int | float | None, ...]:
    from pyrometer.studies._parts import written

    notes = written.notes(made)
    kinds = [note.kind for note in notes]
    counts = (len(made.parts), kinds.count("cause"), kinds.count("set aside"), sum(not note.by for note in notes))
    signals = (len(made.signals), len(made.unexplained), made.false_alarms)
    return (made.track.label, made.track.every, len(made.chart), made.chart.kind, *counts, *signals)


def _open(made: Sequence["Charted"]) -> list[tuple[Value, ...]]:
    rows = list[tuple[Value, ...]]()
    for m in made:
        for s in m.unexplained if not m.is_early else ():
            ends = m.track.starts_on[s.points[0]], m.track.starts_on[s.points[-1]]
            rows.append((m.track.label, *ends, len(s.points), s.side, s.says))
    return rows


def _cautions(page: Page) -> tuple[Caution, ...]:
    from pyrometer.studies._parts import chart_words, written

    found = list[Caution]()
    unsigned = sum(not note.by for m in page.made for note in written.notes(m))
    if unsigned:
        text = f"{say.plural(unsigned, 'note')} on these charts {'is' if unsigned == 1 else 'are'} signed by nobody."
        found.append(Caution("unsigned-notes", text, unsigned))
    for made in page.made:
        found += [replace(c, text=f"{made.track.label}: {c.text}") for c in chart_words.cautions(made)]
    if page.strays:
        files = say.listed([f"charts/{name}.toml" for name in page.strays])
        verb = "is" if len(page.strays) == 1 else "are"
        found.append(Caution("stray-charts", f"{files} {verb} about no measure of this plant.", len(page.strays)))
    return tuple(found)


def _next(page: Page) -> str:
    if not page.n_open:
        return "Explain nothing; to change a level, change the system, and write the day on its chart."
    from pyrometer.studies._parts import chart_words

    return chart_words.next_step(next(m for m in page.made if m.unexplained and not m.is_early))


STUDY = Study(question=QUESTION, audience="process", settings=Settings, answer=answer)
