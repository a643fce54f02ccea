"""Stream: each step of the path with its yield, its live and its dead queue, and whether the live one grows."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import timedelta

import numpy as np
from scipy.special import ndtr

from pyrometer.model.interval import NotEnough
from pyrometer.model.process import Ask, ProcessFacts
from pyrometer.statistics._checked import Floats
from pyrometer.studies._parts import path, piles, risk, say, settle, spans

WEEKS = 13  # a quarter of a year: over which the growth of a queue is judged


@dataclass(frozen=True, slots=True)
class Queue:
    """A queue over the last whole weeks: who came, left, and became older than any who ever went on."""

    weeks: int
    came: int
    left: int
    died: int
    due: float | None = None  # who would have left, had all who came waited as long as is usual; None: not known

    @property
    def growth(self) -> float:
        """Live customers a week by which it grew; below zero it shrank."""
        return (self.came - self.left - self.died) / self.weeks

    @property
    def half_width(self) -> float:
        """Half of the 95% interval of the growth: comings and goings as independent counts."""
        return 1.96 * float(np.sqrt(self.came + self.left + self.died)) / self.weeks

    @property
    def p(self) -> float:
        """The chance that a queue which does not grow looks as if it did."""
        spread = np.sqrt(max(self.came + self.left + self.died, 1))
        return float(ndtr(-(self.came - self.left - self.died) / spread))

    @property
    def comes_from_more(self) -> bool:
        """Whether no fewer left than the comings explain: the queue grows because more come, not because it is slow."""
        return self.due is not None and self.left >= self.due - np.sqrt(self.due)


@dataclass(frozen=True, slots=True)
class Step:
    """One step: those who wait after `milestone` for `goal`."""

    milestone: str
    goal: str
    counts: risk.Risk
    found: risk.Yield | NotEnough
    span: spans.Span | NotEnough
    n_waiting: int
    n_too_long: int
    n_dead: int
    queue: Queue | None
    hours_a_week: float | None
    n_taken_up: int | None = None  # lost there and taken up again; None: single acts do not show it
    n_back: int | None = None  # came back to it from a later milestone

    @property
    def n_live(self) -> int:
        """Who waits and is not older than any who ever went on."""
        return self.n_waiting - self.n_dead

    @property
    def n_surely_dead(self) -> int:
        """Those who wait longer than any who ever went on, where the living would have gone on by now."""
        longest = piles.usual(self.counts, 1.0)
        return self.n_dead if longest is not None and piles.beyond(self.counts, longest).is_dead else 0


def steps(ask: Ask) -> list[Step]:
    """All steps of the path, in order."""
    facts = ask.process
    effort = {r["milestone"]: r["minutes"] or 0.0 for r in ask("effort")}
    weeks = max((facts.until - facts.since) / timedelta(weeks=1), 1.0)
    recorded = any(effort.values())
    flows, again = _flows(ask), {r["milestone"]: r for r in ask("returns")}
    marked = risk.risk(ask("risk-table")).marks_losses  # where no loss is marked a queue is no queue but a graveyard
    one_day = risk.all_on_one_day(facts, risk.risk(ask("risk-table")))  # no wait can be called long then
    made = []
    for milestone in path.waits(facts):
        counts, pile = risk.risk(ask("risk-table", milestone=milestone)), piles.pile(ask, milestone)
        p85, longest = (None if one_day else piles.usual(counts, share) for share in (0.85, 1.0))
        made.append(
            Step(
                milestone=milestone,
                goal=path.awaited(facts, milestone),
                counts=counts,
                found=risk.yield_at(counts, risk.last_age(counts)),
                span=spans.span(counts, 0.85),
                n_waiting=pile.total,
                n_too_long=pile.older(p85),
                n_dead=pile.older(longest),
                queue=_queue(flows.get(milestone), pile, longest, counts) if marked else None,
                hours_a_week=effort.get(milestone, 0.0) / 60 / weeks if recorded else None,
                n_taken_up=again[milestone]["n_taken_up"],
                n_back=again[milestone]["n_back"],
            )
        )
    return made


def _flows(ask: Ask) -> dict[str, list[tuple[int, int]]]:
    """Comings and goings week by week, without the last week (it may not be whole) and those after the last entry."""
    rows: dict[str, list[tuple[int, int]]] = {}
    last = settle.last_day(ask)
    for r in ask("occupancy", period="week"):
        if last is not None and r["on_date"] > last:
            continue
        rows.setdefault(r["milestone"], []).append((r["n_entered"], r["n_left"]))
    return {milestone: weeks[:-1] for milestone, weeks in rows.items()}


def _queue(
    weeks: list[tuple[int, int]] | None, pile: piles.Pile, longest: float | None, counts: risk.Risk
) -> Queue | None:
    if longest is None or weeks is None or len(weeks) < WEEKS:
        return None
    came, left = np.array(weeks[-WEEKS:]).sum(axis=0)
    died = pile.older(longest) - pile.older(longest + 7 * WEEKS)
    return Queue(WEEKS, int(came), int(left), died, _due(np.array([c for c, _ in weeks], float), counts))


def _due(came: Floats, counts: risk.Risk) -> float | None:
    """Who would have left in the last weeks, had those who came each week waited as long as all do; shape (weeks,).

    None where the comings were not seen from the beginning (late entry). Entries lie evenly in their week.
    Source: Little 2011, Operations Research 59(3):536-549 (a queue grows with its arrivals at an unchanged wait).
    """
    if counts.late.any():
        return None
    curve = risk.incidence(counts)
    leaving = np.diff(sum(curve.cumulative.values(), np.zeros_like(curve.age)), prepend=0.0)
    week, part = np.divmod(curve.age / 7, 1.0)
    shape = np.zeros(int(week.max(initial=0)) + 2)
    np.add.at(shape, week.astype(int), leaving * (1 - part))
    np.add.at(shape, week.astype(int) + 1, leaving * part)
    return float(np.convolve(came, shape)[: len(came)][-WEEKS:].sum())


def constraint(made: list[Step]) -> Step | None:
    """The step whose live queue grows beyond doubt and slows, the one with the longest of them; None when none does.

    All steps are judged at once (Bonferroni), because one of many queues always grows.
    """
    level = 0.025 / max(len(made), 1)  # one-sided, so that the 95% range of what is named excludes no growth
    slowing = [s for s in made if grows(s, level) and s.queue is not None and not s.queue.comes_from_more]
    return max(slowing, key=lambda s: (s.n_live, s.milestone), default=None)


def grows(step: Step, level: float = 0.025) -> bool:
    """Whether the live queue of a step grows beyond doubt, for whatever reason."""
    return step.queue is not None and step.n_live > 0 and step.queue.p < level


def grown(facts: ProcessFacts, made: Sequence[Step]) -> tuple[str, ...]:
    """A sentence for each queue that grows because more come, and no slower than before."""
    level = 0.025 / max(len(made), 1)
    found = [(s, s.queue, s.queue.due) for s in made if s.queue is not None and grows(s, level)]
    return tuple(
        f"The queue after '{say.title(facts, s.milestone)}' grows by {q.growth:.1f} a week because more come: "
        f"{q.left / q.weeks:.1f} leave it a week, {due / q.weeks:.1f} would at the usual wait. That is no constraint."
        for s, q, due in found
        if due is not None and q.comes_from_more
    )
