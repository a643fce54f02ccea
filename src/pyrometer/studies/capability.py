"""Capability: whether the process, as it runs, can give what is asked of it; the four states of Wheeler."""

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Literal

from pyrometer.model.chart_plan import NO_PLAN
from pyrometer.model.figure import Figure
from pyrometer.model.finding import Caution, Finding, Method, Provenance, Verdict
from pyrometer.model.interval import NotEnough
from pyrometer.model.process import Ask
from pyrometer.model.table import Column, Table
from pyrometer.studies import Study
from pyrometer.studies._parts import cautions, path, say

if TYPE_CHECKING:
    from pyrometer.statistics.states import Standing
    from pyrometer.studies._parts.charted import Charted
    from pyrometer.studies._parts.goal import Goal

QUESTION = "Can the process, as it runs, meet the target?"
METHODS = (
    Method("Wheeler's four states", "Wheeler & Chambers 1992, Understanding SPC, sec. 1.6"),
    Method("Natural process limits of the chart that fits", "Shewhart 1931; Wheeler & Chambers 1992"),
    Method("Share of periods that missed the target", "Wilson 1927, J. Amer. Statist. Assoc. 22"),
    Method("As many periods as they are worth where neighbours resemble each other", "Bayley & Hammersley 1946"),
)
VERDICT: dict[str, Verdict] = {"ideal": "yes", "threshold": "no", "brink of chaos": "signal", "chaos": "no"}
STATE = (
    Column("measure", "", "what is judged"),
    Column("n_points", "count", "periods since the last recorded change"),
    Column("average", "", "the average of the latest period's limits"),
    Column("low", "", "what the process gives at least, as it runs; empty: no lower limit"),
    Column("high", "", "what it gives at most"),
    Column("target", "", "what is asked of every period; empty: nothing"),
    Column("asks", "", "at least, or at most"),
    Column("n_missed", "count", "periods that missed the target"),
    Column("missed_low", "share", "lower end of the 95% interval of the share that misses it"),
    Column("missed_high", "share", "upper end of it"),
    Column("needed_average", "", "the average that would keep the natural limit on the target, the spread unchanged"),
    Column("state", "", "ideal, threshold, brink of chaos, or chaos"),
    Column("advice", "", "what to do"),
)


@dataclass(frozen=True, slots=True)
class Settings:
    """What may be chosen."""

    measure: str = field(
        default="entered", metadata={"help": "What is judged: a milestone, entered, won, lost or won-share."}
    )
    target: float | None = field(
        default=None, metadata={"help": "What every period is asked to give: a count, or a share like 0.3."}
    )
    at_most: bool = field(
        default=False, metadata={"help": "The target is a most, not a least (for lost it always is)."}
    )
    period: Literal["day", "week", "month", "quarter"] = field(default="week", metadata={"help": "What one point is."})


def answer(ask: Ask, settings: Settings) -> Finding:
    """The measure's natural limits beside the target, and the state that the two together make."""
    from pyrometer.studies._parts import charted, goal, tracks

    facts = ask.process
    unset = path.refused("capability", QUESTION, facts)
    if unset is not None:
        return unset
    measure = tracks.named(facts, settings.measure)
    track = tracks.track(ask, measure, settings.period)
    made = charted.charted(track, facts.charts.get(measure) or NO_PLAN)
    if isinstance(made, NotEnough):
        return _refused(track.label, made)
    at_most = settings.at_most or track.better == "down"
    held = goal.goal(made, settings.target, at_most=at_most)
    if isinstance(held, NotEnough):
        return _refused(track.label, held)
    if held.standing is None:
        return _no_target(made, held)
    return Finding(
        study="capability",
        question=QUESTION,
        verdict=VERDICT[held.standing.state],
        headline=_headline(made, held, held.standing),
        reading=_reading(made, held, held.standing),
        figures=(_figure(made, held),),
        tables={"state": _table(made, held)},
        cautions=_cautions(ask),
        provenance=Provenance(methods=METHODS),
        next_step=held.standing.advice,
    )


def _refused(label: str, why: NotEnough) -> Finding:
    return Finding(
        study="capability",
        question=QUESTION,
        verdict="too_early",
        headline=f"What '{label}' can give is not known yet. {why}",
        provenance=Provenance(methods=METHODS),
        next_step="Read more of the history, or take a shorter period: --period week",
    )


def _no_target(made: "Charted", held: "Goal") -> Finding:
    from pyrometer.studies._parts import chart_words

    why = NotEnough("a target to judge it by (--target)", "none")
    return Finding(
        study="capability",
        question=QUESTION,
        verdict="cannot_tell",
        headline=f"{made.track.label}: {chart_words.level(made, held.average)} on average, {held.range}. {why}",
        reading=(
            "A target outside what the process gives is met by changing the process, or by changing the numbers.",
        ),
        figures=(_figure(made, held),),
        tables={"state": _table(made, held)},
        provenance=Provenance(methods=METHODS),
        next_step=f"Name the target: pyrometer study capability --measure {made.track.name} --target 10",
    )


def _headline(made: "Charted", held: "Goal", standing: "Standing") -> str:
    from pyrometer.studies._parts import chart_words

    asked = f"{'at most' if held.at_most else 'at least'} {chart_words.level(made, held.target or 0.0)}"
    missed = f"{say.plural(held.n_missed, made.track.every)} of {say.count(held.n)} missed it"
    start = f"{made.track.label}: {asked} is asked"
    told = {
        "ideal": f"and the process gives it: {held.range}",
        "threshold": f"and the process as it runs will miss it now and then: {held.range}; {missed}",
        "brink of chaos": "and was given so far, but the process is not predictable",
        "chaos": f"but the process is not predictable, and {missed}",
    }
    return f"{start} {told[standing.state]}."


def _reading(made: "Charted", held: "Goal", standing: "Standing") -> tuple[str, ...]:
    from pyrometer.studies._parts import chart_words

    lines = [f"State: {standing.state}. {standing.advice}"]
    short = held.needed is not None and (held.needed < held.average if held.at_most else held.needed > held.average)
    if short and standing.is_predictable and held.needed is not None:
        needed, now = (chart_words.level(made, v) for v in (held.needed, held.average))
        way = "at most" if held.at_most else "at least"
        lines.append(f"To keep it, the average would have to be {way} {needed} instead of {now}, or vary less.")
    low, high = held.missed
    lines.append(f"Of all such periods {say.between(low, high)} miss the target (95% range).")
    lines.append(
        "A single period that misses it within the limits has no cause of its own: asking for one costs hours."
    )
    return tuple(lines)


def _figure(made: "Charted", held: "Goal") -> Figure:
    from dataclasses import replace

    from pyrometer.studies._parts import chart_figure

    drawn = chart_figure.figures(made)[0]
    if held.target is None:
        return drawn
    return replace(drawn, data={**drawn.data, "target": held.target})


def _table(made: "Charted", held: "Goal") -> Table:
    standing = held.standing
    state = ("", "") if standing is None else (standing.state, standing.advice)
    missed = (None, None, None) if held.target is None else (held.n_missed, *held.missed)
    asks = "at most" if held.at_most else "at least"
    bounds = (held.average, held.low, held.high, held.target, asks if held.target is not None else "")
    return Table(STATE, ((made.track.label, held.n, *bounds, *missed, held.needed, *state),))


def _cautions(ask: Ask) -> tuple[Caution, ...]:
    text = "The target is held against every single period; a target for a whole year is another question."
    return (Caution("every-period", text), *cautions.word(ask.process))


STUDY = Study(question=QUESTION, audience="manager", settings=Settings, answer=answer)
