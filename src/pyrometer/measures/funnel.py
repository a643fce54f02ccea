"""Funnel: of those who did the first of some actions, how many did the next ones, in order and within a window."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any, Literal

from pyrometer.measures import Measure, _attempts
from pyrometer.model.table import Column

Attribution = Literal["first", "last", "every", "step"]


@dataclass(frozen=True, slots=True)
class Settings:
    """What to ask of the funnel."""

    steps: tuple[str, ...] = field(default=(), metadata={"help": "Actions, first to last; * stands for any."})
    window_days: float = field(default=14.0, metadata={"help": "Days from the first step to the last, both included."})
    order: _attempts.Order = field(default="ordered", metadata={"help": "What may lie between the steps."})
    dedup: bool = field(default=False, metadata={"help": "With strict_order: a repeated step ends the try."})
    reentry: bool = field(default=False, metadata={"help": "With strict_order: steps already reached do no harm."})
    exclusions: tuple[tuple[str, int, int], ...] = field(
        default=(), metadata={"help": "(action, after step, before step): a try with it there does not count."}
    )
    by: str = field(default="", metadata={"help": "A field of the events by which to split."})
    attribution: Attribution = field(
        default="first", metadata={"help": "first | last known value, every step's own, or the value at one step."}
    )
    at_step: int = field(default=0, metadata={"help": "With attribution 'step': which step, counted from 0."})


def path(settings: Settings, only: tuple[int | None, str, str] | None = None) -> _attempts.Path:
    """The path that the settings ask for."""
    return _attempts.Path(
        steps=tuple(settings.steps),
        window_seconds=settings.window_days * 86_400,
        order=settings.order,
        dedup=settings.dedup,
        reentry=settings.reentry,
        exclusions=tuple(settings.exclusions),
        only=only,
    )


def expression(process: Any, settings: Settings) -> Any:
    """One row per group and step: how many reached it and how long it took them from the step before."""
    events, actions, n = process.events, process.words.actions, len(settings.steps)
    _attempts.check(path(settings), actions)
    if not settings.by:
        tries = _attempts.attempts(events, path(settings), actions)
        return _counted(_attempts.best(tries, n), n, None)
    if settings.attribution in ("first", "last"):
        tries = _attempts.best(_attempts.attempts(events, path(settings), actions), n)
        return _counted(_grouped(tries, _touch(events, settings, actions)), n, "grp")
    return _by_value(process, settings)


def _counted(rows: Any, n_steps: int, group: str | None) -> Any:
    import ibis

    parts = []
    for k in range(n_steps):
        took = (rows[f"reached_{k}"] - rows[f"reached_{k - 1}"]) / 1e6 if k else ibis.null("float64")
        step = rows.mutate(took=took, there=(rows.depth > k).ifelse(1, 0), step_no=ibis.literal(k, type="int64"))
        took_there = (step.there == 1).ifelse(step.took, None)
        sums = {"n": step.there.sum(), "mean_seconds": took_there.mean(), "median_seconds": took_there.median()}
        keys = ["step_no"] if group is None else [group, "step_no"]
        parts.append(step.group_by(keys).agg(**sums))
    union = parts[0] if n_steps == 1 else ibis.union(*parts)
    return union if group else union.mutate(grp=ibis.null("string"))


def _touch(events: Any, settings: Settings, actions: Sequence[str]) -> Any:
    """Per prospect the first or last value of the field among the events of the funnel; empty where there is none."""
    import ibis

    codes = [actions.index(a) for a in settings.steps if a != _attempts.ANY]
    rows = events if _attempts.ANY in settings.steps else events.filter(events.action.isin(codes))
    rows = rows.mutate(value=rows.about.get(settings.by, ""))
    rows = rows.filter(rows.value != "")
    newest = settings.attribution == "last"
    window = ibis.window(group_by=rows.prospect, order_by=ibis.desc(rows.seq) if newest else rows.seq)
    rows = rows.mutate(nth=ibis.row_number().over(window))
    return rows.filter(rows.nth == 0).select("prospect", grp=rows.value)


def _grouped(tries: Any, touch: Any) -> Any:
    import ibis

    joined = tries.left_join(touch, "prospect").drop("prospect_right")
    return joined.mutate(grp=ibis.coalesce(joined.grp, ""))


def _by_value(process: Any, settings: Settings) -> Any:
    """The funnel once for each value of the field; with attribution 'step' a prospect may count in two groups."""
    import ibis

    events, n = process.events, len(settings.steps)
    found = events.mutate(value=events.about.get(settings.by, "")).value.value_counts().limit(MOST_GROUPS)
    values = sorted(v for v in found.value.execute() if v)
    step = None if settings.attribution == "every" else settings.at_step
    parts = []
    for value in values:
        tries = _attempts.attempts(events, path(settings, (step, settings.by, value)), process.words.actions)
        best = _attempts.best(tries, n)
        reached = best if step is None else best.filter(best.depth > step)
        parts.append(_counted(reached, n, None).mutate(grp=ibis.literal(value)))
    return parts[0] if len(parts) == 1 else ibis.union(*parts)


MOST_GROUPS = 100  # a split by a field with more values than this says nothing that a person can read


def finish(_process: Any, settings: Settings, columns: Any) -> dict[str, list[Any]]:
    """Sorted by group and step, empty groups left out, shares of the first step and of the step before added."""
    rows = sorted(zip(*(columns[c] for c in RAW), strict=True), key=lambda r: (r[0] or "", r[1]))
    entered = {r[0]: r[2] or 0 for r in rows if r[1] == 0}
    rows = [r for r in rows if entered.get(r[0])]
    if not rows and not settings.by:
        rows = [(None, k, 0, None, None) for k in range(len(settings.steps))]
    before = {(r[0], r[1]): r[2] or 0 for r in rows}
    out: dict[str, list[Any]] = {c.name: [] for c in COLUMNS}
    for group, k, n, mean, median in rows:
        values = (
            group,
            k,
            settings.steps[k],
            n or 0,
            _share(n, entered.get(group)),
            _share(n, before.get((group, k - 1))),
        )
        for name, value in zip(out, (*values, mean, median), strict=True):
            out[name].append(value)
    return out


def _share(part: int | None, whole: int | None) -> float | None:
    return (part or 0) / whole if whole else None


RAW = ("grp", "step_no", "n", "mean_seconds", "median_seconds")
COLUMNS = (
    Column("group", "", "value of the field by which the funnel is split"),
    Column("step", "count", "position of the step, counted from 0"),
    Column("action", "", "the action of the step"),
    Column("n", "count", "prospects whose furthest try reached the step"),
    Column("share_of_first", "share", "of those who did the first step"),
    Column("share_of_previous", "share", "of those who did the step before"),
    Column("mean_seconds", "seconds", "mean time from the step before"),
    Column("median_seconds", "seconds", "median time from the step before"),
)
MEASURE = Measure(
    question="Of those who did the first of these actions, how many did the next, in order and in time?",
    settings=Settings,
    columns=COLUMNS,
    expression=expression,
    finish=finish,
)
