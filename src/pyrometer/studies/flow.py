"""Flow: the value stream - who goes on, who waits, how long, and which step may hold the others up."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from pyrometer.errors import BadSetting
from pyrometer.model.figure import Figure
from pyrometer.model.finding import Caution, Finding, Method, Provenance
from pyrometer.model.interval import NotEnough
from pyrometer.model.process import Ask, ProcessFacts
from pyrometer.model.table import Table
from pyrometer.studies import Study
from pyrometer.studies._parts import cautions, columns, lanes, path, say

if TYPE_CHECKING:
    from pyrometer.studies._parts.matched import Contrast
    from pyrometer.studies._parts.stream import Step

QUESTION = "What do customers do step by step, who waits, and which step may hold the others up?"
METHODS = (
    Method("Aalen-Johansen cumulative incidence by step", "Aalen & Johansen 1978, Scand. J. Stat. 5"),
    Method("Growth of the live queue, comings less goings, as Poisson counts", "Goldratt 1990, Theory of Constraints"),
    Method("Landmark comparison, Mantel-Haenszel over milestones", "Anderson 1983, J. Clin. Oncol. 1; Greenland 1985"),
)
MUCH = 0.1  # of those who wait: from there on the dead among them hide where the living wait


@dataclass(frozen=True, slots=True)
class Settings:
    """What may be chosen."""

    landmark_days: float = field(
        default=7.0, metadata={"help": "At which day after a milestone our steps are looked up."}
    )
    window_days: float = field(default=30.0, metadata={"help": "How many days after it they may take to go on."})


def answer(ask: Ask, settings: Settings) -> Finding:
    """The stream, its queues, the lanes of what happened, and what follows our steps."""
    from pyrometer.studies._parts import matched, returned, stream

    if settings.landmark_days <= 0 or settings.window_days <= 0:
        raise BadSetting("landmark_days and window_days must be above 0 days, like 7 and 30.")
    unset = path.refused("flow", QUESTION, ask.process)
    if unset is not None:
        return unset
    facts, steps = ask.process, stream.steps(ask)
    if isinstance(steps[0].found, NotEnough):
        return _refused(facts, steps[0].found)
    candidate = stream.constraint(steps)
    whole = ask("risk-table")
    n_won, *rest = (sum(whole[name]) for name in ("n_gone_on", "n_stopped", "n_open", "n_unseen", "n_undated"))
    windows = {"landmark_days": settings.landmark_days, "window_days": settings.window_days}
    contrasts = matched.contrasts(ask("landmark", **windows), facts)
    ways, nodes = ask("graph"), ask("nodes")
    return Finding(
        study="flow",
        question=QUESTION,
        verdict="signal" if candidate else "routine",
        headline=_headline(facts, steps, candidate, (n_won, n_won + sum(rest))),
        reading=(*_reading(facts, steps, candidate, contrasts), *returned.says(ask)),
        figures=(_figure(facts, steps, candidate), lanes.figure(nodes, ways)),
        tables={
            "stream": _stream(steps),
            "queues": _queues(steps, candidate),
            "steps": _steps(contrasts),
            "actions": nodes,
            "ways": lanes.longest(ways),
        },
        cautions=(*_cautions(facts, steps, contrasts), *cautions.taken_back(facts)),
        provenance=Provenance(methods=METHODS),
        next_step=_next(facts, candidate, steps),
    )


def _refused(facts: ProcessFacts, why: NotEnough) -> Finding:
    return Finding(
        study="flow",
        question=QUESTION,
        verdict="cannot_tell",
        headline=f"The flow cannot be told. {why}",
        cautions=cautions.word(facts),
        provenance=Provenance(methods=METHODS),
        next_step="Read more of the history, or ask again when more have entered.",
    )


def _headline(facts: ProcessFacts, steps: Sequence["Step"], candidate: "Step | None", won: tuple[int, int]) -> str:
    n_won, n_in = map(say.count, won)
    so_far = f"Of {n_in} {path.who(facts, path.WHOLE)}, {n_won} {say.did(facts, facts.won)} so far. "
    if candidate is not None and candidate.queue is not None:
        q = candidate.queue
        low, high = q.growth - q.half_width, q.growth + q.half_width
        return (
            f"{so_far}The live queue after '{say.title(facts, candidate.milestone)}' grows by {q.growth:.1f} a week "
            f"(95% range {low:.1f} to {high:.1f}): it is the candidate for the constraint."
        )
    if any(s.n_waiting for s in steps) and all(s.queue is None for s in steps):
        return f"{so_far}{_live(facts, steps)}; whether a queue grows cannot be told, so no constraint is named."
    from pyrometer.studies._parts import stream

    more = "faster than the comings explain" if stream.grown(facts, steps) else "beyond doubt"
    waits = f"; no live queue grows {more}" if any(s.n_waiting for s in steps) else ""
    return f"{so_far}{_live(facts, steps)}{waits}, so no step shows itself as the constraint."


def _live(facts: ProcessFacts, steps: Sequence["Step"]) -> str:
    """Where most of those wait who may yet go on."""
    most = max(steps, key=lambda s: s.n_live)
    after = f"after '{say.title(facts, most.milestone)}'"
    n_live, n_waiting = (sum(n) for n in zip(*((s.n_live, s.n_waiting) for s in steps), strict=True))
    if not n_waiting:
        return "Nobody waits"
    if not n_live:
        return f"All {say.count(n_waiting)} who wait have waited longer than any who ever went on"
    alive = f"Of {say.count(n_waiting)} who wait, {say.count(n_live)} wait no longer than some who went on"
    if n_live == n_waiting:
        alive = f"{say.count(n_waiting)} {'waits' if n_waiting == 1 else 'wait'}"
    if n_live == most.n_live:
        return f"{alive}, all {after}"
    return f"{alive}, {'most of them' if most.n_live > n_live / 2 else 'the most'} {after} ({say.count(most.n_live)})"


def _reading(
    facts: ProcessFacts, steps: Sequence["Step"], candidate: "Step | None", contrasts: Sequence["Contrast"]
) -> tuple[str, ...]:
    from pyrometer.studies._parts import matched, stream

    lines = ["Each box is a milestone of the path. Too long is longer than 85% of those who went on."]
    pile = max(steps, key=lambda s: s.n_waiting)
    if pile.n_surely_dead >= MUCH * pile.n_waiting > 0:
        lines.append(
            f"The biggest pile, {say.count(pile.n_waiting)} after '{say.title(facts, pile.milestone)}', holds "
            f"{say.count(pile.n_dead)} who {'waits' if pile.n_dead == 1 else 'wait'} longer than any who ever went on; "
            "the dead are no constraint."
        )
    if candidate is None:
        lines.append(
            f"How many {say.did(facts, facts.won)} may be limited by how many come, or by a rule of ours: the records "
            "alone cannot tell."
        )
    lines += [*stream.grown(facts, steps), *(matched.says(c) for c in matched.notable(contrasts))]
    return tuple(lines)


def _stream(steps: Sequence["Step"]) -> Table:
    rows: list[tuple[Any, ...]] = []
    for s in steps:
        c = s.counts
        counts = (c.n, int(c.gone_on.sum()), int(c.stopped.sum()), s.n_waiting, s.n_too_long, s.n_dead)
        share: tuple[Any, ...] = (None, None, None)
        if not isinstance(s.found, NotEnough):
            f = s.found.gone_on
            share = (f.value, f.interval.low, f.interval.high)
        rows.append((s.milestone, s.goal, *counts, *share, *_times(s), s.hours_a_week, s.n_taken_up, s.n_back))
    return Table(columns.FLOW_STREAM, tuple(rows))


def _times(step: "Step") -> tuple[float | None, float | None]:
    if isinstance(step.span, NotEnough):
        return None, None
    return step.span.median.value, step.span.slow.value


def _queues(steps: Sequence["Step"], candidate: "Step | None") -> Table:
    rows: list[tuple[Any, ...]] = []
    for s in steps:
        q = s.queue
        if q is not None:
            a_week = tuple(n / q.weeks for n in (q.came, q.left, q.died))
            growth = (q.growth, q.growth - q.half_width, q.growth + q.half_width, q.p)
            rows.append((s.milestone, *a_week, *growth, s is candidate))
    return Table(columns.FLOW_QUEUES, tuple(rows))


def _steps(contrasts: Sequence["Contrast"]) -> Table:
    rows = [
        (c.action, c.n_with, c.n_without, c.with_, c.without, c.difference, c.interval.low, c.interval.high, c.p)
        for c in contrasts
    ]
    return Table(columns.FLOW_STEPS, tuple(rows))


def _figure(facts: ProcessFacts, steps: Sequence["Step"], candidate: "Step | None") -> Figure:
    boxes = [_box(facts, s) for s in steps[:8]]
    data: dict[str, Any] = {
        "steps": boxes,
        "constraint": None if candidate is None else say.first_up(say.title(facts, candidate.goal)),
        "out_name": say.title(facts, steps[-1].goal),
        "too_long": "longer than 85% of those who went on",
        "n": steps[0].counts.n,
        "n_of": "prospects",
    }
    shares = [f"{b['name']} {say.percent(b['share'])}" for b in boxes if b["share"] is not None]
    ends = [say.title(facts, m) for m in (facts.milestones[0], steps[-1].goal)]
    return Figure("flow", f"From '{ends[0]}' to '{ends[1]}'", f"Go on: {', '.join(shares)}.", data)


def _box(facts: ProcessFacts, s: "Step") -> dict[str, Any]:
    median, p85 = _times(s)
    f = None if isinstance(s.found, NotEnough) else s.found.gone_on
    return {
        "name": say.first_up(say.title(facts, s.goal)),
        "action": path.those(facts, s.milestone),
        "n_in": s.counts.n,
        "n_on": int(s.counts.gone_on.sum()),
        "n_stopped": int(s.counts.stopped.sum()),
        "n_waiting": s.n_waiting,
        "n_too_long": s.n_too_long,
        "share": None if f is None else f.value,
        "low": None if f is None else f.interval.low,
        "high": None if f is None else f.interval.high,
        "median_days": median,
        "p85_days": p85,
        "hours": s.hours_a_week,
        "hours_of": "our time a week",
        "n_taken_up": s.n_taken_up,
        "n_back": s.n_back,
    }


def _cautions(facts: ProcessFacts, steps: Sequence["Step"], contrasts: Sequence["Contrast"]) -> tuple[Caution, ...]:
    waiting = sum(s.n_waiting for s in steps)
    found = list(cautions.open_cases(waiting))
    if waiting and not any(s.counts.stopped.sum() for s in steps):
        found += cautions.no_losses(waiting)
        text = "Where no loss is marked, a queue that grows cannot be told from a pile of the dead."
        found.append(Caution("no-queue", f"{text} No constraint is named."))
    elif waiting and all(s.queue is None for s in steps):
        found.append(Caution("short-history", "Growth of queues needs 13 whole weeks and 20 who went on."))
    if contrasts:
        text = "Sellers choose with whom to take a step: only leaving it out by lot would show its effect."
        found.append(Caution("association", text))
    return (*found, *cautions.word(facts))


def _next(facts: ProcessFacts, candidate: "Step | None", steps: Sequence["Step"]) -> str:
    if candidate is not None:
        goal = say.title(facts, candidate.goal)
        return (
            f"Go and see what those wait for who are not yet at '{goal}'; relieve that step alone and watch the queue."
        )
    if sum(s.n_surely_dead for s in steps) >= MUCH * sum(s.n_waiting for s in steps) > 0:
        return "Clear the dead out of the piles before looking again: pyrometer study work-in-process"
    return "Look at how many come, and whether the yield is steady: pyrometer today"


STUDY = Study(question=QUESTION, audience="process", settings=Settings, answer=answer)
