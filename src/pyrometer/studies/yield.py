"""Yield: of those who reached each milestone, how many go on, and by when."""  # noqa: N999 - the public name

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from pyrometer.errors import BadSetting
from pyrometer.model.figure import Figure
from pyrometer.model.finding import Caution, Finding, Method, Provenance, Verdict
from pyrometer.model.interval import NotEnough
from pyrometer.model.process import Ask, ProcessFacts
from pyrometer.model.table import Table
from pyrometer.studies import Study
from pyrometer.studies._parts import cautions, columns, path, say

if TYPE_CHECKING:
    from pyrometer.studies._parts.cut import Cut
    from pyrometer.studies._parts.risk import Risk, Yield

QUESTION = "Of those who reached each milestone, how many go on, and by when?"
METHODS = (
    Method("Aalen-Johansen cumulative incidence, open cases censored", "Aalen & Johansen 1978, Scand. J. Stat. 5"),
    Method("Complementary log-log interval", "Kalbfleisch & Prentice 2002, p. 18"),
)


@dataclass(frozen=True, slots=True)
class Settings:
    """What may be chosen."""

    horizon_days: float | None = field(
        default=None, metadata={"help": "Read the shares at this age in days; left out: the last age anybody went on."}
    )


@dataclass(frozen=True, slots=True)
class Step:
    """One step of the path with its counts, and its yield at the horizon or why it cannot be told."""

    milestone: str
    counts: "Risk"
    found: "Yield | NotEnough"


def answer(ask: Ask, settings: Settings) -> Finding:
    """The yield of the whole path and of each of its steps, as competing risks."""
    from pyrometer.studies._parts import closed_only, cut

    if settings.horizon_days is not None and settings.horizon_days <= 0:
        raise BadSetting(f"horizon_days = {settings.horizon_days:g}; it must be an age above 0 days, like 90.")
    unset = path.refused("yield", QUESTION, ask.process)
    if unset is not None:
        return unset
    facts = ask.process
    parts = path.waits(facts) if len(path.waits(facts)) > 1 else ()  # a path of one step is the whole way
    steps = [_step(ask, m, settings.horizon_days) for m in (path.WHOLE, *parts)]
    whole = steps[0]
    if isinstance(whole.found, NotEnough):
        return _refused(facts, whole, whole.found)
    seems_cut = cut.cut(ask)
    told = whole.counts.marks_losses or not whole.counts.waiting.any()
    verdict: Verdict = "routine" if told else "cannot_tell"
    return Finding(
        study="yield",
        question=QUESTION,
        verdict=verdict,
        headline=_headline(facts, whole, whole.found),
        reading=(*_reading(facts, steps, whole.found), *_if_cut(ask, whole.found, seems_cut)),
        figures=_figures(facts, steps),
        tables={
            "steps": _steps_table(facts, steps),
            "by_age": _by_age(steps),
            "misleading": closed_only.table(whole.counts, whole.found),
        },
        cautions=(*cautions.closed_only(ask), *_cautions(facts, steps, seems_cut), *cautions.before_entry(ask)),
        provenance=Provenance(methods=METHODS),
        next_step=_next(facts, steps),
    )


def _step(ask: Ask, milestone: str, horizon: float | None) -> Step:
    from pyrometer.studies._parts import risk

    counts = risk.risk(ask("risk-table", milestone=milestone))
    age = risk.last_age(counts) if horizon is None else horizon
    return Step(milestone, counts, risk.yield_at(counts, age))


def _refused(facts: ProcessFacts, whole: Step, why: NotEnough) -> Finding:
    n = whole.counts.n
    return Finding(
        study="yield",
        question=QUESTION,
        verdict="cannot_tell",
        headline=f"The yield cannot be told. {why}",
        reading=(f"Of {path.who(facts, path.WHOLE)} there {'is' if n == 1 else 'are'} {say.count(n)} so far.",),
        cautions=(*cautions.untold(facts), *cautions.word(facts)),
        provenance=Provenance(methods=METHODS),
        next_step="Read more of the history, or ask again when more have entered.",
    )


def _by(facts: ProcessFacts, found: "Yield") -> str:
    """Until when: 'within 138 days'; 'so far' where a day was given to records that tell none."""
    from pyrometer.studies._parts import risk

    return "so far" if risk.of_one_date(facts) else say.within(found.age)


def _headline(facts: ProcessFacts, whole: Step, found: "Yield") -> str:
    start = f"Of {say.count(whole.counts.n)} {path.who(facts, path.WHOLE)}"
    won = say.did(facts, facts.won)
    by = _by(facts, found)
    if not whole.counts.marks_losses and whole.counts.waiting.any():
        return (
            f"Nobody is ever marked lost: {say.first_down(start)}, {say.share(found.gone_on)} {won} {by}; "
            "how many will in the end cannot be told."
        )
    if whole.counts.gone_on.sum() == whole.counts.n:
        return (
            f"{start}, {say.share(found.gone_on)} {won} {by}; nobody is lost or open. An export of won ones alone says "
            "the same of any plant: add the lost and the open ones."
        )
    low, high = found.ultimate
    waiting = say.percent(found.waiting, places=say.apart(low, high))  # as exact as the range it makes
    undated = f" and {say.percent(found.undated)} are lost on a day that is not told" if found.undated >= 0.005 else ""
    end = (
        f"; {waiting} were still open then{undated}, so in the end it is {say.between(low, high)}."
        if high - low >= 0.005
        else "."
    )
    return f"{start}, {say.share(found.gone_on)} {won} {by}{end}"


