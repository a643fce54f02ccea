"""Companions: which other actions go with reaching the last of some steps; an association, never a cause."""

from dataclasses import dataclass, field
from typing import Any

from pyrometer.measures import Measure, _attempts
from pyrometer.model.table import Column


@dataclass(frozen=True, slots=True)
class Settings:
    """The steps whose completion is compared."""

    steps: tuple[str, ...] = field(default=(), metadata={"help": "Actions, first to last; * stands for any."})
    window_days: float = field(default=14.0, metadata={"help": "Days from the first step to the last, both included."})
    order: _attempts.Order = field(default="ordered", metadata={"help": "What may lie between the steps."})


def expression(process: Any, settings: Settings) -> Any:
    """Per other action: prospects that reached the last step and those that did not, with the action and in all.

    Only what happened between the first step and the last one (or the end of the window) counts.
    """
    import ibis

    n = len(settings.steps)
    path = _attempts.Path(tuple(settings.steps), settings.window_days * 86_400, settings.order)
    best = _attempts.best(_attempts.attempts(process.events, path, process.words.actions), n)
    best = best.mutate(done=(best.depth == n).ifelse(1, 0))
    ends = best.reached_0 + round(path.window_seconds * 1e6)
    best = best.mutate(until_us=ibis.coalesce(best[f"reached_{n - 1}"], ends))
    taken = [process.words.actions.index(s) for s in settings.steps if s != _attempts.ANY]
    events = process.events.filter(~process.events.action.isin(taken))
    events = events.mutate(at_us=events.happened_at.delta(_attempts.EPOCH, unit="microsecond"))
    near = events.join(best, "prospect")
    near = near.filter((near.at_us >= near.reached_0) & (near.at_us <= near.until_us))
    met = near.select("prospect", "action", "done").distinct()
    totals = best.agg(all_done=best.done.sum(), everyone=best.count())
    with_it = met.group_by("action").agg(n_done_with=met.done.sum(), n_with=met.count())
    return with_it.cross_join(totals)


def finish(process: Any, _settings: Settings, columns: Any) -> dict[str, list[Any]]:
    """Odds ratios with one added to each cell, most told-apart first (Haldane 1956; Anscombe 1956 add one half)."""
    rows = []
    cells = zip(*(columns[c] for c in ("action", "n_done_with", "n_with", "all_done", "everyone")), strict=True)
    for action, done_with, n_with, done, everyone in cells:
        not_with, not_done = n_with - done_with, everyone - done
        odds = (done_with + 1) * (not_done - not_with + 1) / ((not_with + 1) * (done - done_with + 1))
        rows.append((process.words.actions[action], done_with, not_with, done, not_done, odds))
    rows.sort(key=lambda r: (-max(r[5], 1 / r[5]), r[0]))
    return {c.name: [r[i] for r in rows] for i, c in enumerate(COLUMNS)}


COLUMNS = (
    Column("action", "", "the other action"),
    Column("n_reached_with", "count", "prospects that reached the last step and had it"),
    Column("n_not_with", "count", "prospects that did not reach the last step and had it"),
    Column("n_reached", "count", "all that reached the last step"),
    Column("n_not", "count", "all that did not"),
    Column("odds_ratio", "ratio", "odds of reaching the last step with it against without; one added to each cell"),
)
MEASURE = Measure(
    question="Which other actions go with reaching the last step?",
    settings=Settings,
    columns=COLUMNS,
    expression=expression,
    finish=finish,
)
