"""One activity judged: the moments with and without it, made alike, and what may be said of the difference."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from pyrometer.model.interval import NotEnough
from pyrometer.model.process import Ask
from pyrometer.model.table import Table
from pyrometer.statistics import effects
from pyrometer.statistics.false_discovery import benjamini_hochberg
from pyrometer.studies._parts import effect_design

ALWAYS = 0.98  # of the waits after a milestone: a step never left out (statistics.effects, positivity)
RARE = 0.01  # of the waits after a milestone: a slip of the records, not a step of the work
RATE = 0.05  # of what is said to help or harm when several are judged at once, so much is false on average
MOST = 12  # activities judged at once


@dataclass(frozen=True, slots=True)
class Asked:
    """What is asked of every activity: the next action, the horizon, and whether a lot decided who gets it."""

    on: str
    within_days: float
    is_by_lot: bool = False


@dataclass(frozen=True, slots=True)
class Counted:
    """An activity in the waits of the path: how often, how often its order is not known, and where never left out."""

    action: str
    side: str
    always_after: tuple[str, ...] = ()  # milestones after which it is done nearly always
    after: tuple[str, ...] = ()  # the others, in which it could be followed
    n_waits: int = 0
    n_waits_with: int = 0
    n_first: int = 0
    n_tied: int = 0
    n_trials: int = 0
    n_went_on: int = 0


@dataclass(frozen=True, slots=True)
class Scope:
    """The comparison within all waits ('') or those after one milestone; crude numbers and the adjusted effect."""

    milestone: str
    n_with: int
    n_without: int
    on_with: int
    on_without: int
    found: effects.Effect | NotEnough


@dataclass(frozen=True, slots=True)
class Judged:
    """An activity with its verdict. `stands`: among all judged at once; `p_adjusted`: its p-value among them."""

    counted: Counted
    whole: Scope
    parts: tuple[Scope, ...] = ()
    adjusted: tuple[str, ...] = ()
    left_out: tuple[str, ...] = ()
    n_apart: int = 0
    done_apart: int = 0
    p_adjusted: float | None = None
    stands: bool = True

    @property
    def says(self) -> effects.Says:
        """The word that the claim and the interval bear."""
        said = effects.told(self.whole.found)
        return said if self.stands or said == "associated" else "cannot tell"


def counted(table: Table) -> list[Counted]:
    """Each activity of the measure activities, those with most trials first."""
    rows: dict[str, list[dict[str, Any]]] = {}
    for row in table:
        rows.setdefault(row["action"], []).append(row)
    found = [_sum(action, held) for action, held in rows.items()]
    return sorted(found, key=lambda c: (-c.n_trials, c.action))


def _sum(action: str, rows: Sequence[dict[str, Any]]) -> Counted:
    always = tuple(r["milestone"] for r in rows if r["n_waits"] and r["n_waits_with"] > ALWAYS * r["n_waits"])
    tried = [r for r in rows if r["n_waits_with"] > RARE * r["n_waits"]] or rows  # where it belongs to the work
    others = tried if always else rows  # a step of one milestone that slips elsewhere tells nothing there
    after = tuple(r["milestone"] for r in others if r["milestone"] not in always and r["n_trials"])
    sums = [sum(r[name] for r in (tried if name in ("n_waits", "n_waits_with") else rows)) for name in NAMES]
    return Counted(action, rows[0]["side"], always, after, *sums)


NAMES = ("n_waits", "n_waits_with", "n_first", "n_tied", "n_trials", "n_went_on")


def judged(ask: Ask, one: Counted, asked: Asked, *, by_wait: bool) -> Judged:
    """The activity judged over all its waits together; `by_wait`: and after each milestone for itself."""
    refused = _refused(one)
    if refused is not None:
        return Judged(one, Scope("", 0, 0, 0, 0, refused))
    rows = list(ask("trials", activity=one.action, after=one.after, on=asked.on, within_days=asked.within_days))
    tied = one.n_tied / max(one.n_first, 1)
    if not any(r["is_done"] for r in rows) or all(r["is_done"] for r in rows):
        why = NotEnough("moments at which it is done and like moments at which it is not", _arms(rows))
        return Judged(one, Scope("", *_tally(rows), why))
    design = effect_design.designed(rows, ask.process.segments)
    evidence = effects.Evidence(
        design.placebos, tied, asked.is_by_lot, design.left_out, design.after, asked.within_days
    )
    whole = Scope("", *_tally(rows), effects.judge(design.trials, evidence))
    there = [m for m in ask.process.milestones if any(r["milestone"] == m for r in rows)]
    parts = tuple(_part(ask, rows, m) for m in there) if by_wait and len(there) > 1 else ()
    return Judged(one, whole, parts, design.adjusted, design.left_out, design.n_apart, design.done_apart)


def _refused(one: Counted) -> NotEnough | None:
    if one.n_first == 0:
        return NotEnough("something that is done while customers wait", "something that never is")
    if not one.after and one.always_after:
        has = f"one that fell into {one.n_waits_with:,} of {one.n_waits:,} waits"
        return NotEnough("an activity that is left out now and then", has)
    if not one.after:
        needs = "times at which it was done for a waiting customer who could be followed to the horizon"
        return NotEnough(needs, f"none of {one.n_first:,}")
    return None


def _part(ask: Ask, rows: Sequence[dict[str, Any]], milestone: str) -> Scope:
    mine = [r for r in rows if r["milestone"] == milestone]
    design = effect_design.designed(mine, ask.process.segments)
    return Scope(milestone, *_tally(mine), effects.judge(design.trials, effects.Evidence(design.placebos)))


def _tally(rows: Sequence[dict[str, Any]]) -> tuple[int, int, int, int]:
    done = [r for r in rows if r["is_done"]]
    on_with = sum(r["went_on"] for r in done)
    return len(done), len(rows) - len(done), on_with, sum(r["went_on"] for r in rows) - on_with


def _arms(rows: Sequence[dict[str, Any]]) -> str:
    n_with, n_without, _, _ = _tally(rows)
    return f"{n_with:,} with it and {n_without:,} without"


def together(found: Sequence[Judged]) -> list[Judged]:
    """Several judged at once: each stands or falls with all p-values (Benjamini & Hochberg)."""
    from dataclasses import replace

    told = [j for j in found if not isinstance(j.whole.found, NotEnough)]
    if not told:
        return list(found)
    made = benjamini_hochberg([j.whole.found.p for j in told if not isinstance(j.whole.found, NotEnough)], share=RATE)
    places = {j.counted.action: i for i, j in enumerate(told)}
    return [
        replace(
            j,
            p_adjusted=float(made.adjusted[places[j.counted.action]]),
            stands=made.stands[places[j.counted.action]],
        )
        if j.counted.action in places
        else j
        for j in found
    ]
