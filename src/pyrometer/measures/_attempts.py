"""Attempts: every try of a prospect at a list of steps, how far it got, when, and whether an exclusion struck it."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Literal

from pyrometer.errors import BadSetting, unknown

Order = Literal["ordered", "strict", "unordered", "strict_order", "strict_increase", "strict_once"]
ORDERS = ("ordered", "strict", "unordered", "strict_order", "strict_increase", "strict_once")
ANY = "*"
EPOCH = datetime(1970, 1, 1)  # noqa: DTZ001 - the ledger's times are UTC without a mark


@dataclass(frozen=True, slots=True)
class Path:
    """The steps asked for: actions in order, the window from the first step, and the policy.

    `ordered`: later steps follow earlier ones, anything may lie between. `strict`: nothing lies between.
    `strict_order`: only repeats of the step just reached lie between (if `dedup`, only of the first step; if `reentry`,
    any step already reached), and only the first try counts.
    `strict_increase`: the next step is later in time, not at the same instant. `unordered`: all steps, any order.
    An event never fills two steps, so `strict_once` is the same as `ordered`. `exclusions` are (action, after step,
    before step), steps counted from 0. `only` limits one step (or all, with None) to events whose field has a value.
    """

    steps: tuple[str, ...]
    window_seconds: float
    order: Order = "ordered"
    dedup: bool = False
    reentry: bool = False
    exclusions: tuple[tuple[str, int, int], ...] = ()
    only: tuple[int | None, str, str] | None = None


def check(path: Path, known: Sequence[str]) -> None:
    """Raises UnknownName or BadSetting when the path asks for what cannot be."""
    if not path.steps:
        raise BadSetting("A funnel needs at least one step. Name actions, first to last.")
    if path.order not in ORDERS:
        raise unknown("order of steps", path.order, ORDERS)
    if path.window_seconds <= 0:
        raise BadSetting(f"The window is {path.window_seconds} seconds; it must be longer than nothing.")
    strange = [a for a in (*path.steps, *(x[0] for x in path.exclusions)) if a not in (*known, ANY)]
    if strange:
        raise unknown("action", strange[0], known)
    _check_exclusions(path)


def _check_exclusions(path: Path) -> None:
    if path.order == "unordered" and path.exclusions:
        raise BadSetting("Exclusions between steps need an order; unordered steps have none.")
    for action, after, before in path.exclusions:
        if not 0 <= after < before < len(path.steps):
            raise BadSetting(
                f"The exclusion of '{action}' runs from step {after} to step {before}; it must run forward within "
                f"the {len(path.steps)} steps (counted from 0)."
            )


def attempts(events: Any, path: Path, actions: Sequence[str]) -> Any:
    """One row per try: prospect, depth (steps reached in the window), excluded, reached_0.. (microseconds)."""
    check(path, actions)
    ranked = _ranked(events, path, actions)
    if path.order == "unordered":
        return _unordered(ranked, path)
    return _chained(ranked, path)


def best(tries: Any, n_steps: int, by: Sequence[str] = ("prospect",)) -> Any:
    """The furthest try of each prospect, the first of equals; who got furthest only in excluded tries is not there."""
    import ibis

    group = [tries[name] for name in by]
    furthest = tries.mutate(furthest=tries.depth.max().over(ibis.window(group_by=group)))
    clean = furthest.filter((furthest.depth == furthest.furthest) & ~furthest.excluded)
    order = ibis.window(group_by=[clean[name] for name in by], order_by=[clean.reached_0, clean.rank])
    first = clean.mutate(nth=ibis.row_number().over(order))
    return first.filter(first.nth == 0).select(*by, "depth", *(f"reached_{k}" for k in range(n_steps)))


def _ranked(events: Any, path: Path, actions: Sequence[str]) -> Any:
    """Events with their rank within the prospect (equal times: in order of the steps) and a flag per step."""
    import ibis

    flags = {f"is_{k}": _is_step(events, path, k, actions) for k in range(len(path.steps))}
    outs = {f"out_{i}": events.action == actions.index(x[0]) for i, x in enumerate(path.exclusions)}
    flagged = events.mutate(at_us=events.happened_at.delta(EPOCH, unit="microsecond"), **flags, **outs)
    n = len(path.steps)
    wanted = flagged if path.order in ("strict", "strict_order") else flagged.filter(_any(flagged, [*flags, *outs]))
    wanted = wanted.mutate(position=ibis.cases(*((wanted[f"is_{k}"], k) for k in range(n)), else_=n))
    order = ibis.window(group_by=wanted.prospect, order_by=[wanted.at_us, wanted.position, wanted.seq])
    return wanted.mutate(rank=ibis.row_number().over(order)).select("prospect", "rank", "at_us", *flags, *outs)


def _is_step(events: Any, path: Path, k: int, actions: Sequence[str]) -> Any:
    import ibis

    fits = ibis.literal(value=True) if path.steps[k] == ANY else events.action == actions.index(path.steps[k])
    if path.only is None or path.only[0] not in (None, k):
        return fits
    return fits & (events.about.get(path.only[1], "") == path.only[2])


def _any(rows: Any, names: Sequence[str]) -> Any:
    found = rows[names[0]]
    for name in names[1:]:
        found = found | rows[name]
    return found


def _breaks(rows: Any, path: Path, k: int) -> Any | None:
    """Whether an event ends a try that has reached step k and waits for the next; None: no event does."""
    if path.order == "strict":
        return ~rows[f"is_{k + 1}"]
    if path.order != "strict_order":
        return None
    if path.dedup and k > 0:  # a repeat of the first step begins the try anew
        return ~rows[f"is_{k + 1}"]
    passed = range(k + 1) if path.reentry else (k,)
    return ~_any(rows, [f"is_{k + 1}", *(f"is_{j}" for j in passed)])


def _next(rows: Any, flag: Any, column: str, path: Path, *, frame: int = 1) -> Any:
    """The least `column` among the following rows of the prospect with that flag."""
    import ibis

    if path.order == "strict_increase":
        window = ibis.window(group_by=rows.prospect, order_by=rows.at_us, range=(frame, None))
    else:
        window = ibis.window(group_by=rows.prospect, order_by=rows.rank, rows=(frame, None))
    return flag.ifelse(rows[column], None).min().over(window)


def _chained(ranked: Any, path: Path) -> Any:
    import ibis

    n = len(path.steps)
    known: dict[str, Any] = {}
    for k in range(n - 1):
        known[f"next_{k}"] = _next(ranked, ranked[f"is_{k + 1}"], "rank", path)
        breaks = _breaks(ranked, path, k)
        known[f"break_{k}"] = _never(ranked) if breaks is None else _next(ranked, breaks, "rank", path)
    for i in range(len(path.exclusions)):
        known[f"out_rank_{i}"] = _next(ranked, ranked[f"out_{i}"], "rank", path)
        known[f"out_at_{i}"] = _next(ranked, ranked[f"out_{i}"], "at_us", path)
    rows = ranked.mutate(**known)
    first = rows.filter(rows.is_0)
    if path.order == "strict_order":
        first = first.mutate(nth=ibis.row_number().over(ibis.window(group_by=first.prospect, order_by=first.rank)))
        first = first.filter(first.nth == 0).drop("nth")
    tries = first.mutate(reached_0=first.at_us, rank_0=first.rank)
    for k in range(1, n):
        tries = _onward(tries, rows, path, k)
    depth = sum((tries[f"reached_{k}"].notnull().ifelse(1, 0) for k in range(1, n)), start=_one(tries))
    return tries.mutate(depth=depth, excluded=_excluded(tries, path))


def _never(rows: Any) -> Any:
    import ibis

    return ibis.null("int64")


def _one(rows: Any) -> Any:
    import ibis

    return ibis.literal(1)


def _onward(tries: Any, rows: Any, path: Path, k: int) -> Any:
    """Tries with the time and rank of step k, null where it was not reached in the window or a break came first."""
    carried = [c for c in rows.columns if c.startswith(("next_", "break_", "out_rank_", "out_at_"))]
    step = rows.select("prospect", **{f"{c}_{k}th": rows[c] for c in carried}, at_k=rows.at_us, rank_k=rows.rank)
    last = "" if k == 1 else f"_{k - 1}th"
    wanted, broken = tries[f"next_{k - 1}{last}"], tries[f"break_{k - 1}{last}"]
    reached_before = tries[f"reached_{k - 1}"].notnull()
    tries = tries.mutate(key=(reached_before & (broken.isnull() | (broken >= wanted))).ifelse(wanted, None))
    joined = tries.left_join(step, [tries.prospect == step.prospect, tries.key == step.rank_k])
    joined = joined.drop("prospect_right", "key")
    inside = (joined.at_k - joined.reached_0) <= round(path.window_seconds * 1e6)
    met = {f"reached_{k}": inside.ifelse(joined.at_k, None), f"rank_{k}": inside.ifelse(joined.rank_k, None)}
    return joined.mutate(**met).drop("at_k", "rank_k")


def _excluded(tries: Any, path: Path) -> Any:
    """Whether an excluded action came between the steps it must not come between, inside the window."""
    import ibis

    struck = ibis.literal(value=False)
    for i, (_, after, before) in enumerate(path.exclusions):
        for k in range(after, before):
            suffix = "" if k == 0 else f"_{k}th"
            at, rank = tries[f"out_at_{i}{suffix}"], tries[f"out_rank_{i}{suffix}"]
            inside = (at - tries.reached_0) <= round(path.window_seconds * 1e6)
            onward = tries[f"rank_{k + 1}"]
            hit = tries[f"reached_{k}"].notnull() & inside & (onward.isnull() | (rank < onward))
            struck = struck | ibis.coalesce(hit, ibis.literal(value=False))
    return struck


def _unordered(ranked: Any, path: Path) -> Any:
    import ibis

    n = len(path.steps)
    firsts = {f"first_{k}": _next(ranked, ranked[f"is_{k}"], "at_us", path, frame=0) for k in range(n)}
    rows = ranked.mutate(**firsts)
    for k in range(n):
        inside = (rows[f"first_{k}"] - rows.at_us) <= round(path.window_seconds * 1e6)
        rows = rows.mutate(**{f"first_{k}": inside.ifelse(rows[f"first_{k}"], None)})
    met = ibis.array([rows[f"first_{k}"] for k in range(n)]).filter(lambda t: t.notnull()).sort()
    rows = rows.mutate(met=met)
    reached = {f"reached_{k}": (rows.met.length() > k).ifelse(rows.met[k], None) for k in range(n)}
    return rows.mutate(depth=rows.met.length(), excluded=ibis.literal(value=False), **reached).drop("met")
