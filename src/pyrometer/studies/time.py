"""Time: how long customers take to each milestone, and how much of it is waiting."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from math import isfinite
from typing import TYPE_CHECKING, Any

from pyrometer.errors import BadSetting
from pyrometer.model.figure import Figure
from pyrometer.model.finding import Caution, Finding, Method, Provenance
from pyrometer.model.interval import Estimate, NotEnough
from pyrometer.model.process import Ask, ProcessFacts
from pyrometer.model.table import Column, Table
from pyrometer.studies import Study
from pyrometer.studies._parts import cautions, path, say

if TYPE_CHECKING:
    from pyrometer.studies._parts.spans import Span

QUESTION = "How long do customers take to each milestone, and how much of it is waiting?"
METHODS = (
    Method("Quantiles of the Aalen-Johansen cumulative incidence", "Brookmeyer & Crowley 1982, Biometrics 38, p. 29"),
)
SPANS = (
    Column("milestone", "", "how far: from entry to this milestone, or from the milestone before to this one"),
    Column("n", "count", "prospects who set out"),
    Column("share_arrived", "share", "arrive, as far as the records reach; who is still open counts as watched so far"),
    Column("half_of_all_days", "days", "by then half of all who set out have arrived; empty: never reached"),
    Column("median_days", "days", "half of those who arrive do so within this"),
    Column("median_low", "days", "lower end of its 95% interval"),
    Column("median_high", "days", "upper end; empty: not reached"),
    Column("slow_days", "days", "85 of 100 (or the share chosen) of those who arrive do so within this"),
    Column("slow_low", "days", "lower end of its 95% interval"),
    Column("slow_high", "days", "upper end; empty: not reached"),
)
WORK = (
    Column("milestone", "", "the milestone after which they waited"),
    Column("days_waited", "days", "days waited in all, over all prospects"),
    Column("our_hours", "hours", "our recorded time in those days; empty: none is recorded"),
    Column("our_share", "share", "our recorded time out of all those days"),
    Column("our_actions", "count", "our actions in those days"),
)
MISLEADING = (
    Column("number", "", "how it is usually worked out"),
    Column("days", "days", "what that would say"),
    Column("instead", "days", "half of those who are won are so within this"),
    Column("why_not", "", "why it misleads"),
)


@dataclass(frozen=True, slots=True)
class Settings:
    """What may be chosen."""

    slow_share: float = field(default=0.85, metadata={"help": "What share of those who arrive sets the slow time."})


Spans = Mapping[str, "Span | NotEnough"]


def answer(ask: Ask, settings: Settings) -> Finding:
    """The times from entry and step by step."""
    from pyrometer.studies._parts import risk, spans

    if not 0 < settings.slow_share < 1:
        raise BadSetting(f"slow_share = {settings.slow_share:g}; it must lie between 0 and 1, like 0.85.")
    unset = path.refused("time", QUESTION, ask.process)
    if unset is not None:
        return unset
    facts = ask.process
    goals = facts.milestones[1:]
    way = {m: spans.span(risk.risk(ask("reaching", milestone=m)), settings.slow_share) for m in goals}
    step = {
        path.awaited(facts, m): spans.span(risk.risk(ask("risk-table", milestone=m)), settings.slow_share)
        for m in path.waits(facts)
    }
    won = way[facts.won] if facts.won in way else way[goals[-1]]
    if not isinstance(won, NotEnough) and risk.all_on_one_day(facts, risk.risk(ask("risk-table"))):
        won = NotEnough("the times of two acts of one prospect", "both on one day for all of them")
    if isinstance(won, NotEnough):
        return _refused(facts, won, way)
    work = _work(ask)
    return Finding(
        study="time",
        question=QUESTION,
        verdict="routine",
        headline=_headline(facts, won, settings),
        reading=_reading(facts, won, step, work),
        figures=(_figure(facts, way),),
        tables={"from_entry": _table(way), "by_step": _table(step), "work": work, "misleading": _misleading(won, step)},
        cautions=(
            *cautions.closed_only(ask),
            *_cautions(facts, won, work),
            *cautions.taken_back(facts),
            *cautions.before_entry(ask),
        ),
        provenance=Provenance(methods=METHODS),
        next_step="See where they wait longest, and for what: pyrometer study flow",
    )


def _refused(facts: ProcessFacts, why: NotEnough, way: Spans) -> Finding:
    told = {m: s for m, s in way.items() if not isinstance(s, NotEnough)}
    return Finding(
        study="time",
        question=QUESTION,
        verdict="cannot_tell",
        headline=f"The time to '{say.title(facts, facts.won)}' cannot be told. {why}",
        tables={"from_entry": _table(way)} if told else {},
        cautions=cautions.word(facts),
        provenance=Provenance(methods=METHODS),
        next_step="Read more of the history, or ask again later.",
    )


def _headline(facts: ProcessFacts, won: "Span", settings: Settings) -> str:
    who = f"Half of the {say.percent(won.arrived.value)} who {say.did(facts, facts.won)} got there within"
    slow = f"{say.count(100 * settings.slow_share)} of 100 within {_length(won.slow)}"
    all_ = (
        f"half of all {path.who(facts, path.WHOLE)} have by {say.days(won.half_of_all)}"
        if won.half_of_all is not None
        else f"of all {path.who(facts, path.WHOLE)} fewer than half {'have so far' if won.n_open else 'ever do'}"
    )
    return f"{who} {_length(won.median)}, {slow}; {all_}."


def _length(found: Estimate) -> str:
    low, high = found.interval.low, found.interval.high
    if low == high:
        return say.days(found.value)
    start, end = say.days(low), say.days(high) if isfinite(high) else "not reached"
    if start == end and low >= 1:  # whole days hide the doubt
        return f"{found.value:.1f} days (95% range {low:.1f} to {high:.1f} days)"
    if low >= 1 and end.endswith(" days"):
        start = start.removesuffix("s").removesuffix(" day")
    return f"{say.days(found.value)} (95% range {start} to {end})"


def _reading(facts: ProcessFacts, won: "Span", step: Spans, work: Table) -> tuple[str, ...]:
    lines = ["Those still open count for as long as they were watched, so the slow ones are not forgotten."]
    told = {m: s for m, s in step.items() if not isinstance(s, NotEnough)}
    if len(told) > 1:
        lines += _longest(facts, told)
        added, whole = (say.days(round(d, 1)) for d in (sum(s.mean_arrived for s in told.values()), won.mean_arrived))
        if added != whole:
            lines.append(
                f"Do not add up the steps: their means come to {added}, those who {say.did(facts, facts.won)} took "
                f"{whole} on average."
            )
    hours, days = (sum(v or 0 for v in work[c]) for c in ("our_hours", "days_waited"))
    if hours:
        lines.append(
            f"Of all {say.count(days)} days in which they waited our recorded work fills {say.count(hours)} hours "
            f"({say.percent(hours / 24 / days)})."
        )
    return tuple(lines)


def _longest(facts: ProcessFacts, told: Mapping[str, "Span"]) -> tuple[str, ...]:
    """Where half of those who got there took longest; nothing where several steps took as long as it can be said."""
    most = max(told, key=lambda m: told[m].median.value)
    if sum(say.days(s.median.value) == say.days(told[most].median.value) for s in told.values()) > 1:
        return ()
    took = f"half of those who got there took {_length(told[most].median)}"
    return (f"The longest wait is until they {say.did(facts, most)}: {took}.",)


def _table(found: Spans) -> Table:
    rows: list[tuple[Any, ...]] = []
    for milestone, s in found.items():
        if isinstance(s, NotEnough):
            rows.append((milestone, *(None,) * 9))
            continue
        rows.append((milestone, s.n, s.arrived.value, s.half_of_all, *_triple(s.median), *_triple(s.slow)))
    return Table(SPANS, tuple(rows))


def _triple(found: Estimate) -> tuple[float, float, float | None]:
    high = found.interval.high
    return found.value, found.interval.low, high if isfinite(high) else None


def _work(ask: Ask) -> Table:
    effort = {r["milestone"]: r for r in ask("effort")}
    recorded = any(r["minutes"] for r in effort.values())
    rows = []
    for milestone in path.waits(ask.process):
        mine = effort.get(milestone, {"minutes": 0.0, "n_actions": 0, "days": 0.0})
        days = mine["days"]
        hours = mine["minutes"] / 60 if recorded else None
        share = None if hours is None or not days else hours / 24 / days
        rows.append((milestone, days, hours, share, mine["n_actions"]))
    return Table(WORK, tuple(rows))


def _misleading(won: "Span", step: Spans) -> Table:
    told = [s for s in step.values() if not isinstance(s, NotEnough)]
    rows = [
        ("mean of those won", won.mean_arrived, won.median.value, "the slow ones are still open and missing from it"),
        ("mean of those won or lost", won.mean_ended, won.median.value, "mixes going on with giving up"),
    ]
    if won.mean_open is not None:
        why = "long waits are likelier to be met open than short ones, and the dead never leave"
        rows.append(("mean age of the open", won.mean_open, won.median.value, why))
    if len(told) > 1:
        why = "not everybody takes every step, and the slow are not the same at each"
        rows.append(("sum of the steps' means", sum(s.mean_arrived for s in told), won.median.value, why))
    return Table(MISLEADING, tuple(rows))


def _figure(facts: ProcessFacts, way: Spans) -> Figure:
    rows: list[dict[str, Any]] = []
    for milestone, s in way.items():
        label = say.first_up(say.title(facts, milestone))
        if isinstance(s, NotEnough):
            rows.append({"label": label, "value": None, "note": f"too few: {s.has}", "outside": ""})
            continue
        value, low, high = _triple(s.median)
        end = s.slow.value if high is None else high
        rows.append({"label": label, "value": value, "low": low, "high": end, "n": s.n, "outside": ""})
    data = {"unit": "days", "value_name": "half of those who get there do so within", "rows": rows}
    alt = "; ".join(f"{r['label']}: {say.days(r['value'])}" for r in rows) + "."
    return Figure("forest", f"Days from '{say.title(facts, facts.milestones[0])}' to each milestone", alt, data)


def _cautions(facts: ProcessFacts, won: "Span", work: Table) -> tuple[Caution, ...]:
    text = (
        "Some of those still open may arrive yet, and later than anybody so far: the half above is half of those "
        "expected to arrive by the longest time seen."
    )
    silent = Caution("no-minutes", "No minutes of our work are recorded: waiting and work cannot be told apart.")
    return (
        *((Caution("open-cases", text, won.n_open),) if won.n_open else ()),
        *(() if any(work["our_hours"]) else (silent,)),
        *cautions.word(facts),
    )


STUDY = Study(question=QUESTION, audience="process", settings=Settings, answer=answer)