def _reading(facts: ProcessFacts, steps: Sequence[Step], found: "Yield") -> tuple[str, ...]:
    from pyrometer.studies._parts import closed_only, risk

    told = [s for s in steps[1:] if not isinstance(s.found, NotEnough)]
    lines = [
        "Those still open are neither a yes nor a no: each counts for as long as it was watched. Those who stopped "
        "cannot go on any more."
    ]
    lines += closed_only.supposed(steps[0].counts, found)
    if risk.of_one_date(facts):
        lines.append("All records bear one date: how many can be told, not how soon.")
    if len(told) > 1:
        least = min(told, key=lambda s: s.found.gone_on.value)  # type: ignore[union-attr]
        lines.append(
            f"The smallest share goes on after '{say.title(facts, least.milestone)}': "
            f"{say.share(least.found.gone_on)}. "  # type: ignore[union-attr]
            "The lowest yield is not by itself the constraint."
        )
    return tuple(lines)


def _steps_table(facts: ProcessFacts, steps: Sequence[Step]) -> Table:
    rows = []
    for s in steps:
        told: tuple[Any, ...] = (None,) * 4
        rest: tuple[Any, ...] = (None,) * 4
        if not isinstance(s.found, NotEnough):
            f, interval, (low, high) = s.found, s.found.gone_on.interval, s.found.ultimate
            told = (f.age, f.gone_on.value, interval.low, interval.high)
            rest = (f.stopped, f.waiting, low, high if s.counts.marks_losses else 1.0)
        c = s.counts
        seen = (int(c.gone_on.sum()), int(c.stopped.sum()), int(c.waiting.sum()))
        more = (int(c.unseen.sum()), int(c.undated.sum()))
        rows.append((s.milestone, path.awaited(facts, s.milestone), c.n, *told, *seen, *rest, *more))
    return Table(columns.YIELD_STEPS, tuple(rows))


def _by_age(steps: Sequence[Step]) -> Table:
    from pyrometer.studies._parts import risk

    rows = []
    for s in steps:
        last = risk.last_age(s.counts)
        for age in sorted({h for h in risk.HORIZONS if h < last} | {last}):
            found = risk.yield_at(s.counts, age)
            if not isinstance(found, NotEnough):
                doubt = found.gone_on.interval
                rows.append((s.milestone, age, found.gone_on.value, doubt.low, doubt.high, found.n_at_risk))
    return Table(columns.YIELD_BY_AGE, tuple(rows))


def _figures(facts: ProcessFacts, steps: Sequence[Step]) -> tuple[Figure, ...]:
    """The whole way, and its steps beside each other."""
    from pyrometer.studies._parts import closed_only, curves

    goal = say.title(facts, facts.won)
    title = f"From '{say.title(facts, facts.milestones[0])}' to '{goal}'"
    counts, found = steps[0].counts, steps[0].found
    whole = curves.figure(title, counts, found, closed_only.share(counts), _by(facts, found))  # type: ignore[arg-type]
    told = [s for s in steps[1:] if not isinstance(s.found, NotEnough)]
    if len(told) < 2:
        return (whole,)
    named = [(say.first_up(say.title(facts, path.awaited(facts, s.milestone))), s.counts) for s in told]
    return whole, curves.beside("Each step, from the milestone before it", named)


def _if_cut(ask: Ask, found: "Yield", seems_cut: "Cut | None") -> tuple[str, ...]:
    """How much the answer would move if only those counted who entered since closes are recorded."""
    from pyrometer.studies._parts import risk

    if seems_cut is None:
        return ()
    since = risk.risk(ask("reaching", entered_from=seems_cut.first_close))
    age = min(found.age, float(since.age[-1])) if since.n else 0.0
    other = risk.yield_at(since, age)
    if isinstance(other, NotEnough):
        return (f"If earlier closes are missing, the yield cannot be told yet: {other}",)
    return (
        f"Earlier closes seem to be missing. Of the {say.count(since.n)} who entered from "
        f"{say.day(seems_cut.first_close)} on, {say.share(other.gone_on)} had gone on by {say.days(age)}.",
    )


def _cautions(facts: ProcessFacts, steps: Sequence[Step], found: "Cut | None") -> tuple[Caution, ...]:
    c = steps[0].counts
    few = [s for s in steps[1:] if isinstance(s.found, NotEnough)]
    return (
        *cautions.open_cases(int(c.waiting.sum())),
        *cautions.unseen(int(c.unseen.sum())),
        *cautions.undated(facts),
        *cautions.taken_back(facts),
        *(() if c.marks_losses or not c.waiting.any() else cautions.no_losses(int(c.waiting.sum()))),
        *cautions.late(facts, int(c.late.sum())),
        *((Caution("cut-history", found.sentence, found.n_before),) if found else ()),
        *(cautions.small_numbers(f"What follows after '{say.title(facts, s.milestone)}'", s.counts.n) for s in few),
        *cautions.word(facts),
    )


def _next(facts: ProcessFacts, steps: Sequence[Step]) -> str:
    if not steps[0].counts.marks_losses and not steps[0].counts.waiting.any():
        return "Read an export that holds the lost and the open ones too."
    if not steps[0].counts.marks_losses:
        longest = f"silent longer than any who {say.ever(facts, facts.won)}"
        return f"Agree on a definition of lost (said no, or {longest}), and ask again."
    return "Look at the flow before working on the lowest share: pyrometer study flow"


STUDY = Study(question=QUESTION, audience="process", settings=Settings, answer=answer)
